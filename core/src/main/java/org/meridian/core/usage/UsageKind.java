// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

/**
 * Something that can be used up: queries, rows, bytes, cores, core-hours. Each service names its own. Immutable.
 *
 * @param name as it is written in limits: lower-case letters and hyphens
 * @param unit of its amounts, as in JSON: {@code rows}, {@code s}
 * @param words its plural, as in "1000 of 1000 queries"
 * @param nature whether it adds up over time
 */
public record UsageKind(String name, String unit, String words, Nature nature) {

    /** How something is counted. */
    public enum Nature {
        /** It adds up, and is counted per day and month. */
        FLOW,
        /** It is held and given back, and is counted at a moment. */
        LEVEL
    }

    public UsageKind {
        if (!name.matches("[a-z][a-z-]{0,39}")) {
            throw new IllegalArgumentException("not the name of a kind of usage: " + name);
        }
    }

    /** What adds up over time. */
    public static UsageKind flow(String name, String unit, String words) {
        return new UsageKind(name, unit, words, Nature.FLOW);
    }

    /** What is held and given back. */
    public static UsageKind level(String name, String unit, String words) {
        return new UsageKind(name, unit, words, Nature.LEVEL);
    }

    /** Whether it can be counted over that time. */
    public boolean isCounted(Period period) {
        return (nature == Nature.LEVEL) == (period == Period.AT_ONCE);
    }
}
