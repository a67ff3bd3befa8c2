// SPDX-License-Identifier: Apache-2.0
package org.meridian.core;

import java.util.Arrays;
import java.util.Random;

/** What a fuzzer's simplest step makes of a sample, for tests without one. */
public final class BrokenBytes {
    private static final int PIECE = 8;

    private BrokenBytes() {}

    /** The sample with a byte changed, a piece left out, or a piece twice. */
    public static byte[] of(byte[] sample, Random random) {
        int from = random.nextInt(sample.length);
        int to = Math.min(sample.length, from + 1 + random.nextInt(PIECE));
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] changed = sample.clone();
                changed[from] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> joined(Arrays.copyOf(sample, from), Arrays.copyOfRange(sample, to, sample.length));
            default -> joined(Arrays.copyOf(sample, to), Arrays.copyOfRange(sample, from, sample.length));
        };
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }
}
