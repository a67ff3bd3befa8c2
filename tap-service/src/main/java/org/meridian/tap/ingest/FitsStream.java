// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A FITS file inside a VOTable (VOTable 1.4, section 5.2), put into a temporary file to be looked through at its end. */
final class FitsStream implements Base64Stream.Content {
    private final QuotaStorage.Store store;
    private final OutputStream out;

    /** An empty file. */
    FitsStream(QuotaStorage storage) {
        this.store = storage.makeByteStore();
        this.out = store.getOutputStream();
    }

    @Override
    public Optional<String> put(int b) {
        try {
            out.write(b);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> end() {
        try (store) {
            long bytes = store.getLength();
            GuardedFitsBuilder.check(store.read(), bytes);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("has rows as FITS that cannot be read: " + TableFiles.reason(e));
        }
    }
}
