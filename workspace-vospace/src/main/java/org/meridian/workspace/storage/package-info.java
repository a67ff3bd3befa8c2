// SPDX-License-Identifier: Apache-2.0
/**
 * The tree of files, as the operating system keeps it. Nothing here knows who asks; no path leaves this package. Imports
 * {@code node} only, and what shares one piece of work among many who wait for it.
 */
@NullMarked
package org.meridian.workspace.storage;

import org.jspecify.annotations.NullMarked;
