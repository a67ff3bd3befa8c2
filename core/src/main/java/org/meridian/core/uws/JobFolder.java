// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridian.core.http.PrivateFolder;

/**
 * Where the files of one job are: results, and what was uploaded with it. Not there before it is needed; gone with the job.
 *
 * @param path the folder
 */
public record JobFolder(Path path) {

    private static final Pattern RESULT_FILE = Pattern.compile("[A-Za-z0-9-]+\\.(\\d{1,9})");

    /** Where a file is that was posted with the job. */
    public Path upload(JobFile file) {
        return uploadFolder().resolve(file.name());
    }

    /**
     * Keeps files that were posted with the job; they are on disk when this returns.
     *
     * @param files where they are now; moved away from there
     */
    public void keepUploads(Map<JobFile, Path> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        PrivateFolder.create(uploadFolder());
        for (Map.Entry<JobFile, Path> file : files.entrySet()) {
            Path kept = upload(file.getKey());
            Files.move(file.getValue(), kept);
            sync(kept, StandardOpenOption.WRITE);
        }
        sync(uploadFolder(), StandardOpenOption.READ);
        sync(path, StandardOpenOption.READ);
    }

    /** Deletes some of the files that were posted with the job; those that are not there are no error. */
    public void deleteUploads(Collection<JobFile> files) throws IOException {
        for (JobFile file : files) {
            Files.deleteIfExists(upload(file));
        }
    }

    /** Deletes all files that were posted with the job. */
    public void deleteUploads() throws IOException {
        delete(uploadFolder());
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private Path uploadFolder() {
        return path.resolve("uploads");
    }

    /**
     * Name of the file with a result: each attempt to run the job has files of its own, so that one that was overtaken cannot
     * overwrite another's.
     *
     * @param id of the result
     * @param attempt its number, from 1
     */
    public static String resultFile(String id, int attempt) {
        return id + "." + attempt;
    }

    /** Deletes the results of all attempts up to that of number {@code last}. */
    public void deleteAttempts(int last) throws IOException {
        if (last < 1 || !Files.isDirectory(path)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, Files::isRegularFile)) {
            for (Path file : files) {
                Matcher name = RESULT_FILE.matcher(file.getFileName().toString());
                if (name.matches() && Integer.parseInt(name.group(1)) <= last) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Deletes it with all that is in it; does nothing if it is not there. */
    public void delete() throws IOException {
        delete(path);
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
