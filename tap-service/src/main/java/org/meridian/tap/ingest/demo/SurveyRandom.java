// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

/** SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine and in every version of Java. */
final class SurveyRandom {
    private long state;

    SurveyRandom(long seed) {
        state = seed;
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** From 0 to below 1. */
    double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** Normal, mean 0, deviation 1 (Box and Muller). */
    double normal() {
        return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    }
}
