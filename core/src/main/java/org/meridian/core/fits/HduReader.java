// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridian.core.fits.FitsException.NoFits;

/** Reads the headers of a file from the first on, in blocks, and passes over the data. For one thread. */
final class HduReader {

    /** Bytes of a block (FITS 4.0, section 3.1). */
    static final int BLOCK = 2880;

    /** Blocks that are read at once: as many as most headers have. */
    private static final int BLOCKS = 8;

    /** More is nobody's header. */
    private static final int MOST_HEADER_BYTES = 8 << 20;

    /** More is nobody's file. */
    private static final int MOST_HDUS = 20_000;

    /** Of all headers: they are in memory. */
    private static final long MOST_BYTES = 64L << 20;

    private static final String FIRST = "SIMPLE  =";
    private static final String NEXT = "XTENSION=";
    private static final byte[] END = "END     ".getBytes(StandardCharsets.US_ASCII);

    private final FitsBytes bytes;
    private final byte[] blocks = new byte[BLOCKS * BLOCK];
    private final List<Hdu> hdus = new ArrayList<>();
    private long headerBytes;
    private @Nullable String damage;
    private @Nullable Hdu cutOff;

    HduReader(FitsBytes bytes) {
        this.bytes = bytes;
    }

    /** What was read. */
    List<Hdu> hdus() {
        return hdus;
    }

    /** What stopped the reading before the end of the file. */
    Optional<String> damage() {
        return Optional.ofNullable(damage);
    }

    /** The last one, if the file ends within its data. */
    Optional<Hdu> cutOff() {
        return Optional.ofNullable(cutOff);
    }

    /**
     * Reads them all.
     *
     * @throws FitsException if the first is not good
     */
    void read() throws IOException {
        try {
            long position = 0;
            while (position >= 0) {
                position = next(position);
            }
        } catch (FitsException e) {
            if (hdus.isEmpty()) {
                throw e.behind("HDU 0: ");
            }
            damage = "HDU " + hdus.size() + ": " + e.getMessage();
        }
    }

    /** Reads one, and says where the next one would begin; -1 if there is none. */
    private long next(long position) throws IOException {
        if (hdus.size() == MOST_HDUS || headerBytes > MOST_BYTES) {
            throw new FitsException("there are more headers than are read");
        }
        FitsHeader header = header(position);
        if (header == null) {
            return -1;
        }
        long end = position + headerBytesOf(header);
        headerBytes += end - position;
        long data = dataBytes(header);
        hdus.add(new Hdu(hdus.size(), header, position, end, data));
        long past = end + (data + BLOCK - 1) / BLOCK * BLOCK;
        // What fills the last block is often left out.
        long there = bytes.reach(past);
        if (there < end + data) {
            cutOff = hdus.getLast();
            damage = "HDU " + (hdus.size() - 1) + ": the file ends " + (end + data - there)
                    + " bytes before its data do";
        }
        return there < past ? -1 : past;
    }

    private static long dataBytes(FitsHeader header) throws FitsException {
        try {
            return DataSize.of(header);
        } catch (FitsException e) {
            throw new FitsException.BadHeader(String.valueOf(e.getMessage()), header);
        }
    }

    private static long headerBytesOf(FitsHeader header) {
        return ((header.cards().size() + 1L) * Card.LENGTH + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** A header; null if the file has ended. */
    private @Nullable FitsHeader header(long position) throws IOException {
        List<String> cards = new ArrayList<>();
        for (long at = position; at - position < MOST_HEADER_BYTES; at += blocks.length) {
            ByteBuffer buffer = ByteBuffer.wrap(blocks);
            bytes.read(at, buffer);
            int read = buffer.position();
            if (at == position && !begins(read)) {
                return null;
            }
            for (int card = 0; card + Card.LENGTH <= read; card += Card.LENGTH) {
                if (isEnd(card)) {
                    return new FitsHeader(cards);
                }
                cards.add(card(card));
            }
            if (read < blocks.length) {
                throw new FitsException("the file ends within the header");
            }
        }
        throw new FitsException("the header has more than " + MOST_HEADER_BYTES + " bytes");
    }

    private boolean begins(int read) throws FitsException {
        boolean first = hdus.isEmpty();
        // Before a card is made of it, which changes what is not printable.
        if (!first && isBlank(read)) {
            return false;
        }
        if (read >= Card.LENGTH && card(0).startsWith(first ? FIRST : NEXT)) {
            return true;
        }
        if (first) {
            throw new NoFits(read == 0 ? "the file is empty" : "it is no FITS file: it does not begin with SIMPLE");
        }
        throw new FitsException("what is behind the HDU before is none: it does not begin with XTENSION");
    }

    /** Whether there is nothing but what tapes and copies leave behind. */
    private boolean isBlank(int read) {
        for (int i = 0; i < read; i++) {
            if (blocks[i] != 0 && blocks[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private boolean isEnd(int at) {
        for (int i = 0; i < END.length; i++) {
            if (blocks[at + i] != END[i]) {
                return false;
            }
        }
        return true;
    }

    /** A card as text; what is no printable ASCII, as none may be, as question marks. */
    private String card(int at) {
        for (int i = at; i < at + Card.LENGTH; i++) {
            if (blocks[i] < ' ' || blocks[i] > '~') {
                blocks[i] = '?';
            }
        }
        return new String(blocks, at, Card.LENGTH, StandardCharsets.US_ASCII);
    }
}
