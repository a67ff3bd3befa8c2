// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.meridian.workspace.pack.PackageWriter.Entries;

/** Entries of a zip file. */
final class ZipEntries implements Entries {

    private final ZipOutputStream zip;

    ZipEntries(OutputStream out) {
        this.zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** On Windows a backslash leads into another folder, and a colon to another drive. */
    @Override
    public String safe(String name) {
        return name.replace('\\', '_').replace(':', '_');
    }

    @Override
    public void folder(String name, Instant modified) throws IOException {
        begin(name, modified);
        zip.closeEntry();
    }

    @Override
    public OutputStream file(String name, long size, Instant modified) throws IOException {
        begin(name, modified);
        return new TarEntries.Open(zip);
    }

    private void begin(String name, Instant modified) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(modified));
        zip.putNextEntry(entry);
    }

    @Override
    public void endFile() throws IOException {
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.finish();
        zip.flush();
    }
}
