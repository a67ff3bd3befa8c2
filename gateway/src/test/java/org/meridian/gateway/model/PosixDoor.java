// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.meridian.workspace.node.NodePath;

/** The tree as programs in datalabs see it. Thread-safe. */
final class PosixDoor {

    private final Path tree;

    PosixDoor(Path tree) {
        this.tree = tree;
    }

    Path at(NodePath path) {
        Path at = tree;
        for (String name : path.names()) {
            at = at.resolve(name);
        }
        return at;
    }

    /** Makes a file, or writes another content into the one that is there. */
    void write(NodePath path, byte[] content) throws IOException {
        Files.write(at(path), content);
    }

    void append(NodePath path, byte[] more) throws IOException {
        Files.write(at(path), more, StandardOpenOption.APPEND);
    }

    /** As editors save: another file beside it, which gets its name. */
    void save(NodePath path, byte[] content, String temporary) throws IOException {
        Path beside = at(path).resolveSibling(temporary);
        Files.write(beside, content, StandardOpenOption.CREATE_NEW);
        Files.move(beside, at(path), StandardCopyOption.ATOMIC_MOVE);
    }

    void makeDirectory(NodePath path) throws IOException {
        Files.createDirectory(at(path));
    }

    void rename(NodePath from, NodePath to) throws IOException {
        Files.move(at(from), at(to), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a file or an empty directory. */
    void remove(NodePath path) throws IOException {
        Files.delete(at(path));
    }
}
