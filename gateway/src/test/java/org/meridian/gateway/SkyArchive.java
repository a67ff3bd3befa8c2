// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.SkyRegion;

/** Observations with regions and sky indexes in the archive of a test. */
final class SkyArchive implements AutoCloseable {

    private final RunningGateway server;
    private final TestArchive archive;

    SkyArchive(RunningGateway server) throws IOException, SQLException, InterruptedException {
        this.server = server;
        archive = new TestArchive(server);
        archive.change(
                List.of(
                        "UPDATE tap_schema.columns SET xtype = 'adql:REGION' WHERE column_name = 's_region'",
                        "UPDATE tap_schema.columns SET utype = 'obscore:DataID.Title', description = 'Title' WHERE column_name ="
                                + " 'obs_title'",
                        "UPDATE tap_schema.columns SET ucd = 'pos.eq.' || substr(column_name, 3), unit = 'deg' WHERE column_name IN"
                                + " ('s_ra', 's_dec') AND table_name = 'ivoa.obscore'",
                        "INSERT INTO meridian.sky_indexes VALUES ('ivoa.obscore', 1, 's_ra', 's_dec', 'hpx29', 'hpx14')",
                        "INSERT INTO meridian.region_indexes VALUES ('ivoa.obscore', 's_region', 'dataset_id', 'ivoa.obscore_cover')"));
        try (var owner = server.gateway().database().owner().getConnection()) {
            server.gateway().database().grants().publish(owner, "ivoa", "obscore_cover");
        }
        while (!server.get("/tap/tables/ivoa.obscore").body().contains("adql:REGION")) {
            Thread.onSpinWait();
        }
    }

    /** Puts an observation there, with these columns set. */
    void observation(String path, TestArchive.Rule rule, String region, Map<String, Object> columns)
            throws IOException, SQLException {
        archive.dataset(path, "image", new byte[2880], rule);
        List<SkyRegion> parts = DaliRegion.parts(region);
        double lon = parts.getFirst().centroid().lonDeg();
        double lat = parts.getFirst().centroid().latDeg();
        Map<String, Object> all = new LinkedHashMap<>(Map.of(
                "s_region", region,
                "s_ra", lon,
                "s_dec", lat,
                "hpx29", Healpix.hash(29, lon, lat),
                "hpx14", Healpix.hash(14, lon, lat)));
        all.putAll(columns);
        String where = " WHERE obs_publisher_did = " + SqlLiteral.text(TestArchive.did(path));
        List<String> statements = new ArrayList<>();
        statements.add(
                "DELETE FROM ivoa.obscore_cover WHERE \"row\" IN (SELECT dataset_id FROM ivoa.obscore" + where + ")");
        all.forEach((column, value) -> statements.add("UPDATE ivoa.obscore SET " + column + " = "
                + (value.equals("NULL")
                        ? "NULL"
                        : SqlLiteral.text(value.toString()).strip())
                + (value instanceof Double ? "::float8" : value instanceof Long ? "::int8" : "") + where));
        for (SkyRegion part : parts) {
            for (CoverCell cell : Cover.rows(part, 12)) {
                statements.add("INSERT INTO ivoa.obscore_cover SELECT dataset_id, " + cell.order() + ", " + cell.lo()
                        + ", " + cell.full() + " FROM ivoa.obscore" + where);
            }
        }
        archive.change(statements);
    }

    RunningGateway server() {
        return server;
    }

    /** Changes the database as its owner. */
    void change(String... statements) throws SQLException {
        archive.change(List.of(statements));
    }

    @Override
    public void close() {
        archive.close();
    }
}
