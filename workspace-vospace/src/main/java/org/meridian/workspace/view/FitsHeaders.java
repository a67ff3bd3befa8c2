// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

/** All headers of a FITS file as text, a card a line, with an empty line between them. */
final class FitsHeaders {

    /** More is not read by anybody. */
    private static final int MOST_CHARACTERS = 8 << 20;

    private FitsHeaders() {}

    /**
     * The text. What is wrong with or behind a header is said at its end.
     *
     * @param file closed in the end
     * @throws FitsException if there is not even one header
     */
    static String of(FileChannel file, String label, Deadline deadline) throws IOException {
        StringBuilder text = new StringBuilder();
        try (FitsFile fits = FitsFile.open(file, label, deadline::check)) {
            for (Hdu hdu : fits.hdus()) {
                if (text.length() > MOST_CHARACTERS) {
                    return text.append("\n# there are more headers, which are not shown\n")
                            .toString();
                }
                text.append(text.isEmpty() ? "" : "\n");
                add(hdu.header(), text);
            }
            fits.damage().ifPresent(damage -> complain(damage, text));
        } catch (FitsException.BadHeader e) {
            add(e.header(), text);
            complain(String.valueOf(e.getMessage()), text);
        }
        return text.toString();
    }

    private static void add(FitsHeader header, StringBuilder text) {
        header.cards().forEach(card -> text.append(card.stripTrailing()).append('\n'));
        text.append("END\n");
    }

    private static void complain(String damage, StringBuilder text) {
        text.append("\n# the FITS file is damaged: ").append(damage).append('\n');
    }
}
