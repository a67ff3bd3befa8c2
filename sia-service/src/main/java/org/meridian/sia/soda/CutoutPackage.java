// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.meridian.sia.archive.FilePackage;
import org.meridian.sia.soda.CutoutRequest.Combination;

/**
 * All results in one file: {@code 001-NAME}, {@code 002-NAME} ..., with {@code NNN-error.txt} where there is none. For one thread.
 */
final class CutoutPackage {

    private final FilePackage files;
    private int number;

    CutoutPackage(CutoutFormat format, OutputStream out) {
        FilePackage.Kind kind = format == CutoutFormat.TAR ? FilePackage.Kind.TAR : FilePackage.Kind.ZIP;
        this.files = new FilePackage(kind, List.of("id", "selection"), out);
    }

    /** A result. */
    void add(Combination wanted, CutoutProduct product) throws IOException {
        add(wanted, product.fileName(), product.bytes(), product::write);
    }

    /** What is there instead of a result. */
    void add(Combination wanted, SodaError error) throws IOException {
        byte[] body = error.body();
        add(wanted, "error.txt", body.length, out -> out.write(body));
    }

    private void add(Combination wanted, String name, long bytes, FilePackage.Body body) throws IOException {
        number++;
        List<String> said =
                List.of(wanted.id(), String.join("&", wanted.selection().words()));
        files.add(new FilePackage.Entry(String.format("%03d-%s", number, name), bytes, said), body);
    }

    /** Ends the package; what it is written to stays open. */
    void finish() throws IOException {
        files.finish();
    }
}
