// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.usage.UsageMeter;
import org.meridian.gateway.config.TrustedProxies;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.ingest.IngestMode;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.IngestRequest;
import org.meridian.tap.ingest.IngestSource;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.ingest.TableName;
import org.meridian.tap.query.LoadLimits;
import org.meridian.tap.query.QueryLimits;
import org.meridian.tap.upload.UploadLimits;

/** A gateway on a fresh database with one table, {@code test.stars}, and a client for it. */
final class RunningGateway implements AutoCloseable {

    /** Rows of the table. */
    static final int ROWS = 4000;

    static final QueryLimits LIMITS = QueryLimits.of(
            3000,
            3500,
            Duration.ofSeconds(20),
            20_000,
            new LoadLimits(2, 2, 100, Duration.ofMillis(200), 10, LoadLimits.Small.DEFAULT));

    static final GatewaySettings.Uploading UPLOADING = new GatewaySettings.Uploading(
            new UploadLimits(2, 5000, 300_000, 1_000_000),
            4_000_000,
            2_000_000,
            Duration.ofSeconds(5),
            Set.of("127.0.0.1"));

    private static final String FORM = "application/x-www-form-urlencoded";

    private final TestDatabase database = TestDatabase.create();
    private final Path folder;
    private final String availabilityBefore;
    private final HttpClient client = HttpClient.newHttpClient();
    private final GatewaySettings settings;
    private final Gateway gateway;

    RunningGateway(Optional<URI> publicUrl) throws IOException, IngestException, InterruptedException {
        this(publicUrl, LIMITS);
    }

    /** A gateway of other limits, which believes proxies on this machine. */
    RunningGateway(Optional<URI> publicUrl, QueryLimits limits)
            throws IOException, IngestException, InterruptedException {
        this(publicUrl, limits, GatewaySettings.Access.OPEN);
    }

    /** The same for users of whom others know. */
    RunningGateway(Optional<URI> publicUrl, QueryLimits limits, GatewaySettings.Access access)
            throws IOException, IngestException, InterruptedException {
        this(publicUrl, limits, access, GatewaySettings.Groups.DEFAULT, AccessRequests.Rules.CLOSED);
    }

    /** The same for users who do more by themselves. */
    RunningGateway(
            Optional<URI> publicUrl,
            QueryLimits limits,
            GatewaySettings.Access access,
            GatewaySettings.Groups groups,
            AccessRequests.Rules requests)
            throws IOException, IngestException, InterruptedException {
        this(
                publicUrl,
                limits,
                access,
                groups,
                requests,
                UsageMeter.Settings.UNLIMITED,
                GatewaySettings.Workspaces.DEFAULT);
    }

    /** A gateway that keeps files of users in its own way. */
    RunningGateway(GatewaySettings.Workspaces workspaces) throws IOException, IngestException, InterruptedException {
        this(
                Optional.empty(),
                LIMITS,
                GatewaySettings.Access.OPEN,
                GatewaySettings.Groups.DEFAULT,
                AccessRequests.Rules.CLOSED,
                UsageMeter.Settings.UNLIMITED,
                workspaces);
    }

    /** A gateway where nobody may use as much as he likes. */
    RunningGateway(UsageMeter.Settings usage) throws IOException, IngestException, InterruptedException {
        this(
                Optional.empty(),
                LIMITS,
                GatewaySettings.Access.OPEN,
                GatewaySettings.Groups.DEFAULT,
                AccessRequests.Rules.CLOSED,
                usage,
                GatewaySettings.Workspaces.DEFAULT);
    }

    private RunningGateway(
            Optional<URI> publicUrl,
            QueryLimits limits,
            GatewaySettings.Access access,
            GatewaySettings.Groups groups,
            AccessRequests.Rules requests,
            UsageMeter.Settings usage,
            GatewaySettings.Workspaces workspaces)
            throws IOException, IngestException, InterruptedException {
        folder = Files.createTempDirectory("meridian-gateway-");
        settings = new GatewaySettings(
                new GatewaySettings.Web(
                        "127.0.0.1",
                        0,
                        publicUrl,
                        100_000,
                        Duration.ofSeconds(1),
                        TrustedProxies.of("127.0.0.1"),
                        Duration.ofSeconds(2)),
                folder,
                new DatabaseConfig(database.server(), DatabaseConfig.Pools.DEFAULT),
                new GatewaySettings.Queries(limits, UPLOADING, Optional.empty()),
                GatewaySettings.Delivery.DEFAULT,
                GatewaySettings.Jobs.DEFAULT,
                access,
                groups,
                requests,
                usage,
                workspaces);
        gateway = Gateway.start(settings, Optional.of("The test tables are being loaded."));
        load();
        availabilityBefore = get("/tap/availability").body();
        gateway.ready();
        awaitTable();
    }

    /** The answer to a request sent as it is; the request must ask for the connection to be closed. */
    String raw(String request) throws IOException {
        return new String(raw(request.getBytes(UTF_8)), UTF_8);
    }

