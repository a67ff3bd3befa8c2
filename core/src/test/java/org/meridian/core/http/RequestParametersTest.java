// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.UsageFault;

class RequestParametersTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static Map<String, List<String>> form(String type, String body) throws IOException {
        return RequestParameters.ofForm(
                Optional.of("LANG=ADQL"), Optional.of(type), new ByteArrayInputStream(body.getBytes(UTF_8)), 10_000);
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

    @Test
    void refusesMultipartWithoutItsEnd() {
        assertThrows(
                UsageFault.class,
                () -> form(
                        "multipart/form-data; boundary=x",
                        "--x\r\nContent-Disposition: form-data; name=\"QUERY\"\r\n\r\nSELECT"));
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        assertThrows(
                UsageFault.class,
                () -> RequestParameters.ofForm(
                        Optional.empty(),
                        Optional.of(FORM),
                        new ByteArrayInputStream(new byte[] {'a', '=', (byte) 0xE9}),
                        100));
    }
}
