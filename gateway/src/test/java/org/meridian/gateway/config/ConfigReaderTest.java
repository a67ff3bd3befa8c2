// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.Allowance;

class ConfigReaderTest {

    @TempDir
    Path folder;

    @Test
    void givesDefaultsWhereNothingIsSet() {
        assertEquals(GatewayConfig.DEFAULTS, new ConfigReader(Map.of()).read(Optional.empty()));
        assertEquals(GatewayConfig.DEFAULTS, read("", Map.of()));
    }

    @Test
    void shippedFileShowsEveryKeyWithItsDefault() throws IOException {
        Path shipped = Path.of("../conf/gateway.yaml");
        String text = Files.readString(shipped);
        Matcher commented = Pattern.compile("(?m)^ *#([a-zA-Z]+:.*)$").matcher(text);
        List<String> shown = commented.results().map(m -> m.group(1)).toList();
        List<String> leaves = ConfigReader.keys().stream()
                .map(key -> key.substring(key.lastIndexOf('.') + 1))
                .toList();
        assertEquals(
                leaves, shown.stream().map(s -> s.substring(0, s.indexOf(':'))).toList());
        String uncommented = commented
                .reset()
                .replaceAll(
                        m -> Matcher.quoteReplacement(m.group().replace("#", "").replace("\r", "")));
        assertEquals(GatewayConfig.DEFAULTS, read(uncommented, Map.of()));
        assertEquals(GatewayConfig.DEFAULTS, new ConfigReader(Map.of()).read(Optional.of(shipped)));
    }

    @Test
    void environmentWinsOverFile() {
        GatewayConfig config = read(
                "server: {port: 9000, host: 0.0.0.0}",
                Map.of("MERIDIAN_SERVER_PORT", "9001", "MERIDIAN_DATA_DIR", "/srv/meridian", "HOME", "/x"));
        assertEquals(9001, config.server().port());
        assertEquals("0.0.0.0", config.server().host());
        assertEquals(Path.of("/srv/meridian"), config.dataDir());
    }

