// SPDX-License-Identifier: Apache-2.0
/**
 * Ports through which one service asks another for rows, without a query language in between. May import
 * {@code core.auth}, {@code core.http}, {@code core.sky} and {@code core.votable}.
 */
@NullMarked
package org.meridian.core.query;

import org.jspecify.annotations.NullMarked;
