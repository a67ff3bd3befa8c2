// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilePackerTest {

    private static final FitsHeader RICE_1 = new FitsHeader(List.of());

    @ParameterizedTest
    @CsvSource({"8, 100", "16, 100", "32, 100", "-32, 100", "-64, 100", "8, 1", "16, 1", "32, 33", "16, 32768"})
    void whatIsPackedIsUnpackedAgain(int bitpix, long pixels) throws Exception {
        TilePacker packer = TilePacker.of(bitpix, List.of(pixels)).orElseThrow();
        byte[] stored = new byte[packer.bytes(0)];
        for (boolean noise : new boolean[] {true, false}) {
            if (noise) {
                new Random(bitpix).nextBytes(stored);
            } else {
                java.util.Arrays.fill(stored, (byte) 0xff);
            }
            byte[] packed = packer.pack(ByteBuffer.wrap(stored));
            FitsHeader header = new FitsHeader(List.of(
                    String.format("%-80s", "ZNAME1  = 'BYTEPIX '"),
                    String.format("%-80s", "ZVAL1   = " + packer.size())));
            ByteBuffer back = ByteBuffer.allocate(stored.length);
            new TileCodec(packer.algorithm(), bitpix > 0 ? header : RICE_1)
                    .unpackStored(ByteBuffer.wrap(packed), back, bitpix, (int) pixels);
            assertArrayEquals(stored, back.array(), "noise: " + noise);
        }
    }

    @Test
    void tilesAreOfAboutTheSameSizeAndInTheOrderOfTheFile() {
        assertTiles(List.of(100L, 1000L), List.of(100L, 327L), 4, 200 * 19);
        assertTiles(List.of(100_000L, 2L), List.of(32768L, 1L), 8, 2 * (100_000 - 3 * 32768));
        assertTiles(List.of(10L, 10L, 1000L), List.of(10L, 10L, 327L), 4, 200 * 19);
        assertTiles(List.of(200L, 200L, 3L), List.of(200L, 163L, 1L), 6, 400 * 37);
        assertTiles(List.of(5L), List.of(5L), 1, 10);
    }

    private static void assertTiles(List<Long> naxis, List<Long> tile, long tiles, int last) {
        TilePacker packer = TilePacker.of(16, naxis).orElseThrow();
        assertEquals(tile, packer.tile());
        assertEquals(tiles, packer.tiles());
        assertEquals(last, packer.bytes(tiles - 1));
        long all = 0;
        for (long number = 0; number < tiles; number++) {
            all += packer.bytes(number);
        }
        assertEquals(2 * naxis.stream().reduce(1L, (a, b) -> a * b), all);
    }

    @Test
    void leavesWhatOthersCouldNotUnpack() {
        assertTrue(TilePacker.of(64, List.of(5L)).isEmpty());
        assertTrue(TilePacker.of(16, List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L)).isEmpty());
    }
}
