// SPDX-License-Identifier: Apache-2.0
/**
 * Parts of datasets, cut out beside them (SODA 1.0): what is asked for ({@link org.meridian.sia.soda.CutoutRequest}), which pixels that
 * is ({@link org.meridian.sia.soda.CutoutPlan}), and the files made of them ({@link org.meridian.sia.soda.Cutouts}). Knows no HTTP.
 * Imports {@code archive}, {@code obscore} and, for pictures, {@code
 * preview}.
 */
@NullMarked
package org.meridian.sia.soda;

import org.jspecify.annotations.NullMarked;
