// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Kind;

/**
 * How far a path could be followed from the root of the tree: what each name on the way stood for, and the directory in which
 * the last one was looked up, held open so that what is done there is done to what was found. Whoever walks closes it.
 */
public final class Walk implements AutoCloseable {

    private final NodePath path;
    private final List<FileState> states;
    private final Directory directory;

    private Walk(NodePath path, List<FileState> states, Directory directory) {
        this.path = path;
        this.states = List.copyOf(states);
        this.directory = directory;
    }

    /** Follows a path as far as there are directories. */
    static Walk of(Directory root, NodePath path) throws PosixException {
        List<FileState> states = new ArrayList<>();
        Directory at = root.again();
        try {
            states.add(at.state());
            List<String> names = path.names();
            for (int i = 0; i < names.size(); i++) {
                // What the operator has mounted in the tree is not of it: another file system counts its files anew.
                Optional<FileState> state = at.find(names.get(i))
                        .filter(each -> each.device() == states.getFirst().device());
                boolean last = i == names.size() - 1;
                if (last || state.filter(each -> each.kind() == Kind.DIRECTORY).isEmpty()) {
                    state.ifPresent(states::add);
                    break;
                }
                Optional<Directory> next = into(at, names.get(i));
                if (next.isEmpty()) {
                    break;
                }
                at.close();
                at = next.get();
                // Of what was opened: the name may stand for another one since it was looked up.
                states.add(at.state());
            }
            return new Walk(path, states, at);
        } catch (PosixException | RuntimeException e) {
            at.close();
            throw e;
        }
    }

    private static Optional<Directory> into(Directory at, String name) throws PosixException {
        try {
            return Optional.of(at.open(name));
        } catch (PosixException e) {
            return switch (e.reason()) {
                // It was a directory a moment ago; it is as well not to have found it.
                case ABSENT, NOT_A_DIRECTORY, A_LINK -> Optional.empty();
                default -> throw e;
            };
        }
    }

    /** The path that was to be followed. */
    public NodePath path() {
        return path;
    }

    /** What the names stood for, from the root on; fewer than there are names where one stood for nothing, or for no directory. */
    public List<FileState> states() {
        return states;
    }

    /** Whether every name but perhaps the last stood for a directory. */
    public boolean reachedParent() {
        return states.size() >= path.names().size()
                && states.subList(0, path.names().size()).stream().allMatch(each -> each.kind() == Kind.DIRECTORY);
    }

    /** What the whole path stands for; empty if nothing. */
    public Optional<FileState> found() {
        return states.size() == path.names().size() + 1 ? Optional.of(states.getLast()) : Optional.empty();
    }

    /** The directory of the last entry that was looked up; of the root itself the root. */
    public Directory directory() {
        return directory;
    }

    @Override
    public void close() throws PosixException {
        directory.close();
    }
}
