// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.Healpix;
import org.meridian.sia.obscore.CompositePart;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.obscore.Observation;
import org.meridian.sia.obscore.Rights;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.obscore.SkyCoverage;

/** Writes datasets with their rows of {@code ivoa.obscore}, cover cells and links, in the caller's transaction. */
final class ObscoreWriter {
    private static final int POSITION_ORDER = 14;
    private static final int KBYTE = 1000;

    /** Columns that are not of ObsCore, behind those that are. */
    private static final List<String> HIDDEN = List.of("shown_from", "owner_group", "dataset_id", "hpx29", "hpx14");

    private static final String INSERT = "INSERT INTO ivoa.obscore ("
            + Stream.concat(Stream.of(ObscoreColumn.values()).map(ObscoreColumn::columnName), HIDDEN.stream())
                    .collect(Collectors.joining(", "))
            + ") VALUES ("
            + "?, ".repeat(ObscoreColumn.values().length + HIDDEN.size() - 1) + "?)";

    private final Connection connection;

    /** The URL with which access URLs begin. */
    private String site = "";

    ObscoreWriter(Connection connection) {
        this.connection = connection;
    }

    void write(String collection, long readAs, Collection<ScannedFile> files) throws SQLException {
        List<ScannedFile> all = List.copyOf(files);
        site = SiteStore.kept(connection);
        List<Long> ids = datasets(collection, readAs, all);
        forget(ids);
        rows(collection, all, ids);
        covers(all, ids);
        links(all, ids);
        parts(all, ids);
    }

    private List<Long> datasets(String collection, long readAs, List<ScannedFile> files) throws SQLException {
        String sql = "INSERT INTO meridian.dataset (collection, path, size, modified_ns, media_type, publisher_did,"
                + " owner_group, released, complaint, read_as) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (collection, path) DO UPDATE SET size = excluded.size, modified_ns = excluded.modified_ns,"
                + " media_type = excluded.media_type, publisher_did = excluded.publisher_did,"
                + " owner_group = excluded.owner_group, released = excluded.released, complaint = excluded.complaint,"
                + " read_as = excluded.read_as";
        try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"dataset_id"})) {
            for (ScannedFile file : files) {
                Optional<Observation> observation = file.observation();
                bind(
                        statement,
                        collection,
                        file.stamp().path(),
                        file.stamp().size(),
                        file.stamp().modifiedNs(),
                        file.mediaType(),
                        observation.map(Observation::publisherDid).orElse(null),
                        file.rights().flatMap(Rights::ownerGroup).orElse(null),
                        file.rights().flatMap(Rights::released).orElse(null),
                        file.complaint().orElse(null),
                        readAs);
                statement.addBatch();
            }
            statement.executeBatch();
            List<Long> ids = new ArrayList<>();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                while (keys.next()) {
                    ids.add(keys.getLong(1));
                }
            }
            return ids;
        }
    }

    /** Takes away what was known; covers go with rows. */
    private void forget(List<Long> ids) throws SQLException {
        Array all = connection.createArrayOf("bigint", ids.toArray());
        for (String table : List.of("ivoa.obscore", "meridian.dataset_link", "meridian.composite_part")) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE dataset_id = ANY (?)")) {
                statement.setArray(1, all);
                statement.executeUpdate();
            }
        }
    }

    private void rows(String collection, List<ScannedFile> files, List<Long> ids) throws SQLException {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < files.size(); i++) {
                Optional<Observation> found = files.get(i).observation();
                if (found.isPresent()) {
                    Observation observation = found.get();
                    ObscoreRow row = observation.row().copy();
                    access(row, observation, collection, files.get(i).stamp().size());
                    row.put(ObscoreColumn.DATA_RIGHTS, observation.rights().dataRights(now));
                    bind(statement, row, observation, ids.get(i));
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private void access(ObscoreRow row, Observation observation, String collection, long size) {
        row.put(ObscoreColumn.OBS_COLLECTION, collection);
        row.put(ObscoreColumn.OBS_PUBLISHER_DID, observation.publisherDid());
        row.put(
                ObscoreColumn.ACCESS_URL,
                site
                        + SiteStore.LINKS
                        + URLEncoder.encode(observation.publisherDid(), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
        row.put(ObscoreColumn.ACCESS_FORMAT, "application/x-votable+xml;content=datalink");
        row.put(ObscoreColumn.ACCESS_ESTSIZE, (size + KBYTE - 1) / KBYTE);
    }

    private static void bind(PreparedStatement statement, ObscoreRow row, Observation observation, long id)
            throws SQLException {
        int at = 0;
        for (ObscoreColumn column : ObscoreColumn.values()) {
            statement.setObject(++at, row.get(column).orElse(null), sqlType(column));
        }
        statement.setObject(++at, observation.rights().shownFrom().orElse(null), Types.TIMESTAMP);
        statement.setString(++at, observation.rights().ownerGroup().orElse(null));
        statement.setLong(++at, id);
        statement.setObject(++at, cell(row, Healpix.MAX_ORDER), Types.BIGINT);
        statement.setObject(++at, cell(row, POSITION_ORDER), Types.BIGINT);
    }

    private static int sqlType(ObscoreColumn column) {
        return switch (column.type()) {
            case TEXT, REGION, MOC -> Types.VARCHAR;
            case INTEGER -> Types.INTEGER;
            case LONG -> Types.BIGINT;
            case DOUBLE -> Types.DOUBLE;
            case TIMESTAMP -> Types.TIMESTAMP;
        };
    }

    private static @Nullable Long cell(ObscoreRow row, int order) {
        return row.has(ObscoreColumn.S_RA) && row.has(ObscoreColumn.S_DEC)
                ? Healpix.hash(
                        order,
                        row.number(ObscoreColumn.S_RA).getAsDouble(),
                        row.number(ObscoreColumn.S_DEC).getAsDouble())
                : null;
    }

    private void covers(List<ScannedFile> files, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO ivoa.obscore_cover (\"row\", ord, lo, \"full\") VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < files.size(); i++) {
                Optional<ObscoreRow> row = files.get(i).observation().map(Observation::row);
                for (CoverCell cell :
                        SkyCoverage.coverRows(row.map(ObscoreRow::regions).orElse(List.of()))) {
                    bind(statement, ids.get(i), (short) cell.order(), cell.lo(), cell.full());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private void links(List<ScannedFile> files, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO meridian.dataset_link (dataset_id, semantics, path, description) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            for (int i = 0; i < files.size(); i++) {
                List<Dataset.Link> links =
                        files.get(i).observation().map(Observation::links).orElse(List.of());
                for (Dataset.Link link : links) {
                    bind(statement, ids.get(i), link.semantics(), link.path(), link.description());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private void parts(List<ScannedFile> files, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO meridian.composite_part (dataset_id, name, colour, band) VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < files.size(); i++) {
                Optional<CompositePart> part = files.get(i).observation().flatMap(Observation::part);
                if (part.isPresent()) {
                    String colour = part.get().colour().name().toLowerCase(Locale.ROOT);
                    bind(
                            statement,
                            ids.get(i),
                            part.get().name(),
                            colour,
                            part.get().band());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
