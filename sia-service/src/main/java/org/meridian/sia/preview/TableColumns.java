// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;

/**
 * Which columns of a table are shown over which, found by the names that missions give them.
 *
 * @param kind of picture
 * @param x index of the column along the picture
 * @param y index of the other
 */
record TableColumns(Kind kind, int x, int y) {

    enum Kind {
        SPECTRUM,
        LIGHT_CURVE,
        EVENTS
    }

    private static final Pattern SPECTRAL = Pattern.compile(
            "(?i)(wave.*|lambda.*|log_?lam.*|wlen.*|lam|wl|freq.*|energy|ener|awav|spectral.*|velo.*|channel)");
    private static final Pattern TIME =
            Pattern.compile("(?i)(time|t|b?[bhm]?jd.*|tbjd|btjd|bary_?time.*|date_?obs|obs_?time|phase|epoch)");

    /** The better ones first. */
    private static final List<Pattern> STRENGTH = List.of(
            Pattern.compile("(?i)(pdcsap_flux|det_flux|kspsap_flux)"),
            Pattern.compile("(?i)(flux|flux_density|flam|fnu|spec|spectrum|intensity|rate|counts|mag|magnitude|data)"),
            Pattern.compile(
                    "(?i)(.*flux(?!.*err).*|.*mag(?!.*err).*|.*rate|.*counts?|net|bgsub.*|amplitude|value|power)"));

    private static final Pattern UNCERTAIN = Pattern.compile(
            "(?i)(.*(err|sigma|unc|ivar|var|mask|qual|flag|bkg|background|centr|pos|cadence|index|id).*)");
    private static final List<List<String>> PLACES =
            List.of(List.of("x", "y"), List.of("ra", "dec"), List.of("detx", "dety"), List.of("rawx", "rawy"));
    private static final List<String> OF_EVENTS = List.of("time", "pi", "pha", "energy");

    /** The columns to show; empty if none are known to belong together. */
    static Optional<TableColumns> of(List<Field> fields) {
        return events(fields)
                .or(() -> over(fields, SPECTRAL, Kind.SPECTRUM))
                .or(() -> over(fields, TIME, Kind.LIGHT_CURVE));
    }

    private static Optional<TableColumns> events(List<Field> fields) {
        boolean ofEvents =
                OF_EVENTS.stream().anyMatch(name -> index(fields, name).isPresent());
        return PLACES.stream()
                .filter(names -> ofEvents)
                .filter(names ->
                        names.stream().allMatch(name -> index(fields, name).isPresent()))
                .map(names -> new TableColumns(
                        Kind.EVENTS,
                        index(fields, names.getFirst()).getAsInt(),
                        index(fields, names.getLast()).getAsInt()))
                .findFirst();
    }

    private static Optional<TableColumns> over(List<Field> fields, Pattern along, Kind kind) {
        OptionalInt x = IntStream.range(0, fields.size())
                .filter(i -> isNumber(fields.get(i))
                        && along.matcher(fields.get(i).name()).matches())
                .findFirst();
        return x.isEmpty()
                ? Optional.empty()
                : strength(fields, x.getAsInt()).stream()
                        .mapToObj(y -> new TableColumns(kind, x.getAsInt(), y))
                        .findFirst();
    }

    /** The column of what was measured: by name, else the first that could be. Both are arrays, or none is. */
    private static OptionalInt strength(List<Field> fields, int x) {
        boolean arrays = fields.get(x).isArray();
        for (Pattern pattern : STRENGTH) {
            OptionalInt found = IntStream.range(0, fields.size())
                    .filter(i ->
                            i != x && isNumber(fields.get(i)) && fields.get(i).isArray() == arrays)
                    .filter(i -> pattern.matcher(fields.get(i).name()).matches()
                            && !UNCERTAIN.matcher(fields.get(i).name()).matches())
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return IntStream.range(0, fields.size())
                .filter(i -> i != x && isNumber(fields.get(i)) && fields.get(i).isArray() == arrays)
                .filter(i -> fields.get(i).primitive() == Primitive.DOUBLE
                        || fields.get(i).primitive() == Primitive.FLOAT)
                .filter(i -> !UNCERTAIN.matcher(fields.get(i).name()).matches())
                .findFirst();
    }

    private static OptionalInt index(List<Field> fields, String name) {
        return IntStream.range(0, fields.size())
                .filter(i -> fields.get(i).name().equalsIgnoreCase(name)
                        && isNumber(fields.get(i))
                        && !fields.get(i).isArray())
                .findFirst();
    }

    private static boolean isNumber(Field field) {
        return switch (field.primitive()) {
            case SHORT, INT, LONG, FLOAT, DOUBLE -> true;
            case UNSIGNED_BYTE -> !field.isArray();
            case BOOLEAN, TEXT, CHAR, TIMESTAMP -> false;
        };
    }
}
