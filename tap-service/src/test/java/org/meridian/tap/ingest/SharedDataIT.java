// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridian.core.SharedFiles;

/** Real files with their oddities; skipped where the folder {@code shared} (or {@code -Dmeridian.shared}) is absent. */
class SharedDataIT {
    private static IngestFixture fixture;
    private static Path data;

    @BeforeAll
    static void open() throws Exception {
        data = SharedFiles.require("data");
        fixture = new IngestFixture();
    }

    @AfterAll
    static void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void loadsHipparcosWithItsDecimalsAsWritten() throws Exception {
        IngestReport report =
                fixture.load("archive.hipparcos", IngestMode.CREATE, data.resolve("catalogs/hipparcos.csv.gz"));
        assertEquals(118_216, report.rows());
        assertEquals(
                List.of("1|0.0009|1.089|9.1|0.482"),
                fixture.rows("SELECT hip, ra, dec, vmag, bv FROM archive.hipparcos WHERE hip = 1"));
        assertEquals(
                List.of("unicodeChar"),
                fixture.rows("SELECT datatype FROM tap_schema.columns WHERE table_name = 'archive.hipparcos'"
                        + " AND column_name = 'bayer'"));
        assertEquals(
                List.of("0"),
                fixture.rows("SELECT count(*) FROM (SELECT meridian_hpx29 < lag(meridian_hpx29) OVER (ORDER BY ctid)"
                        + " AS falls FROM archive.hipparcos) AS x WHERE falls"));
    }

    @Test
    void refusesDeepSkyForItsDeclinationOf255Degrees() {
        Path file = data.resolve("catalogs/deep-sky.csv.gz");
        String message = assertThrows(
                        IngestException.class, () -> fixture.load("archive.deep_sky", IngestMode.CREATE, file))
                .getMessage();
        assertEquals(
                file + ", row 15204, column dec, value 255.0: a declination lies between -90 and 90 degrees", message);
    }

    @Test
    void loadsTablesOfTheArchive() throws Exception {
        assertEquals(
                224,
                fixture.load("archive.spitzer", IngestMode.CREATE, data.resolve("archive/spitzer_example_catalog.xml"))
                        .rows());
        assertEquals(
                5432,
                fixture.load(
                                "archive.tau_ceti",
                                IngestMode.CREATE,
                                data.resolve("archive/wright_eastmann_2014_tau_ceti.fits"))
                        .rows());
        IngestReport tess = fixture.load(
                "archive.tess",
                IngestMode.CREATE,
                data.resolve("archive/hlsp_tess-data-alerts_tess_phot_00025155310-s01_tess_v1_lc.fits"));
        assertEquals(20_076, tess.rows());
        assertEquals(
                List.of("e-/s"),
                fixture.rows("SELECT unit FROM tap_schema.columns WHERE table_name = 'archive.tess'"
                        + " AND column_name = 'sap_flux'"));
        assertEquals(
                1600,
                fixture.load("archive.mask", IngestMode.CREATE, data.resolve("archive/HorseHead.fits"))
                        .rows());
    }

    @Test
    void saysThatAnImageIsNoTable() {
        String message = assertThrows(
                        IngestException.class,
                        () -> fixture.load("archive.x", IngestMode.CREATE, data.resolve("archive/input_file.fits")))
                .getMessage();
        assertTrue(message.contains("No table HDUs"), message);
    }
}
