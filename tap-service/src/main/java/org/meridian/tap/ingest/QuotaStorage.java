// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.http.TemporaryFiles.TemporaryFile;
import uk.ac.starlink.table.ByteStore;
import uk.ac.starlink.table.RowStore;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableFormatException;
import uk.ac.starlink.table.storage.ByteStoreRowStore;
import uk.ac.starlink.table.storage.FileByteStore;

/**
 * Where STIL keeps the rows of a stranger's table that it cannot read twice from the file (VOTables): among the temporary
 * files of requests, counted there, and no more than is allowed. STIL's own policies write into the system's folder for
 * temporary files as much as they like, and tables do not close what they have there. Used by one thread; closing deletes
 * the files.
 */
final class QuotaStorage extends StoragePolicy implements AutoCloseable {
    private final TemporaryFiles disk;
    private final long maxBytes;
    private final String tooLarge;
    private final List<Store> stores = new ArrayList<>();
    private final List<TrackedFile> sources = new ArrayList<>();

    /**
     * A storage without files.
     *
     * @param disk where files go
     * @param maxBytes of each file at most
     * @param tooLarge what the sender is told of more
     */
    QuotaStorage(TemporaryFiles disk, long maxBytes, String tooLarge) {
        this.disk = disk;
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
    }

    /**
     * The table's own file. What STIL has not closed of it is closed with this storage.
     *
     * @throws IOException if it is a folder
     */
    TrackedFile source(Path file) throws IOException {
        TrackedFile source = new TrackedFile(file.toFile());
        sources.add(source);
        return source;
    }

    @Override
    public Store makeByteStore() {
        try {
            Store store = new Store(disk.newFile());
            stores.add(store);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public RowStore makeRowStore() {
        return new ByteStoreRowStore(makeByteStore());
    }

    @Override
    public RowStore makeConfiguredRowStore(StarTable metadata) {
        RowStore rows = makeRowStore();
        try {
            rows.acceptMetadata(metadata);
        } catch (TableFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return rows;
    }

    @Override
    public void close() {
        sources.forEach(TrackedFile::closeStreams);
        stores.forEach(Store::close);
    }

    /** Bytes in a temporary file. */
    final class Store implements ByteStore, AutoCloseable {
        private final TemporaryFile file;
        private final OutputStream unbuffered;
        private final OutputStream out;

        private Store(TemporaryFile file) throws IOException {
            this.file = file;
            this.unbuffered = file.write(maxBytes, tooLarge);
            this.out = new BufferedOutputStream(unbuffered, 1 << 16);
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public long getLength() {
            try {
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return file.size();
        }

        /** What has been written. */
        InputStream read() throws IOException {
            out.flush();
            return Files.newInputStream(file.path());
        }

        @Override
        public void copy(OutputStream to) throws IOException {
            out.flush();
            FileByteStore.copy(file.path().toFile(), to);
        }

        @Override
        public ByteBuffer[] toByteBuffers() throws IOException {
            out.flush();
            return FileByteStore.toByteBuffers(file.path().toFile());
        }

        /** Also called by STIL's cleaner, in its thread. What was not flushed is not needed. */
        @Override
        public synchronized void close() {
            try (file) {
                unbuffered.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
