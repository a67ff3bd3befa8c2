// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridian.tap.ingest.IngestFixture;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.IngestReport;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapTable;

class DemoDataIT {
    @Test
    void loadsItsTablesOnceWithFullMetadata() throws Exception {
        try (IngestFixture fixture = new IngestFixture()) {
            DemoData demo = new DemoData(fixture.ingest, fixture.store);
            List<IngestReport> reports = demo.load(20_000, IngestProgress.SILENT);
            assertEquals(
                    List.of(118_216L, 15_809L, 20_000L),
                    reports.stream().map(IngestReport::rows).toList());
            assertEquals(List.of(), demo.load(20_000, IngestProgress.SILENT));
            for (IngestReport report : reports) {
                TapTable table = fixture.table(report.table().qualifiedName());
                assertTrue(table.description().isPresent());
                assertTrue(table.sky().positions().get(0).isOn("ra", "dec"));
                for (TapColumn column : table.columns()) {
                    assertTrue(column.field().description().isPresent(), column.name());
                    assertTrue(column.field().ucd().isPresent(), column.name());
                }
            }
            assertEquals(
                    List.of("32349|101.2872|-16.7161|-1.44|0.009|Sirius|α|CMa"),
                    fixture.rowsForUsers("SELECT hip, ra, dec, vmag, bv, name, bayer, constellation FROM demo.hipparcos"
                            + " WHERE name = 'Sirius'"));
            assertEquals(
                    List.of("M 31|10.685"),
                    fixture.rowsForUsers(
                            "SELECT designation, round(ra::numeric, 3) FROM demo.deep_sky WHERE designation = 'M 31'"));
            assertEquals(List.of("2"), fixture.rows("SELECT count(*) FROM demo.deep_sky WHERE ra IS NULL"));
        }
    }
}
