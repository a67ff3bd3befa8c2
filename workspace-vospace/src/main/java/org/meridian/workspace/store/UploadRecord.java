// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;

/**
 * A file that comes in parts. Immutable.
 *
 * @param id its name, which nothing else has and nobody can guess
 * @param account of the user who began it
 * @param wish what is to become of it
 * @param received how many of its bytes are on disk, and were acknowledged; less than its length until it is in its place
 * @param expires when it is forgotten
 * @param placed checksums of all its bytes when it is in its place
 */
public record UploadRecord(
        String id, String account, Wish wish, long received, Instant expires, Optional<Checksums> placed) {

    /**
     * What is to become of it.
     *
     * @param path its place
     * @param length how many bytes it will have
     * @param metadata what the client said of it, as it said so
     * @param contentType its media type, if that is known
     * @param md5 of all of it, if that is known
     * @param sha256 likewise
     * @param ifMatch tags of the file that it may replace: of no other; {@code *} for whatever is there; empty for any or none
     * @param onlyNew whether there must be no file in its place
     * @param unmodifiedSince when the file that it replaces must have last been changed, or before
     */
    public record Wish(
            NodePath path,
            long length,
            String metadata,
            Optional<String> contentType,
            Optional<byte[]> md5,
            Optional<byte[]> sha256,
            Set<String> ifMatch,
            boolean onlyNew,
            Optional<Instant> unmodifiedSince) {}

    /** How many bytes it will have. */
    public long length() {
        return wish.length;
    }
}
