// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.store.LinkStore;
import org.meridian.workspace.store.NodeStore;
import org.meridian.workspace.store.Room;
import org.meridian.workspace.store.TrashStore;

/**
 * The nodes of a VOSpace and what can be done with them (VOSpace 2.1, sections 6.2 and 6.3). Each method says with a {@link
 * VospaceFault} what it does not do; PermissionDenied goes before all that would tell what is there. Thread-safe.
 */
public final class Space {

    private final Parts parts;
    private final NodeLocks locks;
    private final Sights sights;
    private final Nodes nodes;
    private final Trash trash;
    private final Descriptions descriptions;

    /**
     * What a space works on.
     *
     * @param tree the files
     * @param nodes what is known of them
     * @param links link nodes
     * @param trash what was deleted
     * @param locks what clients have locked
     * @param rooms how much room there is for whom
     * @param uris identifiers of the space
     */
    public record Parts(
            Tree tree, NodeStore nodes, LinkStore links, TrashStore trash, EditLocks locks, Rooms rooms, VosUri uris) {}

    /** A space; the tree is closed by whoever opened it. */
    public Space(Parts parts) {
        this(parts, new NodeLocks(), new Sights(parts));
    }

    Space(Parts parts, NodeLocks locks, Sights sights) {
        this.parts = parts;
        this.locks = locks;
        this.sights = sights;
        this.nodes = new Nodes(parts.uris);
        this.trash = new Trash(parts);
        this.descriptions = new Descriptions(parts);
    }

    /**
     * The same space for one who shows tokens of locks: what he has locked himself he may change.
     *
     * @param tokens any; what is none of his counts for nothing
     */
    public Space with(Set<String> tokens) {
        return new Space(parts, locks, sights.with(tokens));
    }

    /** Locks of its nodes. */
    public Locking locking() {
        return new Locking(this, sights, locks);
    }

    /** Bytes that can still be written into it, for anybody. */
    public long freeBytes() throws IOException {
        return parts.tree.freeBytes();
    }

