// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Positions of objects of the survey, taken at random but always the same. */
final class Positions {
    private static final long SEED = 20260101;

    private Positions() {}

    /** A position in degrees. */
    record Position(double raDeg, double decDeg) {}

    /** So many positions. */
    static List<Position> of(Connection connection, Survey survey, int count) throws SQLException {
        double percent = Math.min(100, 300.0 * count / survey.rows());
        String sql = String.format(
                Locale.ROOT,
                "SELECT \"%s\", \"%s\" FROM %s TABLESAMPLE BERNOULLI (%.6f) REPEATABLE (%d)",
                survey.position().lonColumn(),
                survey.position().latColumn(),
                Survey.NAME,
                percent,
                SEED);
        List<Position> positions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                positions.add(new Position(rows.getDouble(1), rows.getDouble(2)));
            }
        }
        Collections.shuffle(positions, new Random(SEED));
        if (positions.size() < count) {
            throw new SQLException("the survey is too small for " + count + " positions");
        }
        return List.copyOf(positions.subList(0, count));
    }
}
