// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.meridian.core.sky.wcs.Keywords;

/**
 * One header of a FITS file (FITS 4.0, section 4), read as archives write it: numbers with D for E, texts without a closing
 * quote, HIERARCH and CONTINUE, keywords in small letters. Of a keyword that is there more than once the first counts.
 * Immutable.
 */
public final class FitsHeader {
    private final List<String> cards;
    private final Map<String, Object> values;
    private @Nullable FitsHeader ofTiles;

    /** A header of cards of 80 characters each, without END. */
    public FitsHeader(List<String> cards) {
        this.cards = List.copyOf(cards);
        this.values = new HeaderValues(this.cards);
    }

    /** The cards, of 80 characters each, without END. What is no printable ASCII is a question mark. */
    public List<String> cards() {
        return cards;
    }

    /**
     * The values by keyword, in the header's order: {@link String} (without the blanks at its end), {@link Long}, {@link
     * Double} or {@link Boolean}. Keywords are in capitals; HIERARCH is left out of them ({@code ESO TEL ALT}).
     */
    public Map<String, Object> values() {
        return values;
    }

    /** The value of a keyword as text; empty if it has none. */
    public Optional<String> text(String keyword) {
        return Optional.ofNullable(values.get(keyword)).map(String::valueOf);
    }

    /** The value of a keyword that is a number, or a text that is one. */
    public OptionalDouble number(String keyword) {
        Number number = numeric(keyword);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }

    /** The value of a keyword that is a whole number, written with a point or without. */
    public OptionalLong whole(String keyword) {
        Number number = numeric(keyword);
        if (number instanceof Long whole) {
            return OptionalLong.of(whole);
        }
        // Beyond 2^53 not every whole number is a Double.
        return number != null
                        && Math.rint(number.doubleValue()) == number.doubleValue()
                        && Math.abs(number.doubleValue()) <= 1L << 53
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    private @Nullable Number numeric(String keyword) {
        Object value = values.get(keyword);
        return value instanceof String text ? Card.number(text.strip()) : value instanceof Number n ? n : null;
    }

    /** Whether the value of a keyword is true. */
    public boolean isTrue(String keyword) {
        return Boolean.TRUE.equals(values.get(keyword));
    }

    /** Of a table of tiles: the header that the image had, made when it is first asked for. */
    FitsHeader ofTiles() {
        FitsHeader made = ofTiles;
        if (made == null) {
            made = CompressedHeader.imageOf(this);
            ofTiles = made;
        }
        return made;
    }

    /** What {@link org.meridian.core.sky.wcs.Wcs} reads. */
    public Keywords keywords() {
        return Keywords.ofUnchanging(values);
    }
}
