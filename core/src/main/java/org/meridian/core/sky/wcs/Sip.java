// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.OptionalDouble;

/**
 * The Simple Imaging Polynomial (Shupe et al. 2005, ADASS XIV, 491): {@code u' = u + sum A_p_q u^p v^q, v' = v + sum
 * B_p_q u^p v^q} in pixels from CRPIX, before the linear transformation. The way back is found from A and B; the
 * approximate AP and BP of a header are not used.
 */
final class Sip implements PlaneDistortion {
    private static final int MAX_ORDER = 9;

    private final Polynomial2 a;
    private final Polynomial2 b;

    private Sip(Polynomial2 a, Polynomial2 b) {
        this.a = a;
        this.b = b;
    }

    static boolean in(Keywords keywords) {
        return keywords.has("A_ORDER") || keywords.has("B_ORDER");
    }

    /** The polynomial of a header; one whose other order is missing has no terms there. */
    static Sip read(Keywords keywords) {
        return new Sip(polynomial(keywords, "A"), polynomial(keywords, "B"));
    }

    private static Polynomial2 polynomial(Keywords keywords, String letter) {
        OptionalDouble given = keywords.number(letter + "_ORDER");
        double order = given.orElse(0);
        if (order != Math.rint(order) || order < 0 || order > MAX_ORDER) {
            throw new WcsException(letter + "_ORDER", order, "an order is a whole number from 0 to " + MAX_ORDER);
        }
        double[][] c = new double[(int) order + 1][];
        for (int p = 0; p < c.length; p++) {
            c[p] = new double[c.length - p];
            for (int q = 0; q < c[p].length; q++) {
                c[p][q] = keywords.number(letter + "_" + p + "_" + q).orElse(0);
            }
        }
        return new Polynomial2(c);
    }

    @Override
    public void evaluate(double u, double v, double[] out) {
        a.evaluate(u, v, out, 0, 2);
        b.evaluate(u, v, out, 1, 4);
        out[0] += u;
        out[1] += v;
        out[2] += 1;
        out[5] += 1;
    }
}
