// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query as a program of one's own would keep it prepared: parameters in place of the numbers that the gateway writes
 * into its SQL. Immutable.
 *
 * @param text with question marks
 * @param values {@link Long} or {@link Double}, in order
 */
record BoundSql(String text, List<Number> values) {
    /** A constant as {@code SqlLiteral} writes it: {@code 12::bigint}, {@code '-3'::bigint}, {@code '0.5'::double precision}. */
    private static final Pattern CONSTANT =
            Pattern.compile("(?:'([-+0-9.eE]+)'|(?<![\\w.])([0-9]+))::(bigint|double precision)");

    BoundSql {
        values = List.copyOf(values);
    }

    /** Takes the typed numbers out of a query. */
    static BoundSql of(String sql) {
        List<Number> values = new ArrayList<>();
        Matcher constant = CONSTANT.matcher(sql);
        StringBuilder text = new StringBuilder();
        while (constant.find()) {
            String digits = constant.group(1) == null ? constant.group(2) : constant.group(1);
            String type = constant.group(3);
            values.add(type.equals("bigint") ? (Number) Long.valueOf(digits) : Double.valueOf(digits));
            constant.appendReplacement(text, "?::" + type);
        }
        return new BoundSql(constant.appendTail(text).toString(), values);
    }

    /** Sets the parameters. */
    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Long value) {
                statement.setLong(i + 1, value);
            } else {
                statement.setDouble(i + 1, values.get(i).doubleValue());
            }
        }
    }
}
