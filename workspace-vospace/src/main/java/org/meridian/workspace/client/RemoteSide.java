// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;

/**
 * A tree in a VOSpace. Thread-safe.
 *
 * @param space where it is
 * @param top its uppermost container
 */
record RemoteSide(Vospace space, NodePath top) implements Side {

    NodePath path(NodePath at) {
        List<String> names = new ArrayList<>(top.names());
        names.addAll(at.names());
        return new NodePath(names);
    }

    @Override
    public String words(NodePath at) {
        return "vos:" + path(at);
    }

    @Override
    public boolean isFolder(NodePath at) throws IOException {
        return space.find(path(at)).filter(RemoteNode::isContainer).isPresent();
    }

    @Override
    public Folder open(NodePath at) {
        return new RemoteFolder(space, path(at));
    }

    private record RemoteFolder(Vospace space, NodePath path) implements Folder {
        @Override
        public void list(Listing listing) throws IOException {
            space.list(path, new Vospace.Children() {
                @Override
                public void child(RemoteNode node) throws IOException {
                    listing.entry(entry(node));
                }

                @Override
                public void strange(String words) throws IOException {
                    listing.strange(words);
                }
            });
        }

        @Override
        public Optional<String> md5(Entry entry, boolean readAnew) {
            return entry.md5();
        }

        @Override
        public void close() {
            // Nothing is open between two requests.
        }
    }

    static Entry entry(RemoteNode node) {
        Entry.Kind kind = switch (node.type()) {
            case ContainerNode -> Entry.Kind.FOLDER;
            case DataNode -> Entry.Kind.FILE;
            case LinkNode -> Entry.Kind.OTHER;
        };
        return new Entry(node.path().name(), kind, node.length(), node.modified(), node.md5());
    }

    @Override
    public void makeFolder(NodePath at) throws IOException {
        if (at.isRoot()) {
            space.makeContainers(top);
        } else {
            space.makeContainer(path(at));
        }
    }

    @Override
    public void delete(NodePath at, Entry entry) throws IOException {
        if (entry.kind() == Entry.Kind.FOLDER) {
            space.deleteTree(path(at));
        } else {
            space.delete(path(at));
        }
    }
}
