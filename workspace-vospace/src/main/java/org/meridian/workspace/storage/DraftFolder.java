// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.meridian.workspace.storage.Directory.Existing;

/**
 * A directory that is being filled. It is seen under its name when it has been published, whole and on disk with all that is in
 * it, and never otherwise. Not thread-safe.
 */
public final class DraftFolder implements AutoCloseable {

    private final Directory staging;
    private final String name;
    private final Directory directory;
    private boolean published;

    DraftFolder(Directory staging, String name, Directory directory) {
        this.staging = staging;
        this.name = name;
        this.directory = directory;
    }

    /** To be filled; closed with this. */
    public Directory directory() {
        return directory;
    }

    /**
     * Begins a file in it; see {@link Draft#stay}.
     *
     * @param in the directory, or one below it
     * @throws PosixException with {@code EXISTS} if there is an entry of that name
     */
    public Draft file(Directory in, String fileName) throws IOException {
        return new Draft(in, fileName, in.create(fileName));
    }

    /** Says something of it; see {@link Directory#setProperties}. */
    public void setProperties(Map<String, Optional<String>> properties) throws IOException {
        staging.setProperties(name, properties);
    }

    /** What it is. */
    public FileState state() throws PosixException {
        return directory.state();
    }

    /** Waits until it is on disk with all that is in it. */
    public void sync() throws PosixException {
        directory.syncAll();
    }

    /**
     * Gives it its place, in one step; it must have been synced, and its place is on disk when the caller has waited for that.
     *
     * @throws PosixException with {@code EXISTS} if there is an entry of that name
     */
    public void publish(Directory to, String newName) throws PosixException {
        staging.rename(name, to, newName, Existing.KEEP);
        published = true;
    }

    @Override
    public void close() throws IOException {
        directory.close();
        if (!published) {
            Removal.remove(staging, name, gone -> {});
        }
    }
}
