// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.TestDatabase;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.ingest.demo.DemoData;
import org.meridian.tap.query.QueryLimits;

/**
 * What the programs of others say about the demo: STILTS with its validators, pyVO. Skipped where a program is not
 * installed, unless the environment variable {@code MERIDIAN_TEST_REQUIRE_TOOLS} is {@code true}.
 */
@Timeout(300)
class JudgesIT {

    /** Stages of taplint that need neither asynchronous jobs nor uploads nor tables that the demo does not have. */
    private static final String SYNC_STAGES = "TMV TME TMS TMC CPV CAP AVV QGE QPO MDQ EXA";

    /**
     * Warnings that are the judge's. W-CAP-CULF, "custom language feature": STILTS 3.4 is older than ADQL 2.1 and takes the
     * keys of its features, in its spelling, for somebody's own.
     */
    private static final Set<String> EXPECTED_WARNINGS = Set.of("W-CAP-CULF");

    private static TestDatabase database;
    private static Gateway gateway;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startTheDemo() throws Exception {
        database = TestDatabase.create();
        gateway = Gateway.start(new GatewaySettings(
                GatewaySettings.Web.local(0),
                folder,
                new DatabaseConfig(database.server(), DatabaseConfig.Pools.DEFAULT),
                QueryLimits.DEFAULT,
                GatewaySettings.Delivery.DEFAULT));
        TableIngest ingest = new TableIngest(
                gateway.database().owner(),
                gateway.database().grants(),
                Files.createDirectory(folder.resolve("spill")));
        new DemoData(ingest, gateway.schema()).load(20_000, IngestProgress.SILENT);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        database.close();
    }

    @Test
    void taplintFindsNoErrorInTheSynchronousStages() throws Exception {
        String report = run(List.of(
                "stilts", "taplint", "tapurl=" + gateway.baseUrl() + "/tap", "stages=" + SYNC_STAGES, "report=EWFS"));
        assertTrue(report.contains("Totals: "), report);
        Set<String> codes = new TreeSet<>();
        Pattern.compile("(?m)^([EFW]-[A-Z]+-[A-Z0-9]{4})")
                .matcher(report)
                .results()
                .forEach(m -> codes.add(m.group(1)));
        codes.removeAll(EXPECTED_WARNINGS);
        assertEquals(Set.of(), codes, report);
    }

    @ParameterizedTest
    @ValueSource(strings = {"votable/td", "votable/b2", "votable/b"})
    void votlintFindsNothing(String format) throws Exception {
        Path table = folder.resolve(format.replace('/', '-') + ".vot");
        URI query = URI.create(gateway.baseUrl() + "/tap/sync?LANG=ADQL&FORMAT=" + format
                + "&QUERY=SELECT+TOP+500+*+FROM+demo.survey");
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofFile(table));
        assertEquals("", run(List.of("stilts", "votlint", table.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"votable/td", "votable/b2", "votable/b", "fits", "csv", "ecsv"})
    void stiltsReadsEveryFormat(String format) throws Exception {
        String rows = run(List.of(
                "stilts",
                "tpipe",
                "in=" + gateway.baseUrl() + "/tap/sync?LANG=ADQL&FORMAT=" + format
                        + "&QUERY=SELECT+hip,ra,dec,vmag,name+FROM+demo.hipparcos+WHERE+vmag+%3C+3",
                "ifmt=" + format.replaceAll("/.*", ""),
                "omode=count"));
        assertTrue(rows.contains("columns: 5"), rows);
        assertTrue(rows.matches("(?s).*rows: 17\\d\\s*"), rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"votable", "fits", "csv", "tsv", "ecsv"})
    void astropyReadsRowsThatWereCut(String format) throws Exception {
        Path table = folder.resolve("cut-" + format);
        URI query = URI.create(gateway.baseUrl() + "/tap/sync?LANG=ADQL&MAXREC=7&FORMAT=" + format
                + "&QUERY=SELECT+hip,ra,dec,vmag,name+FROM+demo.hipparcos");
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofFile(table));
        Path script = Path.of("src/test/python/read_with_astropy.py");
        String answer = run(List.of("/usr/bin/python3", script.toString(), format, table.toString()));
        assertTrue(answer.endsWith("all is well\n"), answer);
    }

    @Test
    void stiltsAsksByTap() throws Exception {
        String answer = run(List.of(
                "stilts",
                "tapquery",
                "sync=true",
                "tapurl=" + gateway.baseUrl() + "/tap",
                "adql=SELECT TOP 1 name FROM demo.hipparcos WHERE name IS NOT NULL ORDER BY vmag",
                "ofmt=csv-noheader"));
        assertEquals("Sirius", answer.strip());
    }

    @Test
    void pyvoFindsWhatItNeeds() throws Exception {
        Path script = Path.of("src/test/python/ask_with_pyvo.py");
        String answer = run(List.of("/usr/bin/python3", script.toString(), gateway.baseUrl() + "/tap"));
        assertTrue(answer.endsWith("all is well\n"), answer);
    }

    /** What a program prints; skips the calling test where it is not installed. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        requireTool(command);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(Duration.ofMinutes(4).toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(output).replaceAll("(?m)^(Picked up|WARNING:).*\n", "");
    }

    private static void requireTool(List<String> command) throws IOException, InterruptedException {
        Optional<String> missing = Optional.empty();
        if (command.getFirst().endsWith("python3")) {
            Process probe = Files.isExecutable(Path.of(command.getFirst()))
                    ? new ProcessBuilder(command.getFirst(), "-c", "import pyvo").start()
                    : new ProcessBuilder("false").start();
            missing = probe.waitFor() == 0 ? Optional.empty() : Optional.of("pyVO (Debian: python3-pyvo)");
        } else if (new ProcessBuilder("sh", "-c", "command -v " + command.getFirst())
                        .start()
                        .waitFor()
                != 0) {
            missing = Optional.of(command.getFirst());
        }
        if (missing.isPresent()) {
            String message = missing.get() + " is not installed: its judgement is not asked";
            Assumptions.assumeTrue("true".equals(System.getenv("MERIDIAN_TEST_REQUIRE_TOOLS")), message);
            throw new AssertionError(message);
        }
    }
}
