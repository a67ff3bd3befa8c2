// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.place.ArchivePlace;

/**
 * A file of the archive that is published. Immutable.
 *
 * @param id in the database
 * @param publisherDid its identity for clients (ObsCore 1.1, section 4.7 {@code obs_publisher_did})
 * @param collection to which it belongs
 * @param path below the folder of the collection, separated by slashes
 * @param size in bytes when it was last scanned
 * @param mediaType such as {@code application/fits}
 * @param ownerGroup whose members may read it before it is released; empty for nobody
 * @param released from when on everybody may read it; empty for never
 * @param links files that belong to it
 */
public record Dataset(
        long id,
        String publisherDid,
        String collection,
        String path,
        long size,
        String mediaType,
        Optional<String> ownerGroup,
        Optional<Instant> released,
        List<Link> links) {

    public Dataset {
        links = List.copyOf(links);
    }

    /**
     * A file that belongs to a dataset.
     *
     * @param semantics term of DataLink's vocabulary, without {@code #}
     * @param path below the folder of the collection
     * @param description for people; may be empty
     */
    public record Link(String semantics, String path, String description) {}

    /** Its place in the archive. */
    public ArchivePlace place() {
        return new ArchivePlace(collection, path);
    }

    /** The place of a file that belongs to it. */
    public ArchivePlace place(Link link) {
        return new ArchivePlace(collection, link.path);
    }

    /** Whether everybody may read it. */
    public boolean isPublic(Instant now) {
        return released.filter(time -> !time.isAfter(now)).isPresent();
    }

    /** Whether somebody may read the bytes of the file, and of what is made of it. */
    public boolean isReadableBy(Subject who, Instant now) {
        return isPublic(now) || ownerGroup.filter(who.groups()::contains).isPresent();
    }

    /** Who may read it before it is public, in words. */
    public String rule() {
        return released.map(time -> "proprietary until " + time).orElse("proprietary")
                + ownerGroup
                        .map(group -> "; members of group " + group + " may read it")
                        .orElse("; nobody may read it");
    }
}
