// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.Locale;

/**
 * Time scales of FITS (FITS 4.0, section 9.2.1) as UTC, to a few milliseconds: TDB is taken for TT, TCB and TCG are not
 * converted, and neither is LOCAL.
 */
final class TimeScale {
    private static final double DAY_S = 86400;
    private static final double TT_MINUS_TAI = 32.184;
    private static final double TAI_MINUS_GPS = 19;

    /** Dates (MJD) from which on TAI - UTC was 10 s and then a second more each (IERS Bulletin C). */
    private static final int[] LEAPS = {
        41317, 41499, 41683, 42048, 42413, 42778, 43144, 43509, 43874, 44239, 44786, 45151, 45516, 46247, 47161, 47892,
        48257, 48804, 49169, 49534, 50083, 50630, 51179, 53736, 54832, 56109, 57204, 57754
    };

    private static final int FIRST_DIFFERENCE = 10;

    private TimeScale() {}

    /** The MJD in UTC of one in a scale that a header names; unknown names are taken for UTC. */
    static double toUtc(double mjd, String scale) {
        return switch (scale.strip().toUpperCase(Locale.ROOT)) {
            case "TT", "TDT", "ET", "TDB" -> fromTai(mjd - TT_MINUS_TAI / DAY_S);
            case "TAI", "IAT" -> fromTai(mjd);
            case "GPS" -> fromTai(mjd + TAI_MINUS_GPS / DAY_S);
            default -> mjd;
        };
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
