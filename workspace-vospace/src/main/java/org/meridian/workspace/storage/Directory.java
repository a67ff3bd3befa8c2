// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException.Reason;

/**
 * A directory that is held open. Whatever happens to the paths that lead to it, it stays the same one, and its entries are
 * looked up in it alone; symbolic links are never followed. Names are those of {@code NodePath}: single, neither {@code .} nor
 * {@code ..}. Thread-safe but for closing; whoever opens it closes it.
 */
public final class Directory implements AutoCloseable {

    private static final int OPEN = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;
    private static final int ENTRIES = 1 << 17;
    private static final int CLOSED = -1;
    private static final int DELETE = 0x7f;
    private static final Set<Kind> WITH_PROPERTIES = Set.of(Kind.FILE, Kind.DIRECTORY);

    private final AtomicInteger descriptor;

    private Directory(int descriptor) {
        this.descriptor = new AtomicInteger(descriptor);
    }

    /**
     * Opens a directory of the operator's, by its path.
     *
     * @throws PosixException if it is none, or a symbolic link
     */
    public static Directory open(Path path) throws PosixException {
        return new Directory(
                Posix.open(Posix.AT_FDCWD, path.toAbsolutePath().toString().getBytes(UTF_8), OPEN));
    }

    /**
     * Opens a directory in it.
     *
     * @throws PosixException with {@link Reason#NOT_A_DIRECTORY} if it is something else, a symbolic link too
     */
    public Directory open(String name) throws PosixException {
        return new Directory(Posix.open(descriptor(), bytes(name), OPEN));
    }

    /** The same of one whose name may be anything. */
    static Directory opened(Directory in, byte[] name) throws PosixException {
        return new Directory(Posix.open(in.descriptor(), name, OPEN));
    }

    /** The same directory once more, to be closed by itself. */
    public Directory again() throws PosixException {
        return new Directory(Posix.open(descriptor(), ".".getBytes(UTF_8), OPEN));
    }

    /** What the directory itself is. */
    public FileState state() throws PosixException {
        return Posix.state(descriptor(), new byte[0]);
    }

    /**
     * What an entry is; of a symbolic link the link.
     *
     * @throws PosixException with {@link Reason#ABSENT} if there is none
     */
    public FileState state(String name) throws PosixException {
        return Posix.state(descriptor(), bytes(name));
    }

