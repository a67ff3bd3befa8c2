// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.store.LockRecord;

/** Grants, refreshes and ends locks of nodes for those who may (RFC 4918, sections 6, 9.10 and 9.11). Thread-safe. */
public final class Locking {

    private final Space space;
    private final Sights sights;
    private final NodeLocks changes;
    private final EditLocks locks;

    Locking(Space space, Sights sights, NodeLocks changes) {
        this.space = space;
        this.sights = sights;
        this.changes = changes;
        this.locks = sights.locks();
    }

    /**
     * A lock that somebody wants.
     *
     * @param deep whether for all that is in the node, too
     * @param exclusive whether nobody else may have one
     * @param holder what his client says of him, in XML
     * @param time for how long
     */
    public record Wish(boolean deep, boolean exclusive, Optional<String> holder, Duration time) {}

    /**
     * A lock that was granted.
     *
     * @param created whether there was no node before: there is an empty file now (RFC 4918, section 7.3)
     */
    public record Granted(LockRecord lock, boolean created) {}

    /** The locks there are. */
    public EditLocks locks() {
        return locks;
    }

    /**
     * Locks a node; an empty file is made where there is none.
     *
     * @throws VospaceFault NodeLocked if there is a lock that does not go with it; ContainerNotFound, LinkFound,
     *     PermissionDenied, QuotaExceeded
     */
    public Granted lock(Subject subject, NodePath path, Wish wish) throws IOException {
        String account = subject.name()
                .orElseThrow(() -> new VospaceFault(
                        Name.PermissionDenied, "a lock needs somebody who has it: sign in to lock " + path));
        try (NodeLocks.Held held = changes.hold(path)) {
            boolean created;
            try (Sight sight = sights.look(subject, path)) {
                created = !sight.withContainer().exists();
                if (created) {
                    sight.requireOfContainer(Action.WRITE);
                } else {
                    // Whether another lock is in the way is seen below.
                    sight.requireRight(Action.WRITE);
                }
            }
            LockRecord lock = new LockRecord(
                    "urn:uuid:" + UUID.randomUUID(),
                    path,
                    wish.deep,
                    wish.exclusive,
                    account,
                    wish.holder,
                    locks.after(wish.time));
            locks.add(lock);
            if (created) {
                makeFile(subject, path, lock);
            }
            return new Granted(lock, created);
        }
    }

    private void makeFile(Subject subject, NodePath path, LockRecord lock) throws IOException {
        try {
            space.create(subject, path, NodeTemplate.of(NodeType.DataNode));
        } catch (IOException | RuntimeException e) {
            locks.remove(List.of(lock));
            throw e;
        }
    }

    /**
     * Lets a lock hold for a time from now.
     *
     * @param path a node that it covers
     * @throws VospaceFault PreconditionFailed if he has no such lock there; NodeNotFound, PermissionDenied
     */
    public LockRecord refresh(Subject subject, NodePath path, String token, Duration time) throws IOException {
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().requireRight(Action.WRITE);
        }
        return locks.covering(path, token)
                .filter(lock -> subject.name().equals(Optional.of(lock.account())))
                .flatMap(lock -> locks.extend(lock, time))
                .orElseThrow(
                        () -> new VospaceFault(Name.PreconditionFailed, "you have no lock of that token on " + path));
    }

    /**
     * Ends a lock: whoever has it, or who says who may do what with the node.
     *
     * @param path a node that it covers
     * @throws VospaceFault PreconditionFailed if there is no such lock there; NodeNotFound, PermissionDenied
     */
    public void unlock(Subject subject, NodePath path, String token) throws IOException {
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            LockRecord lock = locks.covering(path, token)
                    .orElseThrow(() ->
                            new VospaceFault(Name.PreconditionFailed, "there is no lock of that token on " + path));
            if (!subject.name().equals(Optional.of(lock.account()))) {
                sight.require(Action.SHARE);
            }
            locks.remove(List.of(lock));
        }
    }
}
