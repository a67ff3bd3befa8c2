// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/** All headers of a FITS file as text, a card a line, with an empty line between them. */
final class FitsHeaders {

    /** More is not read by anybody. */
    private static final int MOST_CHARACTERS = 8 << 20;

    private static final long STEP = 64L << 20;

    private FitsHeaders() {}

    /**
     * The text. What is wrong behind the first header is said at its end.
     *
     * @param in the file from its beginning, not compressed
     * @throws VospaceFault ViewNotSupported if it is no FITS file; InvalidData if its first header is damaged
     */
    static String of(InputStream in, Deadline deadline) throws IOException {
        FitsHeader header = FitsHeader.read(in, deadline)
                .orElseThrow(
                        () -> new VospaceFault(Name.ViewNotSupported, "it is no FITS file, and has no such header"));
        StringBuilder text = new StringBuilder();
        add(header, text);
        try {
            Optional<FitsHeader> next = next(header, in, deadline);
            while (next.isPresent()) {
                text.append('\n');
                add(next.get(), text);
                if (text.length() > MOST_CHARACTERS) {
                    return text.append("\n# there are more headers, which are not shown\n")
                            .toString();
                }
                next = next(next.get(), in, deadline);
            }
        } catch (VospaceFault fault) {
            text.append("\n# ").append(fault.detail()).append('\n');
        }
        return text.toString();
    }

    private static void add(FitsHeader header, StringBuilder text) {
        header.cards().forEach(card -> text.append(card.stripTrailing()).append('\n'));
        text.append("END\n");
    }

    private static Optional<FitsHeader> next(FitsHeader header, InputStream in, Deadline deadline) throws IOException {
        long left = header.dataBytes();
        while (left > 0) {
            deadline.check();
            long skipped = in.skip(Math.min(left, STEP));
            if (skipped <= 0) {
                if (in.read() < 0) {
                    // What fills the last block is often left out.
                    if (left < FitsHeader.BLOCK) {
                        return Optional.empty();
                    }
                    throw FitsHeader.damaged("it ends " + left + " bytes before its data do");
                }
                skipped = 1;
            }
            left -= skipped;
        }
        return FitsHeader.read(in, deadline);
    }
}
