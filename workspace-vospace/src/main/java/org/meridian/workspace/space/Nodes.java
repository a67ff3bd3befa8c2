// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.Room;

/**
 * Makes nodes of what files and database say. Thread-safe.
 *
 * @param uris identifiers of the space
 */
record Nodes(VosUri uris) {

    /** Which type of node an entry of a directory is. */
    static NodeType type(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> NodeType.ContainerNode;
            case LINK -> NodeType.LinkNode;
            case FILE, OTHER -> NodeType.DataNode;
        };
    }

    /**
     * The node of a child of a directory. How much is in a folder is for its owners to see: others may not know of all that is in
     * it.
     *
     * @param subject who looks at it
     * @param in the directory it is in
     */
    Node of(Child child, Subject subject, Directory in) throws IOException {
        Optional<LinkRecord> link = child.link();
        return link.isPresent()
                ? of(child.path(), link.get(), child.rights())
                : of(child, child.rights().decide(subject, Action.SHARE).isAllowed(), in);
    }

    private Node of(Child child, boolean owned, Directory in) throws IOException {
        NodePath path = child.path();
        FileState state = child.state().orElseThrow();
        NodeRecord record = child.record();
        Map<String, String> all = new LinkedHashMap<>();
        if (state.kind() == Kind.FILE) {
            all.put(CoreProperties.LENGTH, Long.toString(state.size()));
            record.checksumsOf(state).map(Checksums::md5Hex).ifPresent(md5 -> all.put(CoreProperties.MD5, md5));
        }
        if (state.kind() == Kind.DIRECTORY && owned) {
            record.tree().ifPresent(tree -> {
                all.put(CoreProperties.LENGTH, Long.toString(tree.bytes()));
                all.put(CoreProperties.FILES, Long.toString(tree.files()));
            });
        }
        record.contentType().ifPresent(type -> all.put(CoreProperties.TYPE, type));
        all.put(CoreProperties.DATE, time(state.modifiedNs()));
        all.put(CoreProperties.MTIME, time(state.modifiedNs()));
        all.put(CoreProperties.CTIME, time(state.changedNs()));
        all.put(CoreProperties.BTIME, time(state.identity().birthNs()));
        addRights(all, child.rights());
        if (!path.isRoot() && (state.kind() == Kind.FILE || state.kind() == Kind.DIRECTORY)) {
            properties(path, in).forEach(all::putIfAbsent);
        }
        Optional<String> target = state.kind() == Kind.LINK ? Optional.of(target(path, in)) : Optional.empty();
        Optional<String> tag = state.kind() == Kind.FILE ? Optional.of(Bytes.tagOf(record, state)) : Optional.empty();
        return new Node(path, type(state.kind()), all, target, tag);
    }

    /** The same node of a workspace, with how much room there is for it: for its owners to see. */
    static Node with(Node node, Optional<Room> charged) {
        if (charged.isEmpty()) {
            return node;
        }
        Room room = charged.get();
        Map<String, String> all = new LinkedHashMap<>(node.properties());
        if (room.limit().bytes() != Size.UNLIMITED.bytes()) {
            all.put(CoreProperties.QUOTA, Long.toString(room.limit().bytes()));
            all.put(CoreProperties.AVAILABLE_SPACE, Long.toString(room.left().bytes()));
        }
        if (room.limit().files() != Size.UNLIMITED.files()) {
            all.put(CoreProperties.FILE_QUOTA, Long.toString(room.limit().files()));
        }
        all.put(CoreProperties.USED_BYTES, Long.toString(room.used().bytes()));
        all.put(CoreProperties.USED_FILES, Long.toString(room.used().files()));
        room.counted().ifPresent(time -> all.put(CoreProperties.COUNTED, text(time)));
        return new Node(node.path(), node.type(), all, node.target(), node.tag());
    }

    /** What is said of it that anybody may say, so that nobody forges what the service says. */
    private static Map<String, String> properties(NodePath path, Directory in) throws IOException {
        try {
            Map<String, String> properties = new LinkedHashMap<>(in.properties(path.name()));
            properties.keySet().removeIf(uri -> !CoreProperties.isFree(uri));
            return properties;
        } catch (PosixException | AccessDeniedException | NoSuchFileException e) {
            // It went just now, or a program took the right to read it from its own user.
            return Map.of();
        }
    }

    /** The node of a link. */
    private static Node of(NodePath path, LinkRecord link, Rights rights) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(CoreProperties.DATE, text(link.made()));
        all.put(CoreProperties.BTIME, text(link.made()));
        addRights(all, rights);
        link.properties().forEach(all::putIfAbsent);
        return new Node(path, NodeType.LinkNode, all, Optional.of(link.target()), Optional.empty());
    }

    private static void addRights(Map<String, String> all, Rights rights) {
        rights.creator().ifPresent(owner -> all.put(CoreProperties.CREATOR, owner));
        all.put(CoreProperties.PUBLIC_READ, rights.publicRead().value().toString());
        all.put(CoreProperties.IS_PUBLIC, rights.publicRead().value().toString());
        addGroups(all, CoreProperties.GROUP_READ, rights.readers().value());
        addGroups(all, CoreProperties.GROUP_WRITE, rights.writers().value());
        if (rights.locked().isPresent()) {
            all.put(CoreProperties.IS_LOCKED, "true");
        }
    }

    private static void addGroups(Map<String, String> all, String property, Set<String> groups) {
        if (!groups.isEmpty()) {
            all.put(property, String.join(" ", new TreeSet<>(groups)));
        }
    }

    /**
     * Where a symbolic link points to that a program in a datalab made: a node, if its text leads to one as datalabs see the
     * tree, else a file of that datalab's. It is shown, never followed.
     */
    private String target(NodePath path, Directory in) throws IOException {
        String text = in.linkTarget(path.name()).orElse("");
        Optional<NodePath> node = text.isEmpty() ? Optional.empty() : LinkText.resolve(path, text);
        return node.map(uris::of).orElseGet(() -> "file:" + LinkText.escaped(text));
    }

    private static String time(long nanoseconds) {
        return text(Instant.ofEpochSecond(0, nanoseconds));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString().replace("Z", "");
    }
}
