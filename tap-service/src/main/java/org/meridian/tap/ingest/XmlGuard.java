// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.meridian.tap.ingest.votable.XmlDocuments;

/**
 * Looks through a VOTable before a reader does that follows whatever the document names: no document type declaration (and
 * so no entity of its own, inside or outside), no data elsewhere ({@code STREAM href}), no data that unpack to any size, no
 * row that says of itself that it is larger than it is or than memory should be, and outside the rows no more than a reader
 * can keep in memory.
 */
final class XmlGuard {
    private static final int MAX_ELEMENTS = 100_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_METADATA_CHARACTERS = 16 << 20;
    private static final Set<String> STRUCTURE =
            Set.of("TABLE", "FIELD", "PARAM", "DATA", "BINARY", "BINARY2", "FITS", "STREAM", "TABLEDATA", "TR", "TD");
    /** Of a row in memory, as text or not. */
    private static final int MAX_ROW_BYTES = 8 << 20;

    private final XMLStreamReader reader;
    private final Optional<QuotaStorage> storage;
    private int depth;
    private int elements;
    private long characters;
    private int dataDepth;
    private int streamDepth;
    private final List<VotableCell> cells = new ArrayList<>();
    private long fixedRowBytes;
    private long rowCharacters;
    private boolean flags;
    private int tableDepth;
    private String rootPrefix = "";
    private boolean fits;
    private @Nullable Base64Stream rows;

    private XmlGuard(XMLStreamReader reader, Optional<QuotaStorage> storage) {
        this.reader = reader;
        this.storage = storage;
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
     * @param storage where a FITS file inside the document goes for a while; empty if there may be none
     * @throws RefusedXmlException if it is well-formed so far but must not be read
     * @throws XMLStreamException if it is no XML, or broken
     * @throws IOException if it cannot be read
     */
    static void check(InputStream document, Optional<QuotaStorage> storage) throws XMLStreamException, IOException {
        XMLStreamReader reader = XmlDocuments.reader(document);
        try {
            new XmlGuard(reader, storage).check();
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
                    if (rows != null && depth == streamDepth) {
                        refuseIf(rows.put(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength()));
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
        String name = votableName();
        switch (name) {
            case "TABLE" -> {
                cells.clear();
                fixedRowBytes = 0;
                tableDepth = depth;
            }
            case "FIELD", "PARAM" -> cell(name.equals("FIELD") && depth == tableDepth + 1);
            case "BINARY", "BINARY2" -> {
                flags = name.equals("BINARY2");
                fits = false;
            }
            case "STREAM" -> stream();
            case "TR" -> rowCharacters = 0;
            case "FITS" -> fits = true;
            default -> {}
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
            if (rows != null) {
                refuseIf(rows.end());
                rows = null;
            }
        }
        dataDepth = depth == dataDepth ? 0 : dataDepth;
        depth--;
    }

    /** Readers differ in what they take for an element of VOTable if it is not written as the others. */
    private String votableName() throws RefusedXmlException {
        String name = reader.getLocalName();
        String prefix = reader.getPrefix() == null ? "" : reader.getPrefix();
        if (depth == 1) {
            rootPrefix = prefix;
        }
        String upper = name.toUpperCase(Locale.ROOT);
        if (STRUCTURE.contains(upper) && !(upper.equals(name) && prefix.equals(rootPrefix))) {
            throw refused("has an element " + name + " that is not in the namespace of its root or not in upper case");
        }
        return upper;
    }

    private @Nullable String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributePrefix(i);
            if (reader.getAttributeLocalName(i).equals(name) && (prefix == null || prefix.isEmpty())) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    private void cell(boolean field) throws RefusedXmlException {
        VotableCell cell = VotableCell.of(attribute("datatype"), attribute("arraysize"));
        if (field) {
            cells.add(cell);
        }
        fixedRowBytes += cell.fixedBytes();
        if (fixedRowBytes > MAX_ROW_BYTES) {
            throw refused("has a FIELD or PARAM whose arraysize makes the row longer than " + MAX_ROW_BYTES + " bytes");
        }
    }

    private void stream() throws RefusedXmlException {
        checkStream();
        streamDepth = depth;
        if (fits) {
            if (storage.isEmpty()) {
                throw refused("has rows as FITS where it should have none");
            }
            rows = new Base64Stream(new FitsStream(storage.get()));
            return;
        }
        BinaryRows binary = new BinaryRows(cells, flags, MAX_ROW_BYTES);
        refuseIf(binary.fault());
        rows = new Base64Stream(binary);
    }

    private void refuseIf(Optional<String> fault) throws RefusedXmlException {
        if (fault.isPresent()) {
            throw refused(fault.get());
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
        rowCharacters += streamDepth > 0 ? 0 : text;
        if (dataDepth > 0 && rowCharacters > MAX_ROW_BYTES) {
            throw refused("has a row of more than " + MAX_ROW_BYTES + " characters");
        }
        if (characters > MAX_METADATA_CHARACTERS) {
            throw refused("has more than " + MAX_METADATA_CHARACTERS + " characters besides those of its rows");
        }
    }

    private RefusedXmlException refused(String why) {
        return new RefusedXmlException(
                "the XML, at line " + reader.getLocation().getLineNumber() + ", " + why);
    }
}
