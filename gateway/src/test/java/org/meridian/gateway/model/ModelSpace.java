// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.gateway.model.ModelNode.DataFile;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.gateway.model.ModelNode.Link;
import org.meridian.gateway.model.ModelView.Action;
import org.meridian.workspace.node.NodePath;

/**
 * A region of a space as it should be: each operation changes it as it should, or throws the fault that there should be and
 * changes nothing. Not thread-safe.
 */
final class ModelSpace {

    private final NodePath top;
    private final Folder root = new Folder();
    private final List<Discarded> discarded = new ArrayList<>();

    /** Something that lies in the trash, and where it was. */
    record Discarded(NodePath path, ModelNode node) {}

    /** A region, with nothing in it. */
    ModelSpace(NodePath top, String maker) {
        this.top = top;
        this.root.maker = Optional.of(maker);
    }

    NodePath top() {
        return top;
    }

    Folder root() {
        return root;
    }

    /** What lies in the trash, in the order in which it came there. */
    List<Discarded> discarded() {
        return discarded;
    }

    ModelView look(Visitor who, NodePath path) {
        return new ModelView(who, root, top, path);
    }

    /** A node that is to be read. */
    ModelNode get(Visitor who, NodePath path) {
        ModelView view = look(who, path).withNodeAskedFor();
        view.require(Action.READ);
        return view.node();
    }

    /** A file that is to be read. */
    DataFile read(Visitor who, NodePath path) {
        return switch (get(who, path)) {
            case DataFile file -> file;
            case Link link -> throw new Refused("LinkFound");
            case Folder folder -> throw new Refused("InvalidArgument");
        };
    }

    /** Writes a file; whether there was none. */
    boolean put(Visitor who, NodePath path, byte[] content, Optional<String> contentType, boolean onlyNew) {
        ModelView view = requireWritable(who, path, onlyNew);
        DataFile file = new DataFile(content);
        file.maker = Optional.of(who.name());
        view.find().ifPresent(old -> {
            file.properties.putAll(old.properties);
            file.maker = old.maker;
            file.locked = old.locked;
            file.takeRightsOf(old);
            file.contentType = ((DataFile) old).contentType;
        });
        file.summed = true;
        file.contentType = contentType.or(() -> file.contentType);
        return view.container().children.put(view.name(), file) == null;
    }

    ModelView requireWritable(Visitor who, NodePath path, boolean onlyNew) {
        ModelView view = look(who, path).withContainer();
        if (!view.exists()) {
            view.requireOfContainer(Action.WRITE);
            return view;
        }
        view.require(Action.WRITE);
        switch (view.node()) {
            case Link link -> throw new Refused("LinkFound");
            case Folder folder -> throw new Refused("DuplicateNode");
            case DataFile file -> {
                if (onlyNew) {
                    throw new Refused("PreconditionFailed");
                }
            }
        }
        return view;
    }

    /** Makes a node. */
    void create(Visitor who, NodePath path, ModelNode made, Changes changes) {
        ModelView view = look(who, path).withContainer();
        view.requireOfContainer(Action.WRITE);
        if (view.exists()) {
            throw new Refused("DuplicateNode");
        }
        made.maker = Optional.of(who.name());
        changes.applyTo(made);
        view.container().children.put(view.name(), made);
    }

    /** Says something of a node. */
    void set(Visitor who, NodePath path, Changes changes) {
        set(who, path, changes, false);
    }

    /** The same; of a link also, perhaps, where it leads: that is a change, even if it leads there already. */
    void set(Visitor who, NodePath path, Changes changes, boolean target) {
        ModelView view = look(who, path).withNode();
        view.require(Action.READ);
        if (changes.changesRights()) {
            view.require(Action.SHARE);
        }
        if (!changes.properties().isEmpty() || target) {
            view.require(Action.WRITE);
        }
        changes.applyTo(view.node());
    }

    /** Says properties of a node and of all that is in it and not locked. */
    void setAll(Visitor who, NodePath path, Map<String, Optional<String>> properties) {
        Changes changes = Changes.of(properties);
        set(who, path, changes);
        setBelow(look(who, path).node(), changes);
    }

    private static void setBelow(ModelNode node, Changes changes) {
        if (node instanceof Folder folder) {
            folder.children.values().stream().filter(child -> !child.locked).forEach(child -> {
                changes.applyTo(child);
                setBelow(child, changes);
            });
        }
    }

    void delete(Visitor who, NodePath path) {
        discard(look(who, path).withNode());
    }

    private void discard(ModelView view) {
        view.requireRemovable();
        if (!(view.node() instanceof Link)) {
            discarded.add(new Discarded(view.path(), view.node()));
        }
        view.container().children.remove(view.name());
    }

