// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord;

/**
 * What somebody sees who looks along a path: the files on the way, what is known of them, and his rights. To be closed: the
 * directory of the last name is held open. Not thread-safe.
 */
final class Sight implements AutoCloseable {

    private final Looker looker;
    private final Walk walk;
    private final List<NodeRecord> records;
    private final Optional<LinkRecord> link;

    /**
     * Who looks, and what he may have locked himself.
     *
     * @param locks all there are
     * @param tokens of locks, those that he has shown
     */
    record Looker(Subject subject, EditLocks locks, Set<String> tokens) {}

    /**
     * A sight.
     *
     * @param walk how far the path leads; closed with this
     * @param known what is known of the files on the way
     * @param link the link node of the first name that stands for no file
     */
    Sight(Looker looker, Walk walk, Map<Identity, NodeRecord> known, Optional<LinkRecord> link) {
        this.looker = looker;
        this.walk = walk;
        this.link = link;
        List<NodeRecord> all = new ArrayList<>();
        for (FileState state : walk.states()) {
            all.add(known.getOrDefault(state.identity(), NodeRecord.unknown(state.identity())));
        }
        link.ifPresent(each -> all.add(known.getOrDefault(each.identity(), NodeRecord.unknown(each.identity()))));
        this.records = List.copyOf(all);
    }

    NodePath path() {
        return walk.path();
    }

    /** What the path stands for in the file system; empty if nothing, or a link node. */
    Optional<FileState> state() {
        return walk.found();
    }

    /** The link node that the path stands for. */
    Optional<LinkRecord> link() {
        return link.filter(each -> records.size() == path().names().size() + 1);
    }

    /** Whether the path stands for a node. */
    boolean exists() {
        return records.size() == path().names().size() + 1;
    }

    /** What is known of the node of the path; there must be one. */
    NodeRecord record() {
        if (!exists()) {
            throw new IllegalStateException("there is no node");
        }
        return records.getLast();
    }

    /** The directory of the last name. */
    Directory directory() {
        return walk.directory();
    }

    /** What the directory of the last name is; the parent must be there. */
    FileState container() {
        return walk.states().get(path().names().size() - 1);
    }

    /** The rights to the node of the path; there must be one. */
    Rights rights() {
        return rights(path().names().size());
    }

    /** The rights to what contains it. */
    Rights rightsOfContainer() {
        return rights(path().names().size() - 1);
    }

    /**
     * The node as a container.
     *
     * @param opened its directory
     */
    Container container(Directory opened) {
        return new Container(
                subject(), path(), record().identity(), said(path().names().size()), opened);
    }

    /**
     * The directory of the node of the path; to be closed.
     *
     * @throws VospaceFault NodeBusy if another has its name by now, whose rights nobody has looked at
     */
    Directory open() throws IOException {
        if (path().isRoot()) {
            return directory().again();
        }
        Directory opened = directory().open(path().name());
        if (opened.state().identity().equals(state().orElseThrow().identity())) {
            return opened;
        }
        opened.close();
        throw new VospaceFault(Name.NodeBusy, path() + " is being replaced; ask again");
    }

    /** Who looks. */
    Subject subject() {
        return looker.subject;
    }

    private Rights rights(int names) {
        return Rights.of(path().first(names), said(names));
    }

    private List<OwnRights> said(int names) {
        return records.subList(0, names + 1).stream().map(NodeRecord::rights).toList();
    }

    /**
     * Makes sure that the container of the last name is there, and reached without links.
     *
     * @return this
     * @throws VospaceFault ContainerNotFound, LinkFound, or PermissionDenied to those who may not know
     */
    Sight withContainer() {
        if (walk.reachedParent()) {
            return this;
        }
        int reached = records.size() - 1;
        NodePath last = path().first(reached);
        boolean linked = link.isPresent()
                || walk.states().size() == records.size()
                        && walk.states().getLast().kind() == Kind.LINK;
        int container = linked || !walk.states().getLast().kind().equals(Kind.DIRECTORY) ? reached - 1 : reached;
        require(container, Action.READ);
        if (linked) {
            throw linkFound(reached, "ask for what it points to, and go on from there");
        }
        throw new VospaceFault(
                Name.ContainerNotFound,
                container == reached
                        ? "there is no " + path().first(reached + 1)
                        : last + " is a file and contains nothing");
    }

