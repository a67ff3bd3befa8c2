// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.TestArchive.Rule;

/** Parts of datasets over HTTP (SODA 1.0). */
@Timeout(600)
class SodaIT {

    private static final Path SHARED = Path.of(System.getProperty("meridian.shared", "/nowhere"), "data/archive");
    private static final Path PROGRAM = Path.of("src/test/python/cutouts_of_astropy.py");

    private static RunningGateway server;
    private static People people;
    private static TestArchive archive;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "eve");
        people.administration().join("gaia", List.of("ada"));
        archive = new TestArchive(server);
        byte[] image = image();
        archive.dataset("image ä.fits", "image", image, Rule.PUBLIC);
        archive.dataset("proprietary.fits", "image", image, Rule.PROPRIETARY);
        archive.dataset("hidden.fits", "image", image, Rule.HIDDEN);
        archive.dataset("text.fits", "image", "no FITS at all".getBytes(UTF_8), Rule.PUBLIC);
    }

    @AfterAll
    static void stop() {
        archive.close();
        people.close();
        server.close();
    }

    /** 20 by 10 pixels of a tenth of a degree around (10, 20); each pixel is its own number. */
    private static byte[] image() {
        List<String> cards = List.of(
                "SIMPLE  =                    T",
                "BITPIX  =                   16",
                "NAXIS   =                    2",
                "NAXIS1  =                   20",
                "NAXIS2  =                   10",
                "CTYPE1  = 'RA---TAN'",
                "CTYPE2  = 'DEC--TAN'",
                "CRPIX1  =                 10.5 / middle",
                "CRPIX2  =               5.50E0",
                "CRVAL1  =                 10.0",
                "CRVAL2  =                 20.0",
                "CDELT1  =                 -0.1",
                "CDELT2  =                  0.1",
                "CHECKSUM= 'WRONG'",
                "END");
        StringBuilder header = new StringBuilder();
        cards.forEach(card -> header.append(String.format("%-80s", card)));
        ByteBuffer file = ByteBuffer.allocate(2 * 2880);
        file.put(String.format("%-2880s", header).getBytes(UTF_8));
        for (int i = 0; i < 200; i++) {
            file.putShort((short) i);
        }
        return file.array();
    }

    private static String query(String... parameters) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? "" : "&").append(parameters[i]).append('=');
            query.append(URLEncoder.encode(parameters[i + 1], UTF_8));
        }
        return query.toString();
    }

    private static HttpResponse<byte[]> sync(String... parameters) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url("/soda/sync?" + query(parameters)))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofByteArray());
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static final String IMAGE = TestArchive.did("image ä.fits");

    @Test
    void cutsWhatARegionTouches() throws Exception {
        HttpResponse<byte[]> answer = sync("ID", IMAGE, "CIRCLE", "10 20 0.16");
        assertEquals(200, answer.statusCode(), text(answer));
        assertEquals(
                "application/fits", answer.headers().firstValue("Content-Type").orElseThrow());
        String header = text(answer).substring(0, 2880);
        assertTrue(header.contains("NAXIS1  =                    4"), header);
        assertTrue(header.contains("NAXIS2  =                    4"), header);
        assertTrue(header.contains("CRPIX1  =                  2.5 / middle"), header);
        assertTrue(header.contains("CRPIX2  =                 2.50"), header);
        assertTrue(header.contains("pixels [9:12,4:7] of HDU 0"), header);
        assertEquals(68, ByteBuffer.wrap(answer.body()).getShort(2880));
        assertEquals(2 * 2880, answer.body().length);
    }

    @Test
    void saysNothingWhereNothingOverlaps() throws Exception {
        HttpResponse<byte[]> answer = sync("ID", IMAGE, "POS", "CIRCLE 190 -20 1");
        assertEquals(204, answer.statusCode());
        assertEquals(0, answer.body().length);
        assertEquals(204, sync("ID", IMAGE, "SUB", "[0][21:30,1:5]").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CIRCLE | 10 20 | UsageError: CIRCLE is '10 20': a circle needs 3 numbers, not 2",
                "POS | BOX 1 2 3 4 | UsageError: POS is 'BOX 1 2 3 4': ",
                "BAND | red | UsageError: BAND is 'red'",
                "BAND | 1e-7 2e-7 | UsageError: there is nothing to choose by in the images of the dataset: HDU 0: it has no axis"
                        + " of wavelengths that is known",
                "POL | X | UsageError: POL is 'X'",
                "SUB | [1:2 | UsageError: SUB is '[1:2'",
                "SUB | [3][*,*] | UsageError: the file has no HDU [3]",
                "SUB | [*] | UsageError: SUB has 1 ranges of pixels, and HDU 0 has 2 axes",
                "RESPONSEFORMAT | text/html | UsageError: RESPONSEFORMAT is 'text/html'",
                "META | maybe | UsageError: META must be true or false",
                "DEST | vos:/home/x.fits | UsageError: cutouts cannot be put into files of users"
            })
    void saysWhatIsWrong(String name, String value, String message) throws Exception {
        HttpResponse<byte[]> answer = sync("ID", IMAGE, name, value);
        assertEquals(400, answer.statusCode());
        assertEquals(
                "text/plain;charset=utf-8",
                answer.headers().firstValue("Content-Type").orElseThrow().toLowerCase(Locale.ROOT));
        assertTrue(text(answer).startsWith(message), text(answer));
    }

    @Test
    void hasOneResultOrAPackage() throws Exception {
        String[] several = {"ID", IMAGE, "CIRCLE", "10 20 0.1", "CIRCLE", "190 20 0.1", "CIRCLE", "10.5 20 0.1"};
        HttpResponse<byte[]> refused = sync(several);
        assertEquals(400, refused.statusCode());
        assertTrue(text(refused).startsWith("MultiValuedParamNotSupported: "), text(refused));
        List<String> zipped = new ArrayList<>(List.of(several));
        zipped.addAll(List.of("RESPONSEFORMAT", "application/zip"));
        HttpResponse<byte[]> answer = sync(zipped.toArray(String[]::new));
        assertEquals(200, answer.statusCode(), text(answer));
        List<String> names = new ArrayList<>();
        try (InputStream bytes = new ByteArrayInputStream(answer.body());
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertEquals(
                List.of(
                        "001-image ä-cutout.fits",
                        "002-error.txt",
                        "003-image ä-cutout.fits",
                        "SHA256SUMS",
                        "manifest.csv"),
                names);
    }

    @Test
    void givesHeadersAndPictures() throws Exception {
        HttpResponse<byte[]> headers = sync("ID", IMAGE, "META", "true");
        assertTrue(text(headers).contains("CRPIX1  =                 10.5 / middle"), text(headers));
        HttpResponse<byte[]> png = sync("ID", IMAGE, "CIRCLE", "10 20 0.2", "RESPONSEFORMAT", "image/png");
        assertEquals("image/png", png.headers().firstValue("Content-Type").orElseThrow());
        assertEquals((byte) 0x89, png.body()[0]);
        HttpResponse<byte[]> jpeg = sync("ID", IMAGE, "CIRCLE", "10 20 0.2", "RESPONSEFORMAT", "image/jpeg");
        assertEquals((byte) 0xff, jpeg.body()[0]);
    }

    @Test
    void givesPartsOnlyToThoseWhoMayReadTheWhole() throws Exception {
        String proprietary = "/soda/sync?" + query("ID", TestArchive.did("proprietary.fits"), "CIRCLE", "10 20 0.2");
        HttpResponse<String> anonymous = people.anonymous().get(proprietary);
        assertEquals(401, anonymous.statusCode());
        assertTrue(anonymous.body().startsWith("AuthenticationError: "), anonymous.body());
        HttpResponse<String> eve = people.signedIn("eve").get(proprietary);
        assertEquals(403, eve.statusCode());
        assertTrue(eve.body().startsWith("AuthorizationError: "), eve.body());
        assertEquals(200, people.signedIn("ada").get(proprietary).statusCode());
        String hidden = "/soda/sync?" + query("ID", TestArchive.did("hidden.fits"), "CIRCLE", "10 20 0.2");
        String unknown = "/soda/sync?" + query("ID", TestArchive.did("nothing.fits"), "CIRCLE", "10 20 0.2");
        for (Person each : List.of(people.anonymous(), people.signedIn("eve"))) {
            assertEquals(404, each.get(hidden).statusCode());
            assertEquals(each.get(unknown).body(), each.get(hidden).body());
        }
        assertEquals(200, people.signedIn("ada").get(hidden).statusCode());
    }

    @Test
    void saysWhatFileCannotBeCut() throws Exception {
        HttpResponse<byte[]> answer = sync("ID", TestArchive.did("text.fits"), "CIRCLE", "10 20 0.2");
        assertEquals(400, answer.statusCode());
        assertTrue(text(answer).startsWith("UsageError: nothing can be cut out of text.fits"), text(answer));
    }

    @Test
    void jobsHaveAResultOfEachCombination() throws Exception {
        String form = query("ID", IMAGE, "CIRCLE", "10 20 0.1", "CIRCLE", "190 20 0.1", "PHASE", "RUN");
        try (HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(server.url("/soda/async"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form))
                    .build();
            HttpResponse<String> made = http.send(request, BodyHandlers.ofString());
            assertEquals(303, made.statusCode(), made.body());
            String job = Matcher.quoteReplacement(
                    made.headers().firstValue("Location").orElseThrow());
            String path = job.substring(job.indexOf("/soda/async"));
            String document = server.get(path + "?WAIT=-1&PHASE=QUEUED").body();
            while (!document.contains("COMPLETED")) {
                assertTrue(!document.contains(">ERROR<"), document);
                document = server.get(path + "?WAIT=10").body();
            }
            Matcher results = Pattern.compile("<uws:result id=\"([^\"]*)\"").matcher(document);
            List<String> ids = results.results().map(each -> each.group(1)).toList();
            assertEquals(List.of("result-1", "result-2"), ids, document);
            assertTrue(server.get(path + "/results/result-1").body().startsWith("SIMPLE  ="));
            assertTrue(server.get(path + "/results/result-2")
                    .body()
                    .startsWith("UsageError: no pixel of " + IMAGE + " lies in what is asked for"));
        }
    }

    @Test
    void saysWhatItCanDo() throws Exception {
        String capabilities = server.get("/soda/capabilities").body();
        assertTrue(capabilities.contains("ivo://ivoa.net/std/SODA#sync-1.0"), capabilities);
        assertTrue(capabilities.contains("ivo://ivoa.net/std/SODA#async-1.0"), capabilities);
        assertTrue(capabilities.contains("/soda/sync</accessURL>"), capabilities);
        assertTrue(server.get("/soda/availability").body().contains("available>true"));
    }

    @Test
    void cutoutsAreThoseOfAstropy(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SHARED), "the shared data are not here: set meridian.shared");
        Path made = Files.createDirectory(folder.resolve("made"));
        List<Path> files = new ArrayList<>();
        String said = python(folder, "make", made.toString(), SHARED.toString());
        assertEquals("", said);
        for (Path source : List.of(SHARED, made)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(source, "*.{fits,fits.gz,fits.bz2,fits.fz}")) {
                all.forEach(files::add);
            }
        }
        for (Path file : files) {
            archive.dataset(file.getFileName().toString(), "image", Files.readAllBytes(file), Rule.PUBLIC);
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        String prefix = TestArchive.did("x");
        String answer = python(
                folder,
                "compare",
                server.url("/soda/sync").toString(),
                prefix.substring(0, prefix.length() - 1),
                folder.toString(),
                "300");
        assertTrue(answer.matches("files=[0-9]+ cutouts=[0-9]+ images=[0-9]+ empty=[0-9]+\n"), answer);
    }

    private static String python(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-W", "ignore", PROGRAM.toString()));
        command.addAll(List.of(arguments));
        return Judge.run(folder, Path.of(""), command);
    }
}
