// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Which properties a PROPPATCH sets and removes (RFC 4918, section 14.19). What it says last of a property counts: they are
 * done in their order.
 *
 * @param wanted each property as it is to be; empty for one that is to go
 */
record PropertyChanges(Map<QName, Optional<DeadProperty>> wanted) {

    /**
     * Reads the body of a request.
     *
     * @throws DavFault 400, 413
     */
    static PropertyChanges read(InputStream body) throws IOException {
        return XmlBody.read(body, "propertyupdate", PropertyChanges::of)
                .filter(changes -> !changes.wanted.isEmpty())
                .orElseThrow(() -> new DavFault(400, "a PROPPATCH has a body that says what is to be changed"));
    }

    private static PropertyChanges of(XMLStreamReader in) throws XMLStreamException {
        Map<QName, Optional<DeadProperty>> wanted = new LinkedHashMap<>();
        String language = language(in, "");
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            boolean set = XmlBody.is(in, "set");
            if (!set && !XmlBody.is(in, "remove")) {
                throw new DavFault(400, "a <propertyupdate> has <set> and <remove> in it");
            }
            String inner = language(in, language);
            while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                if (!XmlBody.is(in, "prop")) {
                    throw new DavFault(400, "a <set> or <remove> has a <prop> in it");
                }
                properties(in, set, language(in, inner), wanted);
            }
        }
        return new PropertyChanges(wanted);
    }

    private static void properties(
            XMLStreamReader in, boolean set, String language, Map<QName, Optional<DeadProperty>> wanted)
            throws XMLStreamException {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            QName name = in.getName();
            String own = language(in, language);
            String content = XmlFragment.content(in);
            wanted.remove(name);
            wanted.put(name, set ? Optional.of(new DeadProperty(name, own, content)) : Optional.empty());
        }
    }

    /** The language that holds in an element. */
    private static String language(XMLStreamReader in, String around) {
        @Nullable String said = in.getAttributeValue("http://www.w3.org/XML/1998/namespace", "lang");
        return said != null && said.matches("[A-Za-z0-9-]{1,35}") ? said : around;
    }
}
