// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.sia.demo.DemoArchive;
import org.meridian.sia.demo.DemoStar;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.scan.ScanCounts;
import org.meridian.sia.scan.ScanListener;
import org.meridian.sia.scan.ScanRequest;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.ingest.demo.DemoData;

/**
 * What the programs of others say about the demo's observations: STILTS with its validators, pyVO, fitsverify. Skipped where
 * a program is not installed (see {@link Judge}).
 */
@Timeout(300)
class ObservationJudgesIT {
    private static RunningGateway server;
    private static String url;

    @TempDir
    private static Path folder;

    private static Path archive;

    @BeforeAll
    static void startTheDemo() throws Exception {
        archive = folder.resolve("demo");
        List<DemoStar> stars = new ArrayList<>();
        DemoData.eachHipparcosStar(star ->
                stars.add(new DemoStar(star.name(), star.raDeg(), star.decDeg(), star.vmag(), star.bv(), 0, 0)));
        new DemoArchive(stars).write(archive, 2, (done, all) -> {});
        server = new RunningGateway(Optional.empty());
        Gateway gateway = server.gateway();
        url = gateway.baseUrl().toString();
        TableIngest ingest = new TableIngest(
                gateway.database().owner(),
                gateway.database().grants(),
                Files.createDirectory(folder.resolve("spill")));
        new DemoData(ingest, gateway.schema()).load(1_000, IngestProgress.SILENT);
        scan("demo", archive, DemoArchive.rules());
    }

    private static ScanCounts scan(String collection, Path files, String rules) throws Exception {
        ScanRequest request =
                new ScanRequest(files, "meridian.local", collection, Optional.empty(), Optional.of(rules), false);
        return new ObservationIngest(server.gateway().database()).scan(request, new ScanListener() {
            @Override
            public void read(ScannedFile file) {}

            @Override
            public void update(ScanCounts counts) {}
        });
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String run(String... command) throws Exception {
        return Judge.run(folder, Path.of(""), List.of(command));
    }

    private static String faults(String report) {
        return report.lines()
                .filter(line -> line.matches("[EFW]-.*"))
                // Without a network STILTS 3.4.7 has an old vocabulary; ADQL 2.1's features are later than it.
                .filter(line -> !line.matches("E-SMCO-\\d+ Unknown predicate '(thumbnail|documentation|package)' .*"))
                .filter(line -> !line.startsWith("W-CAP-CULF-"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyFileOfTheDemoIsUnderstood() throws Exception {
        ScanCounts again = scan("demo", archive, DemoArchive.rules());
        assertEquals(new ScanCounts(147, 147, 147, 0, 0), again);
    }

    @Test
    void fitsverifyFindsNothing() throws Exception {
        List<String> command = new ArrayList<>(List.of("fitsverify", "-q"));
        try (Stream<Path> files = Files.walk(archive)) {
            // It reads no compressed files.
            files.map(Path::toString)
                    .filter(name -> name.matches(".*\\.(fits|fz)"))
                    .forEach(command::add);
        }
        String report = Judge.run(folder, Path.of(""), command);
        assertEquals("", report.lines().filter(line -> !line.contains(" OK:")).collect(Collectors.joining("\n")));
        assertTrue(report.lines().count() > 100, report);
    }

    @Test
    void taplintFindsNoFaultOfObscore() throws Exception {
        String report =
                run("stilts", "taplint", "tapurl=" + url + "/tap", "stages=TMV TME TMS TMC CAP OBS", "report=EWFS");
        assertTrue(report.contains("S-OBS-QNUM-1 Successful/submitted TAP queries: 8/8"), report);
        assertEquals("", faults(report), report);
    }

    /** One of each kind of product, by its path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wmc/m13/wmc-m13-g-1.fits",
                "wmc/m13/wmc-m13-g-deep.fits.fz",
                "wmc/m51/wmc-m51-g-1.fits",
                "wmc/m57/wmc-m57-r-1.fits",
                "wmc/calibration/wmc-flat-r.fits",
                "nica/gc/gc-J-3.fits.gz",
                "nica/gc/gc-J-map.fits",
                "ifs/ifs-orion.fits",
                "radio/orion-co.fits",
                "radio/sgra-iquv.fits",
                "spes/1d/spes-sirius.fits",
                "phot/phot-polaris_lc.fits",
                "xray/orion_evt.fits.gz",
                "maps/star-density.fits"
            })
    void datalinklintFindsNoFault(String path) throws Exception {
        String did = URLEncoder.encode("ivo://meridian.local/demo?" + path, StandardCharsets.UTF_8);
        String report = run("stilts", "datalinklint", "report=EWFI", "votable=" + url + "/datalink/links?ID=" + did);
        assertTrue(report.contains("I-DLNR-1"), report);
        assertEquals("", faults(report), report);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sia2/query?POS=CIRCLE+83.8+-5.4+0.3",
                "/sia2/query?MAXREC=0",
                "/sia2/query?POS=CIRCLE+999+0+1",
                "/sia1/query?POS=83.8,-5.4&SIZE=0.3",
                "/sia1/query?FORMAT=METADATA",
                "/scs/demo.hipparcos/query?RA=56.75&DEC=24.12&SR=1",
                "/scs/demo.hipparcos/query?RA=x",
                "/datalink/links?ID=ivo://meridian.local/demo%3Fifs%2Fifs-orion.fits"
            })
    void votlintFindsNothing(String query) throws Exception {
        Path document = Files.createTempFile(folder, "answer", ".vot");
        HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url + query)).build(), BodyHandlers.ofFile(document));
        assertTrue(Files.size(document) > 100);
        assertEquals("", run("stilts", "votlint", document.toString()));
    }

    @Test
    void stiltsSearchesConesAroundRows() throws Exception {
        Path places = Files.writeString(folder.resolve("places.csv"), "name,ra,dec\nM45,56.75,24.12\nPole,0,89.9\n");
        String stars = cone(places, "/scs/demo.hipparcos/query?", "cone", "1.0");
        assertTrue(stars.lines().count() > 10, stars);
        String images = cone(places, "/sia1/query?", "sia", "0.2");
        assertTrue(images.lines().anyMatch(line -> line.contains("M45")), images);
        assertTrue(images.lines().noneMatch(line -> line.startsWith("Pole")), images);
    }

    private static String cone(Path places, String service, String type, String radius) throws Exception {
        return run(
                "stilts",
                "coneskymatch",
                "in=" + places,
                "ifmt=csv",
                "ra=ra",
                "dec=dec",
                "sr=" + radius,
                "servicetype=" + type,
                "serviceurl=" + url + service,
                "find=all",
                "ofmt=csv-noheader");
    }

    @Test
    void pyvoFindsWhatItNeeds() throws Exception {
        String answer = run("/usr/bin/python3", "-W", "ignore", "src/test/python/ask_observations_with_pyvo.py", url);
        assertTrue(answer.endsWith("all is well\n"), answer);
    }
}
