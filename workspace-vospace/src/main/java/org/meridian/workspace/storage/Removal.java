// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.meridian.workspace.storage.PosixException.Reason;

/**
 * Removes an entry of a directory of the gateway's own for good, with all that is in it: whatever the names are, however deep
 * it goes, and without ever following a link. What is in the depth is first brought up, so that neither the stack nor the
 * number of open files is a limit.
 */
final class Removal {

    private static final int DEEPEST = 50;
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

    /** How names begin of what is on its way out. */
    static final String GOING = "gone-";

    /** Is told of each directory before it goes. */
    @FunctionalInterface
    interface Witness {
        void going(FileState.Identity entry);
    }

    private final Directory top;
    private final Witness witness;
    private final long device;
    private final Deque<byte[]> left = new ArrayDeque<>();

    private Removal(Directory top, Witness witness) throws PosixException {
        this.top = top;
        this.witness = witness;
        this.device = top.state().device();
    }

    /**
     * Removes an entry; nothing is done if there is none.
     *
     * @param top the directory, into which nobody else writes
     * @param witness is told of every file and directory that goes
     */
    static void remove(Directory top, String name, Witness witness) throws IOException {
        Removal removal = new Removal(top, witness);
        removal.left.push(name.getBytes(UTF_8));
        while (!removal.left.isEmpty()) {
            removal.remove(top, removal.left.pop(), 0);
        }
    }

    private void remove(Directory in, byte[] name, int depth) throws IOException {
        FileState state;
        try {
            state = Posix.state(in.descriptor(), name);
            if (state.device() != device) {
                throw new IOException("another file system is mounted in what is to be removed; unmount it first");
            }
            if (state.kind() != FileState.Kind.DIRECTORY) {
                Posix.unlink(in.descriptor(), name, 0);
                if (state.links() <= 1) {
                    witness.going(state.identity());
                }
                return;
            }
        } catch (PosixException e) {
            if (e.reason() == Reason.ABSENT) {
                return;
            }
            throw e;
        }
        if (depth == DEEPEST) {
            bringUp(in, name);
            return;
        }
        allow(in, name);
        try (Directory directory = Directory.opened(in, name)) {
            List<byte[]> names = new ArrayList<>();
            directory.listBytes((each, inode, type) -> names.add(each));
            for (byte[] each : names) {
                remove(directory, each, depth + 1);
            }
        }
        witness.going(state.identity());
        Posix.unlink(in.descriptor(), name, Posix.AT_REMOVEDIR);
    }

    /** A program may have taken the right to change it from its own user. */
    private static void allow(Directory in, byte[] name) throws IOException {
        int named = Posix.open(in.descriptor(), name, Posix.O_PATH | Posix.O_NOFOLLOW | Posix.O_DIRECTORY);
        try {
            Files.setPosixFilePermissions(Directory.path(named), OPEN);
        } finally {
            Posix.closeFile(named);
        }
    }

    private void bringUp(Directory from, byte[] name) throws IOException {
        allow(from, name);
        byte[] up =
                (GOING + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())).getBytes(UTF_8);
        Posix.rename(from.descriptor(), name, top.descriptor(), up, Posix.RENAME_NOREPLACE);
        left.add(up);
    }
}
