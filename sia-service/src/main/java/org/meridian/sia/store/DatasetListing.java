// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.place.ArchivePlace;

/**
 * Lists for people who look around. The rule of rows stands here a second time so that pages are full; who decides what is shown is
 * the table's own. Thread-safe.
 *
 * @param owner connections of the owner of the tables
 */
public record DatasetListing(DataSource owner) {

    /** Collections in one list. */
    private static final int MOST_COLLECTIONS = 500;

    private static final String PAGE = "SELECT d.publisher_did FROM meridian.dataset AS d"
            + " JOIN ivoa.obscore AS o USING (dataset_id) WHERE d.collection = ? AND d.path > ?"
            + " AND (o.shown_from <= ? OR o.owner_group = ANY (?))"
            + " AND (? = '' OR strpos(lower(concat_ws(' ', o.target_name, o.obs_id, o.obs_title)), lower(?)) > 0)"
            + " AND (? OR d.publisher_did = ANY (?)) ORDER BY d.path LIMIT ?";

    /**
     * What is looked for in a collection.
     *
     * @param collection name of it
     * @param words in the name of the target, the identifier or the title, in any case; empty for all
     * @param among publisher DIDs, one of which it is; empty for all
     */
    public record Wanted(String collection, String words, Optional<Collection<String>> among) {}

    /**
     * The titles of collections by their names, in the order of these.
     *
     * @throws IOException if the database fails
     */
    public Map<String, String> collections() throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT name, title FROM meridian.collection ORDER BY name LIMIT " + MOST_COLLECTIONS);
                ResultSet rows = statement.executeQuery()) {
            Map<String, String> titles = new LinkedHashMap<>();
            while (rows.next()) {
                titles.put(rows.getString(1), rows.getString(2));
            }
            return titles;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Publisher DIDs of datasets, by path, of which one of {@code groups} may know.
     *
     * @param after path behind which the list begins; empty for its begin
     * @param most so many
     * @throws IOException if the database fails
     */
    public List<String> page(Wanted wanted, String after, int most, Collection<String> groups, Instant now)
            throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setString(1, wanted.collection);
            statement.setString(2, after);
            statement.setObject(3, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
            statement.setArray(4, connection.createArrayOf("text", groups.toArray()));
            statement.setString(5, wanted.words);
            statement.setString(6, wanted.words);
            statement.setBoolean(7, wanted.among.isEmpty());
            statement.setArray(
                    8,
                    connection.createArrayOf(
                            "text", wanted.among.map(Collection::toArray).orElse(new Object[0])));
            statement.setInt(9, most);
            List<String> dids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    dids.add(rows.getString(1));
                }
            }
            return dids;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * The publisher DID of the dataset that a file is; empty if it is none.
     *
     * @throws IOException if the database fails
     */
    public Optional<String> at(ArchivePlace place) throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT publisher_did FROM meridian.dataset WHERE collection = ? AND path = ?")) {
            statement.setString(1, place.collection());
            statement.setString(2, place.path());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static IOException failed(SQLException e) {
        return new IOException("observations cannot be listed: " + e.getMessage(), e);
    }
}
