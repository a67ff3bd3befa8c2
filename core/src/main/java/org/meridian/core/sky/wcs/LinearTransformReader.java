// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The matrix of a header in its forms (paper I section 2.1, paper II section 6.1): PCi_j with CDELTi, where elements
 * not given are those of the unit matrix; CDi_j, where they are 0; CROTAi of the latitude axis with CDELTi. Where
 * several are given PC comes before CD and both before CROTA, as in wcslib.
 */
final class LinearTransformReader {
    private final WcsKeywords keywords;
    private final int n;

    LinearTransformReader(WcsKeywords keywords, int n) {
        this.keywords = keywords;
        this.n = n;
    }

    /**
     * @param scales what each world axis' unit is in ours, by which its row is multiplied
     * @param longitude index from 0 of the longitude axis; -1 if there is none
     * @param latitude that of the latitude axis
     */
    LinearTransform read(double[] scales, int longitude, int latitude) {
        double[] reference = new double[n];
        for (int j = 0; j < n; j++) {
            reference[j] = keywords.number("CRPIX", j + 1).orElse(0);
        }
        Map<Integer, Map<Integer, Double>> pc = keywords.matrix("PC");
        Map<Integer, Map<Integer, Double>> cd = keywords.matrix("CD");
        double[] matrix;
        String named;
        if (pc.isEmpty() && !cd.isEmpty()) {
            matrix = ofCd(cd);
            named = "CDi_j";
        } else {
            matrix = ofPc(pc);
            named = "PCi_j";
            OptionalDouble rotation = latitude < 0 ? OptionalDouble.empty() : keywords.number("CROTA", latitude + 1);
            if (pc.isEmpty() && rotation.isPresent() && longitude >= 0) {
                rotate(matrix, longitude, latitude, rotation.getAsDouble());
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i * n + j] *= scales[i];
            }
        }
        return new LinearTransform(reference, matrix, named);
    }

    private double cdelt(int axis) {
        return keywords.number("CDELT", axis + 1).orElse(1);
    }

    private double[] ofPc(Map<Integer, Map<Integer, Double>> pc) {
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            Map<Integer, Double> row = pc.getOrDefault(i + 1, Map.of());
            for (int j = 0; j < n; j++) {
                matrix[i * n + j] = row.getOrDefault(j + 1, i == j ? 1.0 : 0.0) * cdelt(i);
            }
        }
        return matrix;
    }

    /** An axis of which no CD tells anything but 0 keeps its CDELT. */
    private double[] ofCd(Map<Integer, Map<Integer, Double>> cd) {
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (Map.Entry<Integer, Double> element :
                    cd.getOrDefault(i + 1, Map.of()).entrySet()) {
                if (element.getKey() <= n) {
                    matrix[i * n + element.getKey() - 1] = element.getValue();
                }
            }
        }
        double[] told = matrix.clone();
        for (int i = 0; i < n; i++) {
            int axis = i + 1;
            boolean named = cd.containsKey(axis) || cd.values().stream().anyMatch(row -> row.containsKey(axis));
            boolean given = keywords.number("CDELT", axis).isPresent();
            if (!named || given && isZero(told, i)) {
                matrix[i * n + i] = cdelt(i);
            }
        }
        return matrix;
    }

    /** Whether row and column of an axis have nothing. */
    private boolean isZero(double[] matrix, int axis) {
        for (int j = 0; j < n; j++) {
            if (matrix[axis * n + j] != 0 || matrix[j * n + axis] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Paper II equation 189. */
    private void rotate(double[] matrix, int longitude, int latitude, double rotationDeg) {
        double cos = Degrees.cos(rotationDeg);
        double sin = Degrees.sin(rotationDeg);
        matrix[longitude * n + longitude] = cdelt(longitude) * cos;
        matrix[longitude * n + latitude] = -cdelt(latitude) * sin;
        matrix[latitude * n + longitude] = cdelt(longitude) * sin;
        matrix[latitude * n + latitude] = cdelt(latitude) * cos;
    }
}
