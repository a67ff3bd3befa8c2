// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.meridian.core.picture.Pictures;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/** Small pictures, as PNG. Pure functions. */
final class SmallerPictures {

    /** Pixels of the longer side. */
    static final int LONGEST = 1024;

    /** Pixels of a picture that is made smaller; more would take too much memory in its reader. */
    private static final long MOST_PIXELS = 64_000_000;

    /** Pixels of its longer side: the readers keep whole rows, several times. */
    private static final int MOST_PIXELS_OF_A_SIDE = 32_768;

    private static final Set<String> READ = Set.of("png", "jpeg", "gif");

    private SmallerPictures() {}

    /**
     * A smaller picture of a picture: every so many pixels of it.
     *
     * @throws VospaceFault InvalidData if it is damaged, ViewNotSupported if it is too large or of another kind, or the deadline
     *     passes
     */
    static byte[] smaller(FileChannel file, Deadline deadline) throws IOException {
        try (ChannelImage in = new ChannelImage(file, deadline)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            ImageReader reader = readers.hasNext() ? readers.next() : null;
            if (reader == null || !READ.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))) {
                throw unknown();
            }
            try {
                reader.setInput(in, true, true);
                reader.addIIOReadProgressListener(new Hurry(deadline));
                long width = reader.getWidth(0);
                long height = reader.getHeight(0);
                requireSmallEnough(width, height);
                int factor = (int) Math.max(1, (Math.max(width, height) + LONGEST - 1) / LONGEST);
                ImageReadParam every = reader.getDefaultReadParam();
                every.setSourceSubsampling(factor, factor, 0, 0);
                BufferedImage picture = reader.read(0, every);
                // Of a reader that was stopped, what it had read by then.
                deadline.check();
                return Pictures.png(picture);
            } catch (VospaceFault fault) {
                throw fault;
            } catch (IOException | RuntimeException e) {
                // The readers of the JDK fail in many ways.
                throw damaged();
            } finally {
                reader.dispose();
            }
        }
    }

    private static void requireSmallEnough(long width, long height) {
        if (Math.max(width, height) > MOST_PIXELS_OF_A_SIDE || width * height > MOST_PIXELS) {
            throw new VospaceFault(
                    Name.ViewNotSupported,
                    "the picture has " + width + " x " + height + " pixels; of more than " + MOST_PIXELS + ", or "
                            + MOST_PIXELS_OF_A_SIDE + " on a side, no smaller one is made");
        }
    }

    static VospaceFault unknown() {
        return new VospaceFault(
                Name.ViewNotSupported, "there is a preview of FITS images and of pictures in PNG, JPEG and GIF alone");
    }

    private static VospaceFault damaged() {
        return new VospaceFault(Name.InvalidData, "the picture is damaged, or of a kind that is not known here");
    }
}
