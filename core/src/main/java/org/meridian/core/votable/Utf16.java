// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

/**
 * UTF-8 as the two-byte characters of VOTable's {@code unicodeChar} (VOTable 1.4, section 6). Characters that UCS-2 does not
 * have become surrogate pairs, as every reader in use expects.
 */
final class Utf16 {
    private Utf16() {}

    /** Number of two-byte characters of well-formed UTF-8. */
    static int length(byte[] utf8, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            int lead = utf8[i] & 0xFF;
            if (lead < 0x80 || lead >= 0xC0) {
                count += lead >= 0xF0 ? 2 : 1;
            }
        }
        return count;
    }

    /** Writes big-endian two-byte characters at {@code at}, where there is room for twice the length; returns the end. */
    static int put(byte[] utf8, int offset, int length, byte[] target, int at) {
        int end = offset + length;
        int to = at;
        int i = offset;
        while (i < end) {
            int lead = utf8[i] & 0xFF;
            if (lead < 0x80) {
                target[to] = 0;
                target[to + 1] = (byte) lead;
                to += 2;
                i++;
            } else {
                int size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                to = character(codePoint(utf8, i, size), target, to);
                i += size;
            }
        }
        return to;
    }

    private static int codePoint(byte[] utf8, int at, int size) {
        int code = utf8[at] & 0x7F >> size;
        for (int i = 1; i < size; i++) {
            code = code << 6 | utf8[at + i] & 0x3F;
        }
        return code;
    }

    private static int character(int code, byte[] target, int at) {
        if (code < 0x10000) {
            return unit(code, target, at);
        }
        int second = unit(Character.highSurrogate(code), target, at);
        return unit(Character.lowSurrogate(code), target, second);
    }

    private static int unit(int unit, byte[] target, int at) {
        target[at] = (byte) (unit >> 8);
        target[at + 1] = (byte) unit;
        return at + 2;
    }
}
