// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;

/**
 * Headers as telescopes and programs write them, and the rows that an astronomer expects of them. The rows were not made by the
 * program: each header was read by a person, who said which keyword counts, in which frame, scale and unit it is, and which band a
 * filter passes; positions, corners, extents, times and wavelengths were then computed by astropy (wcslib for pixels, their outer
 * edges, vertices counter-clockwise; SkyCoord with the time of the observation for FK4; Time for TT, TDB and TAI; wcslib for air).
 * Numbers must agree to the last digit that is given. Where edges are bent by distortion, which any number of vertices may follow,
 * the corners ({@code ~}) must be among the vertices.
 */
class DialectsTest {
    private static final String AMONG = "~ ";
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 1, 0, 0);

    static List<String> names() throws IOException {
        return HeaderFile.names();
    }

    @ParameterizedTest
    @MethodSource("names")
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
        if (wanted.startsWith(AMONG)) {
            return hasCorners(
                    found.split("[ ()]+"), wanted.substring(AMONG.length()).split(" "));
        }
        String[] foundWords = found.split("[ ()]+");
        String[] wantedWords = wanted.split("[ ()]+");
        boolean agree = foundWords.length == wantedWords.length;
        for (int i = 0; agree && i < foundWords.length; i++) {
            agree = foundWords[i].equals(wantedWords[i]) || agreeAsNumbers(foundWords[i], wantedWords[i]);
        }
        return agree;
    }

    private static boolean hasCorners(String[] found, String[] corners) {
        for (int i = 0; i < corners.length; i += 2) {
            boolean there = false;
            for (int k = 0; k + 1 < found.length; k++) {
                there |= agreeAsNumbers(found[k], corners[i]) && agreeAsNumbers(found[k + 1], corners[i + 1]);
            }
            if (!there) {
                return false;
            }
        }
        return true;
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
