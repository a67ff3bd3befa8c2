// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single statements with bound values, each a transaction of its own. Values may be texts, numbers, truth values, bytes,
 * instants, durations (bound in seconds), arrays of texts and of longs, and optional ones of these (empty: NULL, as a text: cast it
 * where the statement wants another type). Methods throw
 * {@link TransientFault} while the database cannot be reached, {@link DatabaseException} if it refuses a statement.
 * Thread-safe.
 *
 * @param owner connections of the owner of the tables
 */
public record Statements(DataSource owner) {

    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Makes an object of the current row. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** The object. */
        T read(ResultSet row) throws SQLException;
    }

    /** Makes something of an open connection. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** The rows of a statement. */
    public <T> List<T> rows(String sql, List<?> values, RowReader<T> reader) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values);
                    ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        });
    }

    /** The only row of a statement; empty if there is none. */
    public <T> Optional<T> row(String sql, List<?> values, RowReader<T> reader) {
        return rows(sql, values, reader).stream().findFirst();
    }

    /** How many rows a statement changed. */
    public int update(String sql, List<?> values) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    private <T> T with(Work<T> work) {
        try (Connection connection = owner.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            boolean away = Outage.caused(e) || state.startsWith("08") || state.startsWith("53");
            // DBCP says with no state at all that it could not get a connection.
            if (away || e instanceof SQLTransientConnectionException || e.getSQLState() == null) {
                LOG.warn("the database cannot be reached: {}", e.toString());
                throw new TransientFault("the database cannot be reached; try again later", RETRY_AFTER);
            }
            throw new DatabaseException("a statement failed: " + e.getMessage(), e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, List<?> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.size(); i++) {
                bind(connection, statement, i + 1, values.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, int index, Object value)
            throws SQLException {
        switch (value) {
            case Optional<?> optional when optional.isPresent() -> bind(connection, statement, index, optional.get());
            case Optional<?> none -> statement.setString(index, null);
            case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
            case Duration duration -> statement.setDouble(index, duration.toMillis() / 1000.0);
            case String[] texts -> statement.setArray(index, connection.createArrayOf("text", texts));
            case Long[] numbers -> statement.setArray(index, connection.createArrayOf("int8", numbers));
            case byte[] bytes -> statement.setBytes(index, bytes);
            case String text -> statement.setString(index, text);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case Boolean truth -> statement.setBoolean(index, truth);
            default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
        }
    }
}
