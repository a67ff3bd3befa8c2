// SPDX-License-Identifier: Apache-2.0
/** Containers as one file. Imports {@code space}, {@code storage} and {@code node}. */
@NullMarked
package org.meridian.workspace.pack;

import org.jspecify.annotations.NullMarked;
