// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.gateway.ProprietaryTables.User;

/** One query by everybody: rows, counts and metadata differ as the rules of the tables say, whatever way the query takes. */
@Timeout(180)
class RowSecurityIT {

    private static final String COUNT = "SELECT COUNT(*) AS n FROM test.obs";
    private static ProprietaryTables tables;

    @BeforeAll
    static void start() throws Exception {
        tables = new ProprietaryTables();
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    private static List<String> csv(User user, String adql) throws Exception {
        HttpResponse<String> answer = tables.ask(user, adql);
        assertEquals(200, answer.statusCode(), answer.body());
        List<String> lines = answer.body().lines().toList();
        return lines.subList(1, lines.size());
    }

    @Test
    void everybodySeesHisRows() throws Exception {
        assertEquals(List.of("25"), csv(User.NOBODY, COUNT));
        assertEquals(List.of("25"), csv(User.OUTSIDER, COUNT));
        assertEquals(List.of("50"), csv(User.MEMBER, COUNT));
        assertEquals(List.of("75"), csv(User.BOTH, COUNT));
        // Administering accounts is no reason to read what belongs to others.
        assertEquals(List.of("25"), csv(User.ADMIN, COUNT));
    }

    @Test
    void whatIsComputedOverRowsIsComputedOverThose() throws Exception {
        String summary = "SELECT MIN(id) AS a, MAX(id) AS b, SUM(id) AS c, COUNT(DISTINCT team) AS d FROM test.obs";
        assertEquals(List.of("0,96,1200,0"), csv(User.NOBODY, summary));
        assertEquals(List.of("0,97,2425,1"), csv(User.MEMBER, summary));
        assertEquals(
                List.of(",25"),
                csv(User.OUTSIDER, "SELECT team, COUNT(*) AS n FROM test.obs GROUP BY team ORDER BY team"));
        assertEquals(List.of("0", "1"), csv(User.MEMBER, "SELECT TOP 2 id FROM test.obs ORDER BY id"));
        assertEquals(List.of("96"), csv(User.NOBODY, "SELECT id FROM test.obs ORDER BY id OFFSET 24"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT o.id FROM test.obs AS o JOIN test.stars AS s ON o.id = s.id",
                "SELECT o.id FROM test.obs AS o LEFT JOIN test.stars AS s ON DISTANCE(o.ra, o.dec, s.ra, s.dec) < 0.0001",
                "SELECT id FROM (SELECT * FROM test.obs) AS s",
                "WITH w AS (SELECT id FROM test.obs) SELECT id FROM w",
                "SELECT id FROM test.stars WHERE id IN (SELECT id FROM test.obs)",
                "SELECT id FROM test.stars AS s WHERE EXISTS (SELECT 1 AS x FROM test.obs AS o WHERE o.id = s.id)",
                "SELECT id FROM test.obs WHERE DISTANCE(ra, dec, 10, 10) < 5",
                "SELECT id FROM test.obs WHERE CONTAINS(POINT(ra, dec), POLYGON(5, 5, 15, 5, 15, 15, 5, 15)) = 1",
                "SELECT id FROM test.obs UNION ALL SELECT id FROM test.obs WHERE 1 = 0",
                "SELECT id FROM test.obs INTERSECT SELECT id FROM test.stars",
            })
    void soDoQueriesOfEveryShape(String adql) throws Exception {
        assertEquals(25, csv(User.NOBODY, adql).size());
        assertEquals(25, csv(User.OUTSIDER, adql).size());
        assertEquals(50, csv(User.MEMBER, adql).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "votable",
                "application/x-votable+xml;serialization=tabledata",
                "csv",
                "tsv",
                "json",
                "text",
                "ecsv",
                "html",
                "fits",
                "parquet"
            })
    void soDoAnswersInEveryFormat(String format) throws Exception {
        String adql = "SELECT id, v FROM test.obs ORDER BY id";
        Map<String, String> in = Map.of("RESPONSEFORMAT", format);
        HttpResponse<byte[]> nobody = tables.askForBytes(User.NOBODY, adql, in);
        HttpResponse<byte[]> outsider = tables.askForBytes(User.OUTSIDER, adql, in);
        HttpResponse<byte[]> member = tables.askForBytes(User.MEMBER, adql, in);
        for (HttpResponse<byte[]> each : List.of(nobody, outsider, member)) {
            assertEquals(200, each.statusCode());
        }
        assertFalse(new String(nobody.body(), UTF_8).contains("poison"));
        assertFalse(new String(outsider.body(), UTF_8).contains("poison"));
        assertEquals(nobody.body().length, outsider.body().length);
        assertFalse(Arrays.equals(member.body(), nobody.body()));
    }

    @Test
    void soDoQueriesWithTablesOfTheirOwn() throws Exception {
        byte[] mine = "id,lon,lat\n0,10,10\n1,10,10\n2,10,10\n3,10,10\n".getBytes(UTF_8);
        Map<String, String> upload = Map.of("UPLOAD", "mine,param:mine", "RESPONSEFORMAT", "csv");
        for (String adql : List.of(
                "SELECT m.id FROM TAP_UPLOAD.mine AS m JOIN test.obs AS o ON m.id = o.id ORDER BY m.id",
                "SELECT DISTINCT o.id FROM TAP_UPLOAD.mine AS m JOIN test.obs AS o"
                        + " ON DISTANCE(m.lon, m.lat, o.ra, o.dec) < 0.03 ORDER BY o.id",
                "SELECT DISTINCT o.id FROM TAP_UPLOAD.mine AS m JOIN test.obs AS o"
                        + " ON DISTANCE(m.lon, m.lat, o.ra, o.dec) < 0.003 WHERE o.id < 4 ORDER BY o.id")) {
            String nobody = tables.upload(User.NOBODY, adql, upload, mine).body();
            String member = tables.upload(User.MEMBER, adql, upload, mine).body();
            assertTrue(nobody.startsWith("id\r\n0\r\n") && !nobody.contains("\r\n1\r\n"), nobody);
            assertEquals(
                    nobody, tables.upload(User.OUTSIDER, adql, upload, mine).body());
            assertTrue(adql.contains("0.003") || member.contains("\r\n1\r\n"), member);
        }
    }

    @Test
    void jobsRunWithTheRightsThatTheirOwnerHasThen() throws Exception {
        assertEquals("n\r\n50\r\n", tables.job(User.MEMBER, COUNT, () -> {}));
        assertEquals("n\r\n25\r\n", tables.job(User.NOBODY, COUNT, () -> {}));
        assertEquals(
                "n\r\n25\r\n",
                tables.job(
                        User.LEAVER,
                        COUNT,
                        () -> tables.administration().leave("gaia", List.of(User.LEAVER.account()))));
    }

    @Test
    void aTableForReadersSaysWhatItNeeds() throws Exception {
        String adql = "SELECT COUNT(*) AS n FROM test.members";
        assertEquals(List.of("3"), csv(User.MEMBER, adql));
        HttpResponse<String> nobody = tables.ask(User.NOBODY, adql);
        assertEquals(401, nobody.statusCode());
        assertTrue(nobody.body().contains("table test.members needs group gaia; you are not signed in"), nobody.body());
        assertTrue(nobody.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(challenge -> challenge.startsWith("ivoa_bearer ")));
        HttpResponse<String> outsider = tables.ask(User.OUTSIDER, adql);
        assertEquals(403, outsider.statusCode());
        assertTrue(outsider.body().contains("table test.members needs group gaia; you are in moons"), outsider.body());
        HttpResponse<String> admin = tables.ask(User.ADMIN, adql);
        assertEquals(403, admin.statusCode());
        assertTrue(admin.body().contains("you are in no group"), admin.body());
        String error = tables.jobError(User.OUTSIDER, adql);
        assertTrue(error.contains("needs group gaia; you are in moons"), error);
        // Wherever it stands in the query.
        for (String query : List.of(
                "SELECT s.id FROM test.stars AS s WHERE s.id IN (SELECT id FROM test.members)",
                "SELECT id FROM test.stars UNION SELECT id FROM test.members",
                "WITH w AS (SELECT id FROM test.members) SELECT 1 AS x FROM w",
                "SELECT TOP 1 (SELECT COUNT(*) FROM test.members) AS n FROM test.stars",
                "SELECT s.id FROM test.stars AS s FULL JOIN test.members AS m ON s.id < m.id")) {
            assertEquals(403, tables.ask(User.OUTSIDER, query).statusCode(), query);
        }
    }

    @Test
    void metadataShowWhatMayBeKnown() throws Exception {
        for (User user : List.of(User.NOBODY, User.OUTSIDER, User.ADMIN)) {
            assertEquals(
                    List.of("test.members", "test.obs"),
                    csv(
                            user,
                            "SELECT table_name FROM tap_schema.tables WHERE table_name IN"
                                    + " ('test.members', 'test.obs', 'test.secret', 'hush.quiet') ORDER BY table_name"));
            assertEquals(
                    List.of("0"),
                    csv(user, "SELECT COUNT(*) AS n FROM tap_schema.columns WHERE table_name = 'test.secret'"));
            assertEquals(List.of(), csv(user, "SELECT schema_name FROM tap_schema.schemas WHERE schema_name = 'hush'"));
            assertEquals(List.of(), csv(user, "SELECT key_id FROM tap_schema.keys WHERE key_id = 'to_secret'"));
            assertEquals(List.of(), csv(user, "SELECT key_id FROM tap_schema.key_columns WHERE key_id = 'to_secret'"));
            for (String path : List.of("/tap/tables", "/tap/tables?detail=min", "/tap/examples")) {
                String document = tables.get(user, path).body();
                assertFalse(document.contains("secret") || document.contains("hush"), document);
            }
            assertTrue(tables.get(user, "/tap/tables").body().contains("<name>test.members</name>"));
            assertFalse(tables.get(user, "/tap/examples").body().contains("test.members"));
            assertEquals(404, tables.get(user, "/tap/tables/test.secret").statusCode());
            assertEquals(200, tables.get(user, "/tap/tables/test.members").statusCode());
        }
        assertEquals(
                List.of("hush.quiet", "test.members", "test.obs", "test.secret"),
                csv(
                        User.MEMBER,
                        "SELECT table_name FROM tap_schema.tables WHERE table_name IN"
                                + " ('test.members', 'test.obs', 'test.secret', 'hush.quiet') ORDER BY table_name"));
        assertEquals(
                List.of("to_secret"),
                csv(User.MEMBER, "SELECT key_id FROM tap_schema.keys WHERE key_id = 'to_secret'"));
        assertEquals(
                List.of("hush"),
                csv(User.MEMBER, "SELECT schema_name FROM tap_schema.schemas WHERE schema_name = 'hush'"));
        assertTrue(tables.get(User.MEMBER, "/tap/tables").body().contains("<name>hush.quiet</name>"));
        assertEquals(200, tables.get(User.MEMBER, "/tap/tables/test.secret").statusCode());
        assertEquals(List.of("3"), csv(User.MEMBER, "SELECT COUNT(*) AS n FROM test.secret"));
    }

    @Test
    void aHiddenTableIsAnUnknownOne() throws Exception {
        for (User user : List.of(User.NOBODY, User.OUTSIDER, User.ADMIN)) {
            HttpResponse<String> hidden = tables.ask(user, "SELECT * FROM test.secret");
            assertEquals(400, hidden.statusCode());
            assertTrue(
                    hidden.body().contains("there is no table test.secret; did you mean test.stars?"), hidden.body());
            String near = tables.ask(user, "SELECT * FROM test.secre").body();
            assertFalse(near.contains("secret"), near);
            assertFalse(tables.ask(user, "SELECT * FROM hush.quie").body().contains("quiet"));
        }
        // After the answer, which must not take longer for it.
        People.withinASecond(
                () -> List.of("1")
                        .equals(
                                tables.sql(
                                        "SELECT count(*) FROM meridian.audit WHERE action = 'REFUSED' AND account = 'outsider'"
                                                + " AND detail LIKE 'query, of a table that is hidden from its user: there is no table test.secret;%'")));
        assertEquals(
                List.of("0"),
                tables.sql("SELECT count(*) FROM meridian.audit WHERE detail LIKE '%test.secre;%'"),
                "what is wrong in any case is no refusal");
    }

    @Test
    void noNumberTellsOfAHiddenTable() throws Exception {
        for (User user : List.of(User.NOBODY, User.OUTSIDER)) {
            for (String numbers : List.of(
                    "SELECT table_index FROM tap_schema.tables WHERE schema_name = 'test' ORDER BY table_index",
                    "SELECT schema_index FROM tap_schema.schemas WHERE schema_index < 100000 ORDER BY schema_index")) {
                List<String> seen = csv(user, numbers);
                List<String> dense = java.util.stream.IntStream.rangeClosed(1, seen.size())
                        .mapToObj(Integer::toString)
                        .toList();
                assertEquals(dense, seen, numbers);
            }
        }
    }

    @Test
    void readsOfWhatIsNotPublicAreNoted() throws Exception {
        List<String> before = tables.sql("SELECT count(*)::text FROM meridian.audit WHERE action = 'PROPRIETARY_READ'"
                + " AND account = 'both'");
        csv(User.BOTH, "SELECT o.id FROM test.obs AS o, test.members AS m");
        List<String> noted = tables.sql("SELECT detail FROM meridian.audit WHERE action = 'PROPRIETARY_READ'"
                + " AND account = 'both' ORDER BY id DESC LIMIT 1");
        assertTrue(Pattern.matches("request [0-9a-f]{16}: test.members, test.obs", noted.get(0)), noted.toString());
        csv(User.BOTH, "SELECT TOP 3 id FROM test.stars");
        assertEquals(
                List.of(Integer.toString(Integer.parseInt(before.get(0)) + 1)),
                tables.sql("SELECT count(*)::text FROM meridian.audit WHERE action = 'PROPRIETARY_READ'"
                        + " AND account = 'both'"));
        tables.job(User.MEMBER, COUNT, () -> {});
        assertFalse(tables.sql("SELECT detail FROM meridian.audit WHERE action = 'PROPRIETARY_READ'"
                        + " AND account = 'member' AND detail ~ '^job [0-9a-f]{32}: test.obs$'")
                .isEmpty());
        assertEquals(
                List.of(),
                tables.sql("SELECT detail FROM meridian.audit WHERE action = 'PROPRIETARY_READ' AND account IS NULL"));
    }

    @Test
    void theRequestIsNamedInTheAnswer() throws Exception {
        HttpResponse<String> answer = tables.ask(User.MEMBER, COUNT);
        String request = answer.headers().firstValue("Meridian-Audit").orElse("");
        assertTrue(request.matches("request [0-9a-f]{16}"), answer.headers().toString());
        assertEquals(
                List.of("test.obs"),
                tables.sql(
                        "SELECT split_part(detail, ': ', 2) FROM meridian.audit WHERE detail LIKE '" + request + "%'"));
        assertTrue(tables.ask(User.NOBODY, COUNT)
                .headers()
                .firstValue("Meridian-Audit")
                .isEmpty());
    }

    @Test
    void refusalsAreNoted() throws Exception {
        tables.ask(User.OUTSIDER, "SELECT id FROM test.members");
        assertFalse(tables.sql("SELECT detail FROM meridian.audit WHERE action = 'REFUSED' AND account = 'outsider'"
                        + " AND detail LIKE 'query: table test.members needs group gaia;%'")
                .isEmpty());
    }

    @Test
    void aTableWhoseRuleTheDatabaseDoesNotKeepIsClosed() throws Exception {
        assertEquals(List.of("3"), csv(User.MEMBER, "SELECT COUNT(*) AS n FROM test.broken"));
        for (String sabotage : List.of(
                "ALTER TABLE test.broken DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE test.broken ENABLE ROW LEVEL SECURITY; CREATE POLICY wide ON test.broken USING (true)",
                "DROP POLICY wide ON test.broken; UPDATE meridian.table_access SET readers = '{moons}'"
                        + " WHERE table_name = 'test.broken'",
                "DROP POLICY meridian_rows ON test.broken")) {
            tables.change(sabotage);
            HttpResponse<String> answer = tables.ask(User.MEMBER, "SELECT COUNT(*) AS n FROM test.broken");
            // Not even whether it is hidden is known.
            assertEquals(400, answer.statusCode(), sabotage + ": " + answer.body());
            assertTrue(answer.body().contains("broken"), answer.body());
            assertEquals(404, tables.get(User.MEMBER, "/tap/tables/test.broken").statusCode());
        }
    }
}
