// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.gateway.model.ModelNode.Link;
import org.meridian.workspace.node.NodePath;

/** What somebody should see who looks along a path of a region (VOSpace 2.1, sections 3.2.4 and 6). */
final class ModelView {

    /** What can be done with a node. */
    enum Action {
        READ,
        WRITE,
        SHARE
    }

    private final Visitor who;
    private final NodePath path;
    private final int depth;
    private final List<ModelNode> found = new ArrayList<>();

    /**
     * Looks.
     *
     * @param top of the region, which is at {@code at}
     * @param path below it, or itself
     */
    ModelView(Visitor who, Folder top, NodePath at, NodePath path) {
        this.who = who;
        this.path = path;
        this.depth = path.names().size() - at.names().size();
        found.add(top);
        for (String name : path.names().subList(at.names().size(), path.names().size())) {
            ModelNode last = found.getLast();
            if (last instanceof Folder folder && folder.children.containsKey(name)) {
                found.add(folder.children.get(name));
            } else {
                break;
            }
        }
    }

    NodePath path() {
        return path;
    }

    String name() {
        return path.name();
    }

    Visitor who() {
        return who;
    }

    boolean exists() {
        return found.size() == depth + 1;
    }

    ModelNode node() {
        return found.get(depth);
    }

    Folder container() {
        return (Folder) found.get(depth - 1);
    }

    /** Whether what it would be in is there. */
    boolean hasContainer() {
        return found.size() >= depth && found.subList(0, depth).stream().allMatch(Folder.class::isInstance);
    }

    ModelView withContainer() {
        if (hasContainer()) {
            return this;
        }
        ModelNode last = found.getLast();
        require(last instanceof Folder ? found.size() - 1 : found.size() - 2, Action.READ);
        throw new Refused(last instanceof Link ? "LinkFound" : "ContainerNotFound");
    }

    ModelView withNode() {
        if (!exists()) {
            withContainer();
            require(depth - 1, Action.READ);
            throw new Refused("NodeNotFound");
        }
        return this;
    }

    /** For reading there is no difference between a node and its container that are not there. */
    ModelView withNodeAskedFor() {
        try {
            return withNode();
        } catch (Refused refused) {
            throw refused.fault().equals("ContainerNotFound") ? new Refused("NodeNotFound") : refused;
        }
    }

    void require(Action action) {
        require(depth, action);
    }

    void requireOfContainer(Action action) {
        require(depth - 1, action);
    }

    void requireRemovable() {
        require(Action.WRITE);
        requireOfContainer(Action.WRITE);
    }

    private void require(int at, Action action) {
        if (!may(at, Action.READ) || !may(at, action)) {
            throw new Refused("PermissionDenied");
        }
        if (action == Action.WRITE && found.subList(0, at + 1).stream().anyMatch(each -> each.locked)) {
            throw new Refused("NodeLocked");
        }
    }

    /** Whether he may read it, whatever there is. */
    boolean isReadable() {
        return may(depth, Action.READ);
    }

    /** Whether it, or something above it, is locked. */
    boolean isLocked() {
        return found.stream().anyMatch(each -> each.locked);
    }

    private boolean may(int at, Action action) {
        if (isOwner()) {
            return true;
        }
        Readers readers = readers(at);
        boolean writes = readers.writers.stream().anyMatch(who.groups()::contains);
        return switch (action) {
            case SHARE -> false;
            case WRITE -> writes;
            case READ -> writes || readers.everybody || readers.readers.stream().anyMatch(who.groups()::contains);
        };
    }

    boolean isOwner() {
        String workspace = path.names().get(1);
        return path.names().getFirst().equals("team")
                ? who.groups().contains(workspace)
                : who.name().equals(workspace);
    }

    /** Who may read and write, wherever that was said. */
    record Readers(boolean everybody, Set<String> readers, Set<String> writers) {}

    private Readers readers(int at) {
        Readers all = new Readers(false, Set.of(), Set.of());
        for (ModelNode node : found.subList(0, at + 1)) {
            all = new Readers(
                    node.publicRead.orElse(all.everybody),
                    node.readers.orElse(all.readers),
                    node.writers.orElse(all.writers));
        }
        return all;
    }

    Readers readers() {
        return readers(depth);
    }

    Readers readersOfContainer() {
        return readers(depth - 1);
    }

    Optional<ModelNode> find() {
        return exists() ? Optional.of(node()) : Optional.empty();
    }
}
