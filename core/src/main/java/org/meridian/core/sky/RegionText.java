// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** The text forms of regions: words and numbers, each with its position. */
final class RegionText {
    private static final Set<String> FRAMES = Set.of("ICRS", "FK5", "J2000", "UNKNOWNFRAME");
    private static final Set<String> OTHER_FRAMES = Set.of(
            "FK4", "B1950", "ECLIPTIC", "GALACTIC", "GALACTIC_I", "GALACTIC_II", "SUPERGALACTIC", "GEO_C", "GEO_D");
    private static final Set<String> REFERENCES = Set.of(
            "GEOCENTER",
            "BARYCENTER",
            "HELIOCENTER",
            "TOPOCENTER",
            "LSR",
            "LSRK",
            "LSRD",
            "GALACTIC_CENTER",
            "LOCAL_GROUP_CENTER",
            "RELOCATABLE",
            "UNKNOWNREFPOS",
            "SPHERICAL2");
    private static final Set<String> SHAPES = Set.of("CIRCLE", "RANGE", "POLYGON", "BOX", "POSITION", "POINT");
    private static final Set<String> OPERATORS = Set.of("UNION", "INTERSECTION", "NOT", "DIFFERENCE");

    private final String text;
    private final boolean strict;
    private final List<Word> words = new ArrayList<>();
    private int next;

    private record Word(String text, int position) {}

