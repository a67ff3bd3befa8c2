// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException.Reason;

/**
 * The files of all workspaces: one folder of plain directories and files, which datalabs mount and change while the gateway
 * works on it. Beside what people see it has a folder for files that are not complete and one for what was thrown away, on the
 * same file system, so that a rename moves between them in one step. Thread-safe.
 */
public final class Tree implements AutoCloseable {

    /** Users' own workspaces, by name. */
    public static final String HOME = "home";
    /** Groups' workspaces, by name. */
    public static final String TEAM = "team";
    /** What everybody may read. */
    public static final String PUB = "pub";

    private static final long LARGEST_RESERVE = 1L << 30;
    private static final int RESERVE_PART = 50;
    private static final List<String> TOP = List.of(HOME, PUB, TEAM);

    private final FileStore store;
    private final DirectorySyncs waits = new DirectorySyncs();
    private final KnownNames knownNames = new KnownNames(InstantSource.system());
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Directory root;
    private final Directory trash;
    private final Staging staging;

    private Tree(
            FileStore store, FileChannel lockFile, FileLock lock, Directory root, Directory trash, Staging staging) {
        this.store = store;
        this.lockFile = lockFile;
        this.lock = lock;
        this.root = root;
        this.trash = trash;
        this.staging = staging;
    }

    /** Whether this kind of machine can have one: Linux on x86-64 or AArch64. */
    public static boolean isSupported() {
        return Posix.isSupported();
    }

    /**
     * Opens the tree, and makes what is missing of it. What an earlier gateway was writing when it ended is removed, but for
     * uploads that can be continued.
     *
     * @param folder of the operator's; nobody but the gateway's user may write into it
     * @throws IOException if another gateway has it, or it cannot be had; the message says what to do
     */
    public static Tree open(Path folder) throws IOException {
        if (!isSupported()) {
            throw new IOException("workspaces need Linux on x86-64 or AArch64");
        }
        Files.createDirectories(folder);
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = locked(lockFile, folder);
            for (String name : List.of("tree", "trash", "staging")) {
                Files.createDirectories(folder.resolve(name));
            }
            Directory root = Directory.open(folder.resolve("tree"));
            for (String name : TOP) {
                makeIfAbsent(root, name);
            }
            Directory trash = Directory.open(folder.resolve("trash"));
            Staging staging = new Staging(Directory.open(folder.resolve("staging")));
            if (root.state().identity().birthNs() == 0) {
                throw new IOException(
                        "the file system of " + folder + " does not keep when a file was made, so that the rights"
                                + " of one could pass to another; ext4, XFS and Btrfs do");
            }
            requireOneFileSystem(folder, root, List.of(trash.state(), staging.state()));
            staging.clear();
            return new Tree(Files.getFileStore(folder), lockFile, lock, root, trash, staging);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileLock locked(FileChannel file, Path folder) throws IOException {
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // This process has it, which is as bad.
        }
        throw new IOException("another gateway works on the workspaces in " + folder
                + "; one tree has one gateway: stop the other, or give this one a folder of its own");
    }

    private static void makeIfAbsent(Directory in, String name) throws PosixException {
        try {
            in.makeDirectory(name);
            in.sync();
        } catch (PosixException e) {
            if (e.reason() != Reason.EXISTS) {
                throw e;
            }
        }
    }

    private static void requireOneFileSystem(Path folder, Directory root, List<FileState> others) throws IOException {
        long device = root.state().device();
        for (String name : TOP) {
            FileState state = root.state(name);
            if (state.kind() != Kind.DIRECTORY || state.device() != device) {
                throw new IOException("tree/" + name + " in " + folder
                        + " must be a directory on the same file system as the folder, no link and no mount");
            }
        }
        if (others.stream().anyMatch(each -> each.device() != device)) {
            throw new IOException("tree, trash and staging in " + folder + " must be on one file system");
        }
    }

    /** Which tree it is, whatever its folder is called. */
    public FileState.Identity identity() throws PosixException {
        return root.state().identity();
    }

    /**
     * Follows a path.
     *
     * @return how far; to be closed
     */
    public Walk walk(NodePath path) throws PosixException {
        return Walk.of(root, path);
    }

    /** Looks for files and directories that are known by their identities alone, in the trash and among drafts, too. */
    public Search.Result search(Collection<FileState.Identity> wanted) throws IOException {
        return Search.of(root, List.of(trash, staging.directory()), wanted);
    }

