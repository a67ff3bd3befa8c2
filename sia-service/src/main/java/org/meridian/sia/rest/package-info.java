// SPDX-License-Identifier: Apache-2.0
/** Observations over HTTP. Imports the other packages of this module, and nothing imports it. */
@NullMarked
package org.meridian.sia.rest;

import org.jspecify.annotations.NullMarked;
