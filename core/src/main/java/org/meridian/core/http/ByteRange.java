// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a body (RFC 9110, section 14.1.2). Immutable.
 *
 * @param first offset of its first byte, from 0
 * @param length number of its bytes; 0 only for a body that is empty
 */
public record ByteRange(long first, long length) {

    private static final Pattern ONE = Pattern.compile("(?i)\\s*bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /** What a Range header asks for. */
    public sealed interface Answer {}

    /** The whole body: there is no range, or none that is understood, or several at once, which need not be served. */
    public record Whole() implements Answer {}

    /** A part. */
    public record Part(ByteRange range) implements Answer {}

    /** Nothing: the range lies beyond the end (416). */
    public record Beyond() implements Answer {}

    /**
     * Reads a Range header.
     *
     * @param header its value; empty if there is none
     * @param size bytes of the whole body
     */
    public static Answer parse(Optional<String> header, long size) {
        Optional<Matcher> one = header.map(ONE::matcher).filter(Matcher::matches);
        if (one.isEmpty()) {
            return new Whole();
        }
        String from = one.get().group(1);
        String to = one.get().group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? new Whole() : suffix(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Beyond() : new Part(new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    private static Answer suffix(long length, long size) {
        if (length == 0 || size == 0) {
            return new Beyond();
        }
        long served = Math.min(length, size);
        return new Part(new ByteRange(size - served, served));
    }

    /** Value of the header Content-Range. */
    public String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
