// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import uk.ac.starlink.util.DataSource;

/** A document, read up to the rows of one of its tables. Follows nothing that it names. Not thread-safe. */
final class DataReader implements Closeable {

    /** How the rows are written (VOTable 1.4, section 5). */
    enum Serialization {
        /** There are none. */
        NONE,
        TABLEDATA,
        BINARY,
        BINARY2,
        /** FITS, or rows that are compressed or elsewhere. */
        OTHER
    }

    private final InputStream in;
    private final XMLStreamReader reader;
    private final Serialization serialization;

    private DataReader(InputStream in, int table) throws IOException, XMLStreamException {
        this.in = in;
        this.reader = XmlDocuments.reader(in);
        this.serialization = find(table);
    }

    /** The name of the top element, in upper case; empty if the file does not begin as XML does. */
    static Optional<String> topElement(DataSource source) throws IOException {
        try (InputStream in = new BufferedInputStream(source.getInputStream())) {
            XMLStreamReader reader = XmlDocuments.reader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    return Optional.of(name(reader));
                }
            }
            return Optional.empty();
        } catch (XMLStreamException noXml) {
            return Optional.empty();
        }
    }

    /**
     * Reads to the rows.
     *
     * @param table number of the TABLE in the document, from 0
     */
    static DataReader open(DataSource source, int table) throws IOException {
        InputStream in = new BufferedInputStream(source.getInputStream(), 1 << 16);
        try {
            return new DataReader(in, table);
        } catch (XMLStreamException e) {
            in.close();
            throw XmlDocuments.refused(e);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    Serialization serialization() {
        return serialization;
    }

    /** Stands behind the start tag of TABLEDATA or STREAM. */
    XMLStreamReader reader() {
        return reader;
    }

    private Serialization find(int wanted) throws XMLStreamException, IOException {
        int tables = -1;
        int depth = 0;
        int tableDepth = -1;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                if (depth == tableDepth) {
                    return Serialization.NONE;
                }
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                String name = name(reader);
                if (name.equals("TABLE") && ++tables == wanted) {
                    tableDepth = depth;
                } else if (tableDepth > 0 && name.equals("DATA")) {
                    return data();
                }
            }
        }
        return Serialization.NONE;
    }

    /** What stands in DATA; goes on to the first of its rows. */
    private Serialization data() throws XMLStreamException, IOException {
        int event = tag("DATA");
        if (event == XMLStreamConstants.END_ELEMENT) {
            return Serialization.NONE;
        }
        switch (name(reader)) {
            case "TABLEDATA":
                return Serialization.TABLEDATA;
            case "BINARY":
                return stream(Serialization.BINARY);
            case "BINARY2":
                return stream(Serialization.BINARY2);
            default:
                return Serialization.OTHER;
        }
    }

    /** Goes on to the next tag; text before it is not allowed there. */
    private int tag(String parent) throws XMLStreamException, IOException {
        int event = reader.next();
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
            if (reader.isCharacters() && !reader.isWhiteSpace()) {
                throw new IOException(parent + " has text in it, at line "
                        + reader.getLocation().getLineNumber() + ": there may be elements only");
            }
            event = reader.next();
        }
        return event;
    }

    private Serialization stream(Serialization binary) throws XMLStreamException, IOException {
        if (tag(name(reader)) != XMLStreamConstants.START_ELEMENT
                || !name(reader).equals("STREAM")) {
            return Serialization.OTHER;
        }
        String encoding = reader.getAttributeValue(null, "encoding");
        boolean here = reader.getAttributeValue(null, "href") == null;
        // Bytes in XML have no other form than base64, whether or not it is said.
        boolean plain = encoding == null
                || encoding.strip().equalsIgnoreCase("base64")
                || encoding.strip().equalsIgnoreCase("none");
        return here && plain ? binary : Serialization.OTHER;
    }

    /** The name of the element, in upper case as STIL takes it. */
    static String name(XMLStreamReader reader) {
        return reader.getLocalName().toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw XmlDocuments.refused(e);
        } finally {
            in.close();
        }
    }
}
