// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.sia.obscore.Composite;
import org.meridian.sia.obscore.Composite.Part;
import org.meridian.sia.obscore.CompositePart.Colour;

/**
 * Which images are a picture in colour together. Knows nothing of rights. Thread-safe.
 *
 * @param owner connections of the owner of the tables
 */
public record CompositeStore(DataSource owner) {

    /** Images in one picture: those that come first by colour and path. */
    private static final int MOST_PARTS = 12;

    private static final String PARTS =
            "SELECT d.publisher_did, d.path, p.colour, p.band FROM meridian.composite_part AS p"
                    + " JOIN meridian.dataset AS d USING (dataset_id)"
                    + " WHERE d.collection = ? AND p.name = ? AND d.publisher_did IS NOT NULL"
                    + " ORDER BY array_position(ARRAY['red', 'green', 'blue'], p.colour), d.path LIMIT " + MOST_PARTS;

    private static final String NAMES = "SELECT dataset_id, d.collection, p.name FROM meridian.composite_part AS p"
            + " JOIN meridian.dataset AS d USING (dataset_id) WHERE dataset_id = ANY (?)";

    /**
     * The picture of a name; without parts if there is none.
     *
     * @throws IOException if the database fails
     */
    public Composite find(String collection, String name) throws IOException {
        try (Connection connection = owner.getConnection()) {
            return find(connection, new Name(collection, name));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private record Name(String collection, String name) {}

    /**
     * The pictures of which datasets are parts, by the datasets' ids in the database.
     *
     * @throws IOException if the database fails
     */
    public Map<Long, Composite> of(Collection<Long> ids) throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(NAMES)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            Map<Long, Name> names = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.put(rows.getLong(1), new Name(rows.getString(2), rows.getString(3)));
                }
            }
            Map<Name, Composite> composites = new HashMap<>();
            for (Name name : Set.copyOf(names.values())) {
                composites.put(name, find(connection, name));
            }
            Map<Long, Composite> found = new HashMap<>();
            names.forEach((id, name) ->
                    Optional.ofNullable(composites.get(name)).ifPresent(composite -> found.put(id, composite)));
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Composite find(Connection connection, Name name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
            statement.setString(1, name.collection);
            statement.setString(2, name.name);
            List<Part> parts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    parts.add(new Part(
                            rows.getString(1), rows.getString(2), colour(rows.getString(3)), rows.getString(4)));
                }
            }
            return new Composite(name.collection, name.name, parts);
        }
    }

    private static Colour colour(String word) {
        return Colour.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static IOException failed(SQLException e) {
        return new IOException("pictures in colour cannot be looked up: " + e.getMessage(), e);
    }
}
