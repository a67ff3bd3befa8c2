// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Files in one, then {@code SHA256SUMS}, which {@code sha256sum -c} reads, and {@code manifest.csv}, which says what each is. For
 * one thread.
 */
public final class FilePackage {

    private static final String SUMS = "SHA256SUMS";
    private static final String MANIFEST = "manifest.csv";
    private static final int SUM_LETTERS = 64;

    private static final int TAR_RECORD = 512;
    private static final int TAR_END = 2 * TAR_RECORD;

    private final Entries entries;
    private final StringBuilder sums = new StringBuilder();
    private final StringBuilder manifest = new StringBuilder();

    /** What a package is. */
    public enum Kind {
        TAR,
        ZIP
    }

    /**
     * A file in it.
     *
     * @param name relative path with slashes
     * @param bytes exactly
     * @param said what the manifest says of it, in the order of its columns
     */
    public record Entry(String name, long bytes, List<String> said) {
        public Entry {
            said = List.copyOf(said);
        }
    }

    /** Writes something of a known length. */
    @FunctionalInterface
    public interface Body {
        /** Writes it; the stream stays open. */
        void write(OutputStream out) throws IOException;
    }

    private interface Entries {

        OutputStream begin(String name, long bytes) throws IOException;

        void end() throws IOException;

        void finish() throws IOException;
    }

    /**
     * An empty package.
     *
     * @param columns of the manifest, behind those of names, lengths and sums
     * @param out stays open
     */
    public FilePackage(Kind kind, List<String> columns, OutputStream out) {
        this.entries = kind == Kind.TAR ? new Tar(out) : new Zip(out);
        manifest.append(head(columns));
    }

    /** Adds a file. */
    public void add(Entry entry, Body body) throws IOException {
        MessageDigest digest = sha256();
        // Not closed: it is the package's.
        DigestOutputStream out = new DigestOutputStream(entries.begin(entry.name, entry.bytes), digest);
        body.write(out);
        entries.end();
        String sum = HexFormat.of().formatHex(digest.digest());
        sums.append(sumLine(entry, sum));
        manifest.append(manifestLine(entry, sum));
    }

    /** Ends the package. */
    public void finish() throws IOException {
        text(SUMS, sums.toString());
        text(MANIFEST, manifest.toString());
        entries.finish();
    }

    private void text(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        entries.begin(name, bytes.length).write(bytes);
        entries.end();
    }

    /** How many bytes a tar with these files has. */
    public static long tarBytes(List<String> columns, List<Entry> files) {
        String sum = "0".repeat(SUM_LETTERS);
        String sums = files.stream().map(file -> sumLine(file, sum)).collect(Collectors.joining());
        String manifest = head(columns)
                + files.stream().map(file -> manifestLine(file, sum)).collect(Collectors.joining());
        return Stream.concat(
                                files.stream(),
                                Stream.of(
                                        new Entry(SUMS, sums.getBytes(UTF_8).length, List.of()),
                                        new Entry(MANIFEST, manifest.getBytes(UTF_8).length, List.of())))
                        .mapToLong(
                                file -> Tar.headBytes(file) + (file.bytes + TAR_RECORD - 1) / TAR_RECORD * TAR_RECORD)
                        .sum()
                + TAR_END;
    }

    private static String head(List<String> columns) {
        return Stream.concat(Stream.of("file", "bytes", "sha256"), columns.stream())
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** A name that would break the line is written as sha256sum does. */
    private static String sumLine(Entry entry, String sum) {
        String name = entry.name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (name.equals(entry.name) ? "" : "\\") + sum + "  " + name + '\n';
    }

    private static String manifestLine(Entry entry, String sum) {
        String said = entry.said.stream().map(text -> "," + quoted(text)).collect(Collectors.joining());
        return quoted(entry.name) + "," + entry.bytes + "," + sum + said + "\r\n";
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

    private static final class Tar implements Entries {
        private final TarArchiveOutputStream tar;

        Tar(OutputStream out) {
            tar = new TarArchiveOutputStream(out, UTF_8.name());
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
        }

        /** Of all that stands before the bytes of a file. */
        static long headBytes(Entry file) {
            Tar tar = new Tar(OutputStream.nullOutputStream());
            try {
                tar.begin(file.name, file.bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return tar.tar.getBytesWritten();
        }

        @Override
        public OutputStream begin(String name, long bytes) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(bytes);
            // Whole seconds, since parts of them need another header.
            entry.setLastModifiedTime(
                    FileTime.from(Instant.ofEpochSecond(Instant.now().getEpochSecond())));
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
