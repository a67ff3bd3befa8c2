// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * One header of a FITS file (FITS 4.0, sections 3.3 and 4.1). Immutable.
 *
 * @param cards of 80 characters each, without END
 * @param bytes that it takes in the file
 */
record FitsHeader(List<String> cards, long bytes) {

    static final int BLOCK = 2880;

    private static final int CARD = 80;
    private static final int KEYWORD = 8;

    /** More is nobody's header. */
    private static final int MOST_BYTES = 8 << 20;

    private static final int MOST_AXES = 999;

    /** FITS 4.0, table 8. */
    private static final List<Long> BITPIX = List.of(8L, 16L, 32L, 64L, -32L, -64L);

    FitsHeader {
        cards = List.copyOf(cards);
    }

    /**
     * Reads a header.
     *
     * @param in stands at its beginning, and afterwards at its data
     * @return empty if there is none: the file has ended, or goes on with something else
     * @throws VospaceFault InvalidData if it does not end
     */
    static Optional<FitsHeader> read(InputStream in, Deadline deadline) throws IOException {
        List<String> cards = new ArrayList<>();
        byte[] block = new byte[BLOCK];
        for (long bytes = BLOCK; bytes <= MOST_BYTES; bytes += BLOCK) {
            deadline.check();
            int read = in.readNBytes(block, 0, BLOCK);
            boolean begins = cards.isEmpty();
            if (begins && (read < CARD || !isFirst(text(block, 0)))) {
                return Optional.empty();
            }
            for (int at = 0; at + CARD <= read; at += CARD) {
                String card = text(block, at);
                if (card.substring(0, KEYWORD).equals("END     ")) {
                    return Optional.of(new FitsHeader(cards, bytes));
                }
                cards.add(card);
            }
            if (read < BLOCK) {
                throw damaged("the file ends within a header");
            }
        }
        throw damaged("a header has more than " + MOST_BYTES + " bytes");
    }

    private static boolean isFirst(String card) {
        return card.startsWith("SIMPLE  =") || card.startsWith("XTENSION=");
    }

    /** A card as text; what is no printable ASCII, as none may be, as question marks. */
    private static String text(byte[] block, int at) {
        byte[] card = new byte[CARD];
        for (int i = 0; i < CARD; i++) {
            byte each = block[at + i];
            card[i] = each >= ' ' && each <= '~' ? each : (byte) '?';
        }
        return new String(card, StandardCharsets.US_ASCII);
    }

    static VospaceFault damaged(String what) {
        return new VospaceFault(Name.InvalidData, "the FITS file is damaged: " + what);
    }

    /** The value of a keyword as it is written, without quotes; empty if it is not there. */
    Optional<String> value(String keyword) {
        String begin = String.format("%-8s= ", keyword);
        return cards.stream()
                .filter(card -> card.startsWith(begin))
                .findFirst()
                .map(card -> value(card.substring(begin.length()), 0));
    }

    private static String value(String field, int from) {
        String text = field.substring(from).strip();
        if (text.startsWith("'")) {
            int end = text.indexOf('\'', 1);
            return (end < 0 ? text.substring(1) : text.substring(1, end)).stripTrailing();
        }
        int comment = text.indexOf('/');
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }

    /**
     * A whole number.
     *
     * @throws VospaceFault InvalidData if it is none
     */
    long whole(String keyword, long otherwise) {
        Optional<String> value = value(keyword);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(value.get());
        } catch (NumberFormatException e) {
            throw damaged(keyword + " is '" + value.get() + "', and should be a whole number");
        }
    }

    /** The same for one that is a number of things, such as an axis is long. */
    private long count(String keyword, long otherwise) {
        long value = whole(keyword, otherwise);
        if (value < 0) {
            throw damaged(keyword + " is " + value);
        }
        return value;
    }

    /**
     * The kind of the values (BITPIX): bits of each, negative of floating-point numbers.
     *
     * @throws VospaceFault InvalidData if there is no such kind
     */
    int bitpix() {
        long bitpix = whole("BITPIX", 0);
        if (!BITPIX.contains(bitpix)) {
            throw damaged("BITPIX is " + bitpix + ", and should be one of 8, 16, 32, 64, -32, -64");
        }
        return (int) bitpix;
    }

    /** A number; {@code otherwise} if it is not there, or none. */
    double number(String keyword, double otherwise) {
        try {
            return value(keyword)
                    .map(text -> Double.parseDouble(text.replace('D', 'E')))
                    .orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Whether a logical value is true. */
    boolean isTrue(String keyword) {
        return value(keyword).filter("T"::equals).isPresent();
    }

    /** How long the axes are; none if there are no data. */
    List<Long> axes() {
        long number = count("NAXIS", 0);
        if (number > MOST_AXES) {
            throw damaged("NAXIS is " + number);
        }
        List<Long> axes = new ArrayList<>();
        for (int axis = 1; axis <= number; axis++) {
            axes.add(count("NAXIS" + axis, 0));
        }
        return axes;
    }

    /**
     * Bytes of its data, with what fills the last block (FITS 4.0, sections 4.4.1 and 6.2).
     *
     * @throws VospaceFault InvalidData if that is no number of bytes
     */
    long dataBytes() {
        List<Long> axes = axes();
        if (axes.isEmpty()) {
            return 0;
        }
        try {
            boolean groups = isTrue("GROUPS") && axes.getFirst() == 0;
            long values = 1;
            for (long axis : groups ? axes.subList(1, axes.size()) : axes) {
                values = Math.multiplyExact(values, axis);
            }
            long each = Math.multiplyExact(Math.addExact(values, count("PCOUNT", 0)), Math.abs(bitpix()) / 8);
            long bytes = Math.multiplyExact(Math.max(1, count("GCOUNT", 1)), each);
            return Math.multiplyExact(Math.addExact(bytes, BLOCK - 1) / BLOCK, BLOCK);
        } catch (ArithmeticException e) {
            throw damaged("its header promises more bytes than any file has");
        }
    }
}