    /** Puts something back where it was. */
    void restore(Visitor who, Discarded item) {
        ModelView view = requirePlace(who, item.path(), false);
        if (item.node() instanceof DataFile file) {
            file.summed = false;
        }
        view.container().children.put(view.name(), item.node());
        discarded.remove(item);
    }

    /** Moves a node; whether there was nothing before. */
    boolean move(Visitor who, NodePath from, NodePath to, boolean overwrite) {
        ModelView source = look(who, from).withNode();
        source.requireRemovable();
        requireApart(from, to);
        ModelView target = requirePlace(who, to, overwrite);
        if (!source.readersOfContainer().equals(target.readersOfContainer())) {
            source.require(Action.SHARE);
        }
        boolean created = !target.exists();
        ModelNode moved = source.node();
        if (moved instanceof DataFile
                && target.find().filter(DataFile.class::isInstance).isPresent()) {
            if (moved.saysNothingOfReaders()) {
                moved.takeRightsOf(target.node());
            }
        } else if (!created) {
            discard(target);
        }
        source.container().children.remove(source.name());
        target.container().children.put(target.name(), moved);
        return created;
    }

    /** Copies a node; whether there was nothing before. */
    boolean copy(Visitor who, NodePath from, NodePath to, boolean overwrite) {
        ModelView source = look(who, from).withNode();
        source.require(Action.READ);
        requireApart(from, to);
        ModelView target = requirePlace(who, to, overwrite);
        requireReadable(source, who);
        boolean created = !target.exists();
        ModelNode made = source.node().copy(who.name());
        if (made instanceof DataFile file && target.find().orElse(made) instanceof DataFile old && !created) {
            file.takeRightsOf(old);
            file.maker = old.maker;
            file.locked = old.locked;
            file.contentType = file.contentType.or(() -> old.contentType);
        } else if (!created) {
            discard(target);
        }
        target.container().children.put(target.name(), made);
        return created;
    }

    private void requireReadable(ModelView source, Visitor who) {
        if (source.node() instanceof Folder folder) {
            for (String name : folder.children.keySet()) {
                ModelView child = look(who, source.path().child(name));
                if (!child.isReadable()) {
                    throw new Refused("PermissionDenied");
                }
                requireReadable(child, who);
            }
        }
    }

    /** Copies a container without what is in it, as WebDAV does with Depth 0; whether there was nothing before. */
    boolean copyAlone(Visitor who, NodePath from, NodePath to, boolean overwrite) {
        ModelNode source = get(who, from);
        boolean replaced = overwrite && isSeen(who, to);
        if (replaced) {
            delete(who, to);
        }
        Folder made = new Folder();
        create(who, to, made, Changes.NONE);
        made.properties.putAll(source.properties);
        return !replaced;
    }

    boolean isSeen(Visitor who, NodePath path) {
        try {
            get(who, path);
            return true;
        } catch (Refused refused) {
            return false;
        }
    }

    private static void requireApart(NodePath from, NodePath to) {
        if (from.equals(to)) {
            throw new Refused("DuplicateNode");
        }
        if (from.holds(to)) {
            throw new Refused("InvalidArgument");
        }
        if (to.holds(from)) {
            throw new Refused("DuplicateNode");
        }
    }

    private ModelView requirePlace(Visitor who, NodePath to, boolean overwrite) {
        ModelView target = look(who, to).withContainer();
        target.requireOfContainer(Action.WRITE);
        if (target.exists()) {
            if (!overwrite) {
                throw new Refused("DuplicateNode");
            }
            target.require(Action.WRITE);
        }
        return target;
    }

    /** Where a transfer puts a node (VOSpace 2.1, section 6.2.2). */
    NodePath destination(Visitor who, NodePath from, NodePath to) {
        try {
            return get(who, to) instanceof Folder ? to.child(from.name()) : to;
        } catch (Refused refused) {
            if (refused.fault().equals("NodeNotFound")) {
                return to;
            }
            throw refused;
        }
    }

    /** All nodes of some kind, by their paths. */
    List<NodePath> all(Class<? extends ModelNode> kind) {
        List<NodePath> all = new ArrayList<>();
        collect(top, root, kind, all);
        return all;
    }

    private static void collect(NodePath at, ModelNode node, Class<? extends ModelNode> kind, List<NodePath> into) {
        if (kind.isInstance(node)) {
            into.add(at);
        }
        if (node instanceof Folder folder) {
            folder.children.forEach((name, child) -> collect(at.child(name), child, kind, into));
        }
    }
}
