// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * XML from services and to them. What comes is not trusted: no document type, no entity but XML's own is read, nothing is
 * fetched. Pure functions.
 */
final class ServiceXml {

    static final String VOSPACE = "http://www.ivoa.net/xml/VOSpace/v2.0";
    static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private static final XMLInputFactory READERS = readers();
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private ServiceXml() {}

    /** Reads a document from its first element on. */
    @FunctionalInterface
    interface Reading<T> {
        T read(XMLStreamReader in) throws XMLStreamException, VosException;
    }

    /** Writes a document. */
    @FunctionalInterface
    interface Writing {
        void write(XMLStreamWriter out) throws XMLStreamException;
    }

    private static XMLInputFactory readers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("entities are not read");
        });
        return factory;
    }

    /** What a document says; the reader stands at the start of its first element. */
    static <T> T read(byte[] document, Reading<T> reading) throws VosException {
        try {
            XMLStreamReader in = READERS.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                while (in.next() != XMLStreamConstants.START_ELEMENT) {
                    if (in.getEventType() == XMLStreamConstants.DTD) {
                        throw new VosException("the service answered with a document type, which is not read");
                    }
                }
                return reading.read(in);
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            throw new VosException(
                    "the service answered with what is no proper XML: is this the address of a VOSpace?", e);
        }
    }

    static String write(Writing writing) {
        try {
            StringWriter text = new StringWriter();
            XMLStreamWriter out = WRITERS.createXMLStreamWriter(text);
            out.writeStartDocument();
            writing.write(out);
            out.writeEndDocument();
            out.close();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
    }

    /** Begins an element of a VOSpace's documents, with what a first one declares. */
    static void start(XMLStreamWriter out, String name, Map<String, String> attributes) throws XMLStreamException {
        out.writeStartElement("vos", name, VOSPACE);
        out.writeNamespace("vos", VOSPACE);
        out.writeNamespace("xsi", XSI);
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            out.writeAttribute(each.getKey(), each.getValue());
        }
    }

    /** An element with a text in it. */
    static void element(XMLStreamWriter out, String name, String text) throws XMLStreamException {
        out.writeStartElement("vos", name, VOSPACE);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    /** An attribute without a namespace; empty if there is none. */
    static String attribute(XMLStreamReader in, String name) {
        String value = in.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }

    /** The text of an element, whatever else is in it; the reader stands at its end then. */
    static String text(XMLStreamReader in) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
                default -> {
                    // Comments and the like say nothing.
                }
            }
        }
        return text.toString().strip();
    }

    /** Goes to the end of an element. */
    static void skip(XMLStreamReader in) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = in.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }
}
