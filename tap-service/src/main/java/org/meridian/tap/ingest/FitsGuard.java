// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.ac.starlink.fits.FitsHeader;
import uk.ac.starlink.fits.HeaderValueException;

/**
 * Compares what a FITS table promises with what the file has (FITS 4.0, sections 4.4 and 7.3), before a reader takes memory
 * for it: rows and heap lie within the file, columns within the row, arrays of variable length within the heap.
 */
final class FitsGuard {
    static final int MAX_HEADER_BYTES = 8 << 20;
    /** Of a row, and of each array of variable length. */
    static final int MAX_ROW_BYTES = 8 << 20;

    /** Of all arrays together, where rows share arrays and the heap is smaller. */
    private static final long MAX_SHARED_BYTES = 64 << 20;

    private static final int BLOCK = 2880;
    private static final Pattern TFORM = Pattern.compile("\\s*(\\d{0,9})([LXBIJKAEDCMPQ])([LXBIJKAEDCM]?).*");

    private FitsGuard() {}

    /** A column with arrays of variable length: where in the row its descriptor is, and how large an element of it. */
    private record Descriptor(int offset, boolean wide, long elementBits) {}

    /**
     * How long the data of a header are, with what fills the last block.
     *
     * @param position where they begin
     * @param fileBytes how long the file is
     * @throws IOException if they do not lie within the file
     */
    static long dataBytes(FitsHeader header, long position, long fileBytes) throws IOException {
        int axes = Optional.ofNullable(header.getIntValue("NAXIS")).orElse(0);
        if (axes < 0 || axes > 999) {
            throw new IOException("the FITS header has NAXIS = " + axes);
        }
        long bytes = 0;
        try {
            if (axes > 0) {
                bytes = Math.abs((long) header.getRequiredIntValue("BITPIX")) / 8;
                for (int axis = 1; axis <= axes; axis++) {
                    long length = atLeastZero(header, "NAXIS" + axis, true);
                    bytes = axis == 1 && length == 0 && axes > 1 && isGroups(header)
                            ? bytes
                            : Math.multiplyExact(bytes, length);
                }
                long groups = Math.max(
                        1, Optional.ofNullable(header.getLongValue("GCOUNT")).orElse(1L));
                long parameters = Math.multiplyExact(
                        atLeastZero(header, "PCOUNT", false),
                        Math.abs((long) header.getRequiredIntValue("BITPIX")) / 8);
                bytes = Math.multiplyExact(groups, Math.addExact(bytes, parameters));
            }
            // The last block may be cut off: many writers do not fill it.
            if (Math.addExact(position, bytes) > fileBytes) {
                throw promised(bytes, Math.max(0, fileBytes - position));
            }
        } catch (ArithmeticException e) {
            throw promised(Long.MAX_VALUE, Math.max(0, fileBytes - position));
        }
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static boolean isGroups(FitsHeader header) {
        return Boolean.TRUE.equals(header.getBooleanValue("GROUPS"));
    }

    private static IOException promised(long bytes, long there) {
        return new IOException("a FITS header promises " + (bytes == Long.MAX_VALUE ? "too many" : bytes + "")
                + " bytes where the file has " + there + ": it is damaged or did not arrive whole");
    }

    private static long atLeastZero(FitsHeader header, String key, boolean required) throws IOException {
        Long value = required ? (Long) header.getRequiredLongValue(key) : header.getLongValue(key);
        if (value != null && value < 0) {
            throw new IOException("the FITS header has " + key + " = " + value);
        }
        return value == null ? 0 : value;
    }

    /**
     * Looks through a table.
     *
     * @param binary whether it is a BINTABLE
     * @param data stands at its rows; read through if they have descriptors
     * @return whether it has arrays of variable length
     * @throws IOException if it promises what it has not
     */
    static boolean check(FitsHeader header, boolean binary, DataInputStream data) throws IOException {
        long rowBytes = header.getRequiredLongValue("NAXIS1");
        long rows = header.getRequiredLongValue("NAXIS2");
        if (rowBytes > MAX_ROW_BYTES) {
            throw new IOException("its rows have " + rowBytes + " bytes; they can have " + MAX_ROW_BYTES);
        }
        if (rowBytes == 0 && rows > 0) {
            throw new IOException("its rows have no bytes");
        }
        if (!binary) {
            return false;
        }
        List<Descriptor> descriptors = descriptors(header, rowBytes);
        if (!descriptors.isEmpty()) {
            long heap = atLeastZero(header, "PCOUNT", false)
                    - Math.max(
                            0,
                            Optional.ofNullable(header.getLongValue("THEAP")).orElse(rowBytes * rows)
                                    - rowBytes * rows);
            checkHeap(descriptors, (int) rowBytes, rows, heap, data);
        }
        return !descriptors.isEmpty();
    }

    private static List<Descriptor> descriptors(FitsHeader header, long rowBytes) throws IOException {
        if (header.getIntValue("XT_NCOL") != null) {
            throw new IOException("it has more than 998 columns in the convention XT; send it as VOTable");
        }
        List<Descriptor> found = new ArrayList<>();
        long offset = 0;
        int fields = header.getRequiredIntValue("TFIELDS");
        for (int column = 1; column <= fields; column++) {
            String form = header.getRequiredStringValue("TFORM" + column);
            Matcher parts = TFORM.matcher(form);
            if (!parts.matches()) {
                throw new HeaderValueException("TFORM" + column + " = '" + form + "' is not understood");
            }
            long count = parts.group(1).isEmpty() ? 1 : Long.parseLong(parts.group(1));
            char type = parts.group(2).charAt(0);
            boolean descriptor = type == 'P' || type == 'Q';
            if (descriptor && (count > 1 || parts.group(3).isEmpty())) {
                throw new IOException("TFORM" + column + " = '" + form + "' is not understood");
            }
            if (descriptor && count == 1) {
                found.add(new Descriptor(
                        (int) offset, type == 'Q', bits(parts.group(3).charAt(0))));
            }
            offset += (count * bits(type) + 7) / 8;
            if (offset > rowBytes) {
                throw new IOException("its columns have more bytes than its rows, of which NAXIS1 says " + rowBytes);
            }
        }
        return found;
    }

    /** Bits of a value of a type (FITS 4.0, table 18). */
    private static long bits(char type) {
        return switch (type) {
            case 'X' -> 1;
            case 'L', 'B', 'A' -> 8;
            case 'I' -> 16;
            case 'J', 'E' -> 32;
            case 'M', 'Q' -> 128;
            default -> 64;
        };
    }

    private static void checkHeap(
            List<Descriptor> descriptors, int rowBytes, long rows, long heapBytes, DataInputStream data)
            throws IOException {
        byte[] row = new byte[rowBytes];
        long sum = 0;
        ByteBuffer buffer = ByteBuffer.wrap(row);
        for (long number = 1; number <= rows; number++) {
            data.readFully(row);
            for (Descriptor column : descriptors) {
                long length = column.wide ? buffer.getLong(column.offset) : buffer.getInt(column.offset);
                long start = column.wide ? buffer.getLong(column.offset + 8) : buffer.getInt(column.offset + 4);
                if (length < 0 || length > 8L * MAX_ROW_BYTES || start < 0) {
                    throw outside(number);
                }
                long bytes = (length * column.elementBits + 7) / 8;
                if (bytes > MAX_ROW_BYTES || length > 0 && start > heapBytes - bytes) {
                    throw outside(number);
                }
                sum += bytes;
            }
        }
        if (sum > Math.max(heapBytes, MAX_SHARED_BYTES)) {
            throw new IOException("its arrays of variable length have " + sum + " bytes, and its heap " + heapBytes
                    + ": send a table that shares less");
        }
    }

    private static IOException outside(long row) {
        return new IOException("an array of row " + row + " lies outside the heap, or has more than " + MAX_ROW_BYTES
                + " bytes: the FITS file is damaged");
    }
}
