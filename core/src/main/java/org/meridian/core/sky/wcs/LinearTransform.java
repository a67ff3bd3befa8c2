// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * From pixel to intermediate world coordinates (paper I equation 1): a matrix times the distance from CRPIX. An axis of
 * no extent, whose row and column are 0 (CDELT = 0), stays where it is in both directions.
 */
final class LinearTransform {
    private final int n;
    private final double[] reference;
    private final double[] matrix;
    private final double[] inverse;

    /**
     * @param reference CRPIX of each pixel axis, 1 for the middle of the first pixel
     * @param matrix rows of world axes, columns of pixel axes
     * @param keyword what to name where the matrix has no inverse
     */
    LinearTransform(double[] reference, double[] matrix, String keyword) {
        this.n = reference.length;
        this.reference = reference.clone();
        this.matrix = matrix.clone();
        this.inverse = inverse(keyword);
    }

    double element(int row, int column) {
        return matrix[row * n + column];
    }

    double reference(int axis) {
        return reference[axis];
    }

    /** Multiplies distances from CRPIX with the matrix. */
    void forward(double[] distance, double[] intermediate) {
        multiply(matrix, distance, intermediate);
    }

    /** The distances from CRPIX of intermediate world coordinates. */
    void back(double[] intermediate, double[] distance) {
        multiply(inverse, intermediate, distance);
    }

    private void multiply(double[] m, double[] in, double[] out) {
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                double element = m[i * n + j];
                // what is no number on one axis says nothing of axes that do not depend on it
                sum += element == 0 ? 0 : element * in[j];
            }
            out[i] = sum;
        }
    }

    private boolean hasNoExtent(int axis) {
        for (int i = 0; i < n; i++) {
            if (matrix[axis * n + i] != 0 || matrix[i * n + axis] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Gauss and Jordan's elimination with the largest pivots of rows scaled to 1. */
    private double[] inverse(String keyword) {
        double[][] rows = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            double largest = 0;
            for (int j = 0; j < n; j++) {
                largest = Math.max(largest, Math.abs(matrix[i * n + j]));
            }
            double scale = largest == 0 ? 1 : largest;
            for (int j = 0; j < n; j++) {
                rows[i][j] = matrix[i * n + j] / scale;
            }
            rows[i][i] = hasNoExtent(i) ? 1 : rows[i][i];
            rows[i][n + i] = hasNoExtent(i) ? 0 : 1 / scale;
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
            }
            if (Math.abs(rows[pivot][column]) < 1e-14) {
                throw new WcsException(keyword, "the matrix of " + keyword + " keywords and CDELT has no inverse");
            }
            double[] moved = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = moved;
            eliminate(rows, column);
        }
        double[] result = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows[i], n, result, i * n, n);
        }
        return result;
    }

    private static void eliminate(double[][] rows, int column) {
        double[] pivot = rows[column];
        double divisor = pivot[column];
        for (int j = 0; j < pivot.length; j++) {
            pivot[j] /= divisor;
        }
        for (int i = 0; i < rows.length; i++) {
            double factor = rows[i][column];
            if (i == column || factor == 0) {
                continue;
            }
            for (int j = 0; j < pivot.length; j++) {
                rows[i][j] -= factor * pivot[j];
            }
        }
    }
}
