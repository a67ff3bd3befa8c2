// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DefaultValueInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.ValueInfo;
import uk.ac.starlink.table.formats.RowEvaluator;

/**
 * What columns of formats without types (CSV, ASCII) may hold, narrowest first; a column has the first that takes all of its
 * cells. STIL's, but without short and float, since a value of seven digits in a later file must still fit; and whole numbers
 * are numbers only where nothing is lost: a column with such as 007, or beyond 64 bits, is text. Pure functions.
 */
final class TextDecoders {
    /** Whether a column of texts has whole numbers that would not have stayed as they are. */
    static final ValueInfo WHOLE_NUMBERS = new DefaultValueInfo("WholeNumbersAsText", Boolean.class);

    private static final Pattern LEADING_ZERO = Pattern.compile("0[0-9]+");
    // Zero with a sign is a float: as hours or degrees it says on which side of zero the minutes are.
    private static final Pattern WHOLE = Pattern.compile("(?!-0+$)[+-]?[0-9]+");

    private TextDecoders() {}

    static RowEvaluator.Decoder<?>[] all() {
        return Arrays.stream(RowEvaluator.getStandardDecoders())
                .filter(d -> d != RowEvaluator.SHORT_DECODER && d != RowEvaluator.FLOAT_DECODER)
                .flatMap(TextDecoders::lossless)
                .toArray(RowEvaluator.Decoder<?>[]::new);
    }

    private static Stream<RowEvaluator.Decoder<?>> lossless(RowEvaluator.Decoder<?> decoder) {
        if (decoder == RowEvaluator.INTEGER_DECODER) {
            return Stream.of(new WithoutLeadingZero<>(RowEvaluator.INTEGER_DECODER));
        }
        if (decoder == RowEvaluator.LONG_DECODER) {
            return Stream.of(new WithoutLeadingZero<>(RowEvaluator.LONG_DECODER), new WholeNumbersAsText());
        }
        return Stream.of(decoder);
    }

    private static final class WithoutLeadingZero<T> extends RowEvaluator.Decoder<T> {
        private final RowEvaluator.Decoder<T> decoder;

        WithoutLeadingZero(RowEvaluator.Decoder<T> decoder) {
            super(decoder.getDecodedClass(), decoder.getName());
            this.decoder = decoder;
        }

        @Override
        public T decode(String cell) {
            return decoder.decode(cell);
        }

        @Override
        public boolean isValid(String cell) {
            return !LEADING_ZERO.matcher(cell).matches() && decoder.isValid(cell);
        }
    }

    private static final class WholeNumbersAsText extends RowEvaluator.Decoder<String> {

        WholeNumbersAsText() {
            super(String.class, "whole");
        }

        @Override
        public ColumnInfo createColumnInfo(String name) {
            ColumnInfo info = super.createColumnInfo(name);
            info.setAuxDatum(new DescribedValue(WHOLE_NUMBERS, true));
            return info;
        }

        @Override
        public String decode(String cell) {
            return cell.strip();
        }

        @Override
        public boolean isValid(String cell) {
            return WHOLE.matcher(cell).matches();
        }
    }
}
