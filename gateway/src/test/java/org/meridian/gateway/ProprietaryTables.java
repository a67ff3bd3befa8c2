// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.db.TestDatabase;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.ingest.IngestMode;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.IngestRequest;
import org.meridian.tap.ingest.IngestSource;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.ingest.TableName;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRule.Owner;
import org.meridian.tap.schema.AccessRule.Restricted;

/**
 * A gateway with tables that are not public, and users. Of the 100 rows of {@code test.obs} each fourth is public, each
 * fourth belongs to group {@code gaia} and one more to {@code euclid}, and the rest is nobody's; from rows that are not public
 * most things cannot be computed. {@code test.vis} has the public rows only.
 */
final class ProprietaryTables implements AutoCloseable {

    /** Who asks. */
    enum User {
        NOBODY,
        MEMBER("gaia"),
        BOTH("gaia", "euclid"),
        OUTSIDER("moons"),
        LEAVER("gaia"),
        ADMIN;

        private final List<String> groups;

        User(String... groups) {
            this.groups = List.of(groups);
        }

        String account() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<String> GAIA = Set.of("gaia");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RunningGateway server = new RunningGateway(Optional.empty());
    private final Path folder = Files.createTempDirectory("meridian-proprietary-");
    private final Map<User, String> tokens = new EnumMap<>(User.class);

    ProprietaryTables() throws IOException, IngestException, InterruptedException, SQLException {
        for (User user : User.values()) {
            if (user != User.NOBODY) {
                administration().create(user.account(), Optional.empty(), user == User.ADMIN);
                user.groups.forEach(group -> administration().join(group, List.of(user.account())));
                tokens.put(
                        user,
                        administration()
                                .token(user.account(), "test", Set.of(Scope.TAP), Duration.ofDays(1))
                                .secret()
                                .text());
            }
        }
        Restricted rows = new Restricted(
                Set.of(),
                false,
                Optional.of(new AccessRule.Rows(Optional.of("released"), Optional.of(new Owner.Column("team")))));
        load("test.obs", observations(i -> true), Optional.of(rows));
        load("test.vis", observations(i -> i % 4 == 0), Optional.empty());
        String three = votable(
                List.of("id int"),
                IntStream.range(0, 3).mapToObj(i -> List.of("" + i)).toList());
        load("test.members", three, Optional.of(new Restricted(GAIA, false, Optional.empty())));
        load("test.broken", three, Optional.of(new Restricted(GAIA, false, Optional.empty())));
        load("test.secret", three, Optional.of(new Restricted(GAIA, true, Optional.empty())));
        load("hush.quiet", three, Optional.of(new Restricted(GAIA, true, Optional.empty())));
        change("INSERT INTO tap_schema.keys (key_id, from_table, target_table) VALUES"
                + " ('to_secret', 'test.obs', 'test.secret'); INSERT INTO tap_schema.key_columns VALUES"
                + " ('to_secret', 'id', 'id')");
    }

    private static String observations(IntPredicate which) {
        return votable(
                List.of(
                        "id int",
                        "ra double",
                        "dec double",
                        "v text",
                        "x double",
                        "n int",
                        "team text",
                        "released time"),
                IntStream.range(0, 100)
                        .filter(which)
                        .mapToObj(i -> i % 4 == 0
                                ? List.of(
                                        "" + i,
                                        "10." + (i / 10),
                                        "10." + (i % 10),
                                        "" + i,
                                        "" + (i + 1),
                                        "" + i,
                                        "",
                                        "2000-01-01T00:00:00")
                                : List.of(
                                        "" + i,
                                        "10.01",
                                        "10.0" + (i % 10),
                                        "poison" + i,
                                        i % 2 == 0 ? "0" : "1e308",
                                        "2147483647",
                                        i % 4 == 1 ? "gaia" : i % 4 == 2 ? "euclid" : "",
                                        i % 4 == 2 ? "" : "2999-12-31T00:00:00"))
                        .toList());
    }

