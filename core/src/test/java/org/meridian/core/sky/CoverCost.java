// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.lang.management.ManagementFactory;
import java.util.Random;

/** Prints what covers of cones cost and how tight they are. Run it by hand; no test. */
public final class CoverCost {
    private CoverCost() {}

    public static void main(String[] args) {
        for (int warm = 0; warm < 3; warm++) {
            for (double radius : new double[] {0.1 / 3600, 1 / 3600.0, 10 / 3600.0, 0.1, 1, 10}) {
                ranges(radius, warm == 2);
            }
            hash(warm == 2);
            cells(warm == 2);
            polygon(warm == 2);
        }
    }

    /** Processor time of this thread: other load on the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void ranges(double radiusDeg, boolean print) {
        Random random = new Random(5);
        int n = radiusDeg < 0.01 ? 100_000 : 5_000;
        Circle[] cones = new Circle[n];
        for (int i = 0; i < n; i++) {
            cones[i] = new Circle(
                    360 * random.nextDouble(), Math.toDegrees(Math.asin(2 * random.nextDouble() - 1)), radiusDeg);
        }
        long[][] covers = new long[n][];
        long start = cpuNanos();
        for (int i = 0; i < n; i++) {
            covers[i] = Cover.of(cones[i]);
        }
        double micros = (cpuNanos() - start) / 1000.0 / n;
        double area = 0;
        double worst = 0;
        for (long[] cover : covers) {
            double ratio = Moc.ofRanges(29, cover).areaSr() / cones[0].areaSr();
            area += ratio / n;
            worst = Math.max(worst, ratio);
        }
        if (print) {
            System.out.printf(
                    "cover of a cone of %.6f deg: %.2f microseconds; area %.2f, at worst %.2f of the cone's%n",
                    radiusDeg, micros, area, worst);
        }
    }

    private static void hash(boolean print) {
        Random random = new Random(6);
        int n = 2_000_000;
        double[] lonLat = random.doubles(2L * n, -80, 80).toArray();
        long sum = 0;
        long start = cpuNanos();
        for (int i = 0; i < 2 * n; i += 2) {
            sum ^= Healpix.hash(29, lonLat[i], lonLat[i + 1]);
        }
        if (print) {
            System.out.printf("hash: %.0f nanoseconds (%d)%n", (cpuNanos() - start) / (double) n, sum);
        }
    }

    private static void cells(boolean print) {
        Random random = new Random(6);
        long[] out = new long[16];
        int n = 1_000_000;
        long cells = 0;
        long start = cpuNanos();
        for (int i = 0; i < n; i++) {
            cells += Cover.cells(360 * random.nextDouble(), 160 * random.nextDouble() - 80, 1 / 3600.0, 14, out);
        }
        if (print) {
            System.out.printf(
                    "order-14 cells of a cone of 1 arcsec: %.3f microseconds, %.2f cells%n",
                    (cpuNanos() - start) / 1000.0 / n, (double) cells / n);
        }
    }

    private static void polygon(boolean print) {
        Random random = new Random(7);
        int n = 3000;
        long start = cpuNanos();
        long ranges = 0;
        for (int i = 0; i < n; i++) {
            ranges += Cover.of(SkySamples.polygon(random, 1)).length / 2;
        }
        if (print) {
            System.out.printf(
                    "polygon made and covered: %.1f microseconds, %.1f ranges%n",
                    (cpuNanos() - start) / 1000.0 / n, (double) ranges / n);
        }
    }
}
