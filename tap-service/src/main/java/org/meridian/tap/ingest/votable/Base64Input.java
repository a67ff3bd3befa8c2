// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The bytes of a STREAM in base64 (RFC 4648, section 4). Begins behind the start tag; ends with the element. */
final class Base64Input extends InputStream {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final byte[] DIGITS = new byte[128];

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            DIGITS[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private final XMLStreamReader reader;
    private byte[] decoded = new byte[1 << 12];
    private int next;
    private int length;
    private int group;
    private int digits;
    private int padding;
    private boolean ended;

    Base64Input(XMLStreamReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int size) throws IOException {
        if (size == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(size, length - next);
        System.arraycopy(decoded, next, into, offset, count);
        next += count;
        return count;
    }

    /** Makes a byte available, if there is one more. */
    private boolean fill() throws IOException {
        try {
            while (next == length && !ended) {
                next = 0;
                length = 0;
                switch (reader.next()) {
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> decode();
                    case XMLStreamConstants.START_ELEMENT ->
                        throw new IOException("the STREAM has an element " + reader.getLocalName() + " in it");
                    case XMLStreamConstants.END_ELEMENT -> end();
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw XmlDocuments.refused(e);
        }
        return next < length;
    }

    private void decode() throws IOException {
        int characters = reader.getTextLength();
        if (decoded.length < characters + 3) {
            decoded = new byte[characters + 3];
        }
        char[] text = reader.getTextCharacters();
        int start = reader.getTextStart();
        for (int i = start; i < start + characters; i++) {
            char c = text[i];
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                continue;
            }
            boolean pad = c == '=';
            if (!pad && (c >= DIGITS.length || DIGITS[c] < 0) || !pad && padding > 0 || pad && digits + padding < 2) {
                throw new IOException("the STREAM has a character that is no base64 in its place: it is damaged");
            }
            group = group << 6 | (pad ? 0 : DIGITS[c]);
            digits += pad ? 0 : 1;
            padding += pad ? 1 : 0;
            if (digits + padding == 4) {
                put();
            }
        }
    }

    private void put() {
        for (int i = 0; i < 3 - padding; i++) {
            decoded[length++] = (byte) (group >> 16 - 8 * i);
        }
        group = 0;
        digits = 0;
        // Nothing may follow padding.
        padding = padding > 0 ? 4 : 0;
    }

    private void end() throws IOException {
        ended = true;
        if (digits > 0 || padding > 0 && padding != 4) {
            throw new IOException("the base64 ends within a group of four characters: it did not arrive whole");
        }
    }
}
