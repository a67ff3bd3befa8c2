// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

/**
 * A row of the demo's catalogues, for whoever makes pictures of them. Positions are ICRS, epoch J2000.
 *
 * @param name of the star ({@code Sirius}, else {@code HIP 11767}); empty in the synthetic survey
 * @param raDeg right ascension
 * @param decDeg declination
 * @param vmag magnitude in V
 * @param bv colour B - V; in the survey from V - I
 * @param pmRa proper motion in right ascension times cos(dec), mas a year; 0 where it is not known
 * @param pmDec proper motion in declination, mas a year; 0 where it is not known
 */
public record DemoSource(String name, double raDeg, double decDeg, double vmag, double bv, double pmRa, double pmDec) {}
