// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.OptionalDouble;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.obscore.SkyCoverage;

/** What holds of each row of {@code ivoa.obscore}, whatever headers say. */
final class SoundRow {
    private SoundRow() {}

    /** @throws IllegalStateException if the row says what cannot be */
    static void require(ObscoreRow row) {
        within(row, ObscoreColumn.S_RA, 0, 360);
        within(row, ObscoreColumn.S_DEC, -90, 90);
        within(row, ObscoreColumn.S_FOV, 0, 360);
        within(row, ObscoreColumn.EM_MIN, 0, Double.MAX_VALUE);
        within(row, ObscoreColumn.T_EXPTIME, 0, Double.MAX_VALUE);
        within(row, ObscoreColumn.S_RESOLUTION, 0, Double.MAX_VALUE);
        within(row, ObscoreColumn.CALIB_LEVEL, 0, 4);
        ordered(row, ObscoreColumn.T_MIN, ObscoreColumn.T_MAX);
        ordered(row, ObscoreColumn.EM_MIN, ObscoreColumn.EM_MAX);
        check(row.has(ObscoreColumn.S_RA) == row.has(ObscoreColumn.S_REGION), "a position without region");
        check(row.has(ObscoreColumn.OBS_ID) && row.has(ObscoreColumn.OBS_TITLE), "no identifier");
        SkyCoverage.coverRows(row.regions());
    }

    private static void within(ObscoreRow row, ObscoreColumn column, double low, double high) {
        OptionalDouble value = row.number(column);
        check(
                value.isEmpty() || value.getAsDouble() >= low && value.getAsDouble() <= high,
                column.columnName() + " is " + value);
    }

    private static void ordered(ObscoreRow row, ObscoreColumn low, ObscoreColumn high) {
        OptionalDouble from = row.number(low);
        OptionalDouble to = row.number(high);
        check(from.isPresent() == to.isPresent(), low.columnName() + " without the other");
        check(from.isEmpty() || from.getAsDouble() <= to.getAsDouble(), low.columnName() + " is above the other");
    }

    private static void check(boolean sound, String what) {
        if (!sound) {
            throw new IllegalStateException(what);
        }
    }
}
