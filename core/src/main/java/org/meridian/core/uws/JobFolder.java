// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.PrivateFolder;

/**
 * Where the files of one job are: results, and what was uploaded with it. Not there before it is needed; gone with the job.
 *
 * @param path the folder
 */
public record JobFolder(Path path) {

    private static final String PART = "part-";
    private static final String ARRIVING = "arriving-";
    private static final int LONGEST_NAME = 200;
    private static final Pattern RESULT_FILE = Pattern.compile("[A-Za-z0-9-]+\\.(\\d{1,9})");

    /**
     * The files that were posted with the job, by the names of their parts.
     *
     * @throws IOException if the folder cannot be read
     */
    public Map<String, Path> uploads() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(uploadFolder())) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(uploadFolder(), PART + "*")) {
                for (Path file : found) {
                    String name = file.getFileName().toString().substring(PART.length());
                    files.put(URLDecoder.decode(name, UTF_8), file);
                }
            }
        }
        return files;
    }

    /**
     * Keeps a file that was posted with the job; it is on disk when this returns.
     *
     * @param part name of its part; a file that came under the same name is replaced
     * @param file where it is now; moved away from there
     * @throws UsageFault if the name is too long
     */
    public void keepUpload(String part, Path file) throws IOException {
        String name = PART + URLEncoder.encode(part, UTF_8);
        if (name.length() > LONGEST_NAME) {
            throw new UsageFault("the name of a part with a file is too long; use at most 50 letters");
        }
        PrivateFolder.create(uploadFolder());
        Path arriving =
                uploadFolder().resolve(ARRIVING + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
        Files.move(file, arriving);
        sync(arriving, StandardOpenOption.WRITE);
        Files.move(arriving, uploadFolder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        sync(uploadFolder(), StandardOpenOption.READ);
        sync(path, StandardOpenOption.READ);
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
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
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
