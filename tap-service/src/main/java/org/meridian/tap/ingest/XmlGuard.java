// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks through a VOTable before a reader does that follows whatever the document names: no document type declaration (and
 * so no entity of its own, inside or outside), no data elsewhere ({@code STREAM href}), no data that unpack to any size, and
 * outside the rows no more than a reader can keep in memory.
 */
final class XmlGuard {
    private static final int MAX_ELEMENTS = 100_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_METADATA_CHARACTERS = 16 << 20;

    private final XMLStreamReader reader;
    private int depth;
    private int elements;
    private long characters;
    private int dataDepth;
    private int streamDepth;
    private long digits;

    private XmlGuard(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** A document that must not be read. */
    static final class RefusedXmlException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String why;

        RefusedXmlException(String why) {
            super(why);
            this.why = why;
        }

        @Override
        public String getMessage() {
            return why;
        }
    }

    /**
     * Reads a document to its end.
     *
     * @throws RefusedXmlException if it is well-formed so far but must not be read
     * @throws XMLStreamException if it is no XML, or broken
     */
    static void check(InputStream document) throws XMLStreamException, RefusedXmlException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        XMLStreamReader reader = factory.createXMLStreamReader(document);
        try {
            new XmlGuard(reader).check();
        } finally {
            reader.close();
        }
    }

    private void check() throws XMLStreamException, RefusedXmlException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD ->
                    throw refused("has a document type declaration; remove it: tables may not define or name entities");
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (depth == streamDepth) {
                        checkBase64();
                    }
                    count(reader.getTextLength());
                }
                case XMLStreamConstants.COMMENT -> count(reader.getTextLength());
                default -> {}
            }
        }
    }

    private void start() throws RefusedXmlException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw refused("nests elements deeper than " + MAX_DEPTH);
        }
        String name = reader.getLocalName().toUpperCase(Locale.ROOT);
        if (name.equals("STREAM")) {
            checkStream();
            streamDepth = depth;
            digits = 0;
        }
        boolean inRows = dataDepth > 0 && (name.equals("TR") || name.equals("TD"));
        if (!inRows && ++elements > MAX_ELEMENTS) {
            throw refused("has more than " + MAX_ELEMENTS + " elements besides those of its rows");
        }
        if (dataDepth == 0 && (name.equals("STREAM") || name.equals("TABLEDATA"))) {
            dataDepth = depth;
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            characters += reader.getAttributeValue(i).length();
        }
        count(0);
    }

    private void end() throws RefusedXmlException {
        if (depth == streamDepth) {
            streamDepth = 0;
            if (digits % 4 != 0) {
                throw refused("has base64 of " + digits + " characters, no multiple of 4: it did not arrive whole");
            }
        }
        dataDepth = depth == dataDepth ? 0 : dataDepth;
        depth--;
    }

    /** A reader would pass over what is no base64, and lose rows without a word. */
    private void checkBase64() throws RefusedXmlException {
        char[] text = reader.getTextCharacters();
        int end = reader.getTextStart() + reader.getTextLength();
        for (int i = reader.getTextStart(); i < end; i++) {
            char c = text[i];
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                continue;
            }
            boolean known = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/'
                    || c == '=';
            if (!known) {
                throw refused("has a character that is no base64 in STREAM: its rows are damaged");
            }
            digits++;
        }
    }

    private void checkStream() throws RefusedXmlException {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String name = reader.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
            String value = reader.getAttributeValue(i).strip();
            if (name.equals("href")) {
                throw refused("has its rows elsewhere (STREAM href); send them inside the document");
            }
            if (name.equals("encoding") && !value.equalsIgnoreCase("base64") && !value.equalsIgnoreCase("none")) {
                throw refused("has its rows in encoding " + value.replaceAll("[^\\w.-]", "?")
                        + "; send them in base64, and compress the document as a whole if you like");
            }
        }
    }

    private void count(int text) throws RefusedXmlException {
        characters += dataDepth > 0 ? 0 : text;
        if (characters > MAX_METADATA_CHARACTERS) {
            throw refused("has more than " + MAX_METADATA_CHARACTERS + " characters besides those of its rows");
        }
    }

    private RefusedXmlException refused(String why) {
        return new RefusedXmlException(
                "the XML, at line " + reader.getLocation().getLineNumber() + ", " + why);
    }
}
