// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.place.UserFiles;
import org.meridian.tap.ingest.IngestException;

/**
 * What a fuzzer may do to uploaded tables: any file is read to its last row, or refused with a message that names the table
 * and tells nothing of the inside; either way nothing of it is left on the disk or open. {@code .ci/fuzz} runs it under
 * Jazzer.
 */
public final class UploadFuzz {
    private static final UploadLimits LIMITS = new UploadLimits(1, 10_000, 1 << 20, 4 << 20);
    private static final String LABEL = "the uploaded table t";
    private static final Pattern INSIDE = Pattern.compile("\\b(java|javax|uk|org)\\.[a-z]+\\.|\\w(Exception|Error)\\b");
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private static final Path FOLDER;
    private static final TemporaryFiles DISK;
    private static final Uploads UPLOADS;

    static {
        try {
            FOLDER = Files.createTempDirectory("meridian-fuzz").toRealPath();
            DISK = TemporaryFiles.open(FOLDER, 16 << 20);
            UPLOADS = new Uploads(
                    LIMITS,
                    new GuardedFetch(
                            Set.of(), GuardedFetch.Limits.of(Duration.ofSeconds(1)), GuardedFetch.Resolver.SYSTEM),
                    DISK,
                    UserFiles.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UploadFuzz() {}

    /** Writes small tables in all formats into the folder {@code args[0]}, for a fuzzer to begin with. */
    public static void main(String[] args) throws Exception {
        SampleUploads.write(Path.of(args[0]));
    }

    /** Called by the fuzzer first: loads the readers, so that their loading is not taken for a hang. */
    public static void fuzzerInitialize() throws Exception {
        Path samples = Files.createTempDirectory("meridian-fuzz");
        SampleUploads.write(samples);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(samples)) {
            for (Path file : files) {
                fuzzerTestOneInput(Files.readAllBytes(file));
            }
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        // No temporary file: a request's part is there already when the tables are opened.
        Path part = FOLDER.resolve("part");
        Files.write(part, data);
        try (UploadedTables tables = UPLOADS.open(
                List.of("t,param:part"),
                SentParts.ofMultipart(Map.of("part", part), List.of("part")),
                Subject.ANONYMOUS,
                new GuardedFetch.OnBehalf(Optional.empty(), ClientWatch.NONE))) {
            for (UploadedTable table : tables.all()) {
                table.description();
                table.rows().putRows((bytes, offset, length) -> {}, LIMITS.rows());
            }
        } catch (UsageFault fault) {
            check(fault.message(), data);
        } catch (IngestException e) {
            check(TableDisk.fault(e).message(), data);
        }
        Files.delete(part);
        requireNothingLeft();
    }

    private static void check(String message, byte[] data) {
        if (!message.contains(LABEL)) {
            throw new IllegalStateException("does not name the table: " + message);
        }
        if (message.length() > 600) {
            throw new IllegalStateException("says too much: " + message);
        }
        boolean tells =
                message.contains(FOLDER.toString()) || INSIDE.matcher(message).find();
        // What the sender wrote may be said again.
        String sent = new String(data, ISO_8859_1);
        if (tells && !sent.contains(FOLDER.toString()) && !INSIDE.matcher(sent).find()) {
            throw new IllegalStateException("tells of the inside: " + message);
        }
    }

    private static void requireNothingLeft() throws IOException {
        if (DISK.usedBytes() != 0) {
            throw new IllegalStateException(DISK.usedBytes() + " bytes are still counted");
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(FOLDER)) {
            left.forEach(file -> {
                throw new IllegalStateException("left on the disk: " + file);
            });
        }
        if (Files.isDirectory(OPEN_FILES)) {
            try (DirectoryStream<Path> open = Files.newDirectoryStream(OPEN_FILES)) {
                for (Path descriptor : open) {
                    if (isOurs(descriptor)) {
                        throw new IllegalStateException("still open: " + Files.readSymbolicLink(descriptor));
                    }
                }
            }
        }
    }

    private static boolean isOurs(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(FOLDER);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
