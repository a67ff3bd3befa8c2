// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Locale;
import java.util.Set;

/**
 * Time scales of FITS (FITS 4.0, section 9.2.1) as UTC, to a few milliseconds: TDB is taken for TT, UT1 for UTC, and LOCAL is not
 * converted. Pure functions.
 */
public final class TimeScale {
    private static final double DAY_S = 86400;
    private static final double TT_MINUS_TAI = 32.184;
    private static final double TAI_MINUS_GPS = 19;

    /** Rates of TCG and TCB, and the MJD (TAI) at which they were TT (IAU 2000 resolution B1.9, 2006 resolution B3). */
    private static final double L_G = 6.969290134e-10;

    private static final double L_B = 1.550519768e-8;
    private static final double SYNCHRONOUS_MJD = 43144.0003725;

    /** Dates (MJD) from which on TAI - UTC was 10 s and then a second more each (IERS Bulletin C). */
    private static final int[] LEAPS = {
        41317, 41499, 41683, 42048, 42413, 42778, 43144, 43509, 43874, 44239, 44786, 45151, 45516, 46247, 47161, 47892,
        48257, 48804, 49169, 49534, 50083, 50630, 51179, 53736, 54832, 56109, 57204, 57754
    };

    private static final int FIRST_DIFFERENCE = 10;

    private TimeScale() {}

    /**
     * The MJD in UTC of one in another scale.
     *
     * @param scale as a header names it, with or without its realisation, such as {@code TT(TAI)}; unknown ones are taken for UTC
     */
    public static double toUtc(double mjd, String scale) {
        return switch (name(scale)) {
            case "TT", "TDT", "ET", "TDB" -> fromTt(mjd);
            case "TCG" -> fromTt(mjd - L_G * (mjd - SYNCHRONOUS_MJD));
            case "TCB" -> fromTt(mjd - L_B * (mjd - SYNCHRONOUS_MJD));
            case "TAI", "IAT" -> fromTai(mjd);
            case "GPS" -> fromTai(mjd + TAI_MINUS_GPS / DAY_S);
            default -> mjd;
        };
    }

    /** Whether {@link #toUtc} knows a scale. */
    public static boolean isKnown(String scale) {
        return Set.of("UTC", "UT", "UT1", "TT", "TDT", "ET", "TDB", "TCG", "TCB", "TAI", "IAT", "GPS")
                .contains(name(scale));
    }

    private static String name(String scale) {
        return scale.replaceFirst("[(].*", "").strip().toUpperCase(Locale.ROOT);
    }

    private static double fromTt(double mjd) {
        return fromTai(mjd - TT_MINUS_TAI / DAY_S);
    }

    private static double fromTai(double mjd) {
        int difference = 0;
        for (int i = 0; i < LEAPS.length; i++) {
            if (mjd >= LEAPS[i] + (FIRST_DIFFERENCE + i) / DAY_S) {
                difference = FIRST_DIFFERENCE + i;
            }
        }
        return mjd - difference / DAY_S;
    }
}
