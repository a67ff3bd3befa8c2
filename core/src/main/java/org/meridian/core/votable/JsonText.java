// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.nio.charset.StandardCharsets;

/** Strings and lists of strings as JSON (RFC 8259), UTF-8. */
final class JsonText {
    static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** What follows the backslash for a byte, 0 if it stands for itself, {@code 'u'} if it takes four hexadecimal digits. */
    private static final byte[] ESCAPES = new byte[256];

    static {
        for (int i = 0; i < ' '; i++) {
            ESCAPES[i] = 'u';
        }
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\t'] = 't';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
    }

    private JsonText() {}

    /** A string from UTF-8 bytes, with its quotes. */
    static void string(ByteSink sink, byte[] bytes, int offset, int length) {
        sink.put('"');
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte escape = ESCAPES[bytes[i] & 0xFF];
            if (escape != 0) {
                sink.put(bytes, from, i - from);
                from = i + 1;
                sink.put('\\');
                sink.put(escape);
                if (escape == 'u') {
                    sink.put('0');
                    sink.put('0');
                    sink.put(HEX[bytes[i] >> 4]);
                    sink.put(HEX[bytes[i] & 0xF]);
                }
            }
        }
        sink.put(bytes, from, end - from);
        sink.put('"');
    }

    static void string(ByteSink sink, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        string(sink, bytes, 0, bytes.length);
    }

    /** A cell that is an array of texts or timestamps, as an array of strings. */
    static void list(ByteSink sink, Column column, byte[] bytes, int offset) {
        int count = Cells.elementCount(bytes, offset);
        int at = Cells.firstElement(bytes, offset);
        sink.put('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                sink.put(',');
            }
            int length = Cells.int32(bytes, at);
            at += 4;
            if (length < 0) {
                sink.put(NULL);
                continue;
            }
            if (column.field().primitive() == Primitive.TIMESTAMP) {
                timestamp(sink, Cells.int64(bytes, at));
            } else {
                string(sink, bytes, at, length);
            }
            at += length;
        }
        sink.put(']');
    }

    /** A timestamp with its quotes; {@code null} if it is infinite. */
    static void timestamp(ByteSink sink, long micros) {
        if (TimestampText.isInfinite(micros)) {
            sink.put(NULL);
            return;
        }
        sink.put('"');
        sink.advanceTo(TimestampText.put(micros, sink.array(), sink.reserve(TimestampText.MAX)));
        sink.put('"');
    }
}
