// SPDX-License-Identifier: Apache-2.0
/**
 * What belongs to datasets, and what can be done with them (DataLink 1.1). Imports {@code obscore},
 * {@code archive}, and what {@code soda} and {@code preview} offer.
 */
@NullMarked
package org.meridian.sia.datalink;

import org.jspecify.annotations.NullMarked;
