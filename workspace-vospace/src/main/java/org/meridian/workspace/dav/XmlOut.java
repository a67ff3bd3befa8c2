// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes documents of WebDAV as they come: elements of the namespace {@code DAV:} with the prefix {@code D}, which the first of
 * them has to declare. What XML cannot hold becomes U+FFFD. Not thread-safe.
 */
final class XmlOut {

    /** Declares the prefix, as an attribute of the document's element. */
    static final String DAV = "xmlns:D=\"DAV:\"";

    /** Writes something. */
    @FunctionalInterface
    interface Part {
        void to(XmlOut out) throws IOException;
    }

    private final Writer out;

    private XmlOut(Writer out) {
        this.out = out;
    }

    /** Writes a document to a stream, and leaves that open. */
    static void write(OutputStream stream, Part document) throws IOException {
        Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        XmlOut out = new XmlOut(writer);
        out.declaration();
        document.to(out);
        writer.flush();
    }

    /** A small document as text. */
    static String text(Part document) {
        StringWriter writer = new StringWriter();
        try {
            XmlOut out = new XmlOut(writer);
            out.declaration();
            document.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a text can always be written", e);
        }
        return writer.toString();
    }

    private void declaration() throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    }

    /** Starts an element; with what follows its name in the tag. */
    XmlOut start(String name, String... attributes) throws IOException {
        out.write("<D:" + name);
        for (String attribute : attributes) {
            out.write(" " + attribute);
        }
        out.write(">");
        return this;
    }

    /** Ends an element. */
    XmlOut end(String name) throws IOException {
        out.write("</D:" + name + ">");
        return this;
    }

    /** An element without content. */
    XmlOut empty(String name) throws IOException {
        out.write("<D:" + name + "/>");
        return this;
    }

    /** An element with a text. */
    XmlOut element(String name, String text) throws IOException {
        start(name);
        out.write(escaped(text));
        return end(name);
    }

    /** An element with an address alone in it. */
    XmlOut href(String name, String address) throws IOException {
        return start(name).element("href", address).end(name);
    }

    /** What is XML already. */
    XmlOut xml(String xml) throws IOException {
        out.write(xml);
        return this;
    }

    /** A text as content of elements and values of attributes. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
