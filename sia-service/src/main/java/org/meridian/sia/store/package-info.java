// SPDX-License-Identifier: Apache-2.0
/** What the database knows of observations. The only package of this module that knows SQL; imports {@code obscore}. */
@NullMarked
package org.meridian.sia.store;

import org.jspecify.annotations.NullMarked;
