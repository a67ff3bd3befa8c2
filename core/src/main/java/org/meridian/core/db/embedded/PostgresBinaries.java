// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.meridian.core.db.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL programs of this machine's system, unpacked once per version from the jar they ship in.
 *
 * @param home folder with {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    /** A program: {@code initdb}, {@code pg_ctl} or {@code postgres}. */
    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /**
     * Finds the programs, unpacking them where that was not done yet. They appear in their folder all at once, so
     * several gateways may do it at the same time.
     *
     * @param parent folder that holds one sub-folder for each version
     */
    static PostgresBinaries unpack(Path parent) {
        String platform = platform();
        URL archive = PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
        if (archive == null) {
            throw new DatabaseException("no PostgreSQL for " + platform
                    + " comes with this gateway: run PostgreSQL yourself and configure its JDBC URL");
        }
        try {
            Path home = parent.resolve("postgres-" + platform + "-" + checksum(archive));
            if (!Files.isDirectory(home)) {
                LOG.info("unpacking PostgreSQL into {}", home);
                Files.createDirectories(parent);
                unpack(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new DatabaseException("PostgreSQL cannot be unpacked into " + parent + ": " + e, e);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "darwin" : system) + "-"
                + switch (machine) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> machine;
                };
    }

    /** Tells versions apart; the jar's directory has it, so that a start need not read 15 MB. */
    private static String checksum(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                return HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc());
            }
        }
        try (CheckedInputStream in = new CheckedInputStream(connection.getInputStream(), new CRC32())) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().toHexDigits((int) in.getChecksum().getValue());
        }
    }

    private static void unpack(URL archive, Path home) throws IOException {
        Path partial = Files.createTempDirectory(home.getParent(), ".unpacking-");
        try {
            try (InputStream raw = new BufferedInputStream(archive.openStream(), 1 << 16);
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    // Static libraries are for building against, which nobody does here.
                    if (!entry.getName().endsWith(".a")) {
                        unpack(tar, entry, partial);
                    }
                }
            }
            // The server may run as another user than the gateway.
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            Folders.delete(partial);
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Somebody else was faster.
        } catch (IOException e) {
            Folders.delete(partial);
            throw e;
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Path target = Path.of(entry.getLinkName());
            if (!path.resolveSibling(target).normalize().startsWith(root)) {
                throw new IOException("link out of the archive: " + entry.getName());
            }
            Files.createSymbolicLink(path, target);
        } else {
            Files.copy(tar, path);
            String mode = (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }
    }
}
