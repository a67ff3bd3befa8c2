// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML that anybody may have written: no document type, no entity but XML's own is read, and nothing is fetched. Pure
 * functions.
 */
public final class SafeXml {

    private static final XMLInputFactory XML = factory();

    private SafeXml() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("entities are not read");
        });
        return factory;
    }

    /** A reader of a document, before its beginning; to be closed. */
    public static XMLStreamReader reader(byte[] document) throws XMLStreamException {
        return XML.createXMLStreamReader(new ByteArrayInputStream(document));
    }

    /**
     * Goes on to the start of the document's element.
     *
     * @throws XMLStreamException if there is none, or a document type declaration before it
     */
    public static void toElement(XMLStreamReader in) throws XMLStreamException {
        while (in.next() != XMLStreamConstants.START_ELEMENT) {
            if (in.getEventType() == XMLStreamConstants.DTD) {
                throw new XMLStreamException("a document type declaration is not read; leave it out", in.getLocation());
            }
        }
    }

    /** Goes on to the end of the element at whose start the reader is. */
    public static void skip(XMLStreamReader in) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Nothing of it counts.
                }
            }
        }
    }

    /** Where in the document something was wrong, in words; empty if that is not known. */
    public static String where(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber() + ")";
    }
}
