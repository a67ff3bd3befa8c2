// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.vosi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds a small XML document as text, indented, with everything escaped and characters that XML 1.0 (section 2.2) does
 * not allow replaced by U+FFFD. Meant for metadata, which fits in memory; tables are streamed elsewhere. Not thread-safe.
 */
public final class XmlDocument {

    private static final int INDENT = 2;
    private static final String SPACES = " ".repeat(64);

    private final StringBuilder out = new StringBuilder(4096);
    private final Deque<String> open = new ArrayDeque<>();
    private boolean startTagOpen;

    /** A document with an XML declaration. */
    public XmlDocument() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    /** Starts an element; its attributes follow, then its content. */
    public XmlDocument start(String name) {
        closeStartTag();
        newLine();
        out.append('<').append(name);
        open.push(name);
        startTagOpen = true;
        return this;
    }

    /** Adds an attribute to the element just started. */
    public XmlDocument attribute(String name, String value) {
        if (!startTagOpen) {
            throw new IllegalStateException("An attribute must follow the start of its element: " + name);
        }
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
        return this;
    }

    /** Ends the element started last. */
    public XmlDocument end() {
        String name = open.pop();
        if (startTagOpen) {
            out.append("/>");
            startTagOpen = false;
        } else {
            newLine();
            out.append("</").append(name).append('>');
        }
        return this;
    }

    /** An element with text alone; ends the element started last if {@code start} preceded. */
    public XmlDocument text(String text) {
        String name = open.pop();
        out.append('>');
        startTagOpen = false;
        escape(text);
        out.append("</").append(name).append('>');
        return this;
    }

    /** An element without attributes that holds text alone. */
    public XmlDocument element(String name, String text) {
        return start(name).text(text);
    }

    /** The same, left out where there is no text. */
    public XmlDocument element(String name, Optional<String> text) {
        text.ifPresent(value -> element(name, value));
        return this;
    }

    /** The finished document. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Element is not closed: " + open.peek());
        }
        return out + "\n";
    }

    private void closeStartTag() {
        if (startTagOpen) {
            out.append('>');
            startTagOpen = false;
        }
    }

    private void newLine() {
        out.append('\n');
        for (int left = INDENT * open.size(); left > 0; left -= SPACES.length()) {
            out.append(SPACES, 0, Math.min(left, SPACES.length()));
        }
    }

    private void escape(String text) {
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            String written = written(c);
            if (written != null) {
                out.append(text, from, at).append(written);
                from = next;
            }
            at = next;
        }
        out.append(text, from, text.length());
    }

    /** What stands for a character that cannot stand for itself. */
    private static @Nullable String written(int c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            default -> isAllowed(c) ? null : "\uFFFD";
        };
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