    /** Where files are written before they are seen. */
    public Staging staging() {
        return staging;
    }

    /**
     * Throws an entry away, in one step; see {@link #syncDiscarded}.
     *
     * @param item number under which it lies in the trash; nothing else has it
     * @throws PosixException if it is not there: nothing has been done
     */
    public void discard(Directory from, String name, long item) throws PosixException {
        from.rename(name, trash, Long.toString(item), Directory.Existing.KEEP);
    }

    /** Offers the names of all entries of a directory; a large one is not read again as long as it has not changed. */
    public void list(Directory directory, FirstNames names) throws IOException {
        knownNames.list(directory, names);
    }

    /**
     * Keeps a file in the trash, too, before another takes its place.
     *
     * @param item as of throwing away
     * @return what is kept
     * @throws PosixException if it is not there, or cannot have one more name: nothing has been done
     */
    public FileState keep(Directory from, String name, long item) throws PosixException {
        from.link(name, trash, Long.toString(item));
        return trash.state(Long.toString(item));
    }

    /** Takes back that a file was kept, if it is. */
    public void dropKept(long item) throws PosixException {
        try {
            trash.removeFile(Long.toString(item));
        } catch (PosixException e) {
            if (e.reason() != PosixException.Reason.ABSENT) {
                throw e;
            }
        }
    }

    /** Waits until what was kept is on disk. */
    public void syncKept() throws PosixException {
        trash.sync();
    }

    /** Opens a file that lies in the trash, as {@link Directory#read}. */
    public Directory.OpenFile readDiscarded(long item) throws IOException {
        return trash.read(Long.toString(item));
    }

    /** Waits until what was thrown away, or brought back, is on disk where it is now, and nowhere else. */
    public void syncDiscarded(Directory other) throws PosixException {
        trash.sync();
        other.sync();
    }

    /** Receives what is gone for good. */
    @FunctionalInterface
    public interface Gone {
        /** A file or directory is no more. */
        void gone(FileState.Identity entry);
    }

    /**
     * Claims something that was thrown away for removal, in one step: from then on nobody brings it back.
     *
     * @throws PosixException with {@code ABSENT} if it is not in the trash
     */
    public void claim(long item) throws PosixException {
        trash.rename(Long.toString(item), trash, Removal.GOING + item, Directory.Existing.KEEP);
    }

    /**
     * Removes something for good that was claimed.
     *
     * @param gone is told of each file and directory
     */
    public void purge(long item, Gone gone) throws IOException {
        Removal.remove(trash, Removal.GOING + item, gone::gone);
        trash.sync();
    }

    /** Removes what was on its way out when the gateway ended, or could not be removed then. */
    public void purgeLeft(Gone gone) throws IOException {
        List<String> left = new ArrayList<>();
        trash.list((name, isDirectory) -> {
            if (name.startsWith(Removal.GOING)) {
                left.add(name);
            }
        });
        for (String name : left) {
            Removal.remove(trash, name, gone::gone);
        }
    }

    /** What was thrown away, if it lies in the trash. */
    public Optional<FileState> discarded(long item) throws PosixException {
        return trash.find(Long.toString(item));
    }

    /** Counts something that was thrown away. */
    public void count(long item, Tally tally) throws IOException {
        tally.add(trash, Long.toString(item));
    }

    /**
     * Brings something back that was thrown away, in one step; see {@link #syncDiscarded}.
     *
     * @param existing what becomes of a file that is there
     * @throws PosixException with {@code EXISTS} if there is an entry to be kept, {@code ABSENT} if it is not in the trash:
     *     nothing has been done
     */
    public FileState restore(long item, Directory to, String name, Directory.Existing existing) throws PosixException {
        trash.rename(Long.toString(item), to, name, existing);
        return to.state(name);
    }

    /**
     * Waits until the entries of a directory, as they are now, are on disk. Those who wait for the same one together cost one
     * wait of the disk.
     *
     * @param identity of the directory
     */
    public void sync(Directory directory, FileState.Identity identity) throws PosixException {
        waits.sync(directory, identity);
    }

    /** Bytes that can still be written, for anybody: a little is left to what else is on the disk. */
    public long freeBytes() throws IOException {
        return Math.max(0, store.getUsableSpace() - Math.min(LARGEST_RESERVE, store.getTotalSpace() / RESERVE_PART));
    }

    @Override
    public void close() throws IOException {
        root.close();
        trash.close();
        staging.close();
        lock.release();
        lockFile.close();
    }
}
