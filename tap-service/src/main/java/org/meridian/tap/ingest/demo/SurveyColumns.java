// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.votable.VOStarTable;

/** Columns of the demo tables, with full metadata. */
final class SurveyColumns {
    private SurveyColumns() {}

    /** A column; an empty unit or UCD is none. */
    static ColumnInfo column(String name, Class<?> kind, String unit, String ucd, String description) {
        ColumnInfo info = new ColumnInfo(name, kind, description);
        if (!unit.isEmpty()) {
            info.setUnitString(unit);
        }
        if (!ucd.isEmpty()) {
            info.setUCD(ucd);
        }
        return info;
    }

    /** A coordinate, ICRS, in degrees, at epoch J2000. */
    static ColumnInfo position(String name, String ucd, String description) {
        ColumnInfo info = column(name, Double.class, "deg", ucd, description + " (ICRS)");
        info.setAuxDatum(new DescribedValue(VOStarTable.COOSYS_SYSTEM_INFO, "ICRS"));
        info.setAuxDatum(new DescribedValue(VOStarTable.COOSYS_EPOCH_INFO, "J2000.0"));
        return info;
    }
}