    /** The fault of a link where none may be, with where it points to for who may read that (VOSpace 2.1, section 6.5). */
    VospaceFault linkFound(String instead) {
        return linkFound(path().names().size(), instead);
    }

    private VospaceFault linkFound(int names, String instead) {
        String target = link.filter(
                        each -> rights(names).why(subject(), Action.READ).isPresent())
                .map(each -> " to " + each.target())
                .orElse("");
        return new VospaceFault(Name.LinkFound, path().first(names) + " is a link" + target + "; " + instead);
    }

    /**
     * Makes sure that a node can be made at the path, if there is none.
     *
     * @return this
     * @throws VospaceFault InvalidURI for the names that are reserved (VOSpace 2.1, section 3.1); as of {@link #withContainer} and
     *     {@link #requireOfContainer}
     */
    Sight withPlace() {
        withContainer();
        if (!exists() && (path().isNothing() || path().isAuto())) {
            throw new VospaceFault(
                    Name.InvalidURI, "the name " + path().name() + " is reserved: no node has it; take another");
        }
        return this;
    }

    /**
     * Makes sure that there is a node at the path.
     *
     * @return this
     * @throws VospaceFault NodeNotFound, ContainerNotFound, LinkFound, or PermissionDenied to those who may not know
     */
    Sight withNode() {
        if (exists()) {
            return this;
        }
        withContainer();
        require(path().names().size() - 1, Action.READ);
        throw new VospaceFault(Name.NodeNotFound, "there is no " + path());
    }

    /** The same for a node that is asked for: of its containers the standard does not speak then (VOSpace 2.1, section 6.3.1). */
    Sight withNodeAskedFor() {
        try {
            return withNode();
        } catch (VospaceFault fault) {
            throw fault.name() == Name.ContainerNotFound ? new VospaceFault(Name.NodeNotFound, fault.detail()) : fault;
        }
    }

    /** Makes sure that the subject may do something with the node of the path, and that no lock keeps him from it. */
    void require(Action action) {
        require(path().names().size(), action);
    }

    /** Makes sure that he may do something with what contains it, likewise. */
    void requireOfContainer(Action action) {
        require(path().names().size() - 1, action);
    }

    /** Makes sure that the node of the path, and all that is in it, may go away from there. */
    void requireRemovable() {
        require(Action.WRITE);
        requireOfContainer(Action.WRITE);
        looker.locks.requireAllFree(path(), subject(), looker.tokens);
    }

    /** Makes sure that he has the right to do something with the node of the path, locked or not. */
    void requireRight(Action action) {
        requireRight(path().names().size(), action);
    }

    /** Locks keep a node from being changed; who may do what with it stays for its owner to say. */
    private void require(int names, Action action) {
        requireRight(names, action);
        if (action == Action.WRITE) {
            looker.locks.requireFree(path().first(names), subject(), looker.tokens);
        }
    }

    private void requireRight(int names, Action action) {
        Subject subject = subject();
        Rights rights = rights(names);
        if (rights.why(subject, Action.READ).isEmpty()) {
            // The same words whether it is there or not.
            throw new VospaceFault(Name.PermissionDenied, Rights.notForHim(path(), subject));
        }
        if (rights.decide(subject, action) instanceof Decision.Refused refused) {
            boolean locked = action == Action.WRITE && rights.isLockedAlone(subject);
            throw new VospaceFault(locked ? Name.NodeLocked : Name.PermissionDenied, refused.reason());
        }
    }

    @Override
    public void close() throws IOException {
        walk.close();
    }
}
