// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

/** A value that cannot be stored in its column; the message says why, whoever knows row and column adds them. */
final class BadCellException extends Exception {
    private static final long serialVersionUID = 1L;

    BadCellException(String why) {
        super(why, null, false, false);
    }
}
