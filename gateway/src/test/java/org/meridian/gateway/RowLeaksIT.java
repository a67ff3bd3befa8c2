// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.gateway.ProprietaryTables.User;

/**
 * Attacks on hidden rows: what fails on them, sorts them, counts them or asks for other rights. To those who may not see them
 * the answer, and each error, is that of a table in which there are no such rows.
 */
@Timeout(180)
class RowLeaksIT {

    private static ProprietaryTables tables;

    @BeforeAll
    static void start() throws Exception {
        tables = new ProprietaryTables();
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT CAST(v AS INTEGER) AS a FROM test.obs ORDER BY id",
                "SELECT id FROM test.obs WHERE CAST(v AS INTEGER) >= 0 ORDER BY id",
                "SELECT id FROM test.obs WHERE 'poison1' = v OR CAST(v AS DOUBLE PRECISION) > 3 ORDER BY id",
                "SELECT id, 1 / x AS a FROM test.obs ORDER BY id",
                "SELECT id FROM test.obs WHERE 1 / x > 0 ORDER BY id",
                "SELECT id FROM test.obs WHERE 1 / (x - 1e308) < 1 ORDER BY id",
                "SELECT id FROM test.obs WHERE CASE WHEN v LIKE 'p%' THEN 1 / 0 ELSE 1 END = 1 ORDER BY id",
                "SELECT id FROM test.obs WHERE CASE WHEN team = 'gaia' THEN CAST('a' AS INTEGER) ELSE 1 END = 1 ORDER BY id",
                "SELECT SUM(x) AS a, AVG(x) AS b, MIN(x) AS c, MAX(x) AS d FROM test.obs",
                "SELECT SUM(x * 10) AS a FROM test.obs",
                "SELECT n + 1 AS a FROM test.obs ORDER BY id",
                "SELECT MAX(n + 1) AS a FROM test.obs",
                "SELECT id FROM test.obs WHERE n * 2 > 0 ORDER BY id",
                "SELECT POWER(x, 10) AS a FROM test.obs ORDER BY id",
                "SELECT LOG(x) AS a FROM test.obs ORDER BY id",
                "SELECT EXP(x) AS a FROM test.obs ORDER BY id",
                "SELECT ASIN(x / 100) AS a FROM test.obs ORDER BY id",
                "SELECT CAST(v AS TIMESTAMP) AS a FROM test.obs ORDER BY id",
                "SELECT CAST('20' || v AS TIMESTAMP) AS a FROM test.obs ORDER BY id",
                "SELECT id FROM test.obs WHERE released > '2500-01-01' ORDER BY id",
                "SELECT POINT(ra, n) AS a FROM test.obs ORDER BY id",
                "SELECT id FROM test.obs WHERE CONTAINS(POINT(ra, n), CIRCLE(10, 10, 90)) = 1 ORDER BY id",
                "SELECT id FROM test.obs WHERE DISTANCE(ra, n, 10, 10) < 5 ORDER BY id",
                "SELECT id FROM test.obs WHERE DISTANCE(ra, dec, 10.01, 10.01) < 0.05 AND CAST(v AS INTEGER) >= 0",
                "SELECT CIRCLE(ra, dec, n) AS a FROM test.obs WHERE id < 90 ORDER BY id",
                "SELECT id FROM test.obs ORDER BY v, id",
                "SELECT v FROM test.obs ORDER BY v OFFSET 20",
                "SELECT TOP 3 id FROM test.obs ORDER BY x DESC",
                "SELECT id FROM test.obs ORDER BY CAST(v AS INTEGER)",
                "SELECT id FROM test.obs ORDER BY id OFFSET 25",
                "SELECT COUNT(*) AS a, COUNT(DISTINCT v) AS b, COUNT(team) AS c FROM test.obs",
                "SELECT team, COUNT(*) AS a FROM test.obs GROUP BY team",
                "SELECT COUNT(*) AS a FROM test.obs GROUP BY v HAVING COUNT(*) > 0 AND MIN(v) > 'p'",
                "SELECT (SELECT v FROM test.obs WHERE id = 1) AS a FROM test.stars WHERE id < 2",
                "SELECT (SELECT v FROM test.obs WHERE v LIKE 'p%') AS a FROM test.stars WHERE id < 2",
                "SELECT (SELECT team FROM test.obs) AS a FROM test.stars WHERE id < 2",
                "SELECT id FROM test.stars WHERE id < 20 AND EXISTS (SELECT 1 AS x FROM test.obs WHERE v LIKE 'poison%')",
                "SELECT id FROM test.stars WHERE id < 20 AND id NOT IN (SELECT id FROM test.obs) ORDER BY id",
                "SELECT id FROM test.stars WHERE id < 20 EXCEPT SELECT id FROM test.obs",
                "SELECT COUNT(*) AS a FROM test.obs AS a JOIN test.obs AS b ON a.n = b.n",
                "SELECT COUNT(*) AS a FROM test.obs AS a FULL JOIN test.stars AS b ON a.id = b.id WHERE a.id IS NULL",
                "SELECT COUNT(*) AS a FROM test.obs AS a LEFT JOIN test.stars AS b ON CAST(a.v AS INTEGER) = b.id",
                "SELECT COUNT(*) AS a FROM test.obs AS a NATURAL JOIN test.obs AS b",
                "SELECT COUNT(*) AS a FROM test.stars AS s JOIN test.obs AS o ON DISTANCE(s.ra, s.dec, o.ra, o.dec) < 3",
                "SELECT UPPER(v) || LOWER(team) AS a FROM test.obs ORDER BY id",
                "SELECT ivo_string_agg(v, ',') AS a FROM test.obs WHERE id < 2",
                "SELECT ivo_string_agg(v, ',') AS a FROM test.obs WHERE v LIKE 'poison%'",
                "SELECT ivo_healpix_index(n, ra, dec) AS a FROM test.obs WHERE n < 29 OR v LIKE 'p%' ORDER BY id",
                "SELECT id FROM test.obs WHERE ivo_hasword(v, 'poison1') = 1",
                "SELECT id FROM test.obs WHERE ivo_nocasecmp(v, 'POISON1') = 1",
                "SELECT MOD(id, n - 2147483647) AS a FROM test.obs ORDER BY id",
                "SELECT TOP 1 id FROM test.obs WHERE 2147483647 / (2147483647 - n) > 0 ORDER BY id",
                "SELECT TRUNCATE(x, n) AS a FROM test.obs WHERE id < 9 ORDER BY id",
                "SELECT ROUND(x, n) AS a FROM test.obs WHERE id < 9 ORDER BY id",
                "SELECT IN_UNIT(ra, 'arcsec') * x AS a FROM test.obs ORDER BY id",
            })
    void hiddenRowsHaveNoInfluence(String adql) throws Exception {
        HttpResponse<String> there = tables.document(User.NOBODY, adql.replace("test.obs", "test.vis"));
        HttpResponse<String> nobody = tables.document(User.NOBODY, adql);
        HttpResponse<String> outsider = tables.document(User.OUTSIDER, adql);
        assertEquals(there.body().replace("test.vis", "test.obs"), nobody.body());
        assertEquals(nobody.body(), outsider.body());
        assertEquals(there.statusCode(), nobody.statusCode());
        assertEquals(there.statusCode(), outsider.statusCode());
    }

    /** Or the list above would prove nothing: who may see the rows meets what is wrong with them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT CAST(v AS INTEGER) AS a FROM test.obs",
                "SELECT 1 / x AS a FROM test.obs",
                "SELECT SUM(x * 10) AS a FROM test.obs",
                "SELECT n + 1 AS a FROM test.obs",
                "SELECT POINT(ra, n / 2) AS a FROM test.obs"
            })
    void theirOwnersMeetThem(String adql) throws Exception {
        assertTrue(tables.document(User.OUTSIDER, adql).body().contains("value=\"OK\""));
        assertTrue(tables.document(User.BOTH, adql).body().contains("value=\"ERROR\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('meridian.groups', '67616961', false) AS a FROM test.stars",
                "SELECT pg_catalog.set_config('meridian.groups', '67616961', false) AS a FROM test.stars",
                "SELECT \"set_config\"('meridian.groups', '67616961', true) AS a FROM test.stars",
                "SELECT current_setting('meridian.groups') AS a FROM test.stars",
                "SELECT meridian_adql.caller_groups() AS a FROM test.stars",
                "SELECT meridian_adql.hidden_tables() AS a FROM test.stars",
                "SET meridian.groups = '67616961'",
                "SET LOCAL meridian.groups = '67616961'; SELECT id FROM test.obs",
                "SELECT id FROM test.obs; RESET ROLE",
                "SELECT id FROM test.obs) TO STDOUT; SET meridian.groups = '67616961'; COPY (SELECT 1",
                "SELECT id /* ' */ FROM test.obs -- '\n; SET meridian.groups = '67616961'",
                "SELECT 1 AS a FROM pg_catalog.pg_settings",
                "SELECT 1 AS a FROM pg_stats",
                "SELECT 1 AS a FROM \"pg_catalog\".\"pg_statistic\"",
                "SELECT 1 AS a FROM meridian.table_access",
                "SELECT 1 AS a FROM \"meridian\".\"account\"",
                "SELECT reltuples FROM pg_class",
                "EXPLAIN SELECT id FROM test.obs",
                "SELECT ctid FROM test.obs",
                "SELECT tableoid FROM test.obs",
                "SELECT meridian_hpx29 FROM test.obs"
            })
    void noQueryReachesTheSettingOrTheCatalogue(String adql) throws Exception {
        for (User user : List.of(User.NOBODY, User.OUTSIDER, User.MEMBER)) {
            HttpResponse<String> answer = tables.ask(user, adql);
            assertEquals(400, answer.statusCode(), answer.body());
        }
        assertEquals(
                "n\r\n25\r\n",
                tables.ask(User.OUTSIDER, "SELECT COUNT(*) AS n FROM test.obs").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 AS \"a'; SET meridian.groups = '67616961'; --\" FROM test.obs",
                "SELECT '\\''; SET meridian.groups = ''67616961''; --' AS a FROM test.obs",
                "SELECT v AS \"$1\" FROM test.obs AS \"t) TO STDOUT; --\" WHERE 'meridian.groups' <> v"
            })
    void namesAndTextsAreNothingElse(String adql) throws Exception {
        HttpResponse<String> answer = tables.ask(User.OUTSIDER, adql);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(26, answer.body().lines().count(), answer.body());
    }
}
