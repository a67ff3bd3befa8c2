// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cells of BINARY and BINARY2, in order (VOTable 1.4, sections 5.3, 5.4 and 6). Not thread-safe. */
final class BinaryCells {
    private final InputStream in;
    private long bytesRead;

    BinaryCells(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    long bytesRead() {
        return bytesRead;
    }

    /** So many bytes. */
    byte[] bytes(long count) throws IOException {
        if (count > Integer.MAX_VALUE - 16) {
            throw new EOFException();
        }
        // Grows with what is there, not with what is said to be there.
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        bytesRead += count;
        return bytes;
    }

    /**
     * The next cell.
     *
     * @return null for NULL
     * @throws MalformedCellException if it is none of the column's datatype; what follows it can be read
     * @throws EOFException if the stream ends within it
     */
    @Nullable
    Object value(VotableColumn column) throws IOException {
        int count = column.block();
        if (column.variable()) {
            long items = ByteBuffer.wrap(bytes(4)).getInt();
            if (items < 0) {
                throw new IOException("an array of column " + column.name() + " is said to have " + items
                        + " elements: the stream is damaged");
            }
            count = Math.toIntExact(Math.min(items * column.numbersPerItem(), Integer.MAX_VALUE));
        }
        Datatype datatype = column.datatype();
        byte[] raw = bytes(datatype == Datatype.BIT ? (count + 7L) / 8 : (long) count * datatype.bytes());
        Optional<String> wrong = column.isText() || !column.variable() ? Optional.empty() : column.wrongCount(count);
        if (wrong.isPresent()) {
            throw new MalformedCellException("of " + count + " elements", wrong.get());
        }
        if (column.isText()) {
            String text = text(datatype, raw, 0, raw.length);
            return column.variable() || column.isCharacter() ? text : TabledataCells.withoutPadding(text);
        }
        if (column.isTextArray()) {
            return texts(column, raw);
        }
        if (column.isScalar()) {
            Object value = element(column, raw, 0);
            return value == null ? null : ArrayValues.scalar(datatype, value);
        }
        List<@Nullable Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(element(column, raw, i));
        }
        return ArrayValues.of(datatype, elements);
    }

    private static String[] texts(VotableColumn column, byte[] raw) {
        int width = column.dimensions().get(0) * column.datatype().bytes();
        String[] texts = new String[width == 0 ? 0 : raw.length / width];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = TabledataCells.withoutPadding(text(column.datatype(), raw, i * width, width));
        }
        return texts;
    }

    /** The characters up to the first NUL. */
    private static String text(Datatype datatype, byte[] raw, int start, int length) {
        int width = datatype.bytes();
        int end = start;
        while (end < start + length && (raw[end] != 0 || width == 2 && raw[end + 1] != 0)) {
            end += width;
        }
        ByteBuffer bytes = ByteBuffer.wrap(raw, start, end - start);
        if (datatype == Datatype.UNICODE_CHAR) {
            return decoded(StandardCharsets.UTF_16BE, bytes);
        }
        return decoded(StandardCharsets.UTF_8, bytes);
    }

    /** What is not ASCII has no place in a char; where it is there it is UTF-8 more often than not. */
    private static String decoded(Charset charset, ByteBuffer bytes) {
        try {
            return charset.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException other) {
            return (charset == StandardCharsets.UTF_8 ? StandardCharsets.ISO_8859_1 : charset)
                    .decode(bytes)
                    .toString();
        }
    }

    private static @Nullable Object element(VotableColumn column, byte[] raw, int index) throws MalformedCellException {
        ByteBuffer bytes = ByteBuffer.wrap(raw);
        int at = index * column.datatype().bytes();
        return switch (column.datatype()) {
            case BOOLEAN -> truth(raw[at]);
            case BIT -> (raw[index / 8] >> 7 - index % 8 & 1) == 1;
            case UNSIGNED_BYTE -> whole(column, raw[at] & 0xFF);
            case SHORT -> whole(column, bytes.getShort(at));
            case INT -> whole(column, bytes.getInt(at));
            case LONG -> whole(column, bytes.getLong(at));
            case FLOAT, FLOAT_COMPLEX -> real(column, bytes.getFloat(at));
            case DOUBLE, DOUBLE_COMPLEX -> real(column, bytes.getDouble(at));
            case CHAR, UNICODE_CHAR -> throw new IllegalStateException("text is read as a whole");
        };
    }

    private static @Nullable Object whole(VotableColumn column, long value) {
        return column.isNoValue(value) ? null : (Object) value;
    }

    private static @Nullable Object real(VotableColumn column, double value) {
        return column.isNoValue(value) ? null : (Object) value;
    }

    private static @Nullable Object truth(byte value) throws MalformedCellException {
        return switch (value) {
            case 'T', 't', '1' -> true;
            case 'F', 'f', '0' -> false;
            case 0, ' ', '?' -> null;
            default ->
                throw new MalformedCellException(
                        "byte " + (value & 0xFF), "a truth value is needed (datatype boolean): the letter T, F or ?");
        };
    }
}
