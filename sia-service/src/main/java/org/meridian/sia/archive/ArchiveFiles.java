// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.store.DatasetStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens files below the folders of collections, and nothing else: links are followed as long as they stay in the folder, and what
 * is no plain file is refused. Who asks for a file may read it under the name that he gives; where that is a link, the rights of
 * the file's own name must allow it, too. Thread-safe.
 */
public final class ArchiveFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveFiles.class);

    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final DatasetStore store;
    private final Reading reading;
    private final InstantSource clock;
    private final Map<String, Folder> folders = new ConcurrentHashMap<>();

    private record Folder(Path path, Instant until) {}

    /**
     * Files of the collections that {@code store} knows.
     *
     * @param reading who may read what
     */
    public ArchiveFiles(DatasetStore store, Reading reading, InstantSource clock) {
        this.store = store;
        this.reading = reading;
        this.clock = clock;
    }

    /**
     * Opens a file.
     *
     * @param visitor may read what has that name
     * @return closed by the caller
     * @throws DaliFault 404 if there is none, or none that may be given away; as {@link Reading#dataset} for a link to what he may
     *     not read
     * @throws IOException if the database or the disk fails
     */
    public ArchiveFile open(ArchivePlace place, Visitor visitor) throws IOException {
        Path folder = folder(place.collection());
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(place.path()).toRealPath();
            if (file.equals(root) || !file.startsWith(root)) {
                throw new FileSystemException(file.toString(), null, "it is outside of " + root);
            }
            Path name = root.relativize(file);
            if (!name.toString().equals(place.path())) {
                reading.requireOwnRights(new ArchivePlace(place.collection(), name.toString()), visitor);
            }
            return open(root, name);
        } catch (NoSuchFileException gone) {
            throw gone(place);
        } catch (FileSystemException refused) {
            LOG.warn(
                    "the file {} of collection {} is not given away: {}",
                    place.path(),
                    place.collection(),
                    refused.toString());
            throw gone(place);
        }
    }

    private static NotFoundFault gone(ArchivePlace place) {
        return new NotFoundFault("the archive has no file '" + place.path() + "' in '" + place.collection() + "' now");
    }

    private Path folder(String collection) throws IOException {
        Folder known = folders.get(collection);
        Instant now = clock.instant();
        if (known != null && known.until.isAfter(now)) {
            return known.path;
        }
        Path path = store.folder(collection)
                .map(Path::of)
                .orElseThrow(() -> new NotFoundFault("the archive has no collection '" + collection + "' now"));
        folders.put(collection, new Folder(path, now.plus(REMEMBERED)));
        return path;
    }

    /** Name by name, following nothing: whoever replaces a folder by a link meanwhile leads nowhere. */
    private static ArchiveFile open(Path root, Path file) throws IOException {
        SecureDirectoryStream<Path> folder = directory(root);
        try {
            for (int i = 0; i + 1 < file.getNameCount(); i++) {
                SecureDirectoryStream<Path> outer = folder;
                try (outer) {
                    folder = outer.newDirectoryStream(file.getName(i), LinkOption.NOFOLLOW_LINKS);
                }
            }
            return open(folder, file.getFileName());
        } finally {
            folder.close();
        }
    }

    private static SecureDirectoryStream<Path> directory(Path root) throws IOException {
        if (Files.newDirectoryStream(root) instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new FileSystemException(root.toString(), null, "its file system cannot open files relative to folders");
    }

    private static ArchiveFile open(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        BasicFileAttributes before = attributes(folder, name);
        if (!before.isRegularFile()) {
            // To open some of them waits for a writer, or does something to a device.
            throw new FileSystemException(name.toString(), null, "it is no plain file");
        }
        SeekableByteChannel channel =
                folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            BasicFileAttributes state = attributes(folder, name);
            if (!Objects.equals(before.fileKey(), state.fileKey())) {
                throw new FileSystemException(name.toString(), null, "it was replaced while it was opened");
            }
            return new ArchiveFile(
                    (FileChannel) channel,
                    channel.size(),
                    state.lastModifiedTime().toInstant());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }
}
