// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
    private static final int CASES = 500_000;
    private static final int COMPARED_CASES = 100_000;
    private final byte[] buffer = new byte[64];

    private String text(double value) {
        return new String(buffer, 0, NumberText.put(value, buffer, 0), StandardCharsets.US_ASCII);
    }

    private String text(float value) {
        return new String(buffer, 0, NumberText.put(value, buffer, 0), StandardCharsets.US_ASCII);
    }

    private String text(long value) {
        return new String(buffer, 0, NumberText.put(value, buffer, 0), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1.0, 1.0",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100.0, 100.0",
        "123456789.25, 123456789.25",
        "1.0E15, 1.0E15",
        "9.99999999999999E14, 999999999999999.0",
        "1.0E-5, 0.00001",
        "1.0E-6, 1.0E-6",
        "1.25E-7, 1.25E-7",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "4.9E-324, 5.0E-324",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "2.2250738585072014E-308, 2.2250738585072014E-308",
        "9007199254740993, 9.007199254740992E15",
        "2451545.5, 2451545.5",
        "9.0E-3, 0.009",
        "12345.678E20, 1.2345678E24",
        "1.0E23, 1.0E23",
        "2.0E-3, 0.002",
        "9.5367431640625E-7, 9.5367431640625E-7"
    })
    void writesDoublesInTheExpectedForm(double value, String expected) {
        assertEquals(expected, text(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "1.0, 1.0",
        "0.1, 0.1",
        "3.4028235E38, 3.4028235E38",
        "1.4E-45, 1.0E-45",
        "1.17549435E-38, 1.1754944E-38",
        "16777216, 16777216.0",
        "3.3554432E7, 33554432.0",
        "8.589935E9, 8589935000.0",
        "NaN, NaN",
        "-Infinity, -Inf"
    })
    void writesFloatsInTheExpectedForm(float value, String expected) {
        assertEquals(expected, text(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0",
        "9",
        "10",
        "-1",
        "99",
        "100",
        "999999999",
        "1000000000",
        "9999999999",
        "10000000000",
        "123456789012345678",
        "1000000000000000000",
        "9223372036854775807",
        "-9223372036854775808",
        "-1000000000000"
    })
    void writesLongs(long value) {
        assertEquals(Long.toString(value), text(value));
    }

    @Test
    void randomDoublesReadBackAsThemselves() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CASES; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            String text = text(value);
            if (Double.isFinite(value)) {
                assertEquals(value, Double.parseDouble(text), () -> "read back " + text);
            }
        }
    }

    @Test
    void randomDoublesTakeTheDigitsOfTheShortestDecimal() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < COMPARED_CASES; i++) {
            // Numbers as catalogues have them, then any bits.
            double value = i % 2 == 0
                    ? Math.rint(random.nextDouble(-1e6, 1e6) * 1e4) / 1e4 * Math.pow(10, random.nextInt(-10, 10))
                    : Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value) && Math.abs(value) > 1e-320) {
                assertEquals(digits(Double.toString(value)), digits(text(value)), () -> "digits of " + value);
                assertEquals(value, Double.parseDouble(text(value)));
            }
        }
    }

    @Test
    void numbersAtPowersOfTwoAndTenReadBackAsThemselves() {
        for (int exponent = -1074; exponent <= 1023; exponent++) {
            double power = Math.scalb(1.0, exponent);
            for (double value : new double[] {Math.nextDown(power), power, Math.nextUp(power)}) {
                assertEquals(value, Double.parseDouble(text(value)));
                assertTrue(text(value).length() <= NumberText.MAX_DOUBLE);
                assertEquals((float) value, Float.parseFloat(text((float) value).replace("Inf", "Infinity")));
            }
        }
        for (int exponent = -307; exponent <= 308; exponent++) {
            double value = Double.parseDouble("1E" + exponent);
            assertEquals("1", digits(text(value)));
            assertEquals(value, Double.parseDouble(text(value)));
        }
    }

    @Test
    void randomFloatsAreShortestAndReadBackAsThemselves() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < COMPARED_CASES; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value) && Math.abs(value) > 1e-43f) {
                String text = text(value);
                assertEquals(value, Float.parseFloat(text));
                assertEquals(digits(Float.toString(value)), digits(text), () -> "digits of " + value);
            }
        }
    }

    @Test
    void randomLongsOfEveryLengthAreWritten() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < COMPARED_CASES; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertEquals(Long.toString(value), text(value));
        }
    }

    /** Significant digits, without sign, point, exponent and zeros at the ends. */
    private static String digits(String text) {
        return text.replaceAll("E.*", "").replaceAll("[-.]", "").replaceAll("^0+|0+$", "");
    }
}
