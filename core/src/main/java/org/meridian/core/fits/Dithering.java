// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import nom.tam.fits.compression.algorithm.quant.RandomSequence;

/**
 * How floating-point numbers were made whole ones before they were compressed (FITS 4.0, section 10.2 and appendix I).
 *
 * @param method ZQUANTIZ
 * @param seed ZDITHER0, from 1
 */
record Dithering(Method method, int seed) {

    /** Methods of ZQUANTIZ. */
    enum Method {
        NO_DITHER,
        SUBTRACTIVE_DITHER_1,
        SUBTRACTIVE_DITHER_2
    }

    /** What stands for 0.0 exactly in SUBTRACTIVE_DITHER_2. */
    private static final int ZERO = -2147483646;

    /** What stands for no value where the header does not say it. */
    private static final long BLANK = Integer.MIN_VALUE + 1L;

    private static final int SEEDS = 10_000;
    private static final int FIRST = 500;

    static Dithering of(FitsHeader header) throws FitsException {
        String name = header.text("ZQUANTIZ").orElse("NO_DITHER").strip();
        for (Method method : Method.values()) {
            if (method.name().equals(name)) {
                long seed = header.whole("ZDITHER0").orElse(1);
                return new Dithering(method, (int) Math.clamp(seed, 1, SEEDS));
            }
        }
        if (name.equals("NONE")) {
            return new Dithering(Method.NO_DITHER, 1);
        }
        throw new FitsException("ZQUANTIZ is '" + name + "', which is not known");
    }

    /** In single precision, as cfitsio has them, which packs most files. */
    private static double random(int index) {
        return (float) RandomSequence.get(index);
    }

    /** Numbers as they were, but for what quantisation has taken. */
    void restore(int[] whole, long tile, double scale, double zero, OptionalLong blank, int bitpix, ByteBuffer to) {
        long none = blank.orElse(BLANK);
        int series = (int) ((tile + seed - 1) % SEEDS);
        int at = (int) (random(series) * FIRST);
        for (int number : whole) {
            double value;
            if (number == none) {
                value = Double.NaN;
            } else if (method == Method.NO_DITHER) {
                value = number * scale + zero;
            } else if (method == Method.SUBTRACTIVE_DITHER_2 && number == ZERO) {
                value = 0;
            } else {
                value = (number - random(at) + 0.5) * scale + zero;
            }
            if (bitpix == -32) {
                to.putFloat((float) value);
            } else {
                to.putDouble(value);
            }
            if (++at == SEEDS) {
                series = (series + 1) % SEEDS;
                at = (int) (random(series) * FIRST);
            }
        }
    }
}
