// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.pack;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.meridian.workspace.pack.PackageWriter.Entries;

/** Entries of a tar file. */
final class TarEntries implements Entries {

    private final TarArchiveOutputStream tar;

    TarEntries(OutputStream out) {
        this.tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    public String safe(String name) {
        return name;
    }

    @Override
    public void folder(String name, Instant modified) throws IOException {
        begin(name, 0, modified);
        tar.closeArchiveEntry();
    }

    @Override
    public OutputStream file(String name, long size, Instant modified) throws IOException {
        begin(name, size, modified);
        return new Open(tar);
    }

    private void begin(String name, long size, Instant modified) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        entry.setModTime(Date.from(modified));
        tar.putArchiveEntry(entry);
    }

    @Override
    public void endFile() throws IOException {
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.finish();
        tar.flush();
    }

    /** What is written into one entry: closing it does not end the package. */
    static final class Open extends FilterOutputStream {

        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {
            // The entry is ended by itself.
        }
    }
}
