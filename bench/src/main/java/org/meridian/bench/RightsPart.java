// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.meridian.bench.HttpConnection.Drain;
import org.meridian.bench.Report.Under;
import org.meridian.bench.TapClient.Format;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.db.Database;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRules;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchemaWriter;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * What rights cost: signing in by a token on a small query, and row security on cones. The survey is copied with an owner and
 * a release date for each row; a member of the owner asks the copy, which must find its rows through the sky index, and
 * anonymous clients an equal copy that is public.
 *
 * @param gateway that is asked
 * @param survey the table
 * @param rounds passes over all queries
 */
record RightsPart(GatewayProcess gateway, Survey survey, Rounds rounds) {
    private static final String PUBLIC = "survey_public";
    private static final String OWNED = "survey_owned";
    private static final int CONES = 100;
    private static final int SMALL_QUERIES = 200;

    /** Measures all of it. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(i) Rights: tokens, and cones under row security");
        String token;
        try (Database database = Database.open(gateway.database().config())) {
            copy(database, PUBLIC, Optional.empty());
            copy(
                    database,
                    OWNED,
                    Optional.of(new AccessRule.Restricted(
                            Set.of(),
                            false,
                            Optional.of(new AccessRule.Rows(
                                    Optional.of("released"), Optional.of(new AccessRule.Owner.Column("team")))))));
            token = member(database);
        }
        awaitTables();
        signingIn(token, report);
        for (double radius : List.of(0.1, 1.0)) {
            cones(radius, token, report);
        }
    }

    private void copy(Database database, String name, Optional<AccessRule.Restricted> rule) throws SQLException {
        String first = survey.table().columns().getFirst().name();
        String cell = survey.table().sky().positions().getFirst().cell29Column();
        try (Connection owner = database.owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE demo." + name + " (LIKE " + Survey.NAME
                    + " INCLUDING INDEXES, team text, released timestamp); INSERT INTO demo." + name
                    + " SELECT *, 'team', CASE WHEN " + first + " % 5 > 0 THEN timestamp '2020-01-01' END FROM "
                    + Survey.NAME + " ORDER BY " + cell + "; ANALYZE demo." + name);
            TapTable table = described(name);
            new TapSchemaWriter(owner).writeTable(table);
            if (rule.isPresent()) {
                AccessRules.write(owner, table, rule.get());
            }
            database.grants().publish(owner, "demo", name);
        }
    }

    private TapTable described(String name) {
        TapTable table = survey.table();
        List<TapColumn> columns = new ArrayList<>(table.columns());
        columns.add(new TapColumn(Field.of("team", Primitive.TEXT), Simple.TEXT, false, true, false));
        columns.add(new TapColumn(Field.of("released", Primitive.TIMESTAMP), Simple.TIMESTAMP, false, true, false));
        return new TapTable("demo", name, "table", Optional.empty(), Optional.empty(), columns, List.of(), table.sky());
    }

    private static String member(Database database) {
        Administration administration = new Administration(
                new AccountStore(database.owner()),
                new TokenStore(database.owner()),
                new AuditStore(database.owner()),
                "benchmark");
        administration.create("member", Optional.empty(), false);
        administration.join("team", List.of("member"));
        return administration
                .token("member", "benchmark", Set.of(Scope.TAP), Duration.ofDays(1))
                .secret()
                .text();
    }

    /** The gateway looks for new tables once a second. */
    private void awaitTables() throws IOException, InterruptedException {
        Thread.sleep(1500);
        try (TapClient client = new TapClient(gateway.base())) {
            client.query("SELECT TOP 1 * FROM demo." + OWNED, Format.CSV, Drain.NOTHING);
        }
    }

    private void signingIn(String token, Report report) throws IOException, SQLException, InterruptedException {
        String adql = "SELECT TOP 1 * FROM " + Survey.NAME;
        try (TapClient anonymous = new TapClient(gateway.base());
                TapClient member = new TapClient(gateway.base(), token)) {
            Rounds each = new Rounds(10 * SMALL_QUERIES, rounds.counted() * SMALL_QUERIES);
            Rounds.Pair pair = each.alternate(() -> milliseconds(anonymous, adql), () -> milliseconds(member, adql));
            report.mark(
                    "small query, p50 with a token minus p50 without",
                    pair.gateway().median() - pair.floor().median(),
                    "ms",
                    new Under(0.5),
                    figures("with a token", pair));
        }
    }

    private void cones(double radius, String token, Report report)
            throws IOException, SQLException, InterruptedException {
        List<String> queries;
        try (Connection connection = gateway.database().reader()) {
            queries = Positions.of(connection, survey, CONES).stream()
                    .map(p -> survey.cone(p.raDeg(), p.decDeg(), radius))
                    .toList();
        }
        requireIndex(queries.getFirst(), report);
        int[] next = new int[2];
        Rounds each = new Rounds(5 * CONES, rounds.counted() * CONES);
        try (TapClient anonymous = new TapClient(gateway.base());
                TapClient member = new TapClient(gateway.base(), token)) {
            Rounds.Pair pair = each.alternate(
                    () -> milliseconds(anonymous, of(PUBLIC, queries.get(next[0]++ % CONES))),
                    () -> milliseconds(member, of(OWNED, queries.get(next[1]++ % CONES))));
            report.mark(
                    radius + " deg cone, p50 of a member against anonymous, public",
                    pair.cost(),
                    "",
                    new Under(1.2),
                    figures("member", pair));
        }
    }

    private static String of(String table, String adql) {
        return adql.replace(Survey.NAME, "demo." + table);
    }

    /** The plan of a cone under row security. */
    private void requireIndex(String adql, Report report) throws IOException, SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection reader = gateway.database().reader();
                Statement statement = reader.createStatement();
                ResultSet lines = statement.executeQuery(
                        "EXPLAIN (COSTS OFF) " + survey.sql(adql).replace("\"survey\"", '"' + OWNED + '"'))) {
            while (lines.next()) {
                plan.append("\n    ").append(lines.getString(1));
            }
        }
        if (!plan.toString().contains("Index")
                || plan.toString().contains("Seq Scan on " + OWNED)
                || !plan.toString().contains("InitPlan")) {
            throw new IOException("row security took the sky index out of use: " + plan);
        }
        report.figure(
                "plan under row security, without its conditions:%s",
                plan.toString().replaceAll("\n +(Filter|.*Cond):.*", ""));
    }

    private static double milliseconds(TapClient client, String adql) throws IOException {
        return client.query(adql, Format.DEFAULT, Drain.NOTHING).seconds() * 1000;
    }

    private static String figures(String who, Rounds.Pair pair) {
        return String.format(
                Locale.ROOT,
                "anonymous p50 %.2f, p95 %.2f ms; %s p50 %.2f, p95 %.2f ms; %d each",
                pair.floor().median(),
                pair.floor().quantile(0.95),
                who,
                pair.gateway().median(),
                pair.gateway().quantile(0.95),
                pair.gateway().size());
    }
}
