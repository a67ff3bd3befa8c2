// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.rest.SafeXml;

/** Bodies of requests that are XML (RFC 4918, section 8.2): without document types, of a quarter of a megabyte. Pure functions. */
final class XmlBody {

    static final String DAV = "DAV:";

    private static final int LARGEST = 1 << 18;

    private XmlBody() {}

    /** Makes something of a document; the reader is at the start of its element. */
    @FunctionalInterface
    interface Reading<T> {
        T of(XMLStreamReader in) throws XMLStreamException;
    }

    /**
     * Reads a body.
     *
     * @param root name of its element
     * @return empty if the body is
     * @throws DavFault 413 if it is too long, 400 if it is not well-formed or something else
     */
    static <T> Optional<T> read(InputStream body, String root, Reading<T> reading) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new DavFault(413, "the body has at most " + LARGEST + " bytes");
        }
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            XMLStreamReader in = SafeXml.reader(bytes);
            try {
                SafeXml.toElement(in);
                if (!is(in, root)) {
                    throw new DavFault(400, "the body has to be a <" + root + "> of the namespace DAV:");
                }
                T read = reading.of(in);
                while (in.hasNext()) {
                    in.next();
                }
                return Optional.of(read);
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            throw new DavFault(
                    400, "the body is not well-formed XML, or has a document type declaration" + SafeXml.where(e));
        }
    }

    /** Whether the reader is at an element of WebDAV's of that name. */
    static boolean is(XMLStreamReader in, String name) {
        return name.equals(in.getLocalName()) && DAV.equals(in.getNamespaceURI());
    }
}
