// SPDX-License-Identifier: Apache-2.0
/**
 * Transfers of bytes and nodes (VOSpace 2.1, sections 3.6 and 6.4), and other work on many nodes, as jobs. Imports {@code rest},
 * {@code space}, {@code store}, {@code node} and {@code core.uws}.
 */
@NullMarked
package org.meridian.workspace.transfer;

import org.jspecify.annotations.NullMarked;
