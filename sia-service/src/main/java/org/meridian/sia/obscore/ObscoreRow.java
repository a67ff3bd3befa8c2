// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.meridian.core.sky.SkyRegion;

/** What is known of one dataset: a row of {@code ivoa.obscore} that is being made. Not thread-safe. */
public final class ObscoreRow {
    /** No text of a column is longer, but for regions: a path of which each byte is percent-encoded fits. */
    private static final int MAX_TEXT = 16_384;

    private final Map<ObscoreColumn, Object> values = new EnumMap<>(ObscoreColumn.class);
    private List<SkyRegion> regions = List.of();

    /**
     * Says what a column has; a blank text and a number that is not finite say nothing. What is not ASCII in a text becomes
     * {@code ?}: ObsCore's columns are of type char.
     *
     * @param value a text, a number or a {@link LocalDateTime}, as the column's type wants
     * @throws IllegalArgumentException if it is of another type
     */
    public void put(ObscoreColumn column, Object value) {
        Object kept = switch (column.type()) {
            case TEXT -> value instanceof String text ? line(text) : wrong(column, value);
            case REGION, MOC -> value instanceof String text ? text : wrong(column, value);
            case INTEGER, LONG -> value instanceof Number number ? (Object) number.longValue() : wrong(column, value);
            case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : wrong(column, value);
            case TIMESTAMP -> value instanceof LocalDateTime ? value : wrong(column, value);
        };
        boolean something = !kept.equals("") && !(kept instanceof Double number && !Double.isFinite(number));
        if (something) {
            values.put(column, kept);
        }
    }

    private static Object wrong(ObscoreColumn column, Object value) {
        throw new IllegalArgumentException(column.columnName() + " cannot be '" + value + "'");
    }

    /** One line of printable ASCII. */
    private static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length() && line.length() < MAX_TEXT; i++) {
            char c = text.charAt(i);
            boolean blank = c <= ' ';
            if (!blank) {
                line.append(c <= '~' ? c : '?');
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }

    /** Takes back what was said of a column. */
    public void drop(ObscoreColumn column) {
        values.remove(column);
    }

    /** Says what a column has, if there is something to say. */
    public void put(ObscoreColumn column, Optional<?> value) {
        value.ifPresent(given -> put(column, given));
    }

    /** Says what a column has, if there is something to say. */
    public void put(ObscoreColumn column, OptionalDouble value) {
        value.ifPresent(number -> put(column, number));
    }

    /** Says what a column has where nothing has been said yet. */
    public void putIfAbsent(ObscoreColumn column, Object value) {
        if (!values.containsKey(column)) {
            put(column, value);
        }
    }

    /** The value of a column; empty for NULL. */
    public Optional<Object> get(ObscoreColumn column) {
        return Optional.ofNullable(values.get(column));
    }

    /** The number of a column; empty for NULL, and for a column of texts. */
    public OptionalDouble number(ObscoreColumn column) {
        return values.get(column) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** The text of a column; empty for NULL. */
    public Optional<String> text(ObscoreColumn column) {
        return get(column).map(Object::toString);
    }

    /** Whether something has been said of a column. */
    public boolean has(ObscoreColumn column) {
        return values.containsKey(column);
    }

    /** Says what the dataset covers of the sky: centre, extent, region and MOC. */
    public void cover(SkyCoverage coverage) {
        regions = coverage.regions();
        put(ObscoreColumn.S_RA, coverage.centre().lonDeg());
        put(ObscoreColumn.S_DEC, coverage.centre().latDeg());
        if (coverage.diameterDeg() > 0) {
            put(ObscoreColumn.S_FOV, coverage.diameterDeg());
        }
        put(ObscoreColumn.S_REGION, coverage.toStcs());
        put(ObscoreColumn.S_MOC, coverage.moc().toAscii());
    }

    /** A row of its own with the same values. */
    public ObscoreRow copy() {
        ObscoreRow copy = new ObscoreRow();
        copy.values.putAll(values);
        copy.regions = regions;
        return copy;
    }

    /** The parts of its region. */
    public List<SkyRegion> regions() {
        return regions;
    }
}
