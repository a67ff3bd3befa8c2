// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * What the file system says of an entry at one moment. Immutable.
 *
 * @param identity which file it is
 * @param kind what it is
 * @param size bytes
 * @param links how many entries lead to it
 * @param modifiedNs when its bytes last changed, in nanoseconds since 1970; programs may set it
 * @param changedNs when anything of it last changed, likewise; programs cannot set it
 * @param device number of its file system, until the next start of the machine
 */
public record FileState(
        Identity identity, Kind kind, long size, long links, long modifiedNs, long changedNs, long device) {

    /** What an entry is. */
    public enum Kind {
        /** A directory. */
        DIRECTORY,
        /** A file with bytes. */
        FILE,
        /** A symbolic link. */
        LINK,
        /** A pipe, a socket, a device: never opened. */
        OTHER
    }

    /**
     * Which file it is, whatever it is called and wherever it is moved within its file system. Inode numbers are given again
     * to other files, at another time of birth.
     *
     * @param inode number of the inode
     * @param birthNs when it was made, in nanoseconds since 1970; 0 if the file system does not keep it
     */
    public record Identity(long inode, long birthNs) {}

    private static final int BIRTH = 0x800;
    private static final long NANOS = 1_000_000_000L;

    /** Reads a {@code struct statx} of the kernel, in the machine's byte order. */
    static FileState ofStatx(byte[] statx) {
        ByteBuffer s = ByteBuffer.wrap(statx).order(ByteOrder.nativeOrder());
        Kind kind = switch (s.getShort(28) & 0170000) {
            case 0040000 -> Kind.DIRECTORY;
            case 0100000 -> Kind.FILE;
            case 0120000 -> Kind.LINK;
            default -> Kind.OTHER;
        };
        boolean birth = (s.getInt(0) & BIRTH) != 0;
        return new FileState(
                new Identity(s.getLong(32), birth ? nanos(s, 80) : 0),
                kind,
                s.getLong(40),
                Integer.toUnsignedLong(s.getInt(16)),
                nanos(s, 112),
                nanos(s, 96),
                (long) s.getInt(136) << 32 | Integer.toUnsignedLong(s.getInt(140)));
    }

    /** Programs may date a file to any second: what nanoseconds cannot count to ends with the years 1677 and 2262. */
    private static long nanos(ByteBuffer s, int at) {
        long seconds = Math.clamp(s.getLong(at), Long.MIN_VALUE / NANOS + 1, Long.MAX_VALUE / NANOS - 1);
        return seconds * NANOS + s.getInt(at + 8);
    }

    /** When its bytes last changed. */
    public Instant modified() {
        return Instant.ofEpochSecond(Math.floorDiv(modifiedNs, NANOS), Math.floorMod(modifiedNs, NANOS));
    }

    /** Whether bytes, and what is said of them, are those of another look. */
    public boolean sameBytesAs(FileState other) {
        return identity.equals(other.identity)
                && size == other.size
                && modifiedNs == other.modifiedNs
                && changedNs == other.changedNs;
    }
}