    /** @param strict whether to take {@code POS} forms only: upper case, no frame */
    RegionText(String text, boolean strict) {
        this.text = text;
        this.strict = strict;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && !isBlank(text.charAt(at))) {
                at++;
            }
            if (at > start) {
                words.add(new Word(text.substring(start, at), start + 1));
            }
            at++;
        }
    }

    private boolean isBlank(char c) {
        return Character.isWhitespace(c) || (!strict && (c == ',' || c == '(' || c == ')'));
    }

    /** The parts of a union, or the one region that it is. */
    List<SkyRegion> parts() {
        if (words.isEmpty() || !words.getFirst().text().equalsIgnoreCase("UNION")) {
            return List.of(whole());
        }
        next++;
        skipPreamble();
        List<SkyRegion> parts = new ArrayList<>();
        do {
            parts.add(region());
        } while (next < words.size());
        return parts;
    }

    /** The one region that the text is. */
    SkyRegion whole() {
        SkyRegion region = region();
        if (next < words.size()) {
            Word word = words.get(next);
            throw new RegionParseException("expected a number, found '" + shorten(word.text()) + "'", word.position());
        }
        return region;
    }

    private SkyRegion region() {
        if (next >= words.size()) {
            throw new RegionParseException("expected a shape", words.isEmpty() ? 1 : end());
        }
        Word first = words.get(next++);
        String shape = strict ? first.text() : first.text().toUpperCase(Locale.ROOT);
        try {
            return switch (shape) {
                case "CIRCLE" -> {
                    double[] v = exactly("CIRCLE", "3 numbers: longitude, latitude, radius", 3);
                    yield new Circle(v[0], v[1], v[2]);
                }
                case "RANGE" -> {
                    double[] v = exactly("RANGE", "4 numbers: two longitudes, two latitudes", 4);
                    yield new Range(v[0], v[1], v[2], v[3]);
                }
                case "POLYGON" -> polygon();
                case "BOX", "POSITION", "POINT" -> stcsOnly(first, shape);
                default -> throw unknown(first, shape);
            };
        } catch (RegionParseException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new RegionParseException(String.valueOf(e.getMessage()), first.position());
        }
    }

    private SkyRegion stcsOnly(Word word, String shape) {
        if (strict) {
            throw unknown(word, shape);
        }
        if (shape.equals("BOX")) {
            double[] v = exactly("BOX", "4 numbers: longitude, latitude, width, height", 4);
            return new Box(v[0], v[1], v[2], v[3]);
        }
        double[] v = exactly(shape, "2 numbers: longitude, latitude", 2);
        return new Circle(v[0], v[1], 0);
    }

    private RegionParseException unknown(Word word, String shape) {
        if (OPERATORS.contains(shape)) {
            return new RegionParseException("the operator " + shape + " is not supported", word.position());
        }
        String shapes = strict ? "CIRCLE, RANGE or POLYGON (in upper case)" : "CIRCLE, POLYGON, BOX, POSITION or RANGE";
        return new RegionParseException(
                "expected " + shapes + ", found '" + shorten(word.text()) + "'", word.position());
    }

    private Polygon polygon() {
        double[] v = numbers();
        if (v.length < 6 || v.length % 2 != 0) {
            throw new RegionParseException(
                    "POLYGON needs at least 3 pairs of longitude and latitude, found " + v.length + " numbers",
                    v.length == 0 ? end() : words.get(next - v.length).position());
        }
        return Polygon.of(v);
    }

    private double[] exactly(String shape, String wanted, int count) {
        double[] v = numbers();
        if (v.length != count) {
            int position =
                    v.length > count ? words.get(next - (v.length - count)).position() : end();
            throw new RegionParseException(shape + " needs " + wanted + "; found " + v.length, position);
        }
        return v;
    }

    private double[] numbers() {
        if (!strict) {
            skipPreamble();
        }
        int end = next;
        while (end < words.size() && !SHAPES.contains(words.get(end).text().toUpperCase(Locale.ROOT))) {
            end++;
        }
        double[] values = new double[end - next];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(words.get(next++));
        }
        return values;
    }

    private void skipPreamble() {
        while (next < words.size() && isPreamble(words.get(next))) {
            next++;
        }
    }

    private static boolean isPreamble(Word word) {
        String upper = word.text().toUpperCase(Locale.ROOT);
        if (OTHER_FRAMES.contains(upper)) {
            throw new RegionParseException("the frame " + upper + " is not supported, only ICRS", word.position());
        }
        return FRAMES.contains(upper) || REFERENCES.contains(upper);
    }

    private static double number(Word word) {
        String t = word.text();
        char last = t.charAt(t.length() - 1);
        try {
            if (t.equals("+Inf") || t.equals("-Inf") || t.equals("Inf")) {
                return t.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            if (last == '.' || Character.isDigit(last)) {
                return Double.parseDouble(t);
            }
        } catch (NumberFormatException e) {
            throw new RegionParseException("expected a number, found '" + shorten(t) + "'", word.position());
        }
        throw new RegionParseException("expected a number, found '" + shorten(t) + "'", word.position());
    }

    private static String shorten(String word) {
        return word.length() <= 30 ? word : word.substring(0, 30) + "...";
    }

    private int end() {
        return text.stripTrailing().length() + 1;
    }

    static String format(SkyRegion region, String frame) {
        return switch (region) {
            case Circle c -> "CIRCLE" + frame + numbers(DaliRegion.toArray(c));
            case Polygon p -> "POLYGON" + frame + numbers(DaliRegion.toArray(p));
            case Box b -> format(b.toPolygon(), frame);
            case Range r
            when frame.isEmpty() ->
                "RANGE" + numbers(r.lon1Deg(), r.isWholeCircle() ? 360 : east(r), r.lat1Deg(), r.lat2Deg());
            case Range r -> throw new IllegalArgumentException("a range of coordinates has no STC-S form");
            case Moc m -> throw new IllegalArgumentException("a MOC has no such text form; see its ASCII form");
        };
    }

    /** The eastern bound within [0, 360], as the standards want it. */
    private static double east(Range r) {
        return r.lon2Deg() > 360 ? r.lon2Deg() - 360 : r.lon2Deg();
    }

    private static String numbers(double... values) {
        StringJoiner out = new StringJoiner(" ", " ", "");
        for (double v : values) {
            out.add(v == Math.rint(v) ? Long.toString((long) v) : Double.toString(v));
        }
        return out.toString();
    }
}
