// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meridian.core.SharedFiles;
import org.meridian.core.sky.SkyReference;

/** Images of real observatories against astropy.wcs, to 1e-9 degree: their keywords, and where they are there the files. */
class ArchiveFilesTest {
    private static final double TOLERANCE = 1e-9;

    @TestFactory
    Stream<DynamicTest> keywordsOfRealFiles() {
        return SkyReference.rows("wcs/files.tsv").stream()
                .map(row -> DynamicTest.dynamicTest(row[0], () -> compare(row, Headers.keywords(row[2]))));
    }

    @Test
    void realFiles() throws Exception {
        Path archive = SharedFiles.require("data/archive");
        for (String[] row : SkyReference.rows("wcs/files.tsv")) {
            Map<String, Object> header =
                    ImageHeaders.of(archive.resolve(row[0])).get(Integer.parseInt(row[1]));
            compare(row, Keywords.of(header));
        }
    }

    private static void compare(String[] row, Keywords keywords) {
        Wcs wcs = Wcs.read(keywords).orElseThrow();
        int n = wcs.axes().size();
        double[] pixels = SkyReference.doubles(row[3]);
        double[] expected = SkyReference.doubles(row[4]);
        double[] worlds = new double[pixels.length];
        wcs.pixelToWorld(pixels, worlds, pixels.length / n);
        double[] back = new double[pixels.length];
        wcs.worldToPixel(worlds, back, pixels.length / n);
        for (int i = 0; i < pixels.length; i++) {
            String where = row[0] + " pixel " + pixels[i] + " axis " + i % n;
            if (Double.isNaN(expected[i])) {
                assertTrue(Double.isNaN(worlds[i]), where);
                continue;
            }
            boolean angle = wcs.axes().get(i % n) instanceof SkyAxis;
            double difference = angle ? Math.IEEEremainder(expected[i] - worlds[i], 360) : expected[i] - worlds[i];
            assertEquals(0, difference, angle ? TOLERANCE : 1e-12 * Math.abs(expected[i]), where);
            assertEquals(pixels[i], back[i], 1e-6, where);
        }
    }
}
