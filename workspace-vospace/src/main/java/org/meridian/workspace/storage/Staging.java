// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Where files are until they are complete; nobody but the gateway sees them. Thread-safe. */
public final class Staging implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of();

    /** How names begin of files that come in parts, and are kept when the gateway ends. */
    private static final String UPLOAD = "upload-";

    private static final int PORTION = 1 << 20;

    private final Directory directory;

    Staging(Directory directory) {
        this.directory = directory;
    }

    Directory directory() {
        return directory;
    }

    FileState state() throws PosixException {
        return directory.state();
    }

    /** Removes what an earlier process left, but for uploads: of nothing else anybody was told that it is kept. */
    void clear() throws IOException {
        removeAll(name -> !name.startsWith(UPLOAD));
    }

    private void removeAll(Predicate<String> unwanted) throws IOException {
        List<String> left = new ArrayList<>();
        directory.list((name, isDirectory) -> {
            if (unwanted.test(name)) {
                left.add(name);
            }
        });
        for (String name : left) {
            Removal.remove(directory, name, gone -> {});
        }
    }

    /**
     * Removes uploads of which nobody knows.
     *
     * @param known whether an upload is known by its name
     */
    public void keepUploads(Predicate<String> known) throws IOException {
        removeAll(name -> name.startsWith(UPLOAD) && !known.test(name.substring(UPLOAD.length())));
    }

    /**
     * Begins a file that comes in parts; it has no bytes, and is on disk.
     *
     * @param id letters and digits, which no other has
     */
    public void beginUpload(String id) throws IOException {
        directory.create(UPLOAD + id).close();
        directory.sync();
    }

    /** How many bytes there are of an upload; empty if there is none. */
    public OptionalLong uploadSize(String id) throws PosixException {
        return directory
                .find(UPLOAD + id)
                .map(state -> OptionalLong.of(state.size()))
                .orElseGet(OptionalLong::empty);
    }

    /**
     * Goes on with a file that comes in parts. What it has beyond its length was never acknowledged, and is dropped. Closed
     * without being published it stays.
     *
     * @param length how many bytes of it are good
     * @param known checksums of those, if somebody has them; else they are read
     * @return empty if there is none, or it does not have so many
     */
    public Optional<Draft> resumeUpload(String id, long length, Optional<RunningChecksums> known) throws IOException {
        if (uploadSize(id).orElse(-1) < length) {
            return Optional.empty();
        }
        FileChannel channel = directory.write(UPLOAD + id);
        try {
            channel.truncate(length);
            RunningChecksums sums =
                    known.filter(each -> each.length() == length).orElseGet(RunningChecksums::new);
            read(channel, sums, length);
            channel.position(length);
            return Optional.of(new Draft(directory, UPLOAD + id, channel, sums, true));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void read(FileChannel channel, RunningChecksums sums, long length) throws IOException {
        if (sums.length() == length) {
            return;
        }
        ByteBuffer portion = ByteBuffer.allocate(PORTION);
        channel.position(sums.length());
        while (sums.length() < length) {
            portion.clear().limit((int) Math.min(PORTION, length - sums.length()));
            if (channel.read(portion) < 0) {
                throw new EOFException("a file in the staging folder became shorter while it was read");
            }
            sums.add(portion.flip());
        }
    }

    /** Removes an upload; nothing is done if there is none. */
    public void removeUpload(String id) throws IOException {
        Removal.remove(directory, UPLOAD + id, gone -> {});
    }

    /** Begins a file; the caller closes it, published or not. */
    public Draft draft() throws IOException {
        String name = newName();
        return new Draft(directory, name, directory.create(name));
    }

    /** Begins a directory, to be filled before it is seen; the caller closes it, published or not. */
    public DraftFolder folder() throws IOException {
        String name = newName();
        directory.makeDirectory(name);
        return new DraftFolder(directory, name, directory.open(name));
    }

    private static String newName() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }

    @Override
    public void close() throws PosixException {
        directory.close();
    }
}
