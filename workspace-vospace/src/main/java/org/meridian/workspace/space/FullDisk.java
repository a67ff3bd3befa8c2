// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.storage.Tree;

/** What errors of a file system mean where its disk is full. Thread-safe. */
final class FullDisk {

    private FullDisk() {}

    /**
     * An error, unless it is that no room is left: of that Java tells by words alone, and of extended attributes Linux says the
     * same where one file has too many.
     *
     * @return the same error
     * @throws VospaceFault QuotaExceeded if the disk is full
     */
    static IOException unless(Tree tree, IOException error) throws IOException {
        boolean said = error instanceof PosixException posix && posix.reason() == Reason.FULL;
        if (said || tree.freeBytes() < Bytes.CHUNK) {
            throw new VospaceFault(Name.QuotaExceeded, "the disk of the workspaces is full; nothing was changed");
        }
        return error;
    }
}
