// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.Tables;

/** NULL elements of arrays in FITS tables. */
class FitsNullsTest {
    @TempDir
    Path folder;

    /** A file with a table of one column and two rows that are the same; one alone would be taken for a table by columns. */
    private StarTable table(byte[] row, String... cards) throws Exception {
        List<String> primary = List.of("SIMPLE  =                    T", "BITPIX  = 8", "NAXIS   = 0", "EXTEND  = T");
        List<String> extension = Stream.concat(
                        Stream.of(
                                "XTENSION= 'BINTABLE'",
                                "BITPIX  = 8",
                                "NAXIS   = 2",
                                "NAXIS1  = " + row.length,
                                "NAXIS2  = 2",
                                "PCOUNT  = 0",
                                "GCOUNT  = 1",
                                "TFIELDS = 1",
                                "TTYPE1  = 'a'"),
                        Arrays.stream(cards))
                .toList();
        ByteArrayOutputStream fits = new ByteArrayOutputStream();
        fits.write(header(primary));
        fits.write(header(extension));
        fits.write(row);
        fits.write(Arrays.copyOf(row, 2880 - row.length));
        Path file = Files.write(folder.resolve("t.fits"), fits.toByteArray());
        return new TableFiles().open(new IngestSource.TableFile(file, Optional.empty()));
    }

    private static byte[] header(List<String> cards) {
        StringBuilder text = new StringBuilder();
        cards.forEach(card -> text.append(String.format("%-80s", card)));
        text.append(String.format("%-80s", "END"));
        return String.format("%-2880s", text).getBytes(US_ASCII);
    }

    private static @Nullable Object cell(StarTable table) throws IOException {
        try (RowSequence rows = table.getRowSequence()) {
            assertTrue(rows.next());
            assertEquals(1, rows.getRow().length);
            return rows.getCell(0);
        }
    }

    static Stream<Arguments> arrays() {
        return Stream.of(
                Arguments.of(new byte[] {1, 99, (byte) 200}, "3B", 99L, 0L, new Long[] {1L, null, 200L}),
                Arguments.of(
                        ByteBuffer.allocate(6)
                                .putShort((short) 5)
                                .putShort((short) -99)
                                .putShort((short) 0)
                                .array(),
                        "3I",
                        -99L,
                        0L,
                        new Long[] {5L, null, 0L}),
                Arguments.of(
                        ByteBuffer.allocate(8)
                                .putInt(Integer.MIN_VALUE)
                                .putInt(7)
                                .array(),
                        "2J",
                        (long) Integer.MIN_VALUE,
                        0L,
                        new Long[] {null, 7L}),
                Arguments.of(
                        ByteBuffer.allocate(16)
                                .putLong(Long.MIN_VALUE)
                                .putLong(7)
                                .array(),
                        "2K",
                        Long.MIN_VALUE,
                        0L,
                        new Long[] {null, 7L}),
                // Unsigned: TNULL is what is stored.
                Arguments.of(
                        ByteBuffer.allocate(4)
                                .putShort((short) -32768)
                                .putShort((short) 1)
                                .array(),
                        "2I",
                        -32768L,
                        32768L,
                        new Long[] {null, 32769L}));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void elementsThatAreTnullAreNull(byte[] row, String form, long none, long zero, Long[] expected) throws Exception {
        try (StarTable table =
                table(row, "TFORM1  = '" + form + "'", "TNULL1  = " + none, "TSCAL1  = 1", "TZERO1  = " + zero)) {
            assertArrayEquals(expected, (Object[]) cell(table));
            assertFalse(Boolean.TRUE.equals(
                    table.getColumnInfo(0).getAuxDatumValue(Tables.UBYTE_FLAG_INFO, Boolean.class)));
        }
    }

    @Test
    void scaledElementsThatAreTnullAreNaN() throws Exception {
        byte[] row =
                ByteBuffer.allocate(4).putShort((short) -99).putShort((short) 3).array();
        try (StarTable table = table(row, "TFORM1  = '2I'", "TNULL1  = -99", "TSCAL1  = 0.5", "TZERO1  = 10")) {
            Object cell = cell(table);
            double[] numbers = cell instanceof float[] floats
                    ? new double[] {floats[0], floats[1]}
                    : (double[]) java.util.Objects.requireNonNull(cell);
            assertArrayEquals(new double[] {Double.NaN, 11.5}, numbers);
        }
    }

    @Test
    void tablesWithoutSuchArraysStayAsTheyAre() throws Exception {
        byte[] row =
                ByteBuffer.allocate(4).putShort((short) -99).putShort((short) 3).array();
        try (StarTable table = table(row, "TFORM1  = '2I'")) {
            assertArrayEquals(new short[] {-99, 3}, (short[]) cell(table));
            assertSame(table, FitsNulls.in(table));
        }
    }
}
