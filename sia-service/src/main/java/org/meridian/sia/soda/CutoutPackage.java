// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.meridian.sia.soda.CutoutRequest.Combination;

/**
 * All results in one file: {@code 001-NAME}, {@code 002-NAME} ..., with {@code NNN-error.txt} where there is none, then {@code
 * SHA256SUMS}, which {@code sha256sum -c} reads, and {@code manifest.csv}, which says what each is. For one thread.
 */
final class CutoutPackage {

    private static final String MANIFEST = "file,bytes,sha256,id,selection\r\n";

    private final Entries entries;
    private final StringBuilder sums = new StringBuilder();
    private final StringBuilder manifest = new StringBuilder(MANIFEST);
    private int number;

    CutoutPackage(CutoutFormat format, OutputStream out) {
        this.entries = format == CutoutFormat.TAR ? new Tar(out) : new Zip(out);
    }

    /** Writes something of a known length. */
    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private interface Entries {

        OutputStream begin(String name, long bytes) throws IOException;

        void end() throws IOException;

        void finish() throws IOException;
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

    private void add(Combination wanted, String name, long bytes, Body body) throws IOException {
        number++;
        String numbered = String.format("%03d-%s", number, name);
        MessageDigest digest = sha256();
        // Not closed: it is the package's.
        DigestOutputStream out = new DigestOutputStream(entries.begin(numbered, bytes), digest);
        body.write(out);
        entries.end();
        String sum = HexFormat.of().formatHex(digest.digest());
        sums.append(sum).append("  ").append(numbered).append('\n');
        manifest.append(String.join(
                        ",",
                        quoted(numbered),
                        Long.toString(bytes),
                        sum,
                        quoted(wanted.id()),
                        quoted(String.join("&", wanted.selection().words()))))
                .append("\r\n");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the package; what it is written to stays open. */
    void finish() throws IOException {
        text("SHA256SUMS", sums.toString());
        text("manifest.csv", manifest.toString());
        entries.finish();
    }

    private void text(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        entries.begin(name, bytes.length).write(bytes);
        entries.end();
    }

    private static final class Tar implements Entries {
        private final TarArchiveOutputStream tar;

        Tar(OutputStream out) {
            tar = new TarArchiveOutputStream(out, UTF_8.name());
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        }

        @Override
        public OutputStream begin(String name, long bytes) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(bytes);
            tar.putArchiveEntry(entry);
            return tar;
        }

        @Override
        public void end() throws IOException {
            tar.closeArchiveEntry();
        }

        @Override
        public void finish() throws IOException {
            tar.finish();
            tar.flush();
        }
    }

    private static final class Zip implements Entries {
        private final ZipOutputStream zip;

        Zip(OutputStream out) {
            zip = new ZipOutputStream(out, UTF_8);
            zip.setLevel(Deflater.BEST_SPEED);
        }

        @Override
        public OutputStream begin(String name, long bytes) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            return zip;
        }

        @Override
        public void end() throws IOException {
            zip.closeEntry();
        }

        @Override
        public void finish() throws IOException {
            zip.finish();
            zip.flush();
        }
    }
}
