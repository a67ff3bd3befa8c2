// SPDX-License-Identifier: Apache-2.0
/** What belongs to datasets, and what can be done with them (DataLink 1.1). Imports {@code obscore} and {@code archive}. */
@NullMarked
package org.meridian.sia.datalink;

import org.jspecify.annotations.NullMarked;
