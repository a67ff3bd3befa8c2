// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.List;

/** Cuts a simple polygon, interior to the left, into triangles between its vertices, with exact predicates. */
final class EarClipping {
    private final List<ExactPoint> rest;
    private final List<List<ExactPoint>> triangles = new ArrayList<>();

    EarClipping(List<ExactPoint> outline) {
        this.rest = new ArrayList<>(outline);
    }

    /** The triangles, interiors to the left. Call once. */
    List<List<ExactPoint>> triangles() {
        int tried = 0;
        int i = 0;
        while (rest.size() > 2) {
            if (tried > rest.size()) {
                throw new IllegalArgumentException(
                        "the polygon cannot be cut into triangles; add vertices to its long edges");
            }
            int n = rest.size();
            i %= n;
            if (clip(rest.get((i + n - 1) % n), rest.get(i), rest.get((i + 1) % n))) {
                rest.remove(i);
                tried = 0;
            } else {
                i++;
                tried++;
            }
        }
        return List.copyOf(triangles);
    }

    private boolean clip(ExactPoint a, ExactPoint b, ExactPoint c) {
        int turn = ExactSign.orientation(a, b, c);
        if (turn == 0) {
            // b lies on a straight line; the line without it must stay the short way round
            return rest.size() == 3 || (ExactSign.between(a, c, b) && !a.antipodeOf(c));
        }
        if (turn < 0 || a.antipodeOf(c)) {
            return false;
        }
        for (ExactPoint p : rest) {
            if (p != a && p != b && p != c && inTriangle(a, b, c, p)) {
                return false;
            }
        }
        triangles.add(List.of(a, b, c));
        return true;
    }

    private static boolean inTriangle(ExactPoint a, ExactPoint b, ExactPoint c, ExactPoint p) {
        return ExactSign.orientation(c, a, p) >= 0
                && ExactSign.orientation(a, b, p) >= 0
                && ExactSign.orientation(b, c, p) >= 0;
    }
}
