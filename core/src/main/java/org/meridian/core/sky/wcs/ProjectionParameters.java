// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The keywords PVi_m of one axis. */
final class ProjectionParameters {
    private final String stem;
    private final SortedMap<Integer, Double> values;

    /**
     * @param stem what keywords begin with: {@code PV2_}
     * @param values numbers by m
     */
    ProjectionParameters(String stem, Map<Integer, Double> values) {
        this.stem = stem;
        this.values = new TreeMap<>(values);
    }

    boolean has(int m) {
        return values.containsKey(m);
    }

    /** The largest m given; -1 if none is. */
    int last() {
        return values.isEmpty() ? -1 : values.lastKey();
    }

    double value(int m, double otherwise) {
        return values.getOrDefault(m, otherwise);
    }

    double required(int m, String what) {
        Double value = values.get(m);
        if (value == null) {
            throw new WcsException(stem + m, stem + m + " is missing: the projection needs " + what);
        }
        return value;
    }

    WcsException wrong(int m, String wanted) {
        return new WcsException(stem + m, value(m, 0), wanted);
    }
}
