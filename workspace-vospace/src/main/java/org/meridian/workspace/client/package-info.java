// SPDX-License-Identifier: Apache-2.0
/**
 * A client of VOSpaces, this gateway's and others': places, transfers of files and trees. Imports {@code node} and the JDK
 * alone, so that it runs where no gateway is.
 */
@NullMarked
package org.meridian.workspace.client;

import org.jspecify.annotations.NullMarked;
