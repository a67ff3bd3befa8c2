// SPDX-License-Identifier: Apache-2.0
/** The command line: {@code meridian demo}, {@code serve}, {@code ingest}, {@code adql}, {@code vos} and others. */
@NullMarked
package org.meridian.gateway.cli;

import org.jspecify.annotations.NullMarked;
