// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.db.SqlLiteral;

/**
 * Access rules in the database: each is a row of {@code meridian.table_access} and the one policy of row-level security on
 * its table, whose comment repeats the policy. Works in the caller's transaction on a connection of the owner, so that a
 * table never appears without its rule.
 */
public final class AccessRules {
    private AccessRules() {}

    /**
     * The rules of all tables that are not public, by qualified name without ADQL quotes. One that the database does not
     * keep as it stands is {@link AccessRule.Unenforced}.
     *
     * @throws SQLException if the database fails
     */
    public static Map<String, AccessRule> read(Connection connection) throws SQLException {
        Map<String, String> policies = policies(connection);
        Map<String, AccessRule> rules = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM meridian.table_access ORDER BY table_name")) {
            while (rows.next()) {
                String table = AdqlName.bareQualified(rows.getString("table_name"));
                rules.put(table, inForce(rule(rows), Optional.ofNullable(policies.get(table))));
            }
        }
        return rules;
    }

    private static AccessRule inForce(Optional<AccessRule.Restricted> rule, Optional<String> policy) {
        return rule.isPresent() && rule.map(RowSecurity::policy).equals(policy)
                ? rule.get()
                : new AccessRule.Unenforced();
    }

    /** What the tables with row-level security and this one policy say that they do. */
    private static Map<String, String> policies(Connection connection) throws SQLException {
        Map<String, String> policies = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT n.nspname, c.relname, min(obj_description(p.oid, 'pg_policy'))"
                                + " FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid"
                                + " JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                                + " WHERE c.relrowsecurity GROUP BY n.nspname, c.relname"
                                + " HAVING count(*) = 1 AND min(p.polname) = '" + RowSecurity.POLICY + "'")) {
            while (rows.next()) {
                policies.put(
                        rows.getString(1) + "." + rows.getString(2),
                        Optional.ofNullable(rows.getString(3)).orElse(""));
            }
        }
        return policies;
    }

    private static Optional<AccessRule.Restricted> rule(ResultSet row) throws SQLException {
        Optional<String> release = Optional.ofNullable(row.getString("release_column"));
        Optional<AccessRule.Owner> owner =
                Optional.ofNullable(row.getString("owner_column")).map(AccessRule.Owner.Column::new);
        if (owner.isEmpty()) {
            owner = Optional.ofNullable(row.getString("owner_group")).map(AccessRule.Owner.Group::new);
        }
        Set<String> readers =
                Arrays.stream((String[]) row.getArray("readers").getArray()).collect(Collectors.toSet());
        try {
            return Optional.of(new AccessRule.Restricted(
                    readers,
                    row.getBoolean("hidden"),
                    release.isEmpty() && owner.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new AccessRule.Rows(release, owner))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Gives a table a rule, in place of any that it has.
     *
     * @param connection in a transaction; the table is locked until it ends
     * @param table as it is published
     * @throws UsageFault if the rule does not fit the table's columns
     * @throws SQLException if the database fails
     */
    public static void write(Connection connection, TapTable table, AccessRule.Restricted rule) throws SQLException {
        requireColumns(table, rule);
        update(connection, "DELETE FROM meridian.table_access WHERE table_name = ?", written(table));
        update(
                connection,
                "INSERT INTO meridian.table_access (table_name, readers, hidden, release_column, owner_column, owner_group)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                written(table),
                connection.createArrayOf("text", new TreeSet<>(rule.readers()).toArray()),
                rule.hidden(),
                rule.rows().flatMap(AccessRule.Rows::releaseColumn).orElse(null),
                rule.rows()
                        .flatMap(AccessRule.Rows::owner)
                        .map(AccessRules::column)
                        .orElse(null),
                rule.rows()
                        .flatMap(AccessRule.Rows::owner)
                        .map(AccessRules::group)
                        .orElse(null));
        String name = SqlLiteral.qualified(table.schema(), table.name());
        String policy = RowSecurity.policy(rule);
        execute(
                connection,
                "DROP POLICY IF EXISTS " + RowSecurity.POLICY + " ON " + name + "; CREATE POLICY " + RowSecurity.POLICY
                        + " ON " + name + " FOR SELECT USING (" + policy + "); COMMENT ON POLICY " + RowSecurity.POLICY
                        + " ON " + name + " IS " + SqlLiteral.of(policy) + "; ALTER TABLE " + name
                        + " ENABLE ROW LEVEL SECURITY");
        TapSchemaWriter.numberListing(connection);
    }

    /**
     * Makes a table public.
     *
     * @param connection in a transaction; the table is locked until it ends
     * @param table as it is published
     * @throws SQLException if the database fails
     */
    public static void remove(Connection connection, TapTable table) throws SQLException {
        update(connection, "DELETE FROM meridian.table_access WHERE table_name = ?", written(table));
        String name = SqlLiteral.qualified(table.schema(), table.name());
        execute(
                connection,
                "DROP POLICY IF EXISTS " + RowSecurity.POLICY + " ON " + name + "; ALTER TABLE " + name
                        + " DISABLE ROW LEVEL SECURITY");
        TapSchemaWriter.numberListing(connection);
    }

    private static void requireColumns(TapTable table, AccessRule.Restricted rule) {
        if (!table.kind().equals("table")) {
            throw new UsageFault(table.qualifiedName() + " is a view; PostgreSQL keeps rules of rows for tables only");
        }
        Optional<AccessRule.Rows> rows = rule.rows();
        rows.flatMap(AccessRule.Rows::releaseColumn)
                .ifPresent(name -> requireColumn(table, name, ValueType.Simple.TIMESTAMP, "the release date"));
        rows.flatMap(AccessRule.Rows::owner)
                .map(AccessRules::column)
                .ifPresent(name -> requireColumn(table, name, ValueType.Simple.TEXT, "the group that owns a row"));
    }

    private static void requireColumn(TapTable table, String name, ValueType type, String what) {
        TapColumn column = table.column(name)
                .orElseThrow(() -> new UsageFault("table " + table.qualifiedName() + " has no column " + name
                        + ", which is to hold " + what + "; it has "
                        + table.columns().stream().map(TapColumn::name).collect(Collectors.joining(", "))));
        if (!column.type().equals(type)) {
            throw new UsageFault(
                    "column " + name + " of " + table.qualifiedName() + " cannot hold " + what + ": it is no " + type);
        }
    }

    private static @Nullable String column(AccessRule.Owner owner) {
        return owner instanceof AccessRule.Owner.Column(String name) ? name : null;
    }

    private static @Nullable String group(AccessRule.Owner owner) {
        return owner instanceof AccessRule.Owner.Group(String name) ? name : null;
    }

    private static String written(TapTable table) {
        return AdqlName.written(table.schema(), table.name());
    }

    private static void update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
