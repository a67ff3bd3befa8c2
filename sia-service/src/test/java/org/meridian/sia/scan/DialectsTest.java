// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;

/**
 * Headers as telescopes and programs write them, and the rows of them, which were looked through one by one (positions and corners by
 * astropy). Numbers must agree to the last digit that is given.
 */
class DialectsTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 1, 0, 0);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aips-visibilities",
                "alma-cube",
                "amateur",
                "chandra-events",
                "decam-mosaic",
                "eso-bias",
                "eso-raw",
                "eso-spectrum",
                "hubble-acs",
                "iraf-spectrum",
                "iras-plate",
                "long-slit",
                "planck-map",
                "rosat-events",
                "sloan-frame",
                "sloan-spectrum",
                "spitzer-mosaic",
                "swift-lightcurve",
                "tess-lightcurve",
                "vla-cube",
                "vlass-stokes",
                "xmm-pha"
            })
    void areUnderstood(String name) throws Exception {
        HeaderFile file = HeaderFile.read(name);
        List<String> complaints = new ArrayList<>();
        ObscoreRow row = new ObservationMapper(ScanRules.NONE, NOW)
                .map(name + ".fits", file.hdus(), ColumnValues.NONE, complaints::add)
                .orElseThrow()
                .row();

        assertEquals(List.of(), complaints);
        assertEquals(Map.of(), differences(row, file.expected()));
    }

    /** Columns of which something else was said, with both values. */
    private static Map<String, String> differences(ObscoreRow row, Map<String, String> expected) {
        Map<String, String> differences = new LinkedHashMap<>();
        for (ObscoreColumn column : ObscoreColumn.values()) {
            String name = column.columnName();
            String wanted = expected.getOrDefault(name, "");
            String found = row.text(column).orElse("");
            // MOCs follow from regions.
            if (column != ObscoreColumn.S_MOC && !agree(found, wanted)) {
                differences.put(name, found + " instead of " + wanted);
            }
        }
        return differences;
    }

    private static boolean agree(String found, String wanted) {
        if (found.isEmpty() || wanted.isEmpty()) {
            return found.equals(wanted);
        }
        String[] foundWords = found.split("[ ()]+");
        String[] wantedWords = wanted.split("[ ()]+");
        boolean agree = foundWords.length == wantedWords.length;
        for (int i = 0; agree && i < foundWords.length; i++) {
            agree = foundWords[i].equals(wantedWords[i]) || agreeAsNumbers(foundWords[i], wantedWords[i]);
        }
        return agree;
    }

    private static boolean agreeAsNumbers(String found, String wanted) {
        try {
            BigDecimal number = new BigDecimal(wanted);
            return new BigDecimal(found).subtract(number).abs().compareTo(number.ulp()) <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
