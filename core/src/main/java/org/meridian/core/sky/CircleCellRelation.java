// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** Cells against a circle. */
final class CircleCellRelation implements CellRelation {
    private final double[] centre;
    private final double[] antipode;
    private final double radius;
    private final double chord;
    private final long home;

    CircleCellRelation(Circle circle) {
        UnitVector c = circle.centre().toVector();
        centre = new double[] {c.x(), c.y(), c.z()};
        antipode = new double[] {-c.x(), -c.y(), -c.z()};
        radius = Math.toRadians(circle.radiusDeg());
        chord = circle.chord();
        home = Healpix.hash(Healpix.MAX_ORDER, circle.lonDeg(), circle.latDeg());
    }

    @Override
    public int relate(CellShape cell) {
        double distance = chordBetween(cell.centre(), 0, centre);
        if (distance - cell.reach() > chord && radius + cell.reach() < Math.PI) {
            return OUTSIDE; // an arc exceeds the sum of two arcs when its chord exceeds the sum of their chords
        }
        if (distance + cell.reach() <= chord) {
            return INSIDE;
        }
        if (isOutside(cell, centre, radius)) {
            return OUTSIDE;
        }
        return isInside(cell) ? INSIDE : PARTIAL;
    }

    private boolean isInside(CellShape cell) {
        if (radius >= Math.PI) {
            return true;
        }
        if (radius > Math.PI / 2) {
            return isOutside(cell, antipode, Math.PI - radius);
        }
        double limit = chord - cell.margin();
        double[] v = cell.corners();
        for (int i = 0; i < 12; i += 3) {
            if (chordBetween(v, i, centre) > limit) {
                return false;
            }
        }
        return true;
    }

    /** Whether the cell is certainly farther than r from c. */
    private static boolean isOutside(CellShape cell, double[] c, double r) {
        double size = cell.size();
        boolean far = r > 4 * size;
        double bulge = far && r < Math.PI / 2 ? 0.2 * size * size / Math.tan(r) : 0;
        double reach = r + cell.margin() + bulge;
        if (reach >= Math.PI) {
            return false;
        }
        double limit = 2 * Math.sin(reach / 2);
        double[] v = cell.corners();
        for (int i = 0; i < 12; i += 3) {
            if (chordBetween(v, i, c) <= limit) {
                return false;
            }
        }
        // of a circle large against the cell the edges come no nearer than the corners less the bulge
        return far ? !couldHold(cell, c) : edgesOutside(cell, c, reach);
    }

    /** Only a cell whose centre is within its reach of c can hold c. */
    private static boolean couldHold(CellShape cell, double[] c) {
        return chordBetween(cell.centre(), 0, c) <= cell.reach();
    }

    private static boolean edgesOutside(CellShape cell, double[] c, double reach) {
        double[] n = cell.normals();
        double[] v = cell.corners();
        double sin = reach < Math.PI / 2 ? Math.sin(reach) : 2;
        boolean holds = true;
        for (int i = 0; i < 12; i += 3) {
            double height = n[i] * c[0] + n[i + 1] * c[1] + n[i + 2] * c[2];
            holds &= height >= -cell.margin();
            if (height < 0 && -height <= sin && besideEdge(n, v, i, c)) {
                return false;
            }
        }
        return !holds;
    }

    /** Whether the nearest position to c on the great circle of edge i lies on that edge, or nearly. */
    private static boolean besideEdge(double[] n, double[] v, int i, double[] c) {
        int j = (i + 3) % 12;
        return triple(n, i, v, i, c) >= -1e-12 && triple(v, j, n, i, c) >= -1e-12;
    }

    private static double triple(double[] a, int i, double[] b, int j, double[] c) {
        return (a[i + 1] * b[j + 2] - a[i + 2] * b[j + 1]) * c[0]
                + (a[i + 2] * b[j] - a[i] * b[j + 2]) * c[1]
                + (a[i] * b[j + 1] - a[i + 1] * b[j]) * c[2];
    }

    private static double chordBetween(double[] v, int i, double[] c) {
        double dx = v[i] - c[0];
        double dy = v[i + 1] - c[1];
        double dz = v[i + 2] - c[2];
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }

    @Override
    public boolean surelyHolds(double[] v, int at) {
        return chordBetween(v, at, centre) < chord - CellShape.ROUNDING;
    }

    @Override
    public boolean surelyReaches(CellShape cell, int order, long index) {
        return home >> (2 * (Healpix.MAX_ORDER - order)) == index;
    }
}
