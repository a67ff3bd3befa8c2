// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.AdqlLimits;

class AdqlPrinterTest {

    @Test
    void printedTreesAreReadBackAsTheyWere() {
        long longest = 0;
        for (int seed = 0; seed < 1500; seed++) {
            Query tree = new RandomTrees(new Random(seed)).query(4 + seed % 24);
            String text = AdqlPrinter.print(tree);
            longest = Math.max(longest, text.length());
            try {
                assertEquals(tree, Adql.parse(text, AdqlLimits.DEFAULT), text);
            } catch (AdqlException e) {
                throw new AssertionError("seed " + seed + ": " + e.describe() + "\n" + text, e);
            }
        }
        assertTrue(longest > 500, "trees are too small to tell anything: " + longest);
    }

    @Test
    void writesParenthesesOnlyWhereTheyMatter() throws AdqlException {
        String text =
                "SELECT a - (b - c) * -(d + e) || 'f' FROM t INNER JOIN (u LEFT JOIN v USING (x)) ON (a = 1 OR b = 2) AND NOT c = 3"
                        + " EXCEPT (SELECT 1 FROM t UNION SELECT 2 FROM t) ORDER BY 1 DESC OFFSET 3";
        assertEquals(text, AdqlPrinter.print(Adql.parse(text, AdqlLimits.DEFAULT)));
    }
}
