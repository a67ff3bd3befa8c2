// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.vosi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class XmlDocumentTest {

    @Test
    void escapesMarkupAndReplacesWhatXmlForbids() {
        XmlDocument xml = new XmlDocument();
        xml.start("a").attribute("b", "\"<&>\"").text("x < y & \u0000 \uD83D\uDE00");
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<a b=\"&quot;&lt;&amp;&gt;&quot;\">x &lt; y &amp; \uFFFD \uD83D\uDE00</a>\n",
                xml.toString());
    }

    @Test
    void indentsAndLeavesOutWhatIsEmpty() {
        XmlDocument xml = new XmlDocument();
        xml.start("a")
                .element("b", "1")
                .element("c", Optional.empty())
                .start("d")
                .end()
                .end();
        assertEquals("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b>1</b>\n  <d/>\n</a>\n", xml.toString());
    }

    @Test
    void refusesToEndWithAnOpenElement() {
        assertThrows(
                IllegalStateException.class, () -> new XmlDocument().start("a").toString());
    }
}
