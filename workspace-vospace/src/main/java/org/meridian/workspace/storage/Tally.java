// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException.Reason;

/**
 * Counts what is in directories: bytes of files, and every file, directory and link as one; a file with several names once.
 * Links are not followed, nor what is mounted. Neither the stack nor the number of open files limits how deep it goes. What a
 * program has closed to its own user is counted as one, without what is in it. Not thread-safe.
 */
public final class Tally {

    /** Beyond so many files with several names each name of the others counts. */
    private static final int MOST_LINKED = 200_000;

    private static final byte[] ABOVE = "..".getBytes(UTF_8);

    private final Told told;
    private final Map<Identity, Long> linked = new HashMap<>();
    private Size all = Size.NONE;
    private Size alone = Size.NONE;

    /** Is told of each directory when all that is in it has been counted. */
    @FunctionalInterface
    public interface Told {
        /** Nobody listens. */
        Told NOBODY = (directory, size) -> {};

        /**
         * A directory.
         *
         * @param size of what is in it, however deep, without itself
         */
        void directory(Identity directory, Size size);
    }

    /** A directory was moved while it was counted: what was counted means nothing. */
    public static final class MovedException extends IOException {
        private static final long serialVersionUID = 1L;

        MovedException() {
            super("a directory was moved while it was counted");
        }
    }

    /** Nothing counted yet. */
    public Tally(Told told) {
        this.told = told;
    }

    /** All that has been counted. */
    public Size all() {
        return all;
    }

    /** The same without files that have names elsewhere, too: what would be gone if all that was counted went. */
    public Size alone() {
        return alone;
    }

    /** A directory on the way down. */
    private static final class Level {
        private final Identity identity;
        private final Deque<byte[]> directories = new ArrayDeque<>();
        private Size size = Size.NONE;

        Level(Identity identity) {
            this.identity = identity;
        }
    }

    /**
     * Counts an entry with all that is in it; nothing if there is none.
     *
     * @throws MovedException if it was being changed too much to be counted
     */
    public void add(Directory in, String name) throws IOException {
        Optional<FileState> state = in.find(name);
        if (state.isPresent()) {
            count(state.get());
            if (state.get().kind() == Kind.DIRECTORY) {
                Optional<Directory> opened = opened(in, name.getBytes(UTF_8));
                if (opened.isPresent()) {
                    try (Directory directory = opened.get()) {
                        addBelow(directory);
                    }
                }
            }
        }
    }

    /** Counts what is in a directory, without itself; see {@link #add}. */
    public void addBelow(Directory top) throws IOException {
        Directory at = top.again();
        try {
            long device = at.state().device();
            Deque<Level> levels = new ArrayDeque<>();
            levels.push(read(at, device));
            while (true) {
                Level level = levels.element();
                if (level.directories.isEmpty()) {
                    levels.pop();
                    told.directory(level.identity, level.size);
                    if (levels.isEmpty()) {
                        return;
                    }
                    at = replaced(at, Directory.opened(at, ABOVE));
                    if (!at.state().identity().equals(levels.element().identity)) {
                        throw new MovedException();
                    }
                    levels.element().size = levels.element().size.plus(level.size);
                } else {
                    Optional<Directory> next = opened(at, level.directories.pop());
                    if (next.isPresent()) {
                        at = replaced(at, next.get());
                        levels.push(read(at, device));
                    }
                }
            }
        } finally {
            at.close();
        }
    }

    private static Directory replaced(Directory old, Directory other) throws PosixException {
        old.close();
        return other;
    }

    /** A directory out of which there is a way back. */
    private static Optional<Directory> opened(Directory in, byte[] name) throws PosixException {
        try {
            Directory directory = Directory.opened(in, name);
            if (state(directory, ABOVE).isEmpty()) {
                directory.close();
                return Optional.empty();
            }
            return Optional.of(directory);
        } catch (PosixException e) {
            return switch (e.reason()) {
                case ABSENT, NOT_A_DIRECTORY, A_LINK, FORBIDDEN -> Optional.empty();
                default -> throw e;
            };
        }
    }

    /** Counts the entries of a directory; those that are directories are left to be gone into. */
    private Level read(Directory directory, long device) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("counting was interrupted");
        }
        Level level = new Level(directory.state().identity());
        directory.listBytes((name, inode, type) -> {
            Optional<FileState> state = state(directory, name).filter(each -> each.device() == device);
            if (state.isPresent()) {
                level.size = level.size.plus(count(state.get()));
                if (state.get().kind() == Kind.DIRECTORY) {
                    level.directories.add(name);
                }
            }
        });
        return level;
    }

    private static Optional<FileState> state(Directory in, byte[] name) throws PosixException {
        try {
            return Optional.of(Posix.state(in.descriptor(), name));
        } catch (PosixException e) {
            if (e.reason() == Reason.ABSENT || e.reason() == Reason.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Size count(FileState state) {
        Size size = sizeOf(state);
        boolean several = state.kind() != Kind.DIRECTORY && state.links() > 1;
        if (several && (linked.size() < MOST_LINKED || linked.containsKey(state.identity()))) {
            long names = linked.merge(state.identity(), 1L, Long::sum);
            alone = names == state.links() ? alone.plus(size) : alone;
            size = names == 1 ? size : Size.NONE;
        } else if (!several) {
            alone = alone.plus(size);
        }
        all = all.plus(size);
        return size;
    }

    /** How much room an entry takes by itself. */
    public static Size sizeOf(FileState state) {
        return Size.ofFile(state.kind() == Kind.FILE ? state.size() : 0);
    }
}
