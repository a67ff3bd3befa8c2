// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * A HEALPix cell as geometry, refilled for one cell after another during a search. Not thread-safe.
 *
 * <p>The curved cell lies within {@link #margin()} of the quadrilateral of great circles between its corners, and
 * within {@link #reach()} of its centre. The constants bound the maxima over all cells: the sagitta of an edge times the
 * cosine of the latitude is at most 0.175 * 4^-order, its plain maximum 0.079 * 2^-order (base cells), the distance from
 * centre to corner 1.07 * 2^-order.
 */
final class CellShape {
    /** Rounding of a cell boundary, of a hash and of a region: 2 nanoarcsec. */
    static final double ROUNDING = 1e-14;

    private int order;
    private long cell;
    private int face;
    private long x;
    private long y;
    private double size;
    private double margin;
    private boolean cornersMade;
    private boolean normalsMade;
    private final double[] centre = new double[3];
    private final double[] corners = new double[12];
    private final double[] normals = new double[12];

    void set(int cellOrder, long index) {
        order = cellOrder;
        cell = index;
        face = Healpix.face(cellOrder, index);
        x = Healpix.x(cellOrder, index);
        y = Healpix.y(cellOrder, index);
        size = 1.0 / (1L << cellOrder);
        FaceMap.vector(face, 2 * x + 1, 2 * y + 1, cellOrder + 1, centre, 0);
        double cosLat = Math.sqrt(centre[0] * centre[0] + centre[1] * centre[1]);
        margin = Math.min(0.1 * size, 0.25 * size * size / cosLat) + ROUNDING;
        cornersMade = false;
        normalsMade = false;
    }

    int order() {
        return order;
    }

    /** First order-29 cell. */
    long lo() {
        return cell << (2 * (Healpix.MAX_ORDER - order));
    }

    /** Last order-29 cell. */
    long hi() {
        return ((cell + 1) << (2 * (Healpix.MAX_ORDER - order))) - 1;
    }

    /** 2^-order: a length that edges are close to, in radians. */
    double size() {
        return size;
    }

    double margin() {
        return margin;
    }

    double reach() {
        return 1.2 * size + ROUNDING;
    }

    double[] centre() {
        return centre;
    }

    /** Corners as x, y, z of south, east, north, west. */
    double[] corners() {
        if (!cornersMade) {
            FaceMap.corners(face, x, y, order, corners);
            cornersMade = true;
        }
        return corners;
    }

    /**
     * Unit normals of the edges that start at each corner, on the inner side. Their direction is known to about 4e-16 /
     * size: fine beside the cell, not far from it.
     */
    double[] normals() {
        if (!normalsMade) {
            double[] c = corners();
            for (int i = 0; i < 12; i += 3) {
                int j = (i + 3) % 12;
                double dx = c[i] - c[j];
                double dy = c[i + 1] - c[j + 1];
                double dz = c[i + 2] - c[j + 2];
                double sx = c[i] + c[j];
                double sy = c[i + 1] + c[j + 1];
                double sz = c[i + 2] + c[j + 2];
                double nx = dy * sz - dz * sy;
                double ny = dz * sx - dx * sz;
                double nz = dx * sy - dy * sx;
                double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
                normals[i] = nx / length;
                normals[i + 1] = ny / length;
                normals[i + 2] = nz / length;
            }
            normalsMade = true;
        }
        return normals;
    }

    /** Longitudes in degrees between the west and east corner, which bound the cell: {west, east}; may exceed 360. */
    void lonBounds(double[] westEast) {
        westEast[0] = FaceMap.lonDeg(face, x, y + 1, order);
        westEast[1] = FaceMap.lonDeg(face, x + 1, y, order);
        if (westEast[1] < westEast[0]) {
            westEast[1] += 360;
        }
    }

    /** Latitude in degrees of the southern corner, the lowest of the cell. */
    double southDeg() {
        return FaceMap.point(face, x, y, order).latDeg();
    }

    /** Latitude in degrees of the northern corner, the highest of the cell. */
    double northDeg() {
        return FaceMap.point(face, x + 1, y + 1, order).latDeg();
    }
}
