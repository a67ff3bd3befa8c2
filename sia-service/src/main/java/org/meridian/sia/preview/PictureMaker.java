// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.votable.TableReader;
import org.meridian.core.votable.TableReader.OpenTable;
import org.meridian.sia.archive.ArchiveFile;
import org.meridian.sia.table.HealpixTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes pictures of files, whatever is in them. Thread-safe.
 *
 * @param tables reads tables
 */
public record PictureMaker(TableReader tables) {

    private static final Logger LOG = LoggerFactory.getLogger(PictureMaker.class);

    private static final Duration TIME = Duration.ofSeconds(60);

    /** Opens the file; each time anew, for the caller to close. */
    @FunctionalInterface
    interface Opener {
        /** The file at its beginning. */
        ArchiveFile open() throws IOException;
    }

    /**
     * A picture of a file, as PNG.
     *
     * @param name for messages
     * @param size pixels of the longer side
     * @param style of images
     * @param account under which room on disk is counted; empty for who is not limited
     * @throws NotFoundFault if there is nothing to be seen in it
     * @throws TransientFault if it takes too long
     */
    byte[] make(Opener file, String name, int size, PictureStyle style, Optional<String> account) throws IOException {
        Runnable check = inTime(name);
        Optional<byte[]> picture;
        try {
            picture = ofFits(file, name, size, style, check);
        } catch (FitsException.NoFits other) {
            picture = Optional.empty();
        } catch (FitsException damaged) {
            throw nothing(String.valueOf(damaged.getMessage()));
        }
        if (picture.isPresent()) {
            return picture.get();
        }
        return ofTable(file, name, size, account, check)
                .orElseThrow(() -> nothing(name + ": what its columns mean is not known"));
    }

    /**
     * A picture in colour, as PNG.
     *
     * @param parts images of two colours at least
     * @param size pixels of the longer side
     * @throws NotFoundFault if there is nothing to be seen in one of them
     * @throws TransientFault if it takes too long
     */
    byte[] make(List<CompositePicture.Part> parts, int size) throws IOException {
        try {
            return new CompositePicture(parts, size, inTime("so many images")).make();
        } catch (FitsException damaged) {
            throw nothing(String.valueOf(damaged.getMessage()));
        }
    }

    private static Runnable inTime(String name) {
        long end = System.nanoTime() + TIME.toNanos();
        return () -> {
            if (System.nanoTime() > end) {
                throw new TransientFault(
                        "a picture of " + name + " takes longer than " + TIME.toSeconds() + " seconds",
                        PictureCache.REMEMBERED);
            }
        };
    }

    /** Of the first data that can be seen; empty where these are a table. */
    private static Optional<byte[]> ofFits(Opener opener, String name, int size, PictureStyle style, Runnable check)
            throws IOException {
        try (FitsFile file = FitsFile.open(opener.open().channel(), name, check)) {
            for (Hdu hdu : file.hdus()) {
                boolean pixels = hdu.naxis().stream().anyMatch(length -> length > 1);
                if (hdu.isImage() && pixels) {
                    return new ImagePicture(file.pixels(hdu), check).make(size, style);
                }
                if (HealpixTable.isMap(hdu)) {
                    return HealpixPicture.of(file, hdu, size, check);
                }
                if (hdu.kind() == Hdu.Kind.BINTABLE || hdu.kind() == Hdu.Kind.ASCII_TABLE) {
                    return Optional.empty();
                }
            }
            String why = file.damage().map(damage -> ": " + damage).orElse("");
            throw nothing(name + ": there are no data in it" + why);
        }
    }

    private Optional<byte[]> ofTable(Opener opener, String name, int size, Optional<String> account, Runnable check)
            throws IOException {
        try (ArchiveFile file = opener.open();
                OpenTable table = tables.open(Channels.newInputStream(file.channel()), name, account)) {
            return TablePicture.of(table, size, check);
        } catch (TransientFault busy) {
            throw busy;
        } catch (DaliFault unreadable) {
            LOG.debug("no table: {}", unreadable.message());
            throw nothing(name + ": it is neither an image nor a table that can be read here");
        }
    }

    static NotFoundFault nothing(String why) {
        return new NotFoundFault("there is no picture of " + why);
    }
}