    /**
     * The room that is charged for a node, and so how much somebody can still write there.
     *
     * @return empty for who may not write there, and where nobody is charged
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied
     */
    public Optional<Room> room(Subject subject, NodePath path) throws IOException {
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            return sight.rights().decide(subject, Action.WRITE).isAllowed() ? parts.rooms.of(path) : Optional.empty();
        }
    }

    /** The bytes of its nodes. */
    public Bytes bytes() {
        return new Bytes(parts, sights, locks);
    }

    /** Counts what is in it. */
    public Census census() {
        return new Census(parts);
    }

    /** What was deleted. */
    public Bin bin() {
        return new Bin(parts, sights, locks);
    }

    /** What its files were before they were replaced. */
    public Versions versions() {
        return new Versions(parts, sights, locks);
    }

    /** What of it programs see. */
    public Mounts mounts() {
        return new Mounts(parts, sights);
    }

    /** Identifiers of the space. */
    public VosUri uris() {
        return parts.uris;
    }

    /**
     * The node of a path.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied
     */
    public Node get(Subject subject, NodePath path) throws IOException {
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            return node(sight);
        }
    }

    /**
     * A container and some of its children, in the order of their names.
     *
     * @param page which children
     * @return of what is no container itself alone
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied
     */
    public Listing list(Subject subject, NodePath path, Page page) throws IOException {
        if (path.names().size() <= 1) {
            sights.makeAllOf(subject);
        }
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            Node container = node(sight);
            if (container.type() != NodeType.ContainerNode || page.limit() == 0) {
                return new Listing(container, List.of());
            }
            try (Directory directory = open(sight)) {
                Children children = new Children(sight.container(directory), parts);
                return new Listing(container, children.page(page, nodes));
            }
        } catch (PosixException e) {
            throw fault(path, e);
        }
    }

    /**
     * A node and what is in it.
     *
     * @param node itself
     * @param children of a container, some of them
     */
    public record Listing(Node node, List<Node> children) {}

    /** Receives nodes. */
    @FunctionalInterface
    public interface Visitor {
        /** A node. */
        void visit(Node node) throws IOException;
    }

    /**
     * Goes through all children of a container, in the order of their names; only some of them are in memory at a time.
     *
     * @param path of a container; what is none has no children
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied
     */
    public void each(Subject subject, NodePath path, Visitor visitor) throws IOException {
        if (path.names().size() <= 1) {
            sights.makeAllOf(subject);
        }
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            if (sight.state().filter(each -> each.kind() == Kind.DIRECTORY).isPresent()) {
                try (Directory directory = open(sight)) {
                    new Children(sight.container(directory), parts).each(nodes, visitor);
                }
            }
        } catch (PosixException e) {
            throw fault(path, e);
        }
    }

    /**
     * Reads all that is below a container, as far as somebody may; all else is left out.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied; InvalidArgument for what is no container
     */
    public void read(Subject subject, NodePath path, TreeReader reader) throws IOException {
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            if (sight.state().filter(each -> each.kind() == Kind.DIRECTORY).isEmpty()) {
                throw new VospaceFault(Name.InvalidArgument, path + " is no container");
            }
            try (Directory directory = open(sight)) {
                new Descent(parts, Progress.NONE).into(sight.container(directory), new Reading(subject, reader));
            }
        } catch (PosixException e) {
            throw fault(path, e);
        }
    }

    private Node node(Sight sight) throws IOException {
        Child child = new Child(sight.path(), sight.state(), sight.link(), sight.record(), sight.rights());
        Node node = nodes.of(child, sight.subject(), sight.directory());
        boolean workspaceOfHis = sight.path().names().size() == 2
                && sight.rights().decide(sight.subject(), Action.SHARE).isAllowed();
        return workspaceOfHis ? Nodes.with(node, parts.rooms.of(sight.path())) : node;
    }

    /**
     * Makes a node (VOSpace 2.1, section 6.2.1): an empty file, an empty directory, a link.
     *
     * @throws VospaceFault DuplicateNode, ContainerNotFound, LinkFound, PermissionDenied, InvalidArgument, QuotaExceeded
     */
    public Node create(Subject subject, NodePath path, NodeTemplate template) throws IOException {
        Identity made = new Creations(parts, sights, locks).create(subject, path, template);
        try (Sight sight = sights.look(subject, path)) {
            // He may have shut himself out by what he said of it.
            if (!sight.withNodeAskedFor().record().identity().equals(made)) {
                sight.require(Action.READ);
            }
            return node(sight);
        }
    }

    /**
     * Says something of a node (VOSpace 2.1, section 6.3.2): the union of what was said and what is said now.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied, NodeLocked, InvalidArgument
     */
    public Node set(Subject subject, NodePath path, NodeTemplate template) throws IOException {
        try (NodeLocks.Held held = locks.hold(path);
                Sight sight = sights.look(subject, path)) {
            sight.withNode();
            sight.require(Action.READ);
            Wishes wishes = Descriptions.wishes(template, node(sight));
            if (wishes.changesRights()) {
                sight.require(Action.SHARE);
            }
            if (wishes.changesMore()) {
                sight.require(Action.WRITE);
            }
            if (template.type().isPresent()
                    && template.type().get() != node(sight).type()) {
                throw new VospaceFault(Name.InvalidArgument, "the type of a node cannot be changed");
            }
            descriptions.apply(sight, wishes, Optional.empty());
        } catch (PosixException e) {
            throw fault(path, e);
        }
        return get(subject, path);
    }

    /**
     * How many nodes something was said of.
     *
     * @param done as was wanted
     * @param refused of these it may not be said by who wanted to
     */
    public record Count(long done, long refused) {}

    /**
     * Says the same of a node and of all that is in it.
     *
     * @throws VospaceFault as of one node, if it cannot be said of the first
     * @throws Progress.StoppedException if it is not wanted any more: it has been said of some
     */
    public Count setAll(Subject subject, NodePath path, NodeTemplate template, Progress progress) throws IOException {
        Node first = set(subject, path, template);
        progress.nodes(1);
        if (first.type() != NodeType.ContainerNode) {
            return new Count(1, 0);
        }
        Saying saying = new Saying(this, subject, template, progress);
        try (Sight sight = sights.look(subject, path);
                Directory directory = open(sight.withNode())) {
            new Descent(parts, progress).into(sight.container(directory), saying);
        } catch (PosixException e) {
            throw fault(path, e);
        }
        return new Count(1 + saying.done(), saying.refused());
    }

    /**
     * Deletes a node and all that is in it: it goes into the trash in one step, links are gone for good.
     *
     * @throws VospaceFault NodeNotFound, ContainerNotFound, LinkFound, PermissionDenied, NodeLocked
     */
    public void delete(Subject subject, NodePath path) throws IOException {
        delete(subject, path, Progress.NONE);
    }

    /** The same, with somebody who is told before it happens. */
    public void delete(Subject subject, NodePath path, Progress progress) throws IOException {
        try (NodeLocks.Held held = locks.hold(path);
                Sight sight = sights.look(subject, path)) {
            progress.arriving(sight.withNode().record().identity(), path);
            trash.discard(sight);
        } catch (PosixException e) {
            throw fault(path, e);
        }
    }

    /**
     * Gives a node another name or place, with all that is in it (VOSpace 2.1, section 6.2.2), in one step.
     *
     * @param to its new path
     * @param overwrite whether what is there goes into the trash, or, a file where a file comes, is replaced
     * @return whether there was nothing before
     * @throws VospaceFault NodeNotFound, ContainerNotFound, LinkFound, PermissionDenied, NodeLocked, DuplicateNode;
     *     InvalidArgument if it would go into itself
     */
    public boolean move(Subject subject, NodePath from, NodePath to, boolean overwrite) throws IOException {
        return move(subject, from, to, overwrite, Progress.NONE);
    }

    /** The same, with somebody who is told before it happens. */
    public boolean move(Subject subject, NodePath from, NodePath to, boolean overwrite, Progress progress)
            throws IOException {
        return new Moves(parts, sights, locks, trash).move(subject, from, to, overwrite, progress);
    }

    /** Whether a path stands for a certain node now. */
    public boolean isAt(Subject subject, NodePath path, Identity node) throws IOException {
        try (Sight sight = sights.look(subject, path)) {
            return sight.exists() && sight.record().identity().equals(node);
        }
    }

    /**
     * Copies a node with all that is in it and the properties of each (VOSpace 2.1, section 6.2.3). The copy is seen when it is
     * whole. Its owner is who copies it; who may do what with it is as its new place says.
     *
     * @param overwrite as of a move
     * @param progress how far it is, and whether it is still wanted
     * @return whether there was nothing before
     * @throws VospaceFault as of a move; InvalidData if a file's bytes are not those of its checksums any more
     * @throws Progress.StoppedException if it is not wanted any more: nothing has been changed
     */
    public boolean copy(Subject subject, NodePath from, NodePath to, boolean overwrite, Progress progress)
            throws IOException {
        return new Copies(parts, sights, locks, trash).copy(subject, from, to, overwrite, progress);
    }

    /** What an error of the file system means to whoever asked; what it does not mean anything of stays an error. */
    static VospaceFault fault(NodePath path, PosixException e) throws PosixException {
        return switch (e.reason()) {
            case ABSENT, NOT_A_DIRECTORY, A_LINK ->
                new VospaceFault(Name.NodeNotFound, "there is no " + path + " any more");
            case EXISTS, NOT_EMPTY, A_DIRECTORY -> new VospaceFault(Name.DuplicateNode, "there is a node " + path);
            case INTO_ITSELF -> new VospaceFault(Name.InvalidArgument, path + " cannot go into itself");
            case FULL -> new VospaceFault(Name.QuotaExceeded, "the disk of the workspaces is full");
            case FORBIDDEN ->
                new VospaceFault(
                        Name.PermissionDenied,
                        "the file system does not let the gateway change " + path
                                + ": a program took the right to that; it can give it back (chmod u+rwx)");
            case ELSEWHERE, OTHER -> throw e;
        };
    }

    /** The directory of a container; to be closed. */
    static Directory open(Sight sight) throws IOException {
        return sight.open();
    }
}