    /** The same; empty if there is no such entry. */
    public Optional<FileState> find(String name) throws PosixException {
        try {
            return Optional.of(state(name));
        } catch (PosixException e) {
            if (e.reason() == Reason.ABSENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Where a symbolic link leads; not followed. Empty if it is not UTF-8. */
    public Optional<String> linkTarget(String name) throws PosixException {
        return text(ByteBuffer.wrap(Posix.linkTarget(descriptor(), bytes(name))));
    }

    /** An open file, and what it was when it was opened. */
    public record OpenFile(FileChannel channel, FileState state) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /**
     * Opens a file for reading.
     *
     * @throws PosixException with {@link Reason#A_LINK} for a symbolic link, {@link Reason#OTHER} for what is no file, such as
     *     a pipe: that is not opened
     */
    public OpenFile read(String name) throws IOException {
        return withPathOf(
                name,
                Set.of(Kind.FILE),
                (path, state) -> new OpenFile(FileChannel.open(path, StandardOpenOption.READ), state));
    }

    /**
     * Opens a file for reading and writing.
     *
     * @throws PosixException as of reading
     */
    FileChannel write(String name) throws IOException {
        return withPathOf(
                name,
                Set.of(Kind.FILE),
                (path, state) -> FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * What is said of an entry beside its bytes, by URI; nothing of what is neither file nor directory.
     *
     * @throws PosixException if it has gone, or another has its name by now
     */
    public Map<String, String> properties(String name) throws IOException {
        // Of most nothing is, which one call tells.
        return Posix.hasAttributes(path(descriptor()), bytes(name), Attributes.KEY)
                ? withPathOf(name, WITH_PROPERTIES, (path, state) -> Attributes.read(path))
                : Map.of();
    }

    /**
     * Says something of a file or directory.
     *
     * @param properties values by URI, in ASCII; an empty one for what is to go
     * @return what it is then: its time of change is another
     * @throws PropertiesTooLargeException if the file system takes no more with this file; some may have been set
     */
    public FileState setProperties(String name, Map<String, Optional<String>> properties) throws IOException {
        return withPathOf(name, WITH_PROPERTIES, (path, state) -> {
            Attributes.write(path, properties);
            return state(name);
        });
    }

    @FunctionalInterface
    private interface PathWork<T> {
        T on(Path path, FileState state) throws IOException;
    }

    /** Works on an entry by a path that leads to this one file, whatever becomes of its name. */
    private <T> T withPathOf(String name, Set<Kind> kinds, PathWork<T> work) throws IOException {
        // Named only: opening a pipe or a device can do something.
        int named = Posix.open(descriptor(), bytes(name), Posix.O_PATH | Posix.O_NOFOLLOW);
        try {
            FileState state = Posix.state(named, new byte[0]);
            if (!kinds.contains(state.kind())) {
                throw PosixException.of("open", errno(state.kind()));
            }
            return work.on(path(named), state);
        } finally {
            Posix.closeFile(named);
        }
    }

    private static int errno(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> 21;
            case LINK -> 40;
            case FILE, OTHER -> 6;
        };
    }

    /**
     * Makes a file that was not there.
     *
     * @throws PosixException with {@link Reason#EXISTS} if there is an entry of that name
     */
    public FileChannel create(String name) throws IOException {
        int made = Posix.open(descriptor(), bytes(name), Posix.O_CREAT | Posix.O_EXCL | Posix.O_NOFOLLOW);
        try {
            return FileChannel.open(path(made), Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        } finally {
            Posix.closeFile(made);
        }
    }

    /**
     * Makes a directory.
     *
     * @throws PosixException with {@link Reason#EXISTS} if there is an entry of that name
     */
    public void makeDirectory(String name) throws PosixException {
        Posix.makeDirectory(descriptor(), bytes(name), 0770);
    }

    /**
     * Makes a symbolic link.
     *
     * @param target its text, whatever that leads to
     * @throws PosixException with {@link Reason#EXISTS} if there is an entry of that name
     */
    public void makeLink(String name, String target) throws PosixException {
        Posix.makeLink(descriptor(), bytes(name), target.getBytes(UTF_8));
    }

    /**
     * Removes an entry that is no directory.
     *
     * @throws PosixException with {@link Reason#ABSENT} if there is none
     */
    public void removeFile(String name) throws PosixException {
        Posix.unlink(descriptor(), bytes(name), 0);
    }

    /**
     * Removes an empty directory.
     *
     * @throws PosixException with {@link Reason#NOT_EMPTY} if it is not
     */
    public void removeDirectory(String name) throws PosixException {
        Posix.unlink(descriptor(), bytes(name), Posix.AT_REMOVEDIR);
    }

    /** What becomes of an entry of the new name. */
    public enum Existing {
        /** It is replaced, in one step: whoever looks finds the one or the other. A directory must be empty for that. */
        REPLACE,
        /** Nothing is done. */
        KEEP,
        /** It gets the old name: both change places. */
        EXCHANGE
    }

    /**
     * Gives an entry another name or place, in one step.
     *
     * @param to where it goes, on the same file system
     * @throws PosixException with {@link Reason#EXISTS} if there is one that is to be kept, {@link Reason#INTO_ITSELF} if a
     *     directory would go below itself
     */
    public void rename(String name, Directory to, String newName, Existing existing) throws PosixException {
        int flags = switch (existing) {
            case REPLACE -> 0;
            case KEEP -> Posix.RENAME_NOREPLACE;
            case EXCHANGE -> Posix.RENAME_EXCHANGE;
        };
        Posix.rename(descriptor(), bytes(name), to.descriptor(), bytes(newName), flags);
    }

    /**
     * Gives a file one more name, which leads to it whatever becomes of the first.
     *
     * @param to where that is, on the same file system
     * @throws PosixException with {@link Reason#EXISTS} if there is an entry of that name, {@link Reason#FORBIDDEN} for a directory,
     *     and for files of other users where the system protects these (proc(5), protected_hardlinks)
     */
    void link(String name, Directory to, String newName) throws PosixException {
        Posix.link(descriptor(), bytes(name), to.descriptor(), bytes(newName));
    }

    /** Waits until its entries, as they are now, are on disk. */
    public void sync() throws PosixException {
        Posix.sync(descriptor());
    }

    /** Waits until everything on its file system is on disk: for much at once, less than one wait for each. */
    public void syncAll() throws PosixException {
        Posix.syncAll(descriptor());
    }

    /** Receives names. */
    @FunctionalInterface
    public interface NameVisitor {
        /**
         * An entry.
         *
         * @param name of it
         * @param directory whether it is one, as far as the file system says so without a further look
         */
        void entry(String name, boolean directory) throws IOException;
    }

    /**
     * Goes through its entries, in no order. What comes or goes meanwhile may be seen or not.
     *
     * @return how many have names that cannot be those of nodes, which are left out
     */
    public int list(NameVisitor visitor) throws IOException {
        int[] unnamed = new int[1];
        listBytes((bytes, inode, type) -> {
            Optional<String> name = name(bytes);
            if (name.isPresent()) {
                visitor.entry(name.get(), type == IS_DIRECTORY);
            } else {
                unnamed[0]++;
            }
        });
        return unnamed[0];
    }

    /** Receives names as the file system has them. */
    @FunctionalInterface
    interface BytesVisitor {
        /**
         * An entry.
         *
         * @param inode number of the file it leads to
         * @param type {@link #IS_DIRECTORY}, {@link #IS_ANYTHING}, or another for what is no directory
         */
        void entry(byte[] name, long inode, int type) throws IOException;
    }

    /** A file system that does not say what an entry is without a further look. */
    static final int IS_ANYTHING = 0;

    /** A directory. */
    static final int IS_DIRECTORY = 4;

    /** The name that a node has whose file has this one; empty if no node can have it. */
    static Optional<String> name(byte[] bytes) {
        for (byte each : bytes) {
            if (each < ' ' || each == DELETE) {
                return text(ByteBuffer.wrap(bytes)).filter(NodePath::isName);
            }
        }
        return Optional.of(new String(bytes, US_ASCII));
    }

    /** The same with all entries, whatever they are called. */
    void listBytes(BytesVisitor visitor) throws IOException {
        // Open by itself: where a directory is read to is kept with the descriptor.
        try (Directory mine = again()) {
            byte[] buffer = new byte[ENTRIES];
            ByteBuffer entries = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
            int length = Posix.entries(mine.descriptor(), buffer);
            while (length > 0) {
                for (int at = 0; at < length; at += Short.toUnsignedInt(entries.getShort(at + 16))) {
                    visit(entries, at, visitor);
                }
                length = Posix.entries(mine.descriptor(), buffer);
            }
        }
    }

    private static void visit(ByteBuffer entries, int at, BytesVisitor visitor) throws IOException {
        int from = at + 19;
        int to = from;
        while (entries.get(to) != 0) {
            to++;
        }
        byte[] name = new byte[to - from];
        entries.get(from, name);
        boolean itself = name.length == 1 && name[0] == '.';
        boolean above = name.length == 2 && name[0] == '.' && name[1] == '.';
        if (!itself && !above) {
            visitor.entry(name, entries.getLong(at), entries.get(at + 18));
        }
    }

    private static Optional<String> text(ByteBuffer bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The path by which the JVM opens what a descriptor of this process stands for. */
    static Path path(int descriptor) {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    int descriptor() {
        int number = descriptor.get();
        if (number == CLOSED) {
            throw new IllegalStateException("the directory has been closed");
        }
        return number;
    }

    /** Whatever was checked before: no text leads out of the directory. */
    private static byte[] bytes(String name) {
        if (!NodePath.isName(name)) {
            throw new IllegalArgumentException("not the name of an entry");
        }
        return name.getBytes(UTF_8);
    }

    @Override
    public void close() throws PosixException {
        int number = descriptor.getAndSet(CLOSED);
        if (number != CLOSED) {
            Posix.closeFile(number);
        }
    }
}
