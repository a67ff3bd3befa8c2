// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

/**
 * How large a query may be. Larger ones are refused with a position; none can exhaust stack or memory.
 *
 * @param maxLength characters of the text
 * @param maxTokens words, literals and symbols
 * @param maxDepth parentheses, functions, subqueries and CASEs inside each other
 * @param maxChain operators of an expression, joins or set operators in a row
 */
public record AdqlLimits(int maxLength, int maxTokens, int maxDepth, int maxChain) {
    /** Characters of a name: four times what PostgreSQL keeps. */
    public static final int NAME_LENGTH = 256;

    /** 1 000 000 characters, 200 000 tokens, 100 levels, 200 operators in a row. */
    public static final AdqlLimits DEFAULT = new AdqlLimits(1_000_000, 200_000, 100, 200);
}
