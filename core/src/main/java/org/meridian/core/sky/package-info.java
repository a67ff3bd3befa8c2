// SPDX-License-Identifier: Apache-2.0
/**
 * The sphere: HEALPix cells, regions and their exact relations, covers as cell ranges, MOC 2.0 coverage maps, DALI and
 * STC-S text forms of regions.
 *
 * <p>Pure functions and immutable values: no files, no database, no other package of Meridian. Positions are ICRS
 * degrees unless a name says otherwise; longitudes are reduced modulo 360, latitudes outside [-90, 90] and values that
 * are not finite are refused with {@link java.lang.IllegalArgumentException}. Everything here may be called from any
 * thread.
 */
@NullMarked
package org.meridian.core.sky;

import org.jspecify.annotations.NullMarked;
