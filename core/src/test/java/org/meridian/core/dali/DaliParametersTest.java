// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.UsageFault;

class DaliParametersTest {

    private static DaliParameters of(String name, String... values) {
        return DaliParameters.of(Map.of(name, List.of(values)));
    }

    @Test
    void namesAreComparedWithoutCaseAndMerged() {
        DaliParameters parameters =
                DaliParameters.of(Map.of("Query", List.of("a"), "QUERY", List.of("b"), "lang", List.of("ADQL")));
        assertEquals(Optional.of("ADQL"), parameters.single("LANG"));
        assertEquals(2, parameters.all("query").size());
        assertThrows(UsageFault.class, () -> parameters.single("query"));
        assertThrows(UsageFault.class, () -> parameters.required("PHASE"));
    }

    @Test
    void readsMaxrec() {
        assertEquals(OptionalLong.empty(), of("X", "1").maxrec());
        assertEquals(OptionalLong.empty(), of("MAXREC", "").maxrec());
        assertEquals(OptionalLong.of(0), of("maxrec", "0").maxrec());
        assertEquals(
                OptionalLong.of(Long.MAX_VALUE),
                of("MAXREC", "99999999999999999999").maxrec());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "many", "1e3", "٣"})
    void refusesMaxrecThatIsNoCount(String value) {
        UsageFault fault =
                assertThrows(UsageFault.class, () -> of("MAXREC", value).maxrec());
        assertEquals(400, fault.httpStatus());
        assertTrue(fault.message().contains("'" + value + "'"));
    }

    @Test
    void keepsUploadsAndRefusesLongRunids() {
        assertEquals(
                List.of("a,param:b", "c,http://x/y"),
                of("UPLOAD", "a,param:b", "c,http://x/y").uploads());
        assertEquals(Optional.of("run"), of("RUNID", "run").runid());
        assertThrows(UsageFault.class, () -> of("RUNID", "x".repeat(65)).runid());
    }

    @Test
    void formatIsAnotherNameForResponseformatInTapOnly() {
        assertEquals(Optional.of("csv"), of("FORMAT", "csv").tapResponseFormat());
        assertEquals(Optional.empty(), of("FORMAT", "csv").responseFormat());
        DaliParameters both = DaliParameters.of(Map.of("FORMAT", List.of("csv"), "RESPONSEFORMAT", List.of("votable")));
        assertEquals(Optional.of("votable"), both.tapResponseFormat());
    }

    @Test
    void timestampsHaveTheFormOfDali() {
        assertEquals(
                "2000-01-02T15:20:30.456", DaliTimestamp.format(LocalDateTime.of(2000, 1, 2, 15, 20, 30, 456_000_000)));
        assertEquals(Optional.of(LocalDateTime.of(2002, 3, 4, 0, 0)), DaliTimestamp.parse("2002-03-04"));
        assertEquals(Optional.of(LocalDateTime.of(2002, 3, 4, 1, 2, 3)), DaliTimestamp.parse("2002-03-04T01:02:03Z"));
        assertEquals(Optional.empty(), DaliTimestamp.parse("2002-02-30"));
        assertEquals(Optional.empty(), DaliTimestamp.parse("2002-03-04T01:02:03+01:00"));
    }

    @Test
    void examplesAreWellFormedWithOneVocabularyAndUniqueIds() throws Exception {
        ExamplesDocument document = new ExamplesDocument(
                "Examples & more",
                List.of(
                        new ExamplesDocument.Example(
                                "Bright stars", "SELECT * FROM t WHERE mag < 3 AND n = 'é'", "A & B"),
                        new ExamplesDocument.Example("Bright: stars", "SELECT 1", "second"),
                        new ExamplesDocument.Example("3 things", "SELECT 3", "third"),
                        new ExamplesDocument.Example(
                                "A part",
                                "fourth",
                                java.util.Optional.of("ivo://ivoa.net/std/SODA#sync-1.0"),
                                List.of(new ExamplesDocument.Parameter("ID", "ivo://a?b&c")))));
        javax.xml.parsers.DocumentBuilderFactory factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        org.w3c.dom.Document dom = factory.newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(
                        document.toXhtml().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        javax.xml.xpath.XPath xpath = javax.xml.xpath.XPathFactory.newInstance().newXPath();
        assertEquals(
                "4",
                xpath.evaluate("count(//*[@vocab='http://www.ivoa.net/rdf/examples#']//*[@typeof='example'])", dom));
        assertEquals("1", xpath.evaluate("count(//*[@vocab])", dom));
        assertEquals(
                "SELECT * FROM t WHERE mag < 3 AND n = 'é'",
                xpath.evaluate("//*[@id='Bright-stars']/*[@property='query']", dom));
        assertEquals("SELECT 1", xpath.evaluate("//*[@resource='#Bright-stars-2']/*[@property='query']", dom));
        String parameter = "//*[@id='A-part']//*[@property='generic-parameter'][@typeof='keyval']";
        assertEquals("ID", xpath.evaluate(parameter + "/*[@property='key']", dom));
        assertEquals("ivo://a?b&c", xpath.evaluate(parameter + "/*[@property='value']", dom));
        assertEquals(
                "ivo://ivoa.net/std/SODA#sync-1.0",
                xpath.evaluate("//*[@id='A-part']//*[@property='capability']", dom));
        assertEquals("3 things", xpath.evaluate("//*[@id='example-3-things']/*[@property='name']", dom));
    }
}
