// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

/**
 * What a fuzzer may do to headers, written as the dialects of the tests are: a row that says nothing impossible, or none. {@code
 * .ci/fuzz} runs it under Jazzer.
 */
public final class HeaderFuzz {
    private static final ObservationMapper MAPPER =
            new ObservationMapper(ScanRules.NONE, LocalDateTime.of(2026, 1, 1, 0, 0));

    private static final Path FILE;

    static {
        try {
            FILE = Files.createTempFile("meridian-fuzz", ".fits");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HeaderFuzz() {}

    /** Writes the headers of the tests into the folder {@code args[0]}, for a fuzzer to begin with. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (String name : HeaderFile.names()) {
            Files.writeString(folder.resolve(name), HeaderFile.text(name));
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        List<Hdu> hdus = HeaderFile.of(new String(data, ISO_8859_1)).hdus();
        for (Hdu hdu : hdus) {
            if (!isGood(hdu.header())) {
                return;
            }
        }
        List<String> complaints = new ArrayList<>();
        MAPPER.map("x.fits", hdus, ColumnValues.NONE, complaints::add)
                .ifPresent(understood -> SoundRow.require(understood.row()));
    }

    /** Whether a reader of files would take the header for one. */
    private static boolean isGood(FitsHeader header) throws IOException {
        List<String> cards = new ArrayList<>(List.of("SIMPLE  ="));
        cards.addAll(header.cards());
        Files.write(FILE, SmallFits.of(0, cards.toArray(String[]::new)));
        try (FitsFile file = FitsFile.open(FileChannel.open(FILE), "x.fits")) {
            return file.hdus().size() == 1;
        } catch (FitsException refused) {
            return false;
        }
    }
}
