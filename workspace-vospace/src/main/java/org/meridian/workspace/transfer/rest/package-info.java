// SPDX-License-Identifier: Apache-2.0
/** Transfers and other jobs over HTTP. Imports {@code transfer}, {@code rest} and {@code core.uws.rest}. */
@NullMarked
package org.meridian.workspace.transfer.rest;

import org.jspecify.annotations.NullMarked;
