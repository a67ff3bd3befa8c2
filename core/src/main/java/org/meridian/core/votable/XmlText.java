// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.nio.charset.StandardCharsets;

/**
 * Text in XML 1.0. What XML cannot hold (control characters, U+FFFE, U+FFFF) becomes U+FFFD, or a question mark where text
 * has to be ASCII.
 */
final class XmlText {
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    private static final byte[] AMPERSAND = ascii("&amp;");
    private static final byte[] LESS = ascii("&lt;");
    private static final byte[] GREATER = ascii("&gt;");
    private static final byte[] QUOTE = ascii("&quot;");
    private static final byte[] RETURN = ascii("&#13;");
    private static final byte[] NEWLINE = ascii("&#10;");
    private static final byte[] TAB = ascii("&#9;");

    /** Bytes that need a look; the lead byte 0xEF because of U+FFFE and U+FFFF. */
    private static final boolean[] SPECIAL = new boolean[256];

    static {
        for (int i = 0; i < ' '; i++) {
            SPECIAL[i] = true;
        }
        SPECIAL['&'] = true;
        SPECIAL['<'] = true;
        SPECIAL['>'] = true;
        SPECIAL['"'] = true;
        SPECIAL[0xEF] = true;
    }

    private XmlText() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Element content from UTF-8 bytes. */
    static void content(ByteSink sink, byte[] bytes, int offset, int length, boolean ascii) {
        escaped(sink, bytes, offset, length, ascii, false);
    }

    /** Element content. */
    static void content(ByteSink sink, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        escaped(sink, bytes, 0, bytes.length, false, false);
    }

    /** {@code name="value"} with a blank before it. */
    static void attribute(ByteSink sink, String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        sink.put(' ');
        sink.put(name);
        sink.put('=');
        sink.put('"');
        escaped(sink, bytes, 0, bytes.length, false, true);
        sink.put('"');
    }

    private static void escaped(ByteSink sink, byte[] bytes, int offset, int length, boolean ascii, boolean attribute) {
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (!SPECIAL[bytes[i] & 0xFF]) {
                continue;
            }
            boolean unpaired = bytes[i] == REPLACEMENT[0];
            if (unpaired && !isNoncharacter(bytes, i, end)) {
                continue;
            }
            sink.put(bytes, from, i - from);
            if (unpaired) {
                sink.put(REPLACEMENT);
                i += 2;
            } else {
                special(sink, bytes[i], ascii, attribute);
            }
            from = i + 1;
        }
        sink.put(bytes, from, end - from);
    }

    private static boolean isNoncharacter(byte[] bytes, int at, int end) {
        return at + 2 < end && bytes[at + 1] == (byte) 0xBF && (bytes[at + 2] & 0xFE) == 0xBE;
    }

    private static void special(ByteSink sink, byte value, boolean ascii, boolean attribute) {
        switch (value) {
            case '&' -> sink.put(AMPERSAND);
            case '<' -> sink.put(LESS);
            case '>' -> sink.put(GREATER);
            case '\r' -> sink.put(RETURN);
            case '"' -> sink.put(attribute ? QUOTE : new byte[] {'"'});
            case '\n' -> sink.put(attribute ? NEWLINE : new byte[] {'\n'});
            case '\t' -> sink.put(attribute ? TAB : new byte[] {'\t'});
            default -> sink.put(ascii ? new byte[] {'?'} : REPLACEMENT);
        }
    }
}
