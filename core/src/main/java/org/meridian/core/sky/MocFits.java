// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Space MOCs as FITS binary tables (MOC 2.0 sections 4.3.1 and 6). */
public final class MocFits {
    private static final int BLOCK = 2880;
    private static final int CARD = 80;
    private static final int MAX_HEADER_CARDS = 36 * 1000;
    private static final int MAX_EXTENSIONS = 100;

    /** Numbers a MOC may consist of. */
    private static final long MAX_VALUES = 50_000_000;

    /** Below this order numbers of NUNIQ packaging fit 32 bits. */
    private static final int FIRST_LONG_ORDER = 14;

    /** How cells are packed. */
    public enum Packaging {
        /** One number for each cell, {@code 4 * 4^order + index}; recommended for space MOCs. */
        NUNIQ,
        /** Half-open order-29 ranges. */
        RANGE
    }

    private MocFits() {}

    /**
     * Reads the first MOC extension of a FITS file. Does not close the stream, nor read beyond the values.
     *
     * @throws IOException if there is none, if it is a time or space-time MOC, if it is damaged or has more than 50
     *     million numbers
     */
    public static Moc read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        for (int i = 0; i < MAX_EXTENSIONS; i++) {
            Map<String, String> header = header(data, i == 0);
            String ordering = header.getOrDefault("ORDERING", "");
            if (header.getOrDefault("XTENSION", "").equals("BINTABLE")
                    && (ordering.equals("NUNIQ") || ordering.equals("RANGE"))) {
                return table(header, data, Packaging.valueOf(ordering));
            }
            data.skipNBytes(padded(dataSize(header)));
        }
        throw new IOException("the FITS file has no MOC extension");
    }

    private static Map<String, String> header(DataInputStream in, boolean first) throws IOException {
        Map<String, String> header = new HashMap<>();
        for (int card = 0; card < MAX_HEADER_CARDS; ) {
            byte[] block = in.readNBytes(BLOCK);
            if (block.length < BLOCK) {
                throw new IOException(
                        first || block.length > 0
                                ? "the FITS file ends within a header"
                                : "the FITS file has no MOC extension");
            }
            for (int i = 0; i < BLOCK; i += CARD, card++) {
                String text = new String(block, i, CARD, StandardCharsets.US_ASCII);
                String key = text.substring(0, 8).trim();
                if (first && card == 0 && !key.equals("SIMPLE")) {
                    throw new IOException("this is no FITS file");
                }
                if (key.equals("END")) {
                    return header;
                }
                if (text.startsWith("= ", 8)) {
                    header.putIfAbsent(key, value(text.substring(10)));
                }
            }
        }
        throw new IOException("a FITS header does not end");
    }

    private static String value(String text) {
        String rest = text.trim();
        if (rest.startsWith("'")) {
            int end = rest.indexOf('\'', 1);
            return rest.substring(1, end < 0 ? rest.length() : end).trim();
        }
        int comment = rest.indexOf('/');
        return comment < 0 ? rest : rest.substring(0, comment).trim();
    }

    private static long number(Map<String, String> header, String key, long otherwise) throws IOException {
        String text = header.get(key);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("the FITS keyword " + key + " is no whole number: " + text, e);
        }
    }

    private static long dataSize(Map<String, String> header) throws IOException {
        long axes = number(header, "NAXIS", 0);
        long elements = axes == 0 ? 0 : 1;
        try {
            for (int i = 1; i <= axes && i < 1000; i++) {
                elements = Math.multiplyExact(elements, number(header, "NAXIS" + i, 0));
            }
            long all = Math.multiplyExact(
                    number(header, "GCOUNT", 1), Math.addExact(elements, number(header, "PCOUNT", 0)));
            long size = Math.multiplyExact(all, Math.abs(number(header, "BITPIX", 8)) / 8);
            if (size < 0 || size > Long.MAX_VALUE - BLOCK) {
                throw new IOException("a FITS header has impossible sizes");
            }
            return size;
        } catch (ArithmeticException e) {
            throw new IOException("a FITS header has impossible sizes", e);
        }
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static Moc table(Map<String, String> header, DataInputStream in, Packaging packaging) throws IOException {
        String dimension = header.getOrDefault("MOCDIM", "SPACE");
        if (!dimension.equals("SPACE")) {
            throw new IOException("this is no space MOC but " + dimension);
        }
        String form = header.getOrDefault("TFORM1", "");
        long width = form.endsWith("K") ? 8 : 4;
        long values = number(header, "NAXIS1", 0) / width * number(header, "NAXIS2", 0);
        if (!form.matches("[12]?[JK]") || number(header, "TFIELDS", 0) != 1) {
            throw new IOException("a MOC needs a single column of J or K numbers, not " + form);
        }
        if (values < 0 || values > MAX_VALUES) {
            throw new IOException("a MOC of " + values + " numbers is too large");
        }
        long[] numbers = new long[(int) values];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = width == 8 ? in.readLong() : in.readInt();
        }
        long order = number(header, "MOCORD_S", number(header, "MOCORDER", -1));
        try {
            return packaging == Packaging.RANGE ? ranges(numbers, order) : nuniq(numbers, order);
        } catch (IllegalArgumentException e) {
            throw new IOException("the MOC is damaged: " + e.getMessage(), e);
        }
    }

    private static Moc ranges(long[] numbers, long order) {
        for (int i = 1; i < numbers.length; i += 2) {
            numbers[i]--;
        }
        return Moc.ofRanges(order < 0 ? Healpix.MAX_ORDER : Math.toIntExact(order), numbers);
    }

    private static Moc nuniq(long[] numbers, long order) {
        long[] loHi = new long[2 * numbers.length];
        int best = (int) Math.clamp(order, 0, Healpix.MAX_ORDER);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 4) {
                throw new IllegalArgumentException("no cell has the number " + numbers[i]);
            }
            int cellOrder = (61 - Long.numberOfLeadingZeros(numbers[i])) / 2;
            CoverCell cell = new CoverCell(cellOrder, numbers[i] - (4L << (2 * cellOrder)), true);
            loHi[2 * i] = cell.lo();
            loHi[2 * i + 1] = cell.hi();
            best = Math.max(best, cellOrder);
        }
        return Moc.ofRanges(best, loHi);
    }

    /** Writes a FITS file. Flushes, does not close the stream. */
    public static void write(Moc moc, Packaging packaging, OutputStream out) throws IOException {
        long[] numbers = packaging == Packaging.RANGE ? halfOpen(moc) : uniq(moc);
        boolean wide = packaging == Packaging.RANGE || moc.order() >= FIRST_LONG_ORDER;
        DataOutputStream data = new DataOutputStream(out);
        writeHeader(
                List.of(logical("SIMPLE", "T"), logical("BITPIX", "8"), logical("NAXIS", "0"), logical("EXTEND", "T")),
                data);
        List<String> cards = new ArrayList<>(List.of(
                text("XTENSION", "BINTABLE"),
                logical("BITPIX", "8"),
                logical("NAXIS", "2"),
                logical("NAXIS1", wide ? "8" : "4"),
                logical("NAXIS2", Integer.toString(numbers.length)),
                logical("PCOUNT", "0"),
                logical("GCOUNT", "1"),
                logical("TFIELDS", "1"),
                text("TFORM1", wide ? "1K" : "1J"),
                text("TTYPE1", packaging == Packaging.RANGE ? "RANGE" : "UNIQ")));
        cards.addAll(List.of(
                text("MOCVERS", "2.0"),
                text("MOCDIM", "SPACE"),
                text("ORDERING", packaging.name()),
                text("COORDSYS", "C"),
                logical("MOCORD_S", Integer.toString(moc.order())),
                logical("MOCORDER", Integer.toString(moc.order())),
                text("MOCTOOL", "Meridian")));
        writeHeader(cards, data);
        for (long number : numbers) {
            if (wide) {
                data.writeLong(number);
            } else {
                data.writeInt((int) number);
            }
        }
        long size = numbers.length * (wide ? 8L : 4L);
        data.write(new byte[(int) (padded(size) - size)]);
        data.flush();
    }

    private static long[] halfOpen(Moc moc) {
        long[] ranges = moc.ranges();
        for (int i = 1; i < ranges.length; i += 2) {
            ranges[i]++;
        }
        return ranges;
    }

    private static long[] uniq(Moc moc) {
        return moc.cells().stream()
                .mapToLong(c -> (4L << (2 * c.order())) + c.cell())
                .toArray();
    }

    private static String logical(String key, String value) {
        return String.format("%-8s= %20s", key, value);
    }

    private static String text(String key, String value) {
        return String.format("%-8s= '%-8s'", key, value);
    }

    private static void writeHeader(List<String> cards, DataOutputStream out) throws IOException {
        StringBuilder header = new StringBuilder();
        for (String card : cards) {
            header.append(String.format("%-80s", card));
        }
        header.append(String.format("%-80s", "END"));
        header.append(" ".repeat((int) (padded(header.length()) - header.length())));
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
