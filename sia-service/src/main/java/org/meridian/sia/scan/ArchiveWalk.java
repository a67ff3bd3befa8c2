// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.meridian.sia.obscore.ScannedFile.Stamp;

/** Walks an archive's folder. Links are followed to files within it, never to folders, never out of it. */
final class ArchiveWalk {
    private static final char UNREADABLE = '\ufffd';

    /** Takes what is found. */
    interface Visitor {
        /**
         * A file.
         *
         * @param stamp its path below the folder, and its state
         */
        void file(Stamp stamp) throws IOException;

        /** What is no file of the archive. */
        void refused(String path, String reason);

        /** A file or a folder of which nobody knows what there is, now; the path is empty for the archive's own folder. */
        void unread(String path, String reason) throws IOException;
    }

    private final Path root;

    /** @param root the folder, without links in its path */
    ArchiveWalk(Path root) {
        this.root = root;
    }

    void walk(Visitor visitor) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                visit(file, attributes, visitor);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                visitor.unread(name(file), "cannot be read: " + e.getClass().getSimpleName());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                if (e != null) {
                    visitor.unread(name(folder), "cannot be listed to its end");
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private String name(Path file) {
        return root.relativize(file).toString();
    }

    private void visit(Path file, BasicFileAttributes attributes, Visitor visitor) throws IOException {
        String name = name(file);
        if (name.indexOf(UNREADABLE) >= 0) {
            visitor.refused(name, "its name is no UTF-8");
        } else if (attributes.isSymbolicLink()) {
            link(file, name, visitor);
        } else if (attributes.isRegularFile()) {
            visitor.file(stamp(name, attributes));
        } else {
            visitor.refused(name, "is no regular file");
        }
    }

    private void link(Path file, String name, Visitor visitor) throws IOException {
        Path target;
        BasicFileAttributes attributes;
        try {
            target = file.toRealPath();
            attributes = Files.readAttributes(target, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            visitor.refused(name, "is a link to nothing that could be read");
            return;
        } catch (IOException e) {
            visitor.unread(
                    name, "is a link to what cannot be read: " + e.getClass().getSimpleName());
            return;
        }
        if (!target.startsWith(root)) {
            visitor.refused(name, "is a link out of the archive");
        } else if (attributes.isRegularFile()) {
            visitor.file(stamp(name, attributes));
        } else {
            visitor.refused(name, "is a link to a folder, which is not followed");
        }
    }

    private static Stamp stamp(String name, BasicFileAttributes attributes) {
        return new Stamp(name, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
}
