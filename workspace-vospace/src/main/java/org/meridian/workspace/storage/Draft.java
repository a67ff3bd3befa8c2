// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.storage.Directory.Existing;

/**
 * A file that is being written, and its checksums with it. It is seen under its name when it has been published, whole and on
 * disk, and never otherwise. Not thread-safe.
 */
public final class Draft implements AutoCloseable {

    private final Directory staging;
    private final String name;
    private final FileChannel channel;
    private final boolean kept;
    private RunningChecksums sums;
    private boolean synced;
    private boolean published;

    Draft(Directory staging, String name, FileChannel channel) {
        this(staging, name, channel, new RunningChecksums(), false);
    }

    /**
     * One that has bytes.
     *
     * @param sums of them; the channel stands at their end
     * @param kept whether it stays where it is when it is closed, so that it can be continued
     */
    Draft(Directory staging, String name, FileChannel channel, RunningChecksums sums, boolean kept) {
        this.staging = staging;
        this.name = name;
        this.channel = channel;
        this.sums = sums;
        this.kept = kept;
    }

    /**
     * Adds bytes at its end.
     *
     * @param bytes all that remain are taken
     * @throws IOException if they cannot be written
     */
    public void write(ByteBuffer bytes) throws IOException {
        synced = false;
        ByteBuffer written = bytes.duplicate();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        sums.add(written);
    }

    /** How many bytes it has. */
    public long length() {
        return sums.length();
    }

    /** Of the bytes it has. */
    public Checksums checksums() {
        return sums.now();
    }

    /** The same, to go on with when it is continued. */
    public RunningChecksums running() {
        return sums.copy();
    }

    /**
     * Drops what was added.
     *
     * @param before as {@link #running} was before that
     */
    public void dropTo(RunningChecksums before) throws IOException {
        channel.truncate(before.length());
        sums = before.copy();
        synced = false;
    }

    /** Waits until its bytes are on disk; what it is then. */
    public FileState sync() throws IOException {
        channel.force(true);
        synced = true;
        return staging.state(name);
    }

    /**
     * Gives it its place, in one step; that is on disk when the caller has waited for it, see {@link Tree#sync}.
     *
     * @param existing what becomes of a file that is there; not {@code EXCHANGE}
     * @return what it is there
     * @throws PosixException with {@code EXISTS} if there is one to be kept, {@code A_DIRECTORY} if a directory is there
     */
    public FileState publish(Directory to, String newName, Existing existing) throws IOException {
        if (!synced) {
            sync();
        }
        staging.rename(name, to, newName, existing);
        published = true;
        return to.state(newName);
    }

    /**
     * Says something of it beside its bytes; see {@link Directory#setProperties}.
     *
     * @throws PropertiesTooLargeException if the file system takes no more with one file
     */
    public void setProperties(Map<String, Optional<String>> properties) throws IOException {
        staging.setProperties(name, properties);
    }

    /** What it is now. */
    public FileState state() throws PosixException {
        return staging.state(name);
    }

    /** Lets it be where it is, in a folder that is itself not seen yet and is put on disk as a whole; what it is there. */
    public FileState stay() throws IOException {
        published = true;
        return staging.state(name);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!published && !kept) {
            staging.removeFile(name);
        }
    }
}
