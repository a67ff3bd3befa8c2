// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

/** An output stream whose reader may be waiting: writers then send what they have instead of filling their buffer first. */
public interface Waiting {

    /** Whether the reader waits for bytes right now; asked after every row, so cheap. */
    boolean isWaiting();
}
