// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.Optional;

/**
 * A file of the archive as a scan saw it.
 *
 * @param stamp which file, and in which state
 * @param mediaType by its name
 * @param rights who may read it; empty if it could not be read this time, so that nothing is known of it
 * @param observation empty if it is not published
 * @param complaint what was not understood, for people; empty if all was
 */
public record ScannedFile(
        Stamp stamp,
        String mediaType,
        Optional<Rights> rights,
        Optional<Observation> observation,
        Optional<String> complaint) {

    /**
     * A file in a state: what is equal in size and time has not changed.
     *
     * @param path below the collection's folder, separated by slashes
     * @param size in bytes
     * @param modifiedNs time of the last change, in nanoseconds since 1970
     */
    public record Stamp(String path, long size, long modifiedNs) {}
}
