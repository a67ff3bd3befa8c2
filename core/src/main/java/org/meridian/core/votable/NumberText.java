// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.math.BigInteger;

/**
 * Numbers as ASCII, written straight into a byte array: the shortest decimal that reads back as the same number, the nearest
 * one where several are as short (Raffaello Giulietti, "The Schubfach way to render doubles", 2020). Spelling as in VOTable
 * (VOTable 1.4, section 6): {@code NaN}, {@code +Inf}, {@code -Inf}; exponents only below 1e-5 and from 1e15.
 */
final class NumberText {
    /** Most bytes a long takes. */
    static final int MAX_LONG = 20;

    /** Most bytes a double or a float takes. */
    static final int MAX_DOUBLE = 26;

    private static final int MIN_PLAIN = -5;
    private static final int MAX_PLAIN = 15;

    /** Powers of ten for which {@link #HIGH} and {@link #LOW} hold 128 leading bits, rounded up. */
    private static final int MIN_POWER = -292;

    private static final int MAX_POWER = 324;
    private static final long[] HIGH = new long[MAX_POWER - MIN_POWER + 1];
    private static final long[] LOW = new long[MAX_POWER - MIN_POWER + 1];
    private static final byte[] PAIRS = new byte[200];
    private static final long[] POWERS = new long[19];

    static {
        for (int power = MIN_POWER; power <= MAX_POWER; power++) {
            BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
            int shift = 127 - floorLog2PowerOfTen(power);
            BigInteger bits;
            if (power < 0) {
                bits = BigInteger.ONE
                        .shiftLeft(shift)
                        .add(ten)
                        .subtract(BigInteger.ONE)
                        .divide(ten);
            } else {
                bits = shift >= 0
                        ? ten.shiftLeft(shift)
                        : ten.negate().shiftRight(-shift).negate();
            }
            HIGH[power - MIN_POWER] = bits.shiftRight(64).longValue();
            LOW[power - MIN_POWER] = bits.longValue();
        }
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = BigInteger.TEN.pow(i).longValueExact();
        }
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private NumberText() {}

    /** Writes {@code value} at {@code at}; returns where it ended. */
    static int put(long value, byte[] bytes, int at) {
        if (value >= 0) {
            return digits(value, digitCount(value), bytes, at);
        }
        bytes[at] = '-';
        if (value == Long.MIN_VALUE) {
            int end = digits(922337203685477580L, 18, bytes, at + 1);
            bytes[end] = '8';
            return end + 1;
        }
        return digits(-value, digitCount(-value), bytes, at + 1);
    }

