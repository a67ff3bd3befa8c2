// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.Optional;

/** Follows the text of a STREAM, in base64, and says what a reader would pass over or die of. Not thread-safe. */
final class Base64Stream {
    private final Content content;
    private long digits;
    private int bits;
    private boolean padded;

    /** At the beginning of the text. */
    Base64Stream(Content content) {
        this.content = content;
    }

    /** What the text stands for. What is wrong with it is said as of the XML: "has ...". */
    interface Content {
        /** Takes the next byte. */
        Optional<String> put(int b);

        /** What is wrong with it as a whole; empty if nothing is. */
        Optional<String> end();
    }

    /**
     * Takes the next part of the text.
     *
     * @return what is wrong with it; empty if it is good so far
     */
    Optional<String> put(char[] text, int start, int length) {
        for (int i = start; i < start + length; i++) {
            char c = text[i];
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                continue;
            }
            int value = value(c);
            if (value < 0 && c != '=' || padded && c != '=') {
                return Optional.of("has a character that is no base64 in STREAM: its rows are damaged");
            }
            padded = c == '=';
            int place = (int) (digits++ % 4);
            bits = bits << 6 | Math.max(0, value);
            // Of four digits the first gives no byte that is whole, each other one.
            if (place > 0 && !padded) {
                Optional<String> fault = content.put(bits >> (6 - 2 * place) & 0xFF);
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the text at its end; empty if nothing is. */
    Optional<String> end() {
        if (digits % 4 != 0) {
            return Optional.of("has base64 of " + digits + " characters, no multiple of 4: it did not arrive whole");
        }
        return content.end();
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        } else if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        } else if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
