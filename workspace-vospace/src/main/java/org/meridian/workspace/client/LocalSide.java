// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;

/**
 * A tree of folders here. Its top may be reached over symbolic links; below it none is followed, and nothing is written over one.
 * Thread-safe.
 *
 * @param top its uppermost folder
 * @param cache checksums that are known already
 */
record LocalSide(Path top, ChecksumCache cache) implements Side {

    /** Where something is. Names are single names: {@link NodePath} takes no others. */
    Path path(NodePath at) {
        Path path = top;
        for (String name : at.names()) {
            path = path.resolve(name);
        }
        return path;
    }

    /**
     * The same for something that is to be written.
     *
     * @throws VosException if a symbolic link is on the way
     */
    Path writable(NodePath at) throws IOException {
        Path path = top;
        for (String name : at.names()) {
            if (!path.equals(top) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new VosException(path + " is no folder; nothing is written through symbolic links");
            }
            path = path.resolve(name);
        }
        return path;
    }

    @Override
    public String words(NodePath at) {
        return path(at).toString();
    }

    @Override
    public boolean isFolder(NodePath at) {
        return at.isRoot() ? Files.isDirectory(top) : Files.isDirectory(path(at), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public LocalFolder open(NodePath at) throws IOException {
        return new LocalFolder(path(at), cache.open(path(at)));
    }

    /** A folder here. Thread-safe. */
    record LocalFolder(Path path, ChecksumCache.Folder known) implements Folder {
        @Override
        public void list(Listing listing) throws IOException {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
                for (Path each : all) {
                    String name = each.getFileName().toString();
                    if (PartFile.isName(name)) {
                        continue;
                    }
                    if (!NodePath.isName(name)) {
                        listing.strange(VosException.plain(each.toString()) + " has a name that no node can have");
                        continue;
                    }
                    Optional<Entry> entry = entry(each);
                    if (entry.isPresent()) {
                        listing.entry(entry.get());
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }

        private static Optional<Entry> entry(Path file) throws IOException {
            try {
                BasicFileAttributes said =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                Entry.Kind kind = said.isRegularFile()
                        ? Entry.Kind.FILE
                        : said.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.OTHER;
                return Optional.of(new Entry(
                        file.getFileName().toString(),
                        kind,
                        OptionalLong.of(said.size()),
                        Optional.of(said.lastModifiedTime().toInstant()),
                        Optional.empty()));
            } catch (NoSuchFileException e) {
                // It went since the names were read.
                return Optional.empty();
            }
        }

        @Override
        public Optional<String> md5(Entry entry, boolean readAnew) throws IOException {
            return Optional.of(sums(entry, readAnew).md5Hex());
        }

        Checksums sums(Entry entry, boolean readAnew) throws IOException {
            return known.of(entry.name(), readAnew);
        }

        void learn(String name, Checksums sums) throws IOException {
            known.learn(name, sums);
        }

        @Override
        public void close() {
            known.close();
        }
    }

    @Override
    public void makeFolder(NodePath at) throws IOException {
        if (at.isRoot()) {
            Files.createDirectories(top);
        } else {
            Files.createDirectory(writable(at));
        }
    }

    @Override
    public void delete(NodePath at, Entry entry) throws IOException {
        // Links are deleted, not followed.
        Files.walkFileTree(writable(at), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes said) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