    /** Writes {@code value} at {@code at}; returns where it ended. */
    static int put(double value, byte[] bytes, int at) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & 0xFFFFFFFFFFFFFL;
        int exponent = (int) (bits >>> 52) & 0x7FF;
        int start = sign(bits < 0, exponent == 0x7FF && fraction != 0, bytes, at);
        if (exponent == 0x7FF) {
            return special(fraction != 0, bits < 0, bytes, at);
        }
        if (exponent == 0) {
            return fraction == 0 ? zero(bytes, start) : shortest(fraction, -1074, false, bytes, start);
        }
        long significand = fraction | 1L << 52;
        return shortest(significand, exponent - 1075, fraction == 0 && exponent > 1, bytes, start);
    }

    /** Writes {@code value} at {@code at}; returns where it ended. */
    static int put(float value, byte[] bytes, int at) {
        int bits = Float.floatToRawIntBits(value);
        int fraction = bits & 0x7FFFFF;
        int exponent = bits >>> 23 & 0xFF;
        int start = sign(bits < 0, exponent == 0xFF && fraction != 0, bytes, at);
        if (exponent == 0xFF) {
            return special(fraction != 0, bits < 0, bytes, at);
        }
        if (exponent == 0) {
            return fraction == 0 ? zero(bytes, start) : shortest(fraction, -149, false, bytes, start);
        }
        return shortest(fraction | 1 << 23, exponent - 150, fraction == 0 && exponent > 1, bytes, start);
    }

    private static int sign(boolean negative, boolean isNan, byte[] bytes, int at) {
        if (negative && !isNan) {
            bytes[at] = '-';
            return at + 1;
        }
        return at;
    }

    private static int special(boolean isNan, boolean negative, byte[] bytes, int at) {
        bytes[at] = (byte) (isNan ? 'N' : negative ? '-' : '+');
        bytes[at + 1] = (byte) (isNan ? 'a' : 'I');
        bytes[at + 2] = (byte) (isNan ? 'N' : 'n');
        if (isNan) {
            return at + 3;
        }
        bytes[at + 3] = 'f';
        return at + 4;
    }

    private static int zero(byte[] bytes, int at) {
        bytes[at] = '0';
        bytes[at + 1] = '.';
        bytes[at + 2] = '0';
        return at + 3;
    }

    /**
     * Schubfach: the shortest decimal in the interval of reals that round to {@code significand * 2^exponent}.
     *
     * @param irregular whether the gap below the number is half as wide as the one above
     */
    private static int shortest(long significand, int exponent, boolean irregular, byte[] bytes, int at) {
        if (exponent <= 0 && exponent > -53) {
            long whole = significand >> -exponent;
            if (whole << -exponent == significand && whole < 1L << 53) {
                return decimal(whole, 0, bytes, at);
            }
        }
        long odd = significand & 1;
        int k = exponent * 1262611 - (irregular ? 524031 : 0) >> 22;
        int h = exponent + floorLog2PowerOfTen(-k) + 1;
        long high = HIGH[-k - MIN_POWER];
        long low = LOW[-k - MIN_POWER];
        long lower = roundToOdd(high, low, 4 * significand - 2 + (irregular ? 1 : 0) << h) + odd;
        long middle = roundToOdd(high, low, 4 * significand << h);
        long upper = roundToOdd(high, low, 4 * significand + 2 << h) - odd;
        long s = middle >> 2;
        if (s >= 10) {
            long tens = s / 10;
            boolean downInside = lower <= 40 * tens;
            boolean upInside = 40 * tens + 40 <= upper;
            if (downInside != upInside) {
                return decimal(tens + (upInside ? 1 : 0), k + 1, bytes, at);
            }
        }
        boolean downInside = lower <= 4 * s;
        boolean upInside = 4 * s + 4 <= upper;
        if (downInside != upInside) {
            return decimal(s + (upInside ? 1 : 0), k, bytes, at);
        }
        long half = 4 * s + 2;
        boolean up = middle > half || middle == half && (s & 1) != 0;
        return decimal(s + (up ? 1 : 0), k, bytes, at);
    }

    /** High part of {@code power * factor / 2^128}, its lowest bit set if anything is lost. */
    private static long roundToOdd(long high, long low, long factor) {
        long carryHigh = Math.unsignedMultiplyHigh(low, factor);
        long productLow = high * factor;
        long productHigh = Math.unsignedMultiplyHigh(high, factor);
        long middle = productLow + carryHigh;
        if (Long.compareUnsigned(middle, productLow) < 0) {
            productHigh++;
        }
        return productHigh | (Long.compareUnsigned(middle, 1) > 0 ? 1 : 0);
    }

    private static int floorLog2PowerOfTen(int power) {
        return power * 1741647 >> 19;
    }

    /** Writes {@code digits * 10^power}, {@code digits > 0}. */
    private static int decimal(long number, int tenPower, byte[] bytes, int at) {
        long digits = number;
        int power = tenPower;
        if (digits % 100_000_000 == 0) {
            digits /= 100_000_000;
            power += 8;
        }
        while (digits % 10 == 0) {
            digits /= 10;
            power++;
        }
        int count = digitCount(digits);
        int point = count + power;
        if (point > MAX_PLAIN || point <= MIN_PLAIN) {
            return scientific(digits, count, point - 1, bytes, at);
        }
        if (power >= 0) {
            int end = digits(digits, count, bytes, at);
            for (int i = 0; i < power; i++) {
                bytes[end++] = '0';
            }
            bytes[end] = '.';
            bytes[end + 1] = '0';
            return end + 2;
        }
        if (point > 0) {
            int end = digits(digits, count, bytes, at + 1);
            System.arraycopy(bytes, at + 1, bytes, at, point);
            bytes[at + point] = '.';
            return end;
        }
        int start = at;
        bytes[start++] = '0';
        bytes[start++] = '.';
        for (int i = point; i < 0; i++) {
            bytes[start++] = '0';
        }
        return digits(digits, count, bytes, start);
    }

    private static int scientific(long digits, int count, int exponent, byte[] bytes, int at) {
        int end = digits(digits, count, bytes, at + 1);
        bytes[at] = bytes[at + 1];
        bytes[at + 1] = '.';
        if (count == 1) {
            bytes[end++] = '0';
        }
        bytes[end++] = 'E';
        return put((long) exponent, bytes, end);
    }

    /** Writes exactly {@code count} digits. */
    private static int digits(long number, int count, byte[] bytes, int at) {
        int end = at + count;
        int i = end;
        long rest = number;
        while (rest >= 1_000_000_000) {
            long upper = rest / 100_000_000;
            int eight = (int) (rest - upper * 100_000_000);
            rest = upper;
            pair(eight % 100, bytes, i - 2);
            eight /= 100;
            pair(eight % 100, bytes, i - 4);
            eight /= 100;
            pair(eight % 100, bytes, i - 6);
            pair(eight / 100, bytes, i - 8);
            i -= 8;
        }
        int few = (int) rest;
        while (few >= 10) {
            pair(few % 100, bytes, i - 2);
            few /= 100;
            i -= 2;
        }
        if (i > at) {
            bytes[--i] = (byte) ('0' + few);
        }
        return end;
    }

    private static void pair(int number, byte[] bytes, int at) {
        bytes[at] = PAIRS[2 * number];
        bytes[at + 1] = PAIRS[2 * number + 1];
    }

    /** Number of decimal digits of a number not below 0; 1 for zero. */
    static int digitCount(long number) {
        int guess = (64 - Long.numberOfLeadingZeros(number | 1)) * 1233 >> 12;
        return number >= POWERS[guess] ? guess + 1 : Math.max(guess, 1);
    }
}