    @Test
    void countsRoomInGigabytesAndFiles() {
        Allowance allowance = read("workspaces: {userGigabytes: 50, teamFiles: 1000}", Map.of())
                .workspaces()
                .allowance();
        assertEquals(new Size(50_000_000_000L, Long.MAX_VALUE), allowance.user());
        assertEquals(new Size(Long.MAX_VALUE, 1000), allowance.team());
        assertEquals(Allowance.UNLIMITED, GatewayConfig.DEFAULTS.workspaces().allowance());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'limits: {maxRow: 5}'               | unknown key limits.maxRow; did you mean limits.maxRows?
            'port: 80'                          | unknown key port; did you mean server.port?
            'database: {password: x}'           | unknown key database.password (secrets are not written into the configuration: name a file, as in database.passwordFile); did you mean database.passwordFile?
            'server: {port: many}'              | server.port: "many" is not a whole number
            'server: {port: 70000}'             | server.port: "70000" is not a port from 0 to 65535
            'server: 8080'                      | server must hold keys, not "8080"
            'server: {publicUrl: example.org}'  | server.publicUrl: "example.org" is not a URL such as https://archive.example.org/vo, without query
            'database: {url: "mysql://x"}'      | database.url: "mysql://x" is not a JDBC URL such as jdbc:postgresql://localhost:5432/archive
            'database: {queryUser: meridian}'   | database.queryUser: "meridian" is not a database role other than database.user: users' queries must not run as the owner
            'groups: {remoteServices: "x"}'     | groups.remoteServices: "x" is not a list such as ivo://example.org/gms=https://example.org/gms/search, apart by blanks; https, or http on this machine
            'groups: {remoteServices: "ivo://example.org/gms=http://example.org/gms"}' | apart by blanks; https, or http on this machine
            'groups: {identifier: "gms"}'       | groups.identifier: "gms" is not an IVOID such as ivo://example.org/gms
            'limits: {maxRows: 0}'              | limits.maxRows: "0" is not a number above 0
            'limits: {maxRows: 10}'             | limits.defaultRows: "1000000" is not at most limits.maxRows, 10
            'access: {openIdProviders: x}'      | access.openIdProviders takes a list, each entry of which begins with '- '
            'access: {openIdProviders: [{id: iam}]}' | access.openIdProviders.issuer: "" is not an issuer such as https://login.example.org/realms/archive (http for this machine only)
            'access: {openIdProviders: [{id: iam, issuer: "http://iam.example.org", clientId: x}]}' | access.openIdProviders.issuer: "http://iam.example.org" is not an issuer such as https://login.example.org/realms/archive (http for this machine only)
            'access: {openIdProviders: [{id: iam, issuer: "https://iam.example.org", clientId: y, clientSecret: x}]}' | unknown key access.openIdProviders[0].clientSecret (secrets are not written into the configuration: name a file, as in database.passwordFile); did you mean clientSecretFile?
            'access: {openIdProviders: [{id: iam, issuer: "https://iam.example.org", clientId: x, audience: x}]}' | access.openIdProviders.audience: "x" is not an audience other than clientId, for which ID tokens are meant
            'access: {openIdProviders: [{id: iam, issuer: "https://iam.example.org", clientId: x, newUsers: asked}]}' | access.openIdProviders.newUsers: "asked" is not admitted (at once) or moderated
            'access: {auditDays: 7}'             | access.auditDays: "7" is not 30 or a number above it, or 0 for no end
            'workspaces: {userGigabytes: 2000000000}' | workspaces.userGigabytes: "2000000000" is not a number up to 1000000000, 0 for no limit
            'workspaces: {teamFiles: -1}'        | workspaces.teamFiles: "-1" is not 0 or a number above it
            'workspaces: {versions: 1001}'       | workspaces.versions: "1001" is not a number up to 1000, 0 for none
            'workspaces: {versionDays: 0}'       | workspaces.versionDays: "0" is not a number above 0
            'usage: {anonymous: "queries/day=x"}' | usage.anonymous: 'x' is no amount: write a number such as 1000, 2.5 or 50G (k, M, G, T are powers of 1000), or unlimited
            'usage: {signedIn: "cows/day=1"}'   | usage.signedIn: there is no limit 'cows/day': it must be one of queries/day, queries/month, rows/day, rows/month, bytes/day, bytes/month, database-time/day, database-time/month
            'limits: {maxRows: [1]}'            | limits.maxRows takes one value, not a list or a group of keys
            """)
    void refusesWrongKeysAndValues(String yaml, String message) {
        ConfigException refused = assertThrows(ConfigException.class, () -> read(yaml, Map.of()));
        assertTrue(refused.getMessage().endsWith(message), refused.getMessage());
    }

    @Test
    void readsListsFromFileAndEnvironment() {
        String list = "[{id: iam, issuer: 'https://iam.example.org/', clientId: meridian, groupsClaim: groups}]";
        GatewayConfig fromFile = read("access: {openIdProviders: " + list + "}", Map.of());
        assertEquals(
                "iam.",
                fromFile.access()
                        .openIdProviders()
                        .getFirst()
                        .provider(Optional.empty())
                        .claims()
                        .groupPrefix());
        assertEquals(fromFile, read("", Map.of("MERIDIAN_ACCESS_OPEN_ID_PROVIDERS", list)));
        assertEquals(
                "OPENID_IAM", fromFile.access().openIdProviders().getFirst().secretName());
    }

    @Test
    void leavesTheVariablesOfClientsAlone() {
        Map<String, String> clients = Map.of(
                "MERIDIAN_TOKEN",
                "t",
                "MERIDIAN_PASSWORD",
                "p",
                "MERIDIAN_VOSPACE",
                "v",
                "MERIDIAN_SHARE_PASSWORD",
                "s");
        assertEquals(read("", Map.of()), read("", clients));
    }

    @Test
    void refusesAKeyGivenTwiceWithItsLine() {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> read("server:\n  port: 1\n  port: 2\n", Map.of()));
        assertTrue(refused.getMessage().contains("line 3"), refused.getMessage());
    }

    @Test
    void refusesUnknownEnvironmentVariables() {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> read("", Map.of("MERIDIAN_SERVER_PROT", "1")));
        assertEquals(
                "unknown environment variable MERIDIAN_SERVER_PROT; did you mean MERIDIAN_SERVER_PORT?",
                refused.getMessage());
    }

    @Test
    void readsSecretsFromFileOrEnvironment() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "s3cret\n");
        ConfigReader reader = new ConfigReader(Map.of("MERIDIAN_SECRET_DATABASE_PASSWORD", "other"));
        assertEquals(Optional.of("s3cret"), reader.secret("DATABASE_PASSWORD", Optional.of(file)));
        assertEquals(Optional.of("other"), reader.secret("DATABASE_PASSWORD", Optional.empty()));
        assertEquals(Optional.empty(), reader.secret("DATABASE_QUERY_PASSWORD", Optional.empty()));
        Optional<Path> missing = Optional.of(folder.resolve("missing"));
        assertThrows(ConfigException.class, () -> reader.secret("DATABASE_PASSWORD", missing));
    }

    private GatewayConfig read(String yaml, Map<String, String> environment) {
        try {
            Path file = Files.writeString(folder.resolve("gateway.yaml"), yaml);
            return new ConfigReader(environment).read(Optional.of(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
