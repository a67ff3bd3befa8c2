// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.TestArchive.Rule;

/** SIA 2.0 over HTTP. */
@Timeout(180)
class Sia2IT {

    private static RunningGateway server;
    private static People people;
    private static SkyArchive archive;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "eve");
        people.administration().join("gaia", List.of("ada"));
        archive = new SkyArchive(server);
        archive.observation(
                "a.fits",
                Rule.PUBLIC,
                "POLYGON ICRS 9.8 19.8 10.2 19.8 10.2 20.2 9.8 20.2",
                Map.ofEntries(
                        Map.entry("s_fov", 0.5),
                        Map.entry("s_resolution", 0.8),
                        Map.entry("em_min", 4e-7),
                        Map.entry("em_max", 5e-7),
                        Map.entry("em_res_power", 1000.0),
                        Map.entry("t_min", 59000.0),
                        Map.entry("t_max", 59000.5),
                        Map.entry("t_exptime", 300.0),
                        Map.entry("t_resolution", 1.5),
                        Map.entry("pol_states", "/I/Q/"),
                        Map.entry("facility_name", "Summit"),
                        Map.entry("instrument_name", "Eye"),
                        Map.entry("target_name", "M 1"),
                        Map.entry("access_format", "application/x-votable+xml;content=datalink")));
        archive.observation(
                "b.fits",
                Rule.PUBLIC,
                "UNION ICRS (POLYGON 29.8 -5.2 30.2 -5.2 30.2 -4.8 29.8 -4.8 CIRCLE 31 -5 0.1)",
                Map.of("s_fov", 1.4, "em_min", 6e-7, "em_max", 7e-7, "pol_states", "/POLI/", "calib_level", 3L));
        archive.observation(
                "c.fits",
                Rule.PUBLIC,
                "CIRCLE ICRS 359.95 0 0.2",
                Map.of("dataproduct_type", "cube", "em_min", "NULL", "t_min", "NULL", "target_name", "m 1"));
        archive.observation("s.fits", Rule.PUBLIC, "CIRCLE ICRS 10 20 0.1", Map.of("dataproduct_type", "spectrum"));
        archive.observation("h.fits", Rule.HIDDEN, "CIRCLE ICRS 10 20 0.1", Map.of());
    }

    @AfterAll
    static void stop() {
        archive.close();
        people.close();
        server.close();
    }

    private static String query(String parameters) {
        return Arrays.stream(parameters.split("&", -1))
                .map(each -> each.split("=", 2))
                .map(pair -> pair[0] + "=" + (pair.length > 1 ? URLEncoder.encode(pair[1], UTF_8) : ""))
                .collect(Collectors.joining("&", "/sia2/query?", ""));
    }

    private static HttpResponse<String> ask(String parameters) throws Exception {
        return server.get(query(parameters));
    }

    /** First letters of the files that were found. */
    private static String found(HttpResponse<String> answer) throws Exception {
        assertEquals(200, answer.statusCode(), answer.body());
        VotableAnswer table = new VotableAnswer(answer.body().getBytes(UTF_8));
        int column = IntStream.range(0, table.fields().size())
                .filter(i -> table.fields().get(i).getAttribute("name").equals("obs_id"))
                .findFirst()
                .orElseThrow();
        return table.rows().stream()
                .map(row -> String.valueOf(row.get(column)).substring(0, 1))
                .sorted()
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POS=CIRCLE 10.3 20 0.2 | a
            POS=CIRCLE 10.5 20 0.2 | ''
            POS=CIRCLE 31.2 -5 0.15 | b
            POS=RANGE 359 1 -1 1 | c
            POS=RANGE 0 360 19 21 | a
            POS=RANGE -Inf +Inf -Inf +Inf | abc
            POS=POLYGON 10.1 20.1 10.5 20.1 10.3 20.5 | a
            POS=CIRCLE 10 20 0.01&POS=CIRCLE 0.5 0 0.01 | a
            POS=CIRCLE 10 20 0.01&POS=CIRCLE 0.1 0 0.1 | ac
            BAND=450e-9 | a
            BAND=500e-9 600e-9 | ab
            BAND=-Inf +Inf | ab
            BAND=6.5e-7 +Inf | b
            BAND=4.5e-7&BAND=6.5e-7 | ab
            TIME=59000.25 | ab
            TIME=59001 +Inf | ''
            POL=I | a
            POL=Q&POL=POLI | ab
            FOV=1.0 2.0 | b
            FOV=-Inf 0.5 | ac
            SPATRES=0.8 | a
            SPECRP=999 +Inf | a
            EXPTIME=-Inf 300 | a
            TIMERES=1 2 | a
            COLLECTION=sky | abc
            COLLECTION=Sky | ''
            FACILITY=Summit | a
            INSTRUMENT=Eye&INSTRUMENT=Ear | a
            DPTYPE=cube | c
            DPTYPE=spectrum | ''
            CALIB=3 | b
            CALIB=2&CALIB=3 | abc
            TARGET=M 1 | a
            FORMAT=application/x-votable+xml;content=datalink | a
            FORMAT=image/png | ''
            POS=CIRCLE 10 20 0.1&BAND=6.5e-7 | ''
            UNKNOWN=parameter&pos=CIRCLE 10 20 0.1 | a
            """)
    void constraintsOfOneParameterAreAlternativesThoseOfSeveralAllHold(String parameters, String expected)
            throws Exception {
        assertEquals(expected, found(ask(parameters)), parameters);
    }

    @Test
    void idsAreFoundInAnyCase() throws Exception {
        String did = TestArchive.did("a.fits");
        assertEquals("a", found(ask("ID=" + did)));
        assertEquals("a", found(ask("ID=" + did.toUpperCase(java.util.Locale.ROOT))));
        assertEquals("ab", found(ask("ID=" + did + "&ID=" + TestArchive.did("B.FITS"))));
        assertEquals("", found(ask("ID=ivo://nobody/x")));
    }

    @Test
    void allImagesAndCubesAreFoundWithoutParametersAndWhatIsHiddenByNobodyElse() throws Exception {
        assertEquals("abc", found(server.get("/sia2/query")));
        Person member = people.signedIn("ada");
        assertEquals("abch", found(member.get("/sia2/query")));
        assertEquals("ah", found(member.get(query("POS=CIRCLE 10 20 0.01"))));
        assertEquals("abc", found(people.signedIn("eve").get("/sia2/query")));
    }

    @Test
    void parametersMayBePosted() throws Exception {
        HttpResponse<String> answer =
                people.anonymous().post("/sia2/query", "POS", "CIRCLE 10 20 0.1", "BAND", "450e-9");
        assertEquals("a", found(answer));
    }

    @Test
    void answersAreValidAndSayWhatCanBeDoneWithThem() throws Exception {
        HttpResponse<String> answer = ask("POS=CIRCLE 10 20 0.1");
        assertEquals(
                "application/x-votable+xml",
                answer.headers().firstValue("Content-Type").orElseThrow());
        IvoaSchemas.all().validate(answer.body());
        assertTrue(answer.body().contains("<INFO name=\"standardID\" value=\"ivo://ivoa.net/std/SIA#query-2.0\"/>"));
        assertTrue(answer.body().contains("value=\"" + server.url("/datalink/links") + "\""), answer.body());
        assertTrue(answer.body().contains("utype=\"adhoc:this\""), answer.body());
        assertTrue(answer.body().contains("ref=\"obs_publisher_did\""), answer.body());
        assertTrue(ask("POS=CIRCLE 10 20 0.1&RESPONSEFORMAT=csv").body().startsWith("dataproduct_type,"));
    }

    @Test
    void rowsAreCutAtMaxrec() throws Exception {
        String cut = ask("MAXREC=2").body();
        assertTrue(cut.contains("value=\"OVERFLOW\""), cut);
        assertEquals(2, new VotableAnswer(cut.getBytes(UTF_8)).rows().size());
        assertFalse(ask("MAXREC=3").body().contains("OVERFLOW"));
        String none = ask("MAXREC=0").body();
        assertEquals(0, new VotableAnswer(none.getBytes(UTF_8)).rows().size());
        assertTrue(none.contains("<FIELD ID=\"obs_publisher_did\""), none);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POS=circle 10 20 1",
                "POS=CIRCLE 10 95 1",
                "POS=CIRCLE 10 20",
                "POS=",
                "POS=POLYGON 0 0 10 10 10 0 0 10",
                "BAND=x",
                "BAND=2 1",
                "TIME=1 2 3",
                "POL=i",
                "CALIB=a",
                "FOV=NaN",
                "MAXREC=-1",
                "MAXREC=1&MAXREC=2",
                "UPLOAD=a,http://localhost/",
                "RESPONSEFORMAT=image/png"
            })
    void whatIsWrongIsAFaultOfItsUser(String parameters) throws Exception {
        HttpResponse<String> answer = ask(parameters);
        assertEquals(400, answer.statusCode(), answer.body());
        IvoaSchemas.all().validate(answer.body());
        assertTrue(answer.body().contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">UsageFault: "), answer.body());
    }

    @Test
    void faultsOfPlainTablesArePlainText() throws Exception {
        HttpResponse<String> answer = ask("BAND=x&RESPONSEFORMAT=csv");
        assertEquals(
                "text/plain;charset=utf-8",
                answer.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(answer.body().startsWith("UsageFault: BAND is 'x'"), answer.body());
    }

    @Test
    void saysWhatItIsAndThatItWorks() throws Exception {
        String capabilities = server.get("/sia2/capabilities").body();
        IvoaSchemas.all().validate(capabilities);
        assertTrue(capabilities.contains("standardID=\"ivo://ivoa.net/std/SIA#query-2.0\""), capabilities);
        assertTrue(capabilities.contains(server.url("/sia2/query") + "</accessURL>"), capabilities);
        String availability = server.get("/sia2/availability").body();
        IvoaSchemas.all().validate(availability);
        assertTrue(availability.contains(">true</"), availability);
    }

    @Test
    void resultsOfQueriesSayWhereTheirLinksAre() throws Exception {
        String adql = "SELECT obs_publisher_did AS did FROM ivoa.obscore";
        HttpResponse<String> answer = server.query(adql, Map.of());
        assertTrue(answer.body().contains("<FIELD ID=\"did\" name=\"did\""), answer.body());
        assertTrue(answer.body().contains("value=\"" + server.url("/datalink/links") + "\""), answer.body());
        IvoaSchemas.all().validate(answer.body());
        try (JobClient jobs = new JobClient(server)) {
            String job = jobs.query(adql, "PHASE", "RUN");
            jobs.awaitEnd(job);
            String result = jobs.get(job + "/results/result");
            assertTrue(result.contains("value=\"" + server.gateway().baseUrl() + "/datalink/links\""), result);
        }
        assertFalse(
                server.query("SELECT obs_id FROM ivoa.obscore", Map.of()).body().contains("adhoc:service"));
    }

    @Test
    void stiltsAndPyvoTakeTheAnswers(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.vot"), ask("POS=CIRCLE 10 20 0.1").body());
        assertEquals(
                "",
                Judge.run(folder, folder, List.of("stilts", "votlint", file.toString()))
                        .strip());
        String program = """
                import sys, pyvo, pyvo.dal.sia2, astropy.units as u
                s = pyvo.dal.sia2.SIAService(sys.argv[1] + '/sia2')
                r = s.search(pos=(10 * u.deg, 20 * u.deg, 0.1 * u.deg), band=(4.5e-7 * u.m, 4.6e-7 * u.m))
                print(len(r), r[0].obs_id, [str(link['semantics']) for link in next(r.iter_datalinks())][0])
                t = pyvo.dal.TAPService(sys.argv[1] + '/tap').search("SELECT * FROM ivoa.obscore WHERE obs_id = 'a.fits'")
                print([str(link['semantics']) for link in next(t.iter_datalinks())][0])
                """;
        String base = server.url("").toString();
        assertEquals(
                "1 a.fits #this\n#this",
                Judge.run(folder, folder, List.of("/usr/bin/python3", "-W", "ignore", "-c", program, base))
                        .strip());
    }
}
