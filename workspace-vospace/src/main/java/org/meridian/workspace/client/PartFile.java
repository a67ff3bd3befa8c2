// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that is still coming: beside its place, under a name that begins with {@code .meridian-}, with the tag of what it is a
 * part of in a small file next to it. It is locked, so that two do not write it. Not thread-safe.
 */
final class PartFile implements AutoCloseable {

    private static final Pattern NAMES = Pattern.compile("\\.meridian-[0-9a-f]{16}\\.(part|tag)");
    private static final int LONGEST_TAG = 1000;

    private final Path file;
    private final Path tagFile;
    private final FileChannel channel;
    private boolean gone;

    private PartFile(Path file, Path tagFile, FileChannel channel) {
        this.file = file;
        this.tagFile = tagFile;
        this.channel = channel;
    }

    /** Whether a name is that of such a file. */
    static boolean isName(String name) {
        return NAMES.matcher(name).matches();
    }

    /**
     * Opens that of a file, and what there is of it.
     *
     * @param origin where it comes from: parts of two files are not mixed
     */
    static PartFile open(Path target, String origin) throws IOException {
        Path folder = target.toAbsolutePath().resolveSibling("");
        String name = ".meridian-" + digest(target.getFileName() + "\n" + origin);
        Path file = folder.resolve(name + ".part");
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        boolean mine = false;
        try {
            mine = channel.tryLock() != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        } catch (OverlappingFileLockException e) {
            // Said below, with that another process has it.
            mine = false;
        } finally {
            if (!mine) {
                channel.close();
            }
        }
        if (!mine) {
            throw new VosException("another download writes " + target);
        }
        return new PartFile(file, folder.resolve(name + ".tag"), channel);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /** What the bytes are a part of; empty if that is not known, so that they are of no use. */
    Optional<String> tag() throws IOException {
        if (!Files.isRegularFile(tagFile, LinkOption.NOFOLLOW_LINKS) || Files.size(tagFile) > LONGEST_TAG) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(tagFile).strip()).filter(text -> text.startsWith("\""));
    }

    /** Begins anew, with what has a tag; only a strong one says that bytes are the same (RFC 9110, section 13.1.5). */
    void begin(Optional<String> tag) throws IOException {
        Files.deleteIfExists(tagFile);
        channel.truncate(0);
        if (tag.isPresent() && tag.get().matches("\"[!-~]{1,900}\"")) {
            Files.writeString(tagFile, tag.get(), StandardOpenOption.CREATE_NEW);
        }
    }

    /** Adds bytes at the end. */
    void append(ByteBuffer bytes) throws IOException {
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Takes what there is into checksums. */
    void addTo(Sums sums) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            sums.add(in, channel.size());
        }
    }

    /** On the disk, it takes the place of the file. */
    void become(Path target, Optional<Instant> modified) throws IOException {
        if (modified.isPresent()) {
            Files.setLastModifiedTime(file, FileTime.from(modified.get()));
        }
        channel.force(true);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        gone = true;
        Files.deleteIfExists(tagFile);
    }

    /** Closes it. What can be continued stays. */
    @Override
    public void close() throws IOException {
        if (!gone && (channel.size() == 0 || tag().isEmpty())) {
            Files.deleteIfExists(tagFile);
            Files.deleteIfExists(file);
        }
        channel.close();
    }
}
