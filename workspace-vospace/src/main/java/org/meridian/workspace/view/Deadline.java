// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.time.Duration;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * Until when something has to be done. Thread-safe.
 *
 * @param time that it may take
 * @param endNanos of {@link System#nanoTime}
 */
record Deadline(Duration time, long endNanos) {

    /** From now on. */
    static Deadline in(Duration time) {
        return new Deadline(time, System.nanoTime() + time.toNanos());
    }

    /** Whether it has passed. */
    boolean isOver() {
        return System.nanoTime() - endNanos > 0;
    }

    /**
     * Asked every now and then.
     *
     * @throws VospaceFault ViewNotSupported if it has passed
     */
    void check() {
        if (isOver()) {
            throw new VospaceFault(Name.ViewNotSupported, inWords());
        }
    }

    String inWords() {
        return "the view takes longer than " + time.toSeconds() + " s; fetch the file itself";
    }
}
