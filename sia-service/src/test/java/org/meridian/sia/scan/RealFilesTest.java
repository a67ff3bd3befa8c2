// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meridian.core.SharedFiles;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.obscore.ScannedFile;

/**
 * Real files of archives, and what their headers, read by a person, say of them: what they hold, the middle of the image (astropy;
 * degrees), the begin (MJD in UTC), the time of exposure (seconds), the band and how far they are calibrated. {@code -}: nothing.
 */
class RealFilesTest {
    private static final String EXPECTED = """
            HorseHead.fits                  | image      | 85.275  | -2.458  | 47.5757 | 3900.0 | photographic R (IIIaF, OG590) | 2
            M13_blue_0001.fits              | image      | -       | -       | 17.1734 | 5.0    | -        | 1
            M13_blue_0002.fits              | image      | -       | -       | 17.1735 | 5.0    | -        | 1
            M13_blue_0003.fits              | image      | -       | -       | 17.1736 | 5.0    | -        | 1
            M13_blue_0004.fits              | image      | -       | -       | 17.1738 | 5.0    | -        | 1
            gc_2mass_h.fits                 | image      | 266.400 | -28.933 | -       | -      | 2MASS H  | 2
            gc_2mass_j.fits                 | image      | 266.400 | -28.933 | -       | -      | 2MASS J  | 2
            gc_2mass_k.fits                 | image      | 266.400 | -28.933 | -       | -      | 2MASS Ks | 2
            gc_bolocam_gps.fits             | image      | 266.403 | -28.944 | 54.4754 | -      | -        | 2
            hlsp_tess-data-alerts_tess_phot_00025155310-s01_tess_v1_lc.fits | timeseries | 63.375 | -69.227 | 24.7938 | 1908031.8 | - | 2
            input_file.fits                 | image      | -       | -       | -       | -      | -        | 1
            irac_ch1_flight.fits            | image      | -       | -       | -       | -      | -        | 1
            l1448_13co.fits                 | cube       | 51.334  | 30.634  | -       | -      | -        | 2
            ligo_simulated.fits.gz          | -          | 0.000   | 0.000   | 60.0075 | -      | -        | 3
            reprojected_sdss_g.fits.bz2     | image      | 313.170 | -5.693  | 14.1182 | 53.9   | SDSS g   | 2
            reprojected_sdss_r.fits.bz2     | image      | 313.170 | -5.693  | 14.1182 | 53.9   | SDSS g   | 2
            spitzer_example_image.fits      | image      | 275.835 | -12.966 | -       | 1.2    | IRAC 4.5 | 3
            wright_eastmann_2014_tau_ceti.fits | timeseries | -    | -       | 80.5000 | -      | -        | 2
            data_UVES.tar.gz                | none
            spitzer_example_catalog.xml     | none
            """;

    private static Map<String, String> scanned(Path archive) throws Exception {
        Map<String, String> files = new TreeMap<>();
        ScanRequest request = new ScanRequest(archive, "example.org", "test", Optional.empty(), Optional.of(""), false);
        new ObservationScan(request, new ScanListener() {
                    @Override
                    public void read(ScannedFile file) {
                        files.put(
                                file.stamp().path(),
                                file.observation()
                                        .map(found -> told(found.row()))
                                        .orElse("none"));
                    }

                    @Override
                    public void update(ScanCounts counts) {
                        // Only the files are looked at.
                    }
                })
                .withoutWriting();
        return files;
    }

    private static String told(ObscoreRow row) {
        return String.join(
                "|",
                row.text(ObscoreColumn.DATAPRODUCT_TYPE).orElse("-"),
                number(row, ObscoreColumn.S_RA, "%.3f", 360),
                number(row, ObscoreColumn.S_DEC, "%.3f", 360),
                number(row, ObscoreColumn.T_MIN, "%.4f", 100),
                number(row, ObscoreColumn.T_EXPTIME, "%.1f", Double.MAX_VALUE),
                row.text(ObscoreColumn.ENERGY_BANDPASSNAME).orElse("-"),
                row.text(ObscoreColumn.CALIB_LEVEL).orElse("-"));
    }

    private static String number(ObscoreRow row, ObscoreColumn column, String format, double modulus) {
        return row.has(column)
                ? String.format(Locale.ROOT, format, row.number(column).orElseThrow() % modulus)
                : "-";
    }

    @Test
    void areUnderstood() throws Exception {
        Map<String, String> found = scanned(SharedFiles.require("data/archive").toRealPath());
        Map<String, String> expected = new LinkedHashMap<>();
        EXPECTED.lines().forEach(line -> {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            expected.put(cells.get(0), cells.stream().skip(1).collect(Collectors.joining("|")));
        });
        expected.forEach((name, row) -> assertAgree(name, row, found.getOrDefault(name, "not seen")));
    }

    /** Numbers to a unit of their last digit: a centre is that of the outline, which has few vertices. */
    private static void assertAgree(String name, String expected, String found) {
        String[] wanted = expected.split("\\|");
        String[] seen = found.split("\\|");
        assertEquals(wanted.length, seen.length, name + ": " + found);
        for (int i = 0; i < wanted.length; i++) {
            boolean numbers = wanted[i].matches("-?\\d+\\.\\d+") && seen[i].matches("-?\\d+\\.\\d+");
            if (numbers) {
                BigDecimal number = new BigDecimal(wanted[i]);
                BigDecimal apart = new BigDecimal(seen[i]).subtract(number).abs();
                assertTrue(apart.compareTo(number.ulp()) <= 0, name + ": " + seen[i] + " instead of " + wanted[i]);
            } else {
                assertEquals(wanted[i], seen[i], name);
            }
        }
    }
}
