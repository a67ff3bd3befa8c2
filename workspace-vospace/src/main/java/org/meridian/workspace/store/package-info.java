// SPDX-License-Identifier: Apache-2.0
/** What the database knows of nodes. SQL lives here. Imports {@code node}, {@code storage}, {@code rights} and {@code core.db}. */
@NullMarked
package org.meridian.workspace.store;

import org.jspecify.annotations.NullMarked;
