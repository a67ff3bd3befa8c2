// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;

/**
 * The calls to Linux that Java's own library lacks: everything relative to a directory that is held open, so that nobody can
 * swap a symbolic link under a path between two looks at it. Names are bytes, whatever the locale. Thread-safe.
 */
final class Posix {

    static final int O_RDONLY = 0;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;
    static final int O_DIRECTORY = Platform.isARM() ? 040000 : 0200000;
    static final int O_NOFOLLOW = Platform.isARM() ? 0100000 : 0400000;

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int RENAME_NOREPLACE = 1;
    static final int RENAME_EXCHANGE = 2;

    private static final int STATX_BASIC_AND_BIRTH = 0xfff;
    private static final int STATX_SIZE = 256;
    private static final int ATTRIBUTES = 1024;

    private static final NativeLong SYS_GETDENTS64 = new NativeLong(Platform.isARM() ? 61 : 217);
    private static final NativeLong SYS_RENAMEAT2 = new NativeLong(Platform.isARM() ? 276 : 316);
    private static final NativeLong SYS_STATX = new NativeLong(Platform.isARM() ? 291 : 332);

    static {
        Native.register(Posix.class, Platform.C_LIBRARY_NAME);
    }

    private Posix() {}

    /** Whether this machine is one on which the calls are known. */
    static boolean isSupported() {
        return Platform.isLinux() && Platform.is64Bit() && (Platform.isIntel() || Platform.isARM());
    }

    private static native int openat(int directory, byte[] path, int flags, int mode) throws LastErrorException;

    private static native int close(int file) throws LastErrorException;

    private static native int mkdirat(int directory, byte[] path, int mode) throws LastErrorException;

    private static native int unlinkat(int directory, byte[] path, int flags) throws LastErrorException;

    private static native int symlinkat(byte[] target, int directory, byte[] path) throws LastErrorException;

    private static native int linkat(int from, byte[] name, int to, byte[] toName, int flags) throws LastErrorException;

    private static native int fsync(int file) throws LastErrorException;

    private static native int syncfs(int file) throws LastErrorException;

    private static native NativeLong readlinkat(int directory, byte[] path, byte[] target, NativeLong size)
            throws LastErrorException;

    private static native NativeLong llistxattr(byte[] path, byte[] names, NativeLong size) throws LastErrorException;

    private static native NativeLong syscall(NativeLong number, int from, byte[] name, int to, byte[] toName, int flags)
            throws LastErrorException;

    private static native NativeLong syscall(
            NativeLong number, int directory, byte[] path, int flags, int mask, byte[] result)
            throws LastErrorException;

    private static native NativeLong syscall(NativeLong number, int directory, byte[] entries, NativeLong size)
            throws LastErrorException;

    static int open(int directory, byte[] name, int flags) throws PosixException {
        try {
            return openat(directory, terminated(name), flags | O_CLOEXEC, 0600);
        } catch (LastErrorException e) {
            throw PosixException.of("openat", e.getErrorCode());
        }
    }

    static void closeFile(int file) throws PosixException {
        try {
            close(file);
        } catch (LastErrorException e) {
            throw PosixException.of("close", e.getErrorCode());
        }
    }

    static void makeDirectory(int directory, byte[] name, int mode) throws PosixException {
        try {
            mkdirat(directory, terminated(name), mode);
        } catch (LastErrorException e) {
            throw PosixException.of("mkdirat", e.getErrorCode());
        }
    }

    static void unlink(int directory, byte[] name, int flags) throws PosixException {
        try {
            unlinkat(directory, terminated(name), flags);
        } catch (LastErrorException e) {
            throw PosixException.of("unlinkat", e.getErrorCode());
        }
    }

    static void rename(int from, byte[] name, int to, byte[] toName, int flags) throws PosixException {
        try {
            syscall(SYS_RENAMEAT2, from, terminated(name), to, terminated(toName), flags);
        } catch (LastErrorException e) {
            throw PosixException.of("renameat2", e.getErrorCode());
        }
    }

