// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.votable.TableReader;
import org.meridian.core.votable.TableReader.OpenTable;
import org.meridian.sia.archive.ArchiveFile;

/**
 * Makes pictures of files, whatever is in them. Thread-safe.
 *
 * @param tables reads tables
 */
public record PictureMaker(TableReader tables) {

    private static final Duration TIME = Duration.ofSeconds(60);

    /**
     * A picture of a file, as PNG.
     *
     * @param file at its beginning; closed
     * @param name for messages
     * @param size pixels of the longer side
     * @param account under which room on disk is counted; empty for who is not limited
     * @throws NotFoundFault if there is nothing to be seen in it
     * @throws TransientFault if it takes too long
     */
    byte[] make(ArchiveFile file, String name, int size, Optional<String> account) throws IOException {
        long end = System.nanoTime() + TIME.toNanos();
        Runnable check = () -> {
            if (System.nanoTime() > end) {
                throw new TransientFault(
                        "a picture of " + name + " takes longer than " + TIME.toSeconds() + " seconds", TIME);
            }
        };
        try (file) {
            return ofTable(file, name, size, account, check).orElseThrow(() -> nothing(name, "nothing in it is known"));
        }
    }

    private Optional<byte[]> ofTable(ArchiveFile file, String name, int size, Optional<String> account, Runnable check)
            throws IOException {
        try (OpenTable table = tables.open(Channels.newInputStream(file.channel()), name, account)) {
            return TablePicture.of(table, size, check);
        } catch (TransientFault busy) {
            throw busy;
        } catch (DaliFault unreadable) {
            throw nothing(name, unreadable.message());
        }
    }

    private static NotFoundFault nothing(String name, String why) {
        return new NotFoundFault("there is no picture of " + name + ": " + why);
    }
}
