// SPDX-License-Identifier: Apache-2.0
/**
 * Handing a table to a client that may be slow without making the engine wait: a bounded buffer in memory, then a file.
 * Imports {@code core.votable} and {@code core.dali}.
 */
@NullMarked
package org.meridian.core.votable.delivery;

import org.jspecify.annotations.NullMarked;
