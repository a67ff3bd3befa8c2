// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import org.meridian.bench.HttpConnection.Drain;

/** Counts the lines of a body. Not thread-safe. */
final class LineCount implements Drain {
    private long count;

    @Override
    public void take(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '\n') {
                count++;
            }
        }
    }

    /** Lines so far. */
    long count() {
        return count;
    }
}
