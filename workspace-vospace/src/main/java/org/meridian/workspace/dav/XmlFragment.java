// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Writes out what is in an element so that it means the same wherever it is put: each namespace is declared where it is used
 * (RFC 4918, section 4.3). Comments and processing instructions are left out. Not thread-safe.
 */
final class XmlFragment {

    private final XMLStreamReader in;
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private final Deque<Map<String, String>> scopes = new ArrayDeque<>();

    private XmlFragment(XMLStreamReader in) {
        this.in = in;
        scopes.push(Map.of("", ""));
    }

    /** The content of the element at whose start the reader is; it is at its end then. */
    static String content(XMLStreamReader in) throws XMLStreamException {
        return new XmlFragment(in).read();
    }

    private String read() throws XMLStreamException {
        while (true) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> {
                    if (open.isEmpty()) {
                        return out.toString();
                    }
                    out.append("</").append(open.pop()).append('>');
                    scopes.pop();
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    out.append(XmlOut.escaped(in.getText()));
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("entities are not read", in.getLocation());
                default -> {
                    // A comment or a processing instruction.
                }
            }
        }
    }

    private void start() {
        Map<String, String> declared = new LinkedHashMap<>();
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            declare(declared, in.getNamespacePrefix(i), in.getNamespaceURI(i));
        }
        String name = declare(declared, in.getPrefix(), in.getNamespaceURI()) + in.getLocalName();
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String prefix = text(in.getAttributePrefix(i));
            // An attribute without a prefix is in no namespace, whatever the default is.
            String written = prefix.isEmpty() ? "" : declare(declared, prefix, in.getAttributeNamespace(i));
            attributes
                    .append(' ')
                    .append(written)
                    .append(in.getAttributeLocalName(i))
                    .append("=\"")
                    .append(XmlOut.escaped(in.getAttributeValue(i))
                            .replace("\n", "&#10;")
                            .replace("\t", "&#9;"))
                    .append('"');
        }
        out.append('<').append(name);
        declared.forEach((prefix, uri) -> out.append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix)
                .append("=\"")
                .append(XmlOut.escaped(uri))
                .append('"'));
        out.append(attributes).append('>');
        open.push(name);
        scopes.push(declared);
    }

    /** Sees to it that a prefix stands for a namespace; the prefix as it is written before a name. */
    private String declare(
            Map<String, String> declared, @Nullable String givenPrefix, @Nullable String givenNamespace) {
        String prefix = text(givenPrefix);
        String namespace = text(givenNamespace);
        if (!prefix.equals("xml") && !declared.containsKey(prefix) && !namespace.equals(known(prefix))) {
            declared.put(prefix, namespace);
        }
        return prefix.isEmpty() ? "" : prefix + ":";
    }

    private @Nullable String known(String prefix) {
        return scopes.stream()
                .map(scope -> scope.get(prefix))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
