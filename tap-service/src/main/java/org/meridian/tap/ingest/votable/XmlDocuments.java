// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Readers of XML documents (XML 1.0 and 1.1) that follow nothing which these name and print nothing, and what is wrong with a
 * document in plain words. Pure functions.
 */
public final class XmlDocuments {
    /** Attributes of an element at most. */
    private static final int MAX_ATTRIBUTES = 200;
    /** Characters of a name at most. */
    private static final int MAX_NAME = 1000;

    private static final Pattern LIMIT = Pattern.compile("JAXP0001(\\d{4}):");
    private static final Pattern NAMESPACES = Pattern.compile(".*REC-xml-names-19990114#(\\w+)\\?(.*)", Pattern.DOTALL);
    private static final int MAX_MESSAGE = 200;

    /** Throws what is an error; says nothing to anybody else. */
    static final ErrorHandler SILENT = new ErrorHandler() {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    };

    private XmlDocuments() {}

    /**
     * A reader of a document from its beginning.
     *
     * @param document closed by the caller
     * @throws XMLStreamException if it does not begin as XML does; for {@link #refused}
     * @throws IOException if it cannot be read
     */
    public static XMLStreamReader reader(InputStream document) throws XMLStreamException, IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        // The same in every version of Java; how deep elements nest is for the guard to say.
        factory.setProperty("jdk.xml.elementAttributeLimit", Integer.toString(MAX_ATTRIBUTES));
        factory.setProperty("jdk.xml.maxXMLNameLimit", Integer.toString(MAX_NAME));
        factory.setProperty("jdk.xml.maxElementDepth", "0");
        StrictText text = StrictText.of(document);
        // Bytes that are none of the encoding make Java's reader print to standard error.
        return text.isDecoded()
                ? factory.createXMLStreamReader(text.characters())
                : factory.createXMLStreamReader(text.bytes());
    }

    /** What is wrong with a document that a reader broke off. */
    public static IOException refused(XMLStreamException e) {
        String message = String.valueOf(e.getMessage()).replaceFirst("(?s)^ParseError at \\[.*?]\\s*Message: ", "");
        return refused(e.getLocation() == null ? -1 : e.getLocation().getLineNumber(), message, e);
    }

    /**
     * What is wrong with a document.
     *
     * @param line from 1; less where it is not known
     * @param message what the parser says
     */
    static IOException refused(int line, String message, Exception cause) {
        String place = line > 0 ? " at line " + line : "";
        Matcher limit = LIMIT.matcher(message);
        if (limit.find()) {
            return new IOException(
                    "the XML," + place + (place.isEmpty() ? " " : ", ") + "goes beyond a limit of this service: "
                            + rule(limit.group(1), message.substring(limit.end())),
                    cause);
        }
        return new IOException("the XML is broken" + place + ": " + plain(message), cause);
    }

    /** What has a limit, by the parser's code of it. */
    private static String rule(String code, String message) {
        return switch (code) {
            case "0002" -> "an element with more than " + MAX_ATTRIBUTES + " attributes";
            case "0005" -> "a name of more than " + MAX_NAME + " characters";
            case "0006" -> "elements nested deeper than 100";
            default -> shortened(message.strip());
        };
    }

    private static String plain(String message) {
        Matcher names = NAMESPACES.matcher(message);
        if (!names.matches()) {
            return shortened(message.strip());
        }
        String[] words = names.group(2).split("&", -1);
        return switch (names.group(1)) {
            case "ElementPrefixUnbound" -> "the prefix " + shortened(words[0]) + " is not declared";
            case "AttributePrefixUnbound" -> "the prefix " + shortened(words[words.length - 1]) + " is not declared";
            case "AttributeNotUnique", "AttributeNSNotUnique" ->
                "the attribute " + shortened(words[Math.min(1, words.length - 1)]) + " is there twice";
            default -> "names and prefixes are not as namespaces in XML want them";
        };
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 3) + "...";
    }
}
