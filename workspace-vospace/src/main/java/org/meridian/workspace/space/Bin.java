// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.store.TrashStore.Item;

/**
 * What was deleted and can be had again. An item is seen by those whose workspace it was in, and by who deleted it; it can be
 * put back within that workspace by whoever of them may write there. What files were before they were replaced lies here, too,
 * for those whose workspace they were in: whatever becomes of the file. Thread-safe.
 */
public final class Bin {

    private final Space.Parts parts;
    private final Sights sights;
    private final NodeLocks locks;
    private final Disposal disposal;

    Bin(Space.Parts parts, Sights sights, NodeLocks locks) {
        this.parts = parts;
        this.sights = sights;
        this.locks = locks;
        this.disposal = new Disposal(parts);
    }

    /**
     * What somebody could have again; what was deleted last comes first.
     *
     * @param before items with lower numbers alone
     * @param limit at most so many
     * @throws VospaceFault PermissionDenied to those who have not signed in
     */
    public List<Item> list(Subject subject, long before, int limit) {
        requireScope(subject, Scope.VOSPACE_READ);
        return parts.trash().list(workspaces(subject), subject.name().orElseThrow(), before, limit);
    }

    /** What files in his workspaces were before they were replaced, likewise. */
    public List<Item> listVersions(Subject subject, long before, int limit) {
        requireScope(subject, Scope.VOSPACE_READ);
        return parts.trash().listVersions(workspaces(subject), before, limit);
    }

    private static List<NodePath> workspaces(Subject subject) {
        String name = subject.name().orElseThrow();
        return Stream.concat(
                        Stream.of(Tree.HOME, Tree.PUB)
                                .map(top -> NodePath.ROOT.child(top).child(name)),
                        subject.groups().stream()
                                .filter(NodePath::isName)
                                .map(group -> NodePath.ROOT.child(Tree.TEAM).child(group)))
                .toList();
    }

    private static void requireScope(Subject subject, Scope scope) {
        if (subject.isAnonymous()) {
            throw new VospaceFault(Name.PermissionDenied, "the trash is for those who have signed in");
        }
        if (!subject.scopes().contains(scope)) {
            throw new VospaceFault(
                    Name.PermissionDenied,
                    "the token is not good for the trash: it lacks the scope '" + scope.text()
                            + "'; make one that has it at /auth/tokens");
        }
    }

    private Item find(Subject subject, long number) {
        requireScope(subject, Scope.VOSPACE_WRITE);
        return parts.trash()
                .find(number)
                .filter(item -> workspaces(subject).contains(item.workspace())
                        || !item.version() && item.by().equals(subject.name()))
                .orElseThrow(() -> new VospaceFault(
                        Name.NodeNotFound, "there is no item " + number + " in the trash, or it is not for you"));
    }

    /**
     * Puts something back, in one step.
     *
     * @param to where to, in the workspace that it was in; empty for where it was
     * @return where it is
     * @throws VospaceFault NodeNotFound if there is no such item for him; ContainerNotFound, LinkFound, PermissionDenied,
     *     NodeLocked, DuplicateNode as of a new node; InvalidArgument for a place in another workspace
     */
    public NodePath restore(Subject subject, long number, Optional<NodePath> to) throws IOException {
        Item item = find(subject, number);
        NodePath path = to.orElse(item.path());
        if (!workspaces(subject).contains(item.workspace()) && !path.equals(item.path())) {
            // Elsewhere others might read what is in it: that is up to its owner.
            throw new VospaceFault(
                    Name.PermissionDenied, "what you deleted of another's can be put back where it was alone");
        }
        if (path.names().size() < Trash.SHORTEST || !path.first(2).equals(item.workspace())) {
            throw new VospaceFault(
                    Name.InvalidArgument, "what was in " + item.workspace() + " can be put back there alone");
        }
        try (NodeLocks.Held held = locks.hold(path);
                Sight sight = sights.look(subject, path)) {
            Moves.requirePlace(sight, false);
            FileState discarded = parts.tree().discarded(number).orElseThrow(() -> gone(number));
            // It has taken room all the time.
            parts.rooms()
                    .within(
                            path,
                            discarded,
                            () -> parts.tree().restore(number, sight.directory(), path.name(), Existing.KEEP));
            parts.tree().syncDiscarded(sight.directory());
        } catch (PosixException e) {
            if (e.reason() == Reason.ABSENT && parts.tree().discarded(number).isEmpty()) {
                throw gone(number);
            }
            throw Space.fault(path, e);
        }
        parts.trash().remove(number);
        return path;
    }

    private VospaceFault gone(long number) {
        parts.trash().remove(number);
        return new VospaceFault(Name.NodeNotFound, "item " + number + " is not in the trash any more");
    }

    /**
     * Removes something for good.
     *
     * @throws VospaceFault NodeNotFound if there is no such item for him; PermissionDenied to who deleted it in another's
     *     workspace: that its owner may have again
     */
    public void purge(Subject subject, long number) throws IOException {
        Item item = find(subject, number);
        if (!workspaces(subject).contains(item.workspace())) {
            throw new VospaceFault(
                    Name.PermissionDenied, "what was in " + item.workspace() + " is not yours to remove for good");
        }
        disposal.purge(item);
    }

    /** Removes all that somebody could have again in his own workspaces for good; how many items that was. */
    public int purgeAll(Subject subject) {
        return purgeAll(subject, before -> list(subject, before, Disposal.PORTION));
    }

    /** Removes all that files in somebody's own workspaces were for good, likewise. */
    public int purgeVersions(Subject subject) {
        return purgeAll(subject, before -> listVersions(subject, before, Disposal.PORTION));
    }

    private int purgeAll(Subject subject, LongFunction<List<Item>> page) {
        int count = 0;
        long before = Long.MAX_VALUE;
        List<Item> items = page.apply(before);
        requireScope(subject, Scope.VOSPACE_WRITE);
        while (!items.isEmpty()) {
            for (Item item : items) {
                before = item.number();
                if (workspaces(subject).contains(item.workspace())) {
                    count += disposal.attempt(item) ? 1 : 0;
                }
            }
            items = page.apply(before);
        }
        return count;
    }

    /**
     * Removes what was deleted or replaced so long ago for good, and what was left of earlier removals; what cannot be removed is
     * left for another time.
     *
     * @param deleted age of what was deleted
     * @param replaced age of what files were before they were replaced
     * @return how many items were removed
     */
    public int purgeOlderThan(Duration deleted, Duration replaced) throws IOException {
        disposal.purgeLeft();
        return purgeOlderThan(deleted, false) + purgeOlderThan(replaced, true);
    }

    private int purgeOlderThan(Duration age, boolean versions) {
        int count = 0;
        long after = 0;
        List<Item> items = parts.trash().olderThan(age, versions, after, Disposal.PORTION);
        while (!items.isEmpty()) {
            for (Item item : items) {
                after = item.number();
                count += disposal.attempt(item) ? 1 : 0;
            }
            items = parts.trash().olderThan(age, versions, after, Disposal.PORTION);
        }
        return count;
    }
}
