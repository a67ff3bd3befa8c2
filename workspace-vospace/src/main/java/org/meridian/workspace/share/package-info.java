// SPDX-License-Identifier: Apache-2.0
/** Links by which whoever has one reads a file or folder: who makes them, and what they show. Knows no HTTP. */
@NullMarked
package org.meridian.workspace.share;

import org.jspecify.annotations.NullMarked;
