// SPDX-License-Identifier: Apache-2.0
/**
 * What can be done with nodes, for whoever may do it: rights, records and files brought together. Knows no protocol. Imports
 * {@code node}, {@code rights}, {@code storage} and {@code store}.
 */
@NullMarked
package org.meridian.workspace.space;

import org.jspecify.annotations.NullMarked;
