// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.delivery;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder for the parts of results that slow clients have not taken yet. Files are unlinked as soon as they are open, so
 * that nothing outlives the process; what a killed one left behind is cleared by {@link #open}. Thread-safe.
 */
public final class SpoolArea {
    private SpoolArea() {}

    /**
     * How much may wait.
     *
     * @param memoryBytes per result, in memory
     * @param resultBytes per result, on disk
     * @param totalBytes of all results together, on disk
     */
    public record Limits(int memoryBytes, long resultBytes, long totalBytes) {
        /** 1 MiB in memory, 8 GiB per result, 32 GiB in all. */
        public static final Limits DEFAULT = new Limits(1 << 20, 8L << 30, 32L << 30);
    }

    /**
     * Takes a folder into use.
     *
     * @param directory made if it is not there; used by this process alone
     * @throws IOException if it cannot be made or cleared
     */
    public static SpoolArea open(Path directory, Limits limits) throws IOException {
        throw new UnsupportedOperationException("next commit " + directory + limits);
    }
}
