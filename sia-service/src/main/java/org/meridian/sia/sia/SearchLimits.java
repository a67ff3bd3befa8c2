// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.util.OptionalLong;

/**
 * How large answers are.
 *
 * @param defaultMaxrec rows of an answer where the client names no MAXREC (DALI 1.1, section 3.4.4)
 * @param hardMaxrec rows of an answer at most, whatever MAXREC says
 * @param maxBytes bytes of rows in an answer at most
 */
public record SearchLimits(long defaultMaxrec, long hardMaxrec, long maxBytes) {

    /** How many rows an answer may have when the client asked for {@code requested}. */
    long maxrec(OptionalLong requested) {
        return Math.min(requested.orElse(defaultMaxrec), hardMaxrec);
    }
}
