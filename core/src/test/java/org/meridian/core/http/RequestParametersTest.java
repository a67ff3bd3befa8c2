// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.UsageFault;

class RequestParametersTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static Map<String, List<String>> form(String type, String body) throws IOException {
        try (FormRequest request = RequestParameters.ofForm(
                Optional.of("LANG=ADQL"),
                Optional.of(type),
                new ByteArrayInputStream(body.getBytes(UTF_8)),
                LIMITS,
                disk)) {
            return request.parameters();
        }
    }

    private static final FormLimits LIMITS = FormLimits.files(10_000, 20_000, 2);
    private static TemporaryFiles disk;

    @BeforeAll
    static void openFolder(@TempDir Path folder) throws IOException {
        disk = TemporaryFiles.open(folder, 50_000);
    }

    @AfterEach
    void everyFileIsDeleted() {
        assertEquals(0, disk.usedBytes());
    }

    @Test
    void decodesPlusAndPercentAndUtf8() {
        assertEquals(
                Map.of("QUERY", List.of("SELECT 'é' + 1"), "EMPTY", List.of("")),
                RequestParameters.ofQuery(Optional.of("QUERY=SELECT+%27%C3%A9%27+%2B+1&&EMPTY")));
    }

    @Test
    void keepsEveryValueOfARepeatedParameter() {
        assertEquals(Map.of("a", List.of("1", "2")), RequestParameters.ofQuery(Optional.of("a=1&a=2")));
    }

    @Test
    void joinsQueryAndBody() throws IOException {
        assertEquals(
                Map.of("LANG", List.of("ADQL"), "QUERY", List.of("x")), form(FORM + "; charset=UTF-8", "QUERY=x\r\n"));
    }

    @Test
    void refusesBrokenPercentEncoding() {
        UsageFault fault = assertThrows(UsageFault.class, () -> RequestParameters.ofQuery(Optional.of("QUERY=100%")));
        assertTrue(fault.message().contains("%"), fault.message());
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        assertThrows(UsageFault.class, () -> form(FORM, "QUERY=" + "x".repeat(10_000)));
    }

    @Test
    void refusesAnotherTypeOfBody() {
        assertThrows(UsageFault.class, () -> form("application/json", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUERY='%E9'", "QUERY=%C3", "QUERY=%ED%A0%80", "QUERY=%ZZ", "QUERY=%+1", "QUERY=%4"})
    void refusesWhatIsWronglyEncodedByName(String query) {
        UsageFault fault = assertThrows(UsageFault.class, () -> RequestParameters.ofQuery(Optional.of(query)));
        assertTrue(fault.message().contains("parameter QUERY"), fault.message());
        assertThrows(UsageFault.class, () -> form(FORM, query));
    }

    @Test
    void refusesAUrlOfWhichTheServerCouldNotReadEveryByte() {
        assertThrows(UsageFault.class, () -> RequestParameters.ofQuery(Optional.of("QUERY='\uFFFD'")));
        assertEquals(Map.of("QUERY", List.of("\uFFFD")), RequestParameters.ofQuery(Optional.of("QUERY=%EF%BF%BD")));
    }

    @ParameterizedTest
    @CsvSource({"iso-8859-1,%E9,\u00e9", "UTF-8,%C3%A9,\u00e9", "\"utf-8\",%C3%A9,\u00e9", "US-ASCII,e,e"})
    void honoursTheCharsetDeclared(String charset, String sent, String meant) throws IOException {
        assertEquals(
                Map.of("LANG", List.of("ADQL"), "QUERY", List.of(meant)),
                form(FORM + "; charset=" + charset, "QUERY=" + sent));
    }

    @ParameterizedTest
    @CsvSource({"US-ASCII,%E9", "UTF-16,e", "nonsense,e"})
    void refusesCharsetsItDoesNotKnowAndTextThatIsNotInThem(String charset, String sent) {
        assertThrows(UsageFault.class, () -> form(FORM + ";charset=" + charset, "QUERY=" + sent));
    }

    @Test
    void takesAPartSentAsAFileForAParameter() throws IOException {
        String body = "--x\r\nContent-Disposition: form-data; name=\"QUERY\"; filename=\"q.adql\"\r\n"
                + "Content-Type: text/plain; charset=ISO-8859-1\r\n\r\nSELECT '\u00c3\u00a9'\r\n--x--\r\n";
        assertEquals(
                Map.of(
                        "LANG", List.of("ADQL"),
                        "QUERY", List.of(new String("SELECT '\u00c3\u00a9'".getBytes(UTF_8), ISO_8859_1))),
                form("multipart/form-data; boundary=x", body));
    }

    @Test
    void readsMultipartFieldsAndLeavesUploadsOut() throws IOException {
        // The boundary STILTS sends.
        String body = "preamble\r\n--<<<---x\r\nContent-Disposition: form-data; name=\"QUERY\"\r\n\r\nSELECT\r\n1\r\n"
                + "--<<<---x\r\ncontent-disposition: form-data; name=EMPTY\r\nContent-Type: text/plain\r\n\r\n\r\n"
                + "--<<<---x\r\nContent-Disposition: form-data; name=UPLOAD\r\n\r\nmine,param:t\r\n"
                + "--<<<---x\r\nContent-Disposition: form-data; name=\"t\"; filename=\"t.vot\"\r\n\r\n<VOTABLE/>\r\n"
                + "--<<<---x--\r\nepilogue";
        assertEquals(
                Map.of(
                        "LANG", List.of("ADQL"),
                        "QUERY", List.of("SELECT\r\n1"),
                        "EMPTY", List.of(""),
                        "UPLOAD", List.of("mine,param:t")),
                form("multipart/form-data; boundary=\"<<<---x\"", body));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void passesOverBlanksBehindBoundariesHoweverTheBodyComes(int blockSize) throws IOException {
        String content = "a --x \r\r\n--\r\n--y  \t\r\n";
        String body = "--x \t \r\nContent-Disposition: form-data; name=Q\r\n\r\n" + content + "\r\n--x\t\r\n"
                + "Content-Disposition: form-data; name=R\r\n\r\n  \r\n--x-- \r\n";
        InputStream dribbling = new FilterInputStream(new ByteArrayInputStream(body.getBytes(UTF_8))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(blockSize, length));
            }
        };
        try (FormRequest request = RequestParameters.ofForm(
                Optional.empty(), Optional.of("multipart/form-data; boundary=x"), dribbling, LIMITS, disk)) {
            assertEquals(Map.of("Q", List.of(content), "R", List.of("  ")), request.parameters());
            assertEquals(Optional.of(List.of("Q", "R")), request.parts());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7bit", "8BIT", "binary"})
    void takesPartsThatAreSentAsTheyAre(String encoding) throws IOException {
        try (FormRequest request = request("--x\nContent-Disposition: form-data; name=Q\nContent-Transfer-Encoding: "
                + encoding + "\n\nSELECT\n--x--\n")) {
            assertEquals(Map.of("Q", List.of("SELECT")), request.parameters());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "Quoted-Printable", "x-uuencode"})
    void refusesPartsInATransferEncoding(String encoding) {
        UsageFault fault = assertThrows(
                UsageFault.class,
                () -> request("--x\nContent-Disposition: form-data; name=Q; filename=q\nContent-Transfer-Encoding: "
                        + encoding + "\n\nU0VMRUNU\n--x--\n"));
        assertTrue(
                fault.message().contains("the part Q of the multipart body has Content-Transfer-Encoding " + encoding),
                fault.message());
    }

    private static FormRequest request(String body) throws IOException {
        return RequestParameters.ofForm(
                Optional.empty(),
                Optional.of("multipart/form-data; boundary=x"),
                new ByteArrayInputStream(body.replace("\n", "\r\n").getBytes(UTF_8)),
                LIMITS,
                disk);
    }

    @Test
    void givesUploadsAsFilesWithOrWithoutFileNameAndWhateverTheirOrder() throws IOException {
        String body = "--x\nContent-Disposition: form-data; name=\"a b\\\"c\"\nContent-Type: text/csv\n\nra,dec\n--x\n"
                + "Content-Disposition: form-data;\n name=second; filename=\"../x.vot\"\n\n<VOTABLE/>\n--x\n"
                + "Content-Disposition: form-data; name=upload\n\nt1,param:second;t2,param:third\n--x\n"
                + "Content-Disposition: form-data; name=third\n\n1,2\n--x--\n";
        Path kept;
        try (FormRequest request = request(body)) {
            assertEquals(
                    Map.of("upload", List.of("t1,param:second;t2,param:third"), "a b\"c", List.of("ra,dec")),
                    request.parameters());
            assertEquals(Set.of("second", "third"), request.files().keySet());
            FormFile second = request.files().get("second");
            assertEquals(Optional.of("../x.vot"), second.filename());
            assertEquals("<VOTABLE/>", Files.readString(second.path()));
            kept = request.files().get("third").path();
            assertEquals("1,2", Files.readString(kept));
        }
        assertFalse(Files.exists(kept));
    }

    @Test
    void keepsAFileThatNobodyNamesAndThatIsNoText() throws IOException {
        String body =
                "--x\nContent-Disposition: form-data; name=t; filename=t\nContent-Type: application/x; charset=US-ASCII"
                        + "\n\n\u00e9\n--x--\n";
        try (FormRequest request = request(body)) {
            assertEquals(Map.of(), request.parameters());
            assertEquals(Set.of("t"), request.files().keySet());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "20_001, the part t of the request has more than 20000 bytes",
        "90_000, the part t of the request has more than 20000 bytes"
    })
    void refusesAFileThatIsTooLarge(String size, String message) {
        String body = "--x\nContent-Disposition: form-data; name=t; filename=t\n\n"
                + "y".repeat(Integer.parseInt(size.replace("_", ""))) + "\n--x--\n";
        UsageFault fault = assertThrows(UsageFault.class, () -> request(body));
        assertTrue(fault.message().startsWith(message), fault.message());
    }

    @Test
    void refusesMoreFilesThanTheDiskMayHold() {
        String part = "--x\nContent-Disposition: form-data; name=t; filename=t\n\n" + "y".repeat(20_000) + "\n";
        DaliFault fault = assertThrows(DaliFault.class, () -> request(part.repeat(3) + "--x--\n"));
        assertEquals(503, fault.httpStatus());
    }

    @Test
    void refusesTooManyPartsTooLongHeadersAndTwoPartsForOneUpload() {
        String part = "--x\nContent-Disposition: form-data; name=t; filename=t\n\n1\n";
        assertThrows(UsageFault.class, () -> request(part.repeat(1001) + "--x--\n"));
        assertThrows(UsageFault.class, () -> request("--x\nA: " + "b".repeat(9000) + "\n\n1\n--x--\n"));
        String upload = "--x\nContent-Disposition: form-data; name=UPLOAD\n\na,param:t\n";
        UsageFault fault = assertThrows(UsageFault.class, () -> request(upload + part + part + "--x--\n"));
        assertTrue(fault.message().contains("two parts t"), fault.message());
    }

    @Test
    void refusesParametersThatAreTooLongInAll() {
        String part = "--x\nContent-Disposition: form-data; name=QUERY\n\n" + "y".repeat(21_000) + "\n";
        assertThrows(UsageFault.class, () -> request(part + "--x--\n"));
    }

    @Test
    void clearsWhatAKilledProcessLeft(@TempDir Path folder) throws IOException {
        try (TemporaryFiles.TemporaryFile left = TemporaryFiles.open(folder, 10).newFile()) {
            Path other = Files.writeString(folder.resolve("other.part"), "");
            TemporaryFiles.open(folder, 10);
            assertFalse(Files.exists(left.path()));
            assertTrue(Files.exists(other));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the body of the request is empty",
                "LANG=ADQL | the multipart body nowhere has its boundary, a line --x as",
                "--y\\r\\n\\r\\n--y-- | the multipart body nowhere has its boundary, a line --x as",
                "--x | the multipart body does not end with its boundary, a line --x--",
                "--x\\r\\nContent-Disposition: form-data; name=Q | does not end with its boundary",
                "--x\\r\\nContent-Disposition: form-data; name=Q\\r\\n\\r\\nSELECT | does not end with its boundary",
                "--x\\r\\nContent-Disposition: form-data; name=Q\\r\\n\\r\\nS\\r\\n--x | does not end with its boundary",
                "--x text\\r\\nContent-Disposition: form-data; name=Q\\r\\n\\r\\nS\\r\\n--x-- | does not end with its boundary",
                "--x\\nContent-Disposition: form-data; name=Q\\n\\nS\\n--x-- | or its lines do not end with CR LF",
                "--x\\r\\nContent-Type: text/plain\\r\\n\\r\\nS\\r\\n--x-- | each needs the header Content-Disposition",
            })
    void saysWhatIsWrongWithAMultipartBody(String body, String reason) {
        UsageFault fault = assertThrows(
                UsageFault.class,
                () -> form(
                        "multipart/form-data; boundary=x",
                        body.replace("\\r", "\r").replace("\\n", "\n")));
        assertTrue(fault.message().contains(reason), fault.message());
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        assertThrows(
                UsageFault.class,
                () -> RequestParameters.ofForm(
                        Optional.empty(),
                        Optional.of(FORM),
                        new ByteArrayInputStream(new byte[] {'a', '=', (byte) 0xE9}),
                        LIMITS,
                        disk));
    }

    private static String textFile(String name, int length) {
        return "--x\nContent-Disposition: form-data; name=" + name + "; filename=f\n\n" + "1".repeat(length) + "\n";
    }

    @Test
    void takesFilesForParametersOnlyAsFarAsParametersMayGo() throws IOException {
        try (FormRequest request =
                request(textFile("a", 6000) + textFile("b", 6000) + textFile("c", 3000) + "--x--\n")) {
            assertEquals(Set.of("a", "c"), request.parameters().keySet());
            assertEquals(Set.of("a", "b", "c"), request.files().keySet());
        }
    }

    @Test
    void keepsNoFilesWhereThereAreToBeNone() throws IOException {
        FormReader forms = new FormReader(FormLimits.parameters(1000), disk);
        Optional<String> type = Optional.of("multipart/form-data; boundary=x");
        byte[] small = (textFile("a", 900) + "--x--\n").replace("\n", "\r\n").getBytes(UTF_8);
        try (FormRequest request = forms.read(
                Optional.empty(), Optional.empty(), type, Optional.empty(), new ByteArrayInputStream(small))) {
            assertEquals(Set.of("a"), request.parameters().keySet());
            assertEquals(Map.of(), request.files());
        }
        byte[] large = (textFile("a", 600) + textFile("b", 600) + "--x--\n")
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
        UsageFault fault = assertThrows(
                UsageFault.class,
                () -> forms.read(
                        Optional.empty(), Optional.empty(), type, Optional.empty(), new ByteArrayInputStream(large)));
        assertTrue(fault.message().contains("more than 1000 bytes"), fault.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--x\r\n", "--x\r\nContent-Dis", "--x\r\nContent-Disposition: form-data; name=Q\r\n\r\nSEL"})
    void saysThatABodyIsTooSlowWhereverItStops(String beginning) {
        InputStream slow =
                new SequenceInputStream(new ByteArrayInputStream(beginning.getBytes(UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new SlowBodyException("too slow");
                    }
                });
        UsageFault fault = assertThrows(
                UsageFault.class,
                () -> new FormReader(LIMITS, disk)
                        .read(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("multipart/form-data; boundary=x"),
                                Optional.empty(),
                                slow));
        assertEquals(408, fault.httpStatus());
        assertEquals("too slow", fault.message());
    }
}