    /** A document with columns of these names and types. */
    private static String votable(List<String> columns, List<List<String>> rows) {
        String fields = columns.stream()
                .map(column -> column.split(" ", 2))
                .map(c -> "<FIELD name='" + c[0] + "' "
                        + switch (c[1]) {
                            case "text" -> "datatype='char' arraysize='*'";
                            case "time" -> "datatype='char' arraysize='*' xtype='timestamp'";
                            default -> "datatype='" + c[1] + "'" + (c[1].equals("double") ? " unit='deg'" : "");
                        }
                        + "/>")
                .collect(Collectors.joining());
        return "<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'><RESOURCE><TABLE>" + fields
                + "<DATA><TABLEDATA>"
                + rows.stream()
                        .map(row -> row.stream().collect(Collectors.joining("</TD><TD>", "<TR><TD>", "</TD></TR>")))
                        .collect(Collectors.joining())
                + "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    }

    private void load(String table, String votable, Optional<Restricted> rule)
            throws IOException, IngestException, InterruptedException, SQLException {
        IngestRequest.Options options = IngestRequest.Options.DEFAULT;
        new TableIngest(
                        server.gateway().database().owner(),
                        server.gateway().database().grants(),
                        folder.resolve("spill"))
                .load(
                        new IngestRequest(
                                List.of(new IngestSource.TableFile(
                                        Files.writeString(folder.resolve(table + ".vot"), votable), Optional.empty())),
                                TableName.parse(table),
                                IngestMode.CREATE,
                                rule.map(options::with).orElse(options)),
                        IngestProgress.SILENT);
    }

    /** Changes the database as its owner, and waits until the gateway knows. */
    void change(String sql) throws SQLException, IOException, InterruptedException {
        try (Connection owner = server.gateway().database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
            statement.execute("UPDATE tap_schema.tables SET description = 'mark " + System.nanoTime()
                    + "' WHERE table_name = 'test.stars'");
        }
        String mark = sql("SELECT description FROM tap_schema.tables WHERE table_name = 'test.stars'")
                .get(0);
        while (!get(User.NOBODY, "/tap/tables/test.stars").body().contains(mark)) {
            Thread.onSpinWait();
        }
    }

    /** The first column of what the owner of the database finds. */
    List<String> sql(String query) throws SQLException {
        try (Connection owner = server.gateway().database().owner().getConnection();
                Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> list = new ArrayList<>();
            while (rows.next()) {
                list.add(rows.getString(1));
            }
            return list;
        }
    }

    /** The gateway with the tables. */
    Gateway gateway() {
        return server.gateway();
    }

    /** The same, with a client. */
    RunningGateway server() {
        return server;
    }

    Administration administration() {
        return Identity.of(server.gateway().database()).administration("a test");
    }

    private List<String> credentials(User user) {
        return user == User.NOBODY ? List.of() : List.of("Authorization", "Bearer " + tokens.get(user));
    }

    HttpResponse<String> get(User user, String path) throws IOException, InterruptedException {
        return server.get(path, credentials(user).toArray(String[]::new));
    }

    /** Asks for CSV. */
    HttpResponse<String> ask(User user, String adql) throws IOException, InterruptedException {
        return send(
                user,
                "/tap/sync",
                RunningGateway.parameters(adql, Map.of("RESPONSEFORMAT", "csv")),
                BodyHandlers.ofString());
    }

    /** Asks for a VOTable, which can say that something went wrong after its first rows. */
    HttpResponse<String> document(User user, String adql) throws IOException, InterruptedException {
        Map<String, String> more = Map.of("RESPONSEFORMAT", "application/x-votable+xml;serialization=tabledata");
        return send(user, "/tap/sync", RunningGateway.parameters(adql, more), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> askForBytes(User user, String adql, Map<String, String> more)
            throws IOException, InterruptedException {
        return send(user, "/tap/sync", RunningGateway.parameters(adql, more), BodyHandlers.ofByteArray());
    }

    /** A query with the table {@code mine}. */
    HttpResponse<String> upload(User user, String adql, Map<String, String> more, byte[] mine)
            throws IOException, InterruptedException {
        return server.query(adql, more, Map.of("mine", mine), credentials(user));
    }

    private <T> HttpResponse<T> send(User user, String path, String form, BodyHandler<T> reader)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form, UTF_8));
        if (user != User.NOBODY) {
            request.headers(credentials(user).toArray(String[]::new));
        }
        return CLIENT.send(request.build(), reader);
    }

    /** The result of a job, in CSV; something happens after it was made and before it runs. */
    String job(User user, String adql, Runnable meanwhile) throws IOException, InterruptedException {
        return ended(user, adql, meanwhile, "/results/result");
    }

    /** The error of a job. */
    String jobError(User user, String adql) throws IOException, InterruptedException {
        return ended(user, adql, () -> {}, "/error");
    }

    private String ended(User user, String adql, Runnable meanwhile, String what)
            throws IOException, InterruptedException {
        URI job = URI.create(send(
                        user,
                        "/tap/async",
                        RunningGateway.parameters(adql, Map.of("RESPONSEFORMAT", "csv")),
                        BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow());
        meanwhile.run();
        send(user, job.getPath() + "/phase", "PHASE=RUN", BodyHandlers.discarding());
        while (!List.of("COMPLETED", "ERROR")
                .contains(get(user, job.getPath() + "/phase").body().strip())) {
            Thread.onSpinWait();
        }
        return get(user, job.getPath() + what).body();
    }

    @Override
    public void close() {
        server.close();
        TestDatabase.delete(folder);
    }
}