    /** The same in bytes. A gateway that has heard enough may answer, and close, before all of it was sent. */
    byte[] raw(byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(15_000);
            Optional<SocketException> cut = Optional.empty();
            try {
                socket.getOutputStream().write(request);
            } catch (SocketException e) {
                cut = Optional.of(e);
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketException e) {
                cut = Optional.of(e);
            }
            if (answer.size() == 0 && cut.isPresent()) {
                throw cut.get();
            }
            return answer.toByteArray();
        }
    }

    /** The gateway looks for new tables once a second; a closed service does not say. */
    private void awaitTable() throws IOException, InterruptedException {
        int status = 404;
        while (status == 404 || status == 503) {
            Thread.onSpinWait();
            status = get("/tap/tables/test.stars").statusCode();
        }
    }

    private void load() throws IOException, IngestException {
        String rows = IntStream.range(0, ROWS)
                .mapToObj(i -> i + "," + (i % 360) + "." + i % 10 + "," + (i % 180 - 90) + ","
                        + (i % 7 == 0 ? "" : i * 0.5) + ",\"star, no. " + i + "\"\n")
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("stars.csv"), "id,ra,dec,mag,name\n" + rows);
        TableIngest ingest =
                new TableIngest(gateway.database().owner(), gateway.database().grants(), folder.resolve("spill"));
        ingest.load(
                new IngestRequest(
                        List.of(new IngestSource.TableFile(file, Optional.empty())),
                        TableName.parse("test.stars"),
                        IngestMode.CREATE,
                        IngestRequest.Options.DEFAULT),
                IngestProgress.SILENT);
    }

    Gateway gateway() {
        return gateway;
    }

    /** Another gateway on the same database, which the caller closes. */
    Gateway another() throws IOException {
        return Gateway.start(new GatewaySettings(
                settings.web(),
                Files.createTempDirectory("meridian-gateway-"),
                settings.database(),
                settings.queries(),
                settings.delivery(),
                settings.jobs(),
                settings.access(),
                settings.groups(),
                settings.requests(),
                settings.usage(),
                settings.workspaces()));
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String contentType, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(url("/tap/sync"))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** A query with files, each the content of the part of its name. */
    HttpResponse<String> query(String adql, Map<String, String> more, Map<String, byte[]> files)
            throws IOException, InterruptedException {
        return query(adql, more, files, BodyHandlers.ofString());
    }

    /** The same by somebody. */
    HttpResponse<String> query(String adql, Map<String, String> more, Map<String, byte[]> files, List<String> headers)
            throws IOException, InterruptedException {
        return query(adql, more, files, BodyHandlers.ofString(), headers);
    }

    /** The same for answers that are no text. */
    HttpResponse<byte[]> queryForBytes(String adql, Map<String, String> more, Map<String, byte[]> files)
            throws IOException, InterruptedException {
        return query(adql, more, files, BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> query(
            String adql, Map<String, String> more, Map<String, byte[]> files, HttpResponse.BodyHandler<T> reader)
            throws IOException, InterruptedException {
        return query(adql, more, files, reader, List.of());
    }

    private <T> HttpResponse<T> query(
            String adql,
            Map<String, String> more,
            Map<String, byte[]> files,
            HttpResponse.BodyHandler<T> reader,
            List<String> headers)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map<String, String> parameters = new LinkedHashMap<>(more);
        parameters.put("LANG", "ADQL");
        parameters.put("QUERY", adql);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            body.writeBytes(("--<<<---bound\r\nContent-Disposition: form-data; name=\"" + file.getKey()
                            + "\"; filename=\"" + file.getKey() + "\"\r\nContent-Type: application/x-table\r\n\r\n")
                    .getBytes(UTF_8));
            body.writeBytes(file.getValue());
            body.writeBytes("\r\n".getBytes(UTF_8));
        }
        parameters.forEach((name, value) -> body.writeBytes(
                ("--<<<---bound\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(UTF_8)));
        body.writeBytes("--<<<---bound--\r\n".getBytes(UTF_8));
        // Without a length the client sends it chunked, as STILTS does.
        HttpRequest.Builder request = HttpRequest.newBuilder(url("/tap/sync"))
                .header("Content-Type", "multipart/form-data; boundary=\"<<<---bound\"")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.toByteArray())));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return client.send(request.build(), reader);
    }

    /** What its availability was before its tables were there. */
    String availabilityBefore() {
        return availabilityBefore;
    }

    /** Files in the folder for uploads. */
    long uploadedFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("uploads"))) {
            return files.count();
        }
    }

    /** How many jobs have a folder with uploads. */
    long jobsWithUploads() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("jobs"))) {
            return folders.filter(job -> Files.exists(job.resolve("uploads"))).count();
        }
    }

    /** A query by POST. */
    HttpResponse<String> query(String adql, Map<String, String> more) throws IOException, InterruptedException {
        return post(FORM, parameters(adql, more));
    }

    /** Parameters of a query, URL-encoded. */
    static String parameters(String adql, Map<String, String> more) {
        return "LANG=ADQL&QUERY=" + URLEncoder.encode(adql, UTF_8)
                + more.entrySet().stream()
                        .map(e -> "&" + e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
                        .collect(Collectors.joining());
    }

    /** The first column of what a statement of the owner of the tables yields; nothing if it yields no rows. */
    List<String> sql(String text) throws SQLException {
        try (Connection owner = gateway.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            List<String> list = new ArrayList<>();
            if (statement.execute(text)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    list.add(rows.getString(1));
                }
            }
            return list;
        }
    }

    /** Whether the audit log has an event of a kind with a text in it. */
    boolean isAudited(String action, String detail) throws SQLException {
        return sql("SELECT detail FROM meridian.audit WHERE action = '" + action + "'").stream()
                .anyMatch(text -> text.contains(detail));
    }

    /** Queries of users that the database is working on. */
    long activeQueries() throws SQLException {
        try (var connection = database.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database()"
                                + " AND usename = '" + queryRole() + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private String queryRole() {
        return database.server().queryRole().user();
    }

    @Override
    public void close() {
        gateway.close();
        client.close();
        database.close();
        TestDatabase.delete(folder);
    }
}
