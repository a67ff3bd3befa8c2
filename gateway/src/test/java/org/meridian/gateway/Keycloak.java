// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.core.auth.TestSecrets;

/** A Keycloak with one realm, one client and one user. Whoever starts it closes it. */
final class Keycloak implements AutoCloseable {

    static final String CLIENT = "meridian";
    static final String SECRET = TestSecrets.note("keycloak-knows-this");
    static final String AUDIENCE = "meridian-api";
    static final String USER = "ada.lovelace";
    static final String PASSWORD = TestSecrets.note("analytical engine");
    static final String GROUP = "gaia-team";

    private static final Path UNPACKED = Path.of("target/keycloak");
    private static final String ADMIN_PASSWORD = TestSecrets.note("only in this test");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private Optional<Process> process = Optional.empty();

    private Keycloak(int port) {
        this.port = port;
    }

    /** Where the distribution has been unpacked, if it has. */
    static Optional<Path> home() throws IOException {
        if (!Files.isDirectory(UNPACKED)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(UNPACKED)) {
            return folders.filter(folder -> Files.exists(folder.resolve("bin/kc.sh")))
                    .findFirst();
        }
    }

    /** One that has a port and does not run yet. */
    static Keycloak reserved() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Keycloak(free.getLocalPort());
        }
    }

    URI issuer() {
        return URI.create("http://localhost:" + port + "/realms/archive");
    }

    /** Starts it for a gateway. */
    void start(Path home, URI gateway) throws Exception {
        run(home, gateway);
        // In the file of the realm it would stand in the place of all that every realm has.
        admin(
                "POST",
                "client-scopes",
                "{\"name\": \"tap\", \"protocol\": \"openid-connect\","
                        + " \"attributes\": {\"include.in.token.scope\": \"true\"}}");
        String scope = "";
        for (JsonNode one : JSON.readTree(admin("GET", "client-scopes", ""))) {
            scope = one.get("name").asText().equals("tap") ? one.get("id").asText() : scope;
        }
        admin("PUT", "clients/" + id("clients?clientId=" + CLIENT) + "/optional-client-scopes/" + scope, "");
    }

    private void run(Path home, URI gateway) throws IOException {
        Path data = home.resolve("data");
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Path imports = Files.createDirectories(data.resolve("import"));
        Files.writeString(imports.resolve("archive.json"), realm(gateway));
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toAbsolutePath().toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname=http://localhost:" + port)
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx600m");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        Process started = builder.start();
        process = Optional.of(started);
        StringBuilder said = new StringBuilder();
        BufferedReader output = started.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Listening on:")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return;
            }
        }
        throw new IOException("Keycloak ended before it listened:\n" + said);
    }

    private static String realm(URI gateway) {
        return """
                {"realm": "archive", "enabled": true, "sslRequired": "none", "accessTokenLifespan": 300,
                 "groups": [{"name": "%1$s"}, {"name": "observers"}],
                 "users": [{"username": "%2$s", "enabled": true, "email": "ada@example.org", "emailVerified": true,
                   "firstName": "Ada", "lastName": "Lovelace", "groups": ["/%1$s", "/observers"],
                   "credentials": [{"type": "password", "value": "%3$s", "temporary": false}]}],
                 "clients": [{"clientId": "%4$s", "secret": "%5$s", "enabled": true, "publicClient": false,
                   "standardFlowEnabled": true, "directAccessGrantsEnabled": true, "redirectUris": ["%7$s/*"],
                   "attributes": {"pkce.code.challenge.method": "S256", "post.logout.redirect.uris": "+",
                     "backchannel.logout.url": "%7$s/auth/openid/kc/logout", "backchannel.logout.session.required": "true"},
                   "protocolMappers": [
                     {"name": "groups", "protocol": "openid-connect", "protocolMapper": "oidc-group-membership-mapper",
                      "config": {"claim.name": "groups", "full.path": "true", "id.token.claim": "true",
                        "access.token.claim": "true", "userinfo.token.claim": "true"}},
                     {"name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                      "config": {"included.custom.audience": "%6$s", "access.token.claim": "true",
                        "id.token.claim": "false"}}]}]}
                """.formatted(GROUP, USER, PASSWORD, CLIENT, SECRET, AUDIENCE, gateway);
    }

    /** Tokens for the user's password. */
    JsonNode tokens(String scope) throws Exception {
        return tokens(
                issuer(),
                Map.of(
                        "grant_type", "password",
                        "client_id", CLIENT,
                        "client_secret", SECRET,
                        "username", USER,
                        "password", PASSWORD,
                        "scope", scope));
    }

    private JsonNode tokens(URI realm, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    /** Takes the user out of a group. */
    void leave(String group) throws Exception {
        String user = id("users?exact=true&username=" + USER);
        admin("DELETE", "users/" + user + "/groups/" + id("groups?exact=true&search=" + group), "");
    }

    /** Ends all that the user has begun. */
    void signOut() throws Exception {
        admin("POST", "users/" + id("users?exact=true&username=" + USER) + "/logout", "");
    }

    private String id(String path) throws Exception {
        return JSON.readTree(admin("GET", path, "")).get(0).get("id").asText();
    }

    private String admin(String method, String path, String body) throws Exception {
        URI master = URI.create("http://localhost:" + port + "/realms/master");
        String token = tokens(
                        master,
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", ADMIN_PASSWORD))
                .get("access_token")
                .asText();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/admin/realms/archive/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        client.close();
        process.ifPresent(running -> {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
            running.onExit().join();
        });
    }
}
