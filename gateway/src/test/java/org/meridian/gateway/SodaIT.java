// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.TestArchive.Rule;

/** Parts of datasets over HTTP (SODA 1.0). */
@Timeout(600)
class SodaIT {

    private static final Path SHARED = Path.of(System.getProperty("meridian.shared", "/nowhere"), "data/archive");
    private static final Path CUTOUTS = Path.of("src/test/python/cutouts_of_astropy.py");
    private static final Path TABLES = Path.of("src/test/python/tables_of_astropy.py");
    private static final Set<String> PUBLISHED = new HashSet<>();

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
        archive.dataset("large.fits", "measurements", large(), Rule.PUBLIC);
        archive.dataset("text.fits", "measurements", "no FITS at all".getBytes(UTF_8), Rule.PUBLIC);
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

    /** 3000 by 4000 pixels: more than what waits in buffers between gateway and client. */
    private static byte[] large() {
        String header = new String(image(), 0, 2880, UTF_8)
                .replace("NAXIS1  =                   20", "NAXIS1  =                 4000")
                .replace("NAXIS2  =                   10", "NAXIS2  =                 3000");
        return ByteBuffer.allocate(2880 + 24_001_920)
                .put(header.getBytes(UTF_8))
                .array();
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
                "BAND | 1e-7 2e-7 | UsageError: there is nothing to choose by in the dataset: HDU 0: it has no axis"
                        + " of wavelengths that is known",
                "POL | X | UsageError: POL is 'X'",
                "SUB | [1:2 | UsageError: SUB is '[1:2'",
                "SUB | [3][*,*] | UsageError: the file has no HDU [3]",
                "SUB | [*] | UsageError: SUB has 1 ranges of pixels, and HDU 0 has 2 axes",
                "RESPONSEFORMAT | text/html | UsageError: RESPONSEFORMAT is 'text/html'",
                "META | maybe | UsageError: META must be true or false",
                "DEST | http://example.org/x | UsageError: DEST is 'http://example.org/x'; it must name a file in a workspace",
                "STRETCH | magic | UsageError: STRETCH is 'magic'; it must be one of linear, sqrt, square, log, asinh, histogram",
                "COLORMAP | mud | UsageError: COLORMAP is 'mud'; it must be one of gray, heat, cool, viridis, inferno",
                "LIMITS | 101% | UsageError: LIMITS is '101%'; it must be one of zscale, minmax, a percentage",
                "LIMITS | 5 2 | UsageError: LIMITS is '5 2'; it must be one of zscale, minmax",
                "INVERT | 1 | UsageError: INVERT must be true or false"
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
            String document = ended(people.anonymous(), path);
            Matcher results = Pattern.compile("<uws:result id=\"([^\"]*)\"").matcher(document);
            List<String> ids = results.results().map(each -> each.group(1)).toList();
            assertEquals(List.of("result-1", "result-2"), ids, document);
            assertTrue(server.get(path + "/results/result-1").body().startsWith("SIMPLE  ="));
            assertTrue(server.get(path + "/results/result-2")
                    .body()
                    .startsWith("UsageError: no pixel of " + IMAGE + " lies in what is asked for"));
        }
    }

    /** However many large cutouts clients take slowly: these have no place among those that are being made. */
    @Test
    void slowClientsKeepNobodyWaiting() throws Exception {
        String path = "/soda/sync?" + query("ID", TestArchive.did("large.fits"), "SUB", "[1:3999,*]");
        URI url = server.url(path);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Socket client = new Socket();
                slow.add(client);
                client.setReceiveBufferSize(4096);
                client.connect(new InetSocketAddress(url.getHost(), url.getPort()));
                client.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
                assertEquals("HTTP/1.1 200", new String(client.getInputStream().readNBytes(12), UTF_8));
            }
            assertEquals(200, sync("ID", IMAGE, "CIRCLE", "10 20 0.1").statusCode());
            HttpResponse<String> refused = server.get(path);
            assertEquals(429, refused.statusCode());
            assertTrue(
                    refused.body().startsWith("ServiceUnavailable: you have used 12 of 12 large cutouts"),
                    refused.body());
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    @Test
    void compressesInTiles() throws Exception {
        HttpResponse<byte[]> answer =
                sync("ID", IMAGE, "CIRCLE", "10 20 0.16", "RESPONSEFORMAT", "application/fits; compression=tile");
        assertEquals(
                "application/fits;compression=tile",
                answer.headers().firstValue("Content-Type").orElseThrow());
        String header = text(answer).substring(2880, 5760);
        for (String card : List.of(
                "ZSIMPLE =                    T",
                "ZBITPIX =                   16",
                "ZNAXIS1 =                    4",
                "ZCMPTYPE= 'RICE_1  '",
                "CRPIX1  =                  2.5 / middle")) {
            assertTrue(header.contains(card), header);
        }
    }

    @Test
    void resultsGoIntoFilesOfUsers() throws Exception {
        Person ada = people.program("ada", Scope.SIA, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        String[] one = {"ID", IMAGE, "CIRCLE", "10 20 0.1", "DEST", "vos:/home/ada/one.fits"};
        HttpResponse<String> made = ada.post("/soda/sync", one);
        assertEquals(201, made.statusCode(), made.body());
        String url = server.url("/vospace/files/home/ada/one.fits").toString();
        assertEquals(url, made.headers().firstValue("Location").orElseThrow());
        assertTrue(ada.get(url).body().startsWith("SIMPLE  ="));
        assertEquals(200, ada.post("/soda/sync", one).statusCode());
        People.refused(401, "signed in", people.anonymous().post("/soda/sync", one));
        People.refused(401, "signed in", people.anonymous().post("/soda/async", one));
        People.refused(
                403,
                "PermissionDenied",
                people.program("eve", Scope.SIA, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE)
                        .post("/soda/sync", one));
        People.refused(403, "vospace:write", people.program("eve", Scope.SIA).post("/soda/async", one));
        HttpResponse<String> several = ada.post(
                "/soda/async",
                "ID",
                IMAGE,
                "CIRCLE",
                "10 20 0.1",
                "CIRCLE",
                "190 20 0.1",
                "DEST",
                "vos:/home/ada/",
                "PHASE",
                "RUN");
        String job = several.headers().firstValue("Location").orElse(several.body());
        String document = ended(ada, job.substring(job.indexOf("/soda/async")));
        String first =
                server.url("/vospace/files/home/ada/001-image__-cutout.fits").toString();
        assertTrue(document.contains("xlink:href=\"" + first + "\""), document);
        assertTrue(ada.get(first).body().startsWith("SIMPLE  ="));
        assertTrue(document.contains("result-2"), document);
        HttpResponse<String> wrong =
                ada.post("/soda/sync", "ID", IMAGE, "CIRCLE", "10 20 0.1", "DEST", "vos:/home/ada/no/x");
        People.refused(400, "ContainerNotFound", wrong);
    }

    private static String ended(Person who, String job) throws Exception {
        String document = who.get(job + "?WAIT=-1&PHASE=QUEUED").body();
        while (!document.contains("COMPLETED")) {
            assertTrue(!document.contains(">ERROR<"), document);
            document = who.get(job + "?WAIT=10").body();
        }
        return document;
    }

    @Test
    void hasExamplesThatRun() throws Exception {
        String examples = server.get("/soda/examples").body();
        Matcher all = Pattern.compile("typeof=\"example\">(.*?)</div>", Pattern.DOTALL)
                .matcher(examples);
        int count = 0;
        while (all.find()) {
            List<String> parameters = new ArrayList<>();
            Matcher each =
                    Pattern.compile("property=\"(?:key|value)\">([^<]*)<").matcher(all.group(1));
            each.results().forEach(found -> parameters.add(found.group(1).replace("&amp;", "&")));
            HttpResponse<byte[]> answer = sync(parameters.toArray(String[]::new));
            assertEquals(200, answer.statusCode(), parameters + text(answer));
            count++;
        }
        assertTrue(count >= 4, examples);
        assertTrue(server.get("/soda/capabilities").body().contains("/soda/examples</accessURL>"));
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
        assertEquals("", python(folder, CUTOUTS, "make", made.toString(), SHARED.toString()));
        String answer = compared(folder, CUTOUTS, 300);
        assertTrue(answer.matches("files=[0-9]+ cutouts=[0-9]+ images=[0-9]+ empty=[0-9]+ tiled=[0-9]+\n"), answer);
    }

    @Test
    void tablesAreThoseOfAstropy(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(SHARED), "the shared data are not here: set meridian.shared");
        Path made = Files.createDirectory(folder.resolve("made"));
        assertEquals("", python(folder, TABLES, "make", made.toString()));
        String answer = compared(folder, TABLES, 4);
        assertTrue(answer.matches("files=16 parts=[0-9]+ empty=[0-9]+\n"), answer);
    }

    /** What a program says of parts of the real files and of those that it has made. */
    private static String compared(Path folder, Path program, int number) throws Exception {
        for (Path source : List.of(SHARED, folder.resolve("made"))) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(source, "*.{fits,fits.gz,fits.bz2,fits.fz}")) {
                for (Path file : all) {
                    String name = file.getFileName().toString();
                    if (PUBLISHED.add(name)) {
                        archive.dataset(name, "measurements", Files.readAllBytes(file), Rule.PUBLIC);
                    }
                    Files.copy(file, folder.resolve(name));
                }
            }
        }
        String prefix = TestArchive.did("x");
        return python(
                folder,
                program,
                "compare",
                server.url("/soda/sync").toString(),
                prefix.substring(0, prefix.length() - 1),
                folder.toString(),
                Integer.toString(number));
    }

    private static String python(Path folder, Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-W", "ignore", program.toString()));
        command.addAll(List.of(arguments));
        return Judge.run(folder, Path.of(""), command);
    }
}
