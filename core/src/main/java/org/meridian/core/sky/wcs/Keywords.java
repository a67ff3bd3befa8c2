// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The keywords of one header: what whoever reads FITS hands over. Values are texts ({@link String}), numbers (any
 * {@link Number}, best as wide as the header wrote them) or {@link Boolean}; keywords without a value are left out. For
 * a tile-compressed image names and values are those of the image, not of the table that holds it. Immutable.
 *
 * <p>Blanks after a text mean nothing (FITS 4.0 section 4.2.1) and a blank text counts as no value. Numbers written as
 * texts ({@code CRVAL1 = '12.5'}, {@code '1.2D+01'}) are read as numbers.
 */
public final class Keywords {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([EeDd][+-]?\\d+)?");

    private final Map<String, ?> values;
    private final SortedSet<String> names;

    private Keywords(Map<String, ?> values) {
        this.values = values;
        this.names = Collections.unmodifiableSortedSet(new TreeSet<>(values.keySet()));
    }

    /** Keywords by name, names in capitals. */
    public static Keywords of(Map<String, ?> values) {
        return new Keywords(new HashMap<>(values));
    }

    /** The same of a map that nobody changes; a value is asked of it only when it is needed. */
    public static Keywords ofUnchanging(Map<String, ?> values) {
        return new Keywords(values);
    }

    /** The names there are. */
    public Set<String> names() {
        return names;
    }

    boolean has(String name) {
        Object value = values.get(name);
        return value != null && !(value instanceof String text && text.isBlank());
    }

    /** The text of a keyword without the blanks around it; empty where there is none or a blank one. */
    Optional<String> text(String name) {
        return has(name) ? Optional.of(String.valueOf(values.get(name)).strip()) : Optional.empty();
    }

    /** The text of a keyword in capitals. */
    Optional<String> word(String name) {
        return text(name).map(text -> text.toUpperCase(Locale.ROOT));
    }

    /**
     * The number of a keyword; empty where there is none.
     *
     * @throws WcsException if the value is no number, or one that is not finite
     */
    OptionalDouble number(String name) {
        Object value = values.get(name);
        if (value == null || !has(name)) {
            return OptionalDouble.empty();
        }
        double number = value instanceof Number n ? n.doubleValue() : parsed(name, value);
        if (!Double.isFinite(number)) {
            throw new WcsException(name, value, "a finite number is needed");
        }
        return OptionalDouble.of(number);
    }

    private static double parsed(String name, Object value) {
        String text = value.toString().strip();
        if (!NUMBER.matcher(text).matches()) {
            throw new WcsException(name, value, "a number is needed");
        }
        return Double.parseDouble(text.replace('D', 'E').replace('d', 'e'));
    }
}
