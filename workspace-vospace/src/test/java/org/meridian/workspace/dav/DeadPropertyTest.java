// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadPropertyTest {

    private static DeadProperty sent(String property) throws IOException {
        String body = "<D:propertyupdate xmlns:D=\"DAV:\" xmlns:o=\"urn:o\"><D:set><D:prop>" + property
                + "</D:prop></D:set></D:propertyupdate>";
        return PropertyChanges.read(new ByteArrayInputStream(body.getBytes(UTF_8)))
                .wanted()
                .values()
                .iterator()
                .next()
                .orElseThrow();
    }

    /** As it comes back from where it is kept. */
    private static Optional<DeadProperty> again(DeadProperty property) {
        String uri = DeadProperty.uri(property.name()).orElseThrow();
        return DeadProperty.of(Map.of(uri, property.kept())).stream().findFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<p xmlns=\"urn:x y%2F#+\">a</p>|a",
                "<p>no namespace</p>|no namespace",
                "<o:p/>|``",
                "<o:p>a &amp; &lt;b&gt; \" ]]&gt;</o:p>|a &amp; &lt;b&gt; &quot; ]]&gt;",
                "<o:p><![CDATA[<x>]]></o:p>|&lt;x&gt;",
                "<o:p>é\uD83D\uDE00</o:p>|é\uD83D\uDE00",
                "<o:p><o:q/></o:p>|<o:q xmlns:o=\"urn:o\"></o:q>",
                "<o:p><o:q><o:r/></o:q></o:p>|<o:q xmlns:o=\"urn:o\"><o:r></o:r></o:q>",
                "<o:p><q xmlns=\"urn:d\"><r/><s xmlns=\"\"/></q></o:p>|<q xmlns=\"urn:d\"><r></r><s xmlns=\"\"></s></q>",
                "<o:p><q o:a=\"1\" b=\"&quot;&#10;\"/></o:p>|<q xmlns:o=\"urn:o\" o:a=\"1\" b=\"&quot;&#10;\"></q>",
                "<o:p><q xml:lang=\"de\"/></o:p>|<q xml:lang=\"de\"></q>",
                "<o:p>a<!-- b --><?c d?>e</o:p>|ae"
            })
    void comesBackAsItWas(String property, String content) throws IOException {
        DeadProperty sent = sent(property);
        assertEquals(content, sent.content());
        assertEquals(Optional.of(sent), again(sent));
    }

    @Test
    void keepsTheLanguageThatHolds() throws IOException {
        DeadProperty sent = sent("<o:p xml:lang=\"en-GB\">colour</o:p>");
        assertEquals("en-GB", sent.language());
        assertEquals(Optional.of(sent), again(sent));
        assertEquals("<x:p xmlns:x=\"urn:o\" xml:lang=\"en-GB\">colour</x:p>", sent.xml());
        assertEquals("", sent("<o:p xml:lang=\"&quot;/>&lt;\">x</o:p>").language());
    }

    /** Programs in datalabs, and clients of VOSpace, write what they like. */
    @Test
    void believesNothingThatIsKept() {
        assertEquals(List.of(), DeadProperty.of(Map.of("dav:/urn%3Ao#a%20b%3D%22c%22", "x")));
        assertEquals(List.of(), DeadProperty.of(Map.of("dav:/urn%3Ao#a%3E%3Cb", "x")));
        assertEquals(List.of(), DeadProperty.of(Map.of("dav:/urn%3Ao#", "x", "dav:/%zz#a", "x", "dav:a", "x")));
        assertEquals(List.of(), DeadProperty.of(Map.of("ivo://ivoa.net/vospace/core#title", "x")));
        QName name = new QName("urn:o", "p");
        String uri = DeadProperty.uri(name).orElseThrow();
        for (String text : List.of("</x:p><x:p>", "<a>", "&bomb;", "<!DOCTYPE a>", "a\u0001b")) {
            DeadProperty read = DeadProperty.of(Map.of(uri, text)).getFirst();
            assertEquals(XmlOut.escaped(text), read.content());
            assertEquals("", read.language());
        }
        assertEquals(
                "", DeadProperty.of(Map.of(uri, "<?lang \"?>")).getFirst().xml().replaceAll("<[^>]*>", ""));
    }

    @Test
    void aNameCanBeTooLong() {
        assertEquals(Optional.empty(), DeadProperty.uri(new QName("urn:" + "x".repeat(200), "p")));
    }
}
