// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.db.SqlLiteral;

/**
 * Access rules as conditions in SQL. What does not depend on the row stands in subqueries of its own, which PostgreSQL
 * computes once for a query. Pure functions.
 */
public final class RowSecurity {
    /** Name of the policy on each restricted table. */
    static final String POLICY = "meridian_rows";

    private static final String GROUPS = "meridian_adql.caller_groups()";
    private static final String NOW = "(now() AT TIME ZONE 'UTC')";

    private RowSecurity() {}

    /** What PostgreSQL asks of each row: groups are those of the transaction. */
    static String policy(AccessRule.Restricted rule) {
        List<String> conditions = new ArrayList<>();
        if (!rule.readers().isEmpty()) {
            conditions.add("(SELECT " + GROUPS + " && " + array(rule.readers()) + ")");
        }
        rule.rows().ifPresent(rows -> {
            List<String> either = new ArrayList<>();
            rows.releaseColumn()
                    .ifPresent(column -> either.add(SqlLiteral.identifier(column) + " <= (SELECT " + NOW + ")"));
            rows.owner()
                    .ifPresent(owner -> either.add(
                            switch (owner) {
                                case AccessRule.Owner.Column(String column) ->
                                    SqlLiteral.identifier(column) + " = ANY ((SELECT " + GROUPS + ")::text[])";
                                case AccessRule.Owner.Group(String group) ->
                                    "(SELECT " + SqlLiteral.text(group) + " = ANY (" + GROUPS + "))";
                            }));
            conditions.add("(" + String.join(" OR ", either) + ")");
        });
        return String.join(" AND ", conditions);
    }

    /**
     * The rows that members of {@code groups} see, for engines that do not know who asks: a condition over the columns of
     * the table. It has to be applied before any other condition is computed.
     */
    public static String predicate(AccessRule.Rows rows, Set<String> groups) {
        List<String> either = new ArrayList<>();
        rows.releaseColumn().ifPresent(column -> either.add(SqlLiteral.identifier(column) + " <= " + NOW));
        rows.owner()
                .ifPresent(owner -> either.add(
                        switch (owner) {
                            case AccessRule.Owner.Column(String column) ->
                                SqlLiteral.identifier(column) + " = ANY (" + array(groups) + ")";
                            case AccessRule.Owner.Group(String group) -> Boolean.toString(groups.contains(group));
                        }));
        return "(" + String.join(" OR ", either) + ")";
    }

    private static String array(Set<String> texts) {
        return SqlLiteral.of(new TreeSet<>(texts).toArray(String[]::new));
    }
}
