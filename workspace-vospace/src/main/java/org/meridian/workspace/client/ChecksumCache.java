// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;

/**
 * Checksums of files here that were read before, so that files that have not changed need not be read again. There is a small
 * file for each folder; one that is lost or damaged costs time and nothing else. Thread-safe.
 */
final class ChecksumCache {

    private static final String FIRST_LINE = "meridian checksums 1";
    private static final int LONGEST_LINE = 2000;

    /** A file may change again without being told from before within the precision of its file system's clock. */
    private static final Duration CLOCK_PRECISION = Duration.ofSeconds(2);

    private final Path root;

    /** @param root folder of the cache, which need not be there */
    ChecksumCache(Path root) {
        this.root = root;
    }

    /** What tells one state of a file from another. */
    private record State(long size, long modifiedNanos, long changedNanos, String key) {

        static State of(Path file) throws IOException {
            BasicFileAttributes said = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            long modified = said.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            return new State(said.size(), modified, changed(file).orElse(modified), String.valueOf(said.fileKey()));
        }

        /** When anything of it changed last, where the system knows that. */
        private static Optional<Long> changed(Path file) throws IOException {
            try {
                return Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS) instanceof FileTime time
                        ? Optional.of(time.to(TimeUnit.NANOSECONDS))
                        : Optional.empty();
            } catch (UnsupportedOperationException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        boolean isOlderThan(Instant time) {
            Instant last = Instant.ofEpochSecond(0, Math.max(modifiedNanos, changedNanos));
            return last.isBefore(time.minus(CLOCK_PRECISION));
        }
    }

    private record Known(State state, Checksums sums) {}

    /** What is known of the files of a folder; what is learned is kept when it is closed. */
    Folder open(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return new Folder(real, root.resolve(digest(real.toString())));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Files of one folder. Thread-safe. */
    static final class Folder implements AutoCloseable {
        private final Path folder;
        private final Path file;
        private final Map<String, Known> known = new ConcurrentHashMap<>();
        private volatile boolean changed;

        private Folder(Path folder, Path file) {
            this.folder = folder;
            this.file = file;
            load();
        }

        /** Checksums of a file as it is now, read only if it must be. */
        Checksums of(String name, boolean readAnew) throws IOException {
            Path path = folder.resolve(name);
            State before = State.of(path);
            Known last = known.get(name);
            if (!readAnew && last != null && last.state().equals(before)) {
                return last.sums();
            }
            Instant begin = Instant.now();
            Checksums sums = Sums.of(path);
            if (before.isOlderThan(begin) && before.equals(State.of(path))) {
                keep(name, new Known(before, sums));
            }
            return sums;
        }

        /** A file was written here and has these checksums. */
        void learn(String name, Checksums sums) throws IOException {
            keep(name, new Known(State.of(folder.resolve(name)), sums));
        }

        private void keep(String name, Known one) {
            known.put(name, one);
            changed = true;
        }

        private void load() {
            try (BufferedReader in = Files.newBufferedReader(file, UTF_8)) {
                if (!FIRST_LINE.equals(in.readLine())) {
                    return;
                }
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    parse(line);
                }
            } catch (IOException e) {
                // Not there, or damaged: what is missing is read again.
                changed = true;
            }
        }

        private void parse(String line) {
            String[] parts = line.length() > LONGEST_LINE ? new String[0] : line.split(" ");
            if (parts.length != 7) {
                return;
            }
            try {
                State state = new State(
                        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]);
                HexFormat hex = HexFormat.of();
                String name = unescaped(parts[6]);
                known.put(name, new Known(state, new Checksums(hex.parseHex(parts[4]), hex.parseHex(parts[5]))));
            } catch (IllegalArgumentException e) {
                // A damaged line; its file is read again.
                changed = true;
            }
        }

        private static String unescaped(String text) {
            NodePath path = NodePath.ofEscaped(text);
            if (path.names().size() != 1) {
                throw new IllegalArgumentException("not a name: " + text);
            }
            return path.name();
        }

        /** Keeps what was learned. */
        @Override
        public void close() {
            if (!changed || known.isEmpty()) {
                return;
            }
            try {
                Files.createDirectories(file.getParent());
                Path draft = Files.createTempFile(file.getParent(), "new-", "");
                try (Writer out = Files.newBufferedWriter(draft, UTF_8)) {
                    out.write(FIRST_LINE + "\n");
                    for (Map.Entry<String, Known> each : known.entrySet()) {
                        out.write(line(each.getKey(), each.getValue()));
                    }
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                // A full or read-only disk costs time at the next run; it is no reason to fail now.
                changed = false;
            }
        }

        private static String line(String name, Known one) {
            State state = one.state();
            return state.size() + " " + state.modifiedNanos() + " " + state.changedNanos() + " " + state.key() + " "
                    + one.sums().md5Hex() + " " + one.sums().sha256Hex() + " " + VosUri.escaped(name) + "\n";
        }
    }

    /** Makes the cache's folder, for its user alone: names of files are in it. */
    void prepare() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root.toAbsolutePath().getParent());
            try {
                Files.createDirectory(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.createDirectories(root);
            }
        }
    }

    /** The cache of this user. */
    static Path ofUser(Map<String, String> environment, Path home) {
        return Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .filter(text -> text.startsWith("/"))
                .map(Path::of)
                .orElse(home.resolve(".cache"))
                .resolve("meridian/checksums");
    }
}
