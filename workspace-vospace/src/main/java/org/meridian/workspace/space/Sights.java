// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.LinkStore;
import org.meridian.workspace.store.NodeStore;

/**
 * Looks along paths. Makes the workspaces of users and groups when their own people first look there. Thread-safe.
 *
 * @param tree the files
 * @param nodes what is known of them
 * @param links the link nodes
 * @param locks what keeps nodes from being changed
 * @param tokens of locks that whoever looks has shown
 * @param anchor what alone is seen, with all that is in it; empty for everything
 */
record Sights(
        Tree tree, NodeStore nodes, LinkStore links, EditLocks locks, Set<String> tokens, Optional<Anchor> anchor) {

    /** Names of the path of a workspace. */
    private static final int WORKSPACE = 2;

    /** Looks at all that a space has. */
    Sights(Space.Parts parts) {
        this(parts.tree(), parts.nodes(), parts.links(), parts.locks(), Set.of(), Optional.empty());
    }

    /** The same for one who has shown tokens of locks. */
    Sights with(Set<String> shown) {
        return new Sights(tree, nodes, links, locks, Set.copyOf(shown), anchor);
    }

    /** The same of one node and what is in it. */
    Sights below(Anchor only) {
        return new Sights(tree, nodes, links, locks, tokens, Optional.of(only));
    }

    /** What a subject sees along a path; to be closed. */
    Sight look(Subject subject, NodePath path) throws IOException {
        Walk walk = walk(subject, path);
        try {
            List<FileState> states = walk.states();
            anchor.ifPresent(each -> each.require(path, states));
            List<Identity> wanted = states.stream().map(FileState::identity).toList();
            boolean inDirectory = walk.found().isEmpty() && states.getLast().kind() == Kind.DIRECTORY;
            LinkStore.Found found = inDirectory
                    ? links.find(
                            wanted, states.getLast().identity(), path.names().get(states.size() - 1))
                    : new LinkStore.Found(nodes.find(wanted), Optional.empty());
            return new Sight(new Sight.Looker(subject, locks, tokens), walk, found.records(), found.link());
        } catch (RuntimeException e) {
            walk.close();
            throw e;
        }
    }

    /** Along a path into a workspace of the subject's own: made if it is not there yet. */
    private Walk walk(Subject subject, NodePath path) throws IOException {
        Walk walk = tree.walk(path);
        boolean there = path.names().size() < WORKSPACE || walk.states().size() > WORKSPACE;
        if (there || !isOfHis(subject, path.first(WORKSPACE))) {
            return walk;
        }
        walk.close();
        makeIfAbsent(path.first(WORKSPACE));
        return tree.walk(path);
    }

    /** The workspaces that a subject has whether or not he has been there; made if they are not there yet. */
    void makeAllOf(Subject subject) throws IOException {
        if (subject.isAnonymous()) {
            return;
        }
        for (String top : List.of(Tree.HOME, Tree.PUB)) {
            makeIfAbsent(NodePath.ROOT.child(top).child(subject.name().orElseThrow()));
        }
        for (String group : subject.groups()) {
            if (NodePath.isName(group)) {
                makeIfAbsent(NodePath.ROOT.child(Tree.TEAM).child(group));
            }
        }
    }

    private static boolean isOfHis(Subject subject, NodePath workspace) {
        return switch (workspace.names().getFirst()) {
            case Tree.HOME, Tree.PUB -> subject.name().equals(Optional.of(workspace.name()));
            case Tree.TEAM -> subject.groups().contains(workspace.name());
            default -> false;
        };
    }

    private void makeIfAbsent(NodePath workspace) throws IOException {
        try (Walk walk = tree.walk(workspace)) {
            if (walk.found().isEmpty()) {
                walk.directory().makeDirectory(workspace.name());
                walk.directory().sync();
            }
        } catch (PosixException e) {
            if (e.reason() != PosixException.Reason.EXISTS) {
                throw FullDisk.unless(tree, e);
            }
        }
    }
}
