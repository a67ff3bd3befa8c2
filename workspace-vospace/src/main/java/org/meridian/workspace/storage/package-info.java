// SPDX-License-Identifier: Apache-2.0
/**
 * The tree of files, as the operating system keeps it. Nothing here knows who asks; no path leaves this package. Imports
 * {@code node} only.
 */
@NullMarked
package org.meridian.workspace.storage;

import org.jspecify.annotations.NullMarked;
