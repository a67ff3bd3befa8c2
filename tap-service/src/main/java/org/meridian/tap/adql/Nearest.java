// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what somebody may have meant. */
public final class Nearest {
    private static final int MOST = 3;
    private static final int LONGEST = 64;

    private Nearest() {}

    /** Up to three candidates that differ from the word by few letters, nearest first; case does not count. */
    public static List<String> to(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return List.of();
        }
        int most = Math.max(1, (word.length() + 1) / 3);
        String wanted = word.toLowerCase(Locale.ROOT);
        record Ranked(String name, int distance) {}
        return candidates.stream()
                .distinct()
                .filter(name -> Math.abs(name.length() - word.length()) <= most)
                .map(name -> new Ranked(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(ranked -> ranked.distance() <= most)
                .sorted(Comparator.comparingInt(Ranked::distance).thenComparing(Ranked::name))
                .limit(MOST)
                .map(Ranked::name)
                .toList();
    }

    /** {@code "; did you mean a, b or c?"}, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        List<String> near = to(word, candidates);
        return near.isEmpty() ? "" : "; did you mean " + anyOf(near) + "?";
    }

    /** {@code a, b or c}. */
    public static String anyOf(List<String> names) {
        int last = names.size() - 1;
        return last <= 0
                ? String.join("", names)
                : names.subList(0, last).stream().collect(Collectors.joining(", ")) + " or " + names.get(last);
    }

    /** Letters to insert, delete, change or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
