// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keywords of one version of a header's coordinates: the primary one, or an alternate of a letter (paper I section 2.1.2). */
final class WcsKeywords {
    private static final int MAX_AXES = 99;
    private static final Pattern OF_AXIS = Pattern.compile("(CTYPE|CRPIX|CRVAL|CDELT|CUNIT)(\\d{1,2})([A-Z]?)");
    private static final Pattern OF_TWO = Pattern.compile("(PC|CD)(\\d{1,2})_(\\d{1,2})([A-Z]?)");
    private static final Pattern OF_TWO_OLD = Pattern.compile("(PC|CD)(\\d{3})(\\d{3})");
    private static final Pattern PARAMETER = Pattern.compile("PV(\\d{1,2})_(\\d{1,2})([A-Z]?)");

    private final Keywords keywords;
    private final String version;

    /**
     * @param version "" or a letter from A to Z
     */
    WcsKeywords(Keywords keywords, String version) {
        this.keywords = keywords;
        this.version = version;
    }

    /** The versions whose axes have a name or a value: "" and letters. */
    static SortedSet<String> versions(Keywords keywords) {
        SortedSet<String> found = new TreeSet<>(DssPlate.in(keywords) ? Set.of("") : Set.of());
        for (String name : keywords.names()) {
            if (!name.startsWith("C")) {
                continue;
            }
            Matcher m = OF_AXIS.matcher(name);
            if (m.matches() && keywords.has(name) && !m.group(1).equals("CUNIT")) {
                found.add(m.group(3));
            }
        }
        return found;
    }

    Keywords all() {
        return keywords;
    }

    boolean isPrimary() {
        return version.isEmpty();
    }

    String name(String stem) {
        return stem + version;
    }

    String name(String stem, int axis) {
        return stem + axis + version;
    }

    OptionalDouble number(String stem) {
        return keywords.number(name(stem));
    }

    OptionalDouble number(String stem, int axis) {
        return keywords.number(name(stem, axis));
    }

    Optional<String> word(String stem) {
        return keywords.word(name(stem));
    }

    Optional<String> text(String stem, int axis) {
        return keywords.text(name(stem, axis));
    }

    /** The number of a keyword of this version or, where there is none, of the whole header. */
    OptionalDouble numberOrShared(String stem) {
        OptionalDouble own = number(stem);
        return own.isPresent() ? own : keywords.number(stem);
    }

    /** The number of axes: WCSAXES, NAXIS where that is not given, or the highest axis that a keyword has if it is larger. */
    int axes() {
        OptionalDouble given = number("WCSAXES");
        if (given.isPresent()) {
            double axes = given.getAsDouble();
            if (axes != Math.rint(axes) || axes < 0 || axes > MAX_AXES) {
                throw new WcsException(name("WCSAXES"), axes, "a number of axes is a whole one from 0 to " + MAX_AXES);
            }
        }
        int highest = 0;
        for (String keyword : keywords.names()) {
            highest = Math.max(highest, highestAxis(keyword));
        }
        double axes = given.orElse(keywords.number("NAXIS").orElse(0));
        return Math.max(highest, axes > 0 && axes <= MAX_AXES ? (int) axes : 0);
    }

    private int highestAxis(String keyword) {
        if (!keyword.startsWith("C") && !keyword.startsWith("PC")) {
            return 0;
        }
        Matcher one = OF_AXIS.matcher(keyword);
        if (one.matches() && one.group(3).equals(version)) {
            return Integer.parseInt(one.group(2));
        }
        Matcher two = OF_TWO.matcher(keyword);
        if (two.matches() && two.group(4).equals(version)) {
            return Math.max(Integer.parseInt(two.group(2)), Integer.parseInt(two.group(3)));
        }
        return 0;
    }

    /** The matrix elements PCi_j or CDi_j by row and column from 1, also those of the form PC001002 of drafts. */
    Map<Integer, Map<Integer, Double>> matrix(String stem) {
        Map<Integer, Map<Integer, Double>> found = new TreeMap<>();
        for (String keyword : keywords.names()) {
            if (!keyword.startsWith(stem)) {
                continue;
            }
            Matcher now = OF_TWO.matcher(keyword);
            Matcher old = OF_TWO_OLD.matcher(keyword);
            Matcher m = now.matches() && now.group(4).equals(version) ? now : old.matches() && isPrimary() ? old : null;
            if (m == null) {
                continue;
            }
            keywords.number(keyword)
                    .ifPresent(value -> found.computeIfAbsent(Integer.valueOf(m.group(2)), i -> new TreeMap<>())
                            .put(Integer.valueOf(m.group(3)), value));
        }
        return found;
    }

    /** The keywords PVi_m of an axis. */
    ProjectionParameters parameters(int axis) {
        Map<Integer, Double> values = new TreeMap<>();
        for (String keyword : keywords.names()) {
            if (!keyword.startsWith("PV")) {
                continue;
            }
            Matcher m = PARAMETER.matcher(keyword);
            if (m.matches() && m.group(3).equals(version) && Integer.parseInt(m.group(1)) == axis) {
                keywords.number(keyword).ifPresent(value -> values.put(Integer.valueOf(m.group(2)), value));
            }
        }
        return new ProjectionParameters("PV" + axis + "_", values);
    }
}
