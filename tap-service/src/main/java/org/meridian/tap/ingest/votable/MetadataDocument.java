// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.util.DataSource;
import uk.ac.starlink.votable.VOElement;
import uk.ac.starlink.votable.VOElementFactory;

/** All of a VOTable but its rows, as STIL's elements, which know how FIELDs, COOSYS and TIMESYS belong together. */
final class MetadataDocument {

    /** Throws what is an error; the default one prints it, too. */
    private static final ErrorListener SILENT = new ErrorListener() {
        @Override
        public void warning(TransformerException e) {}

        @Override
        public void error(TransformerException e) throws TransformerException {
            throw e;
        }

        @Override
        public void fatalError(TransformerException e) throws TransformerException {
            throw e;
        }
    };

    private MetadataDocument() {}

    /** The top element. */
    static VOElement read(DataSource source) throws IOException {
        try (InputStream in = source.getInputStream()) {
            SAXParserFactory parsers = SAXParserFactory.newDefaultInstance();
            parsers.setNamespaceAware(true);
            XMLReader reader = parsers.newSAXParser().getXMLReader();
            reader.setErrorHandler(XmlDocuments.SILENT);
            reader.setEntityResolver((publicId, systemId) -> new InputSource(InputStream.nullInputStream()));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            Transformer copy = TransformerFactory.newDefaultInstance().newTransformer();
            copy.setErrorListener(SILENT);
            copy.transform(new SAXSource(new WithoutData(reader), new InputSource(in)), new StreamResult(head));
            return new VOElementFactory(StoragePolicy.DISCARD)
                    .makeVOElement(new StreamSource(new ByteArrayInputStream(head.toByteArray())));
        } catch (SAXException | TransformerException e) {
            throw broken(e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IOException broken(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SAXParseException parse) {
                return XmlDocuments.refused(parse.getLineNumber(), String.valueOf(parse.getMessage()), e);
            }
        }
        return new IOException("the XML is broken", e);
    }

    /** Passes over what stands in DATA. */
    private static final class WithoutData extends XMLFilterImpl {
        private int depthInData;

        WithoutData(XMLReader reader) {
            super(reader);
        }

        @Override
        public void startElement(String uri, String local, String qualified, Attributes attributes)
                throws SAXException {
            if (depthInData > 0 || local.equalsIgnoreCase("DATA")) {
                depthInData++;
            } else {
                super.startElement(uri, local, qualified, attributes);
            }
        }

        @Override
        public void endElement(String uri, String local, String qualified) throws SAXException {
            if (depthInData > 0) {
                depthInData--;
            } else {
                super.endElement(uri, local, qualified);
            }
        }

        @Override
        public void characters(char[] text, int start, int length) throws SAXException {
            if (depthInData == 0) {
                super.characters(text, start, length);
            }
        }
    }
}
