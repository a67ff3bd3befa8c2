// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;
import org.meridian.core.http.Unpacking;
import org.meridian.core.picture.Pictures;
import org.meridian.core.picture.ReducedImage;
import org.meridian.core.votable.TableReader;
import org.meridian.core.votable.TableReader.OpenTable;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * Makes views of files, within bounds of time and memory. Thread-safe.
 *
 * @param tables reads tables
 */
public record Views(TableReader tables) {

    /** For headers and pictures. */
    private static final Duration TIME = Duration.ofSeconds(60);

    private static final int MAGIC = 9;

    /**
     * The headers of a FITS file, compressed or not.
     *
     * @param file at its beginning; closed in the end
     * @throws VospaceFault ViewNotSupported if it is none; InvalidData if it is damaged
     */
    public String header(FileChannel file, String label) throws IOException {
        try {
            return FitsHeaders.of(file, label, Deadline.in(TIME));
        } catch (FitsException e) {
            throw fault(e);
        }
    }

    /**
     * A small picture of a FITS image, compressed or not, or of a picture, as PNG.
     *
     * @param file at its beginning; closed in the end
     * @throws VospaceFault ViewNotSupported if there is none; InvalidData if the file is damaged
     */
    public byte[] preview(FileChannel file, String label) throws IOException {
        Deadline deadline = Deadline.in(TIME);
        byte[] start = start(file);
        String magic = new String(start, ISO_8859_1);
        if (magic.startsWith("\u0089PNG") || magic.startsWith("\u00ff\u00d8\u00ff") || magic.startsWith("GIF8")) {
            return SmallerPictures.smaller(file, deadline);
        }
        if (!magic.startsWith("SIMPLE  ") && Unpacking.of(start).isEmpty()) {
            throw SmallerPictures.unknown();
        }
        try (FitsFile fits = FitsFile.open(file, label, deadline::check)) {
            Hdu image =
                    fits.hdus().stream().filter(Views::isPicture).findFirst().orElseThrow(() -> noImage(fits.damage()));
            return Pictures.gray(ReducedImage.of(fits.pixels(image), SmallerPictures.LONGEST, deadline::check));
        } catch (FitsException e) {
            throw fault(e);
        }
    }

    private static boolean isPicture(Hdu hdu) {
        List<Long> axes = hdu.naxis();
        return axes.size() >= 2 && axes.get(0) > 1 && axes.get(1) > 1;
    }

    private static VospaceFault noImage(Optional<String> damage) {
        return damage.map(what -> new VospaceFault(Name.InvalidData, "the FITS file is damaged: " + what))
                .orElseGet(
                        () -> new VospaceFault(Name.ViewNotSupported, "the FITS file has no image that can be shown"));
    }

    private static VospaceFault fault(FitsException e) {
        return e instanceof FitsException.NoFits
                ? new VospaceFault(Name.ViewNotSupported, e.getMessage() + ", and has no header or image")
                : new VospaceFault(Name.InvalidData, "the FITS file is damaged: " + e.getMessage());
    }

    private static byte[] start(FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MAGIC);
        while (start.hasRemaining() && file.read(start, start.position()) >= 0) {
            // Read on.
        }
        return java.util.Arrays.copyOf(start.array(), start.position());
    }

    /**
     * A file as a table.
     *
     * @param file at its beginning; not closed
     * @param account under which room on disk is counted; empty for who is not limited
     * @return closed by the caller
     * @throws DaliFault if it is none, damaged, or too large
     */
    public OpenTable table(FileChannel file, String label, Optional<String> account) throws IOException {
        return tables.open(Channels.newInputStream(file), label, account);
    }
}
