// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a header by keyword, in the order of its cards, each read when it is asked for: of hundreds of cards few are.
 * Immutable; threads that ask at once may read a value twice.
 */
final class HeaderValues extends AbstractMap<String, Object> {
    private final List<String> cards;
    private final Map<String, Integer> first;
    private final @Nullable Object[] known;

    HeaderValues(List<String> cards) {
        this.cards = cards;
        this.known = new Object[cards.size()];
        this.first = LinkedHashMap.newLinkedHashMap(cards.size());
        for (int i = 0; i < cards.size(); i++) {
            String keyword = Card.keyword(cards.get(i));
            if (!keyword.isEmpty() && Card.hasValue(Card.field(cards.get(i)))) {
                first.putIfAbsent(keyword, i);
            }
        }
    }

    @Override
    public @Nullable Object get(Object keyword) {
        Integer card = first.get(keyword);
        return card == null ? null : value(card);
    }

    @Override
    public boolean containsKey(Object keyword) {
        return first.containsKey(keyword);
    }

    private Object value(int card) {
        Object value = known[card];
        if (value == null) {
            value = read(card);
            known[card] = value;
        }
        return value;
    }

    private Object read(int card) {
        Object value = Card.value(Card.field(cards.get(card)));
        if (value == null) {
            throw new IllegalStateException("a card without a value is none of these: " + cards.get(card));
        }
        return value instanceof String text && text.endsWith("&") ? joined(text, card) : value;
    }

    private String joined(String begin, int card) {
        StringBuilder all = new StringBuilder(begin);
        for (int i = card + 1; i < cards.size() && Card.continues(cards.get(i)); i++) {
            Object next = Card.value(Card.continued(cards.get(i)));
            if (all.isEmpty() || all.charAt(all.length() - 1) != '&' || !(next instanceof String text)) {
                break;
            }
            all.setLength(all.length() - 1);
            all.append(text);
        }
        return all.toString();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return first.entrySet().stream()
                        .map(entry -> Map.entry(entry.getKey(), value(entry.getValue())))
                        .iterator();
            }

            @Override
            public int size() {
                return first.size();
            }
        };
    }

    @Override
    public Set<String> keySet() {
        return java.util.Collections.unmodifiableSet(first.keySet());
    }
}
