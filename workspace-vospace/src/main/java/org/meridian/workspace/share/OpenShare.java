// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.share;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes;
import org.meridian.workspace.space.Page;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.space.TreeReader;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.store.ShareRecord;

/**
 * What a link shows: one node, and, of a container, files and containers in it, as far as the link's maker may read them. Links
 * in it are not shown. Paths begin at the node, which is the root. Faults do not say where in the space it is. Immutable.
 *
 * @param share the link
 * @param space in which there is nothing else
 * @param reader on whose behalf it is read
 */
public record OpenShare(ShareRecord share, Space space, Subject reader) {

    private static final Duration RETRY = Duration.ofSeconds(1);

    @FunctionalInterface
    private interface Look<T> {
        T at(NodePath path) throws IOException;
    }

    private <T> T look(NodePath below, Look<T> look) throws IOException {
        try {
            return look.at(new NodePath(Stream.concat(share.path().names().stream(), below.names().stream())
                    .toList()));
        } catch (VospaceFault fault) {
            if (fault.name() == Name.NodeBusy) {
                throw new TransientFault("the file is being replaced; try again", RETRY);
            }
            throw below.isRoot() ? Shares.notGood() : nothing(below);
        } catch (InvalidPathException tooDeep) {
            throw nothing(below);
        }
    }

    private static NotFoundFault nothing(NodePath below) {
        return new NotFoundFault("there is no file " + below + " in what this link shows");
    }

    /** What people call it. */
    public String name(NodePath below) {
        return below.isRoot() ? share.path().name() : below.name();
    }

    /**
     * A file or container.
     *
     * @throws NotFoundFault if there is none
     */
    public Node node(NodePath below) throws IOException {
        Node node = look(below, path -> space.get(reader, path));
        if (node.type() == NodeType.LinkNode) {
            throw nothing(below);
        }
        return node;
    }

    /** Some of the files and containers in a container. */
    public List<Node> children(NodePath below, Page page) throws IOException {
        return look(below, path -> space.list(reader, path, page)).children();
    }

    /** The bytes of a file; to be closed. */
    public Bytes.Readable read(NodePath below) throws IOException {
        return look(below, path -> space.bytes().read(reader, path));
    }

    /** Reads all files below a container. */
    public void readAll(NodePath below, TreeReader receiver) throws IOException {
        look(below, path -> {
            space.read(reader, path, new WithoutLinks(receiver));
            return path;
        });
    }

    /** Where a link points to is nobody else's business. */
    private record WithoutLinks(TreeReader receiver) implements TreeReader {
        @Override
        public void container(NodePath path, Instant modified) throws IOException {
            receiver.container(path, modified);
        }

        @Override
        public void file(NodePath path, Directory.OpenFile file) throws IOException {
            receiver.file(path, file);
        }

        @Override
        public void link(NodePath path, String target) {
            // Left out, as in listings.
        }

        @Override
        public void leftOut(NodePath path, String why) throws IOException {
            receiver.leftOut(path, why);
        }
    }
}
