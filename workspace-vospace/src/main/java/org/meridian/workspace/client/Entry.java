// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something in a folder, here or at a service. Immutable.
 *
 * @param name its name
 * @param kind what it is
 * @param size bytes of a file, if they are known
 * @param modified when they last changed, if that is known
 * @param md5 of a file at a service, if that says it
 */
record Entry(String name, Kind kind, OptionalLong size, Optional<Instant> modified, Optional<String> md5) {

    /** What something in a folder is. */
    enum Kind {
        /** It has bytes. */
        FILE,
        /** It has others in it. */
        FOLDER,
        /** A link, or something special: neither followed nor copied. */
        OTHER
    }
}
