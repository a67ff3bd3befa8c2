// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nom.tam.fits.Header;
import nom.tam.fits.HeaderCardException;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;

/** The keywords of a header that is being made, in order. Not thread-safe. */
final class Cards {
    private final List<Card> cards = new ArrayList<>();

    private record Card(String keyword, Object value, String comment) {}

    /** Adds a keyword; the value is a text, a number or a Boolean. */
    Cards put(String keyword, Object value, String comment) {
        cards.add(new Card(keyword, value, comment));
        return this;
    }

    /** Adds a keyword without a comment. */
    Cards put(String keyword, Object value) {
        return put(keyword, value, "");
    }

    /** Adds what was done to the data. */
    Cards history(String text) {
        return put("HISTORY", text);
    }

    /** Adds all of another header. */
    Cards putAll(Cards others) {
        cards.addAll(others.cards);
        return this;
    }

    /** The sky as these keywords have it. */
    SkyWcs sky() {
        Map<String, Object> values = new HashMap<>();
        cards.forEach(card -> values.putIfAbsent(card.keyword, card.value));
        return Wcs.read(Keywords.of(values))
                .flatMap(Wcs::sky)
                .orElseThrow(() -> new IllegalStateException("a demo image without sky"));
    }

    /** Writes all of it behind what is in a header. */
    void addTo(Header header) throws HeaderCardException {
        for (Card card : cards) {
            switch (card.value) {
                case String text when card.keyword.equals("HISTORY") -> header.insertHistory(text);
                case String text -> header.addValue(card.keyword, text, card.comment);
                case Number number -> header.addValue(card.keyword, number, card.comment);
                case Boolean truth -> header.addValue(card.keyword, truth, card.comment);
                default -> throw new IllegalStateException("no FITS value: " + card.value);
            }
        }
    }
}
