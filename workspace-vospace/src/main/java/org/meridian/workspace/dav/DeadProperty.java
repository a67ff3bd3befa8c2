// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.rest.SafeXml;

/**
 * A property of a resource that means nothing to the service (RFC 4918, section 4): kept with the node as a property whose URI
 * is made of both parts of its name, {@code dav:/NAMESPACE#NAME}, each escaped. Immutable.
 *
 * @param name of its element
 * @param language its {@code xml:lang}; empty if none is said
 * @param content what is in the element, in XML that stands by itself
 */
record DeadProperty(QName name, String language, String content) {

    private static final String SCHEME = "dav:/";
    private static final Pattern KEPT = Pattern.compile("(?s)(?:<\\?lang ([A-Za-z0-9-]{1,35})\\?>)?(.*)");

    /** The URI under which a property of that name is kept; empty if the name is too long. */
    static Optional<String> uri(QName name) {
        return Optional.of(SCHEME + VosUri.escaped(name.getNamespaceURI()) + "#" + VosUri.escaped(name.getLocalPart()))
                .filter(CoreProperties::isName);
    }

    /** Those among the properties of a node. */
    static List<DeadProperty> of(Map<String, String> properties) {
        List<DeadProperty> all = new ArrayList<>();
        properties.forEach(
                (uri, value) -> name(uri).flatMap(name -> kept(name, value)).ifPresent(all::add));
        return all;
    }

    private static Optional<QName> name(String uri) {
        int hash = uri.indexOf('#');
        if (!uri.startsWith(SCHEME) || hash < 0 || hash == uri.length() - 1) {
            return Optional.empty();
        }
        try {
            String space = unescaped(uri.substring(SCHEME.length(), hash));
            String local = unescaped(uri.substring(hash + 1));
            return Optional.of(new QName(space, local));
        } catch (IllegalArgumentException e) {
            // Programs in datalabs may have written anything: what cannot be one is none.
            return Optional.empty();
        }
    }

    private static String unescaped(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /** As it is kept. */
    String kept() {
        return (language.isEmpty() ? "" : "<?lang " + language + "?>") + content;
    }

    /** What was kept; a text that is no XML, written by VOSpace or in a datalab, is a text. */
    private static Optional<DeadProperty> kept(QName name, String value) {
        Matcher parts = KEPT.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String language = parts.group(1) == null ? "" : parts.group(1);
        return read(name, parts.group(2))
                .or(() -> read(name, XmlOut.escaped(parts.group(2))))
                .map(content -> new DeadProperty(name, language, content));
    }

    /** Nothing is believed that was kept: it is read, and written anew. */
    private static Optional<String> read(QName name, String content) {
        DeadProperty unread = new DeadProperty(name, "", content);
        try {
            XMLStreamReader in = SafeXml.reader(unread.xml().getBytes(UTF_8));
            try {
                SafeXml.toElement(in);
                if (!in.getName().equals(name) || in.getAttributeCount() > 0) {
                    return Optional.empty();
                }
                String read = XmlFragment.content(in);
                while (in.hasNext()) {
                    in.next();
                }
                return Optional.of(read);
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    /** Its element. */
    String xml() {
        String language = this.language.isEmpty() ? "" : " xml:lang=\"" + this.language + "\"";
        if (name.getNamespaceURI().isEmpty()) {
            return "<" + name.getLocalPart() + language + ">" + content + "</" + name.getLocalPart() + ">";
        }
        return "<x:" + name.getLocalPart() + " xmlns:x=\"" + XmlOut.escaped(name.getNamespaceURI()) + "\"" + language
                + ">" + content + "</x:" + name.getLocalPart() + ">";
    }

    /** The element of a property without what is in it. */
    static void writeName(XmlOut out, QName name) throws IOException {
        if (name.getNamespaceURI().equals(XmlBody.DAV)) {
            out.empty(name.getLocalPart());
        } else {
            out.xml(new DeadProperty(name, "", "").xml());
        }
    }
}