    /** Gives a file one more name; of a symbolic link the link itself. */
    static void link(int from, byte[] name, int to, byte[] toName) throws PosixException {
        try {
            linkat(from, terminated(name), to, terminated(toName), 0);
        } catch (LastErrorException e) {
            throw PosixException.of("linkat", e.getErrorCode());
        }
    }

    /** Native calls hold the thread that carries a virtual one: those that wait for the disk have threads of their own. */
    private static final ExecutorService WAITING = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("disk-", 0).daemon().factory());

    private static void await(String call, IntUnaryOperator work, int file) throws PosixException {
        Future<Integer> error = WAITING.submit(() -> {
            try {
                return work.applyAsInt(file);
            } catch (LastErrorException e) {
                return e.getErrorCode();
            }
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (error.get() != 0) {
                        throw PosixException.of(call, error.get());
                    }
                    return;
                } catch (InterruptedException e) {
                    // Whether it is on disk has to be known.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(call + " could not be called", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void sync(int file) throws PosixException {
        await("fsync", Posix::fsync, file);
    }

    static void syncAll(int file) throws PosixException {
        await("syncfs", Posix::syncfs, file);
    }

    static void makeLink(int directory, byte[] name, byte[] target) throws PosixException {
        try {
            symlinkat(terminated(target), directory, terminated(name));
        } catch (LastErrorException e) {
            throw PosixException.of("symlinkat", e.getErrorCode());
        }
    }

    /** What an entry is, links not followed; of the open file itself if the name is empty. */
    static FileState state(int directory, byte[] name) throws PosixException {
        byte[] result = new byte[STATX_SIZE];
        int flags = AT_SYMLINK_NOFOLLOW | (name.length == 0 ? AT_EMPTY_PATH : 0);
        try {
            syscall(SYS_STATX, directory, terminated(name), flags, STATX_BASIC_AND_BIRTH, result);
        } catch (LastErrorException e) {
            throw PosixException.of("statx", e.getErrorCode());
        }
        return FileState.ofStatx(result);
    }

    /** Further entries of an open directory as {@code linux_dirent64}; how many bytes, 0 at the end. */
    static int entries(int directory, byte[] buffer) throws PosixException {
        try {
            return syscall(SYS_GETDENTS64, directory, buffer, new NativeLong(buffer.length))
                    .intValue();
        } catch (LastErrorException e) {
            throw PosixException.of("getdents64", e.getErrorCode());
        }
    }

    /** The target of a symbolic link. */
    static byte[] linkTarget(int directory, byte[] name) throws PosixException {
        byte[] target = new byte[4096];
        try {
            int length = readlinkat(directory, terminated(name), target, new NativeLong(target.length))
                    .intValue();
            return Arrays.copyOf(target, length);
        } catch (LastErrorException e) {
            throw PosixException.of("readlinkat", e.getErrorCode());
        }
    }

    /**
     * Whether an entry, no link being followed, may have extended attributes whose names begin with something: false only if
     * it has none.
     *
     * @param directory path of it
     */
    static boolean hasAttributes(Path directory, byte[] name, String beginning) {
        byte[] names = new byte[ATTRIBUTES];
        try {
            int length = llistxattr(below(directory, name), names, new NativeLong(names.length))
                    .intValue();
            return new String(names, 0, length, ISO_8859_1).contains(beginning);
        } catch (LastErrorException e) {
            // There are too many, or none can be had: whoever wants them is told.
            return true;
        }
    }

    private static byte[] below(Path directory, byte[] name) {
        byte[] start = (directory + "/").getBytes(US_ASCII);
        byte[] path = Arrays.copyOf(start, start.length + name.length + 1);
        System.arraycopy(name, 0, path, start.length, name.length);
        return path;
    }

    private static byte[] terminated(byte[] name) {
        return Arrays.copyOf(name, name.length + 1);
    }
}
