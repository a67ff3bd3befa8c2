// SPDX-License-Identifier: Apache-2.0
/**
 * World coordinates of FITS images: FITS 4.0 section 8, which is papers I to IV (Greisen &amp; Calabretta 2002, A&amp;A 395,
 * 1061; Calabretta &amp; Greisen 2002, A&amp;A 395, 1077; Greisen et al. 2006, A&amp;A 446, 747; Rots et al. 2015, A&amp;A 574, A36), with
 * SIP, TPV and the plate solutions of the Digitized Sky Survey.
 *
 * <p>Begin with {@link org.meridian.core.sky.wcs.Wcs#read}. Pure functions: no files, no logging, nothing of Meridian but
 * {@code core.sky}. Whoever reads headers hands over {@link org.meridian.core.sky.wcs.Keywords}. Numbers are wcslib's to
 * 1e-9 degree ({@code WcslibTest}); frames are astropy's ({@code CelestialFrameTest}).
 *
 * <p>Read are:
 * <ul>
 *   <li>projections AZP, SZP, TAN, STG, SIN, ARC, ZPN, ZEA, AIR, CYP, CEA, CAR, MER, SFL, PAR, MOL, AIT, COP, COE, COD, COO,
 *       BON, PCO, TSC, QSC, HPX; not CSC and XPH;
 *   <li>LONPOLE, LATPOLE, the native reference point of PVi_0 to PVi_4, alternate versions A to Z;
 *   <li>ICRS, FK5 and FK4 of any equinox, FK4-NO-E, galactic, supergalactic and mean ecliptic coordinates; not GAPPT;
 *   <li>spectra: FREQ, ENER, WAVN, VRAD, WAVE, VOPT, ZOPT, AWAV, VELO, BETA; linear, -LOG and linear in another variable
 *       (F2W, V2F, W2A ...); not the grisms -GRI and -GRA. Reference frames (SPECSYS) are told, not converted;
 *   <li>STOKES, and times as MJD in their own scale;
 *   <li>lookup tables (-TAB) are not: such an axis says so, and the others are read.
 * </ul>
 *
 * <p>Dialects that are understood, each with its test in {@code WcsDialectTest}:
 * <ul>
 *   <li>CROTA2 with CDELT; CROTA1 alone turns nothing, and neither does any CROTA beside PC or CD;
 *   <li>CD, where elements not given are 0, and CDELT beside it counts only for an axis that no CD names, or of which all
 *       CD are 0; PC before CD where both are given; PC001002 for PC1_2;
 *   <li>EPOCH for EQUINOX (0 is none), RADECSYS for RADESYS, EQUINOX as text (J2000, B1950), RADESYS = J2000;
 *   <li>CTYPE in small letters and with blanks; without projection (RA, DEC: linear); missing (a linear axis);
 *   <li>CUNIT in capitals and abroad: DEG, degrees, ARCSEC, ANGSTROM, A, micron, GHZ, MHZ (mega), KM/S, km.s**-1;
 *   <li>numbers as texts, also with D for E;
 *   <li>GLS (SFL shifted to its reference), NCP (slanted SIN);
 *   <li>SIP coefficients without -SIP in CTYPE, and -SIP without coefficients;
 *   <li>TAN with parameters that are SCAMP's (TPV by another name), which SIP beside it replaces unless they have radial
 *       terms; SIP beside TPV does not count; PV2_1 of a TAN alone means nothing;
 *   <li>plate solutions of the Digitized Sky Survey, which come before the linear approximation beside them;
 *   <li>spectra of AIPS: FREQ-LSR, VELO-HEL, FELO-OBS, VELREF, RESTFREQ;
 *   <li>axes without extent (CDELT = 0), more axes than the image has, any order of axes, cross terms;
 *   <li>times as CTYPE = MJD or JD, or named by their scale (UTC, TT, TDB ...).
 * </ul>
 *
 * <p>As in wcslib, pixels of a cylindrical map more than 180 degrees from its reference have no position: a map of the
 * whole sky whose CRVAL is at its edge is half empty.
 *
 * <p>Where this departs from wcslib: energies use the constants of 2019; LATPOLE alone tells the native pole where paper
 * II says so, and of two poles as near to LATPOLE the northern one is taken; SZP gives pixels to all positions that pixels
 * have; an axis that no CD names keeps its CDELT; TPV is applied in degrees also where CDELT is given.
 */
@NullMarked
package org.meridian.core.sky.wcs;

import org.jspecify.annotations.NullMarked;
