// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

/** Refuses limits that make no sense. */
final class Limit {
    private Limit() {}

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
