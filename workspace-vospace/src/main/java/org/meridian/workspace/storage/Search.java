// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;

/**
 * Looks for files and directories that are known by their identities alone. Directories are read and entries left where they
 * are: only those with a wanted inode number are looked at. Not thread-safe.
 */
public final class Search {

    /** How often is looked for what is not found while programs move things about. */
    private static final int TRIES = 4;

    private final long device;
    private final Set<Identity> wanted;
    private final long[] inodes;
    private final Map<Identity, List<Place>> found = new HashMap<>();
    private final Map<Identity, Long> seen = new HashMap<>();
    private final Set<Identity> missing;
    private final List<NodePath> opaque = new ArrayList<>();
    private boolean inTree = true;
    private long changes;

    private Search(Directory root, Set<Identity> wanted) throws PosixException {
        this.device = root.state().device();
        this.wanted = wanted;
        this.inodes = wanted.stream().mapToLong(Identity::inode).sorted().toArray();
        this.missing = new HashSet<>(wanted);
    }

    /**
     * Where something is.
     *
     * @param path of it
     * @param kind what it is
     */
    public record Place(NodePath path, Kind kind) {}

    /**
     * What was found.
     *
     * @param places by identity; of a file with several names each of them
     * @param opaque containers with directories into which nobody looked, as no node can be in there; empty if all that was
     *     wanted was found
     * @param gone what is nowhere, opaque containers apart
     * @param certain whether all is told: false if so much was moved about meanwhile that something may have been passed over
     */
    public record Result(
            Map<Identity, List<Place>> places, List<NodePath> opaque, Set<Identity> gone, boolean certain) {}

    /**
     * Looks through a tree, and through what is beside it: what is there is not missing, but has no place. What is said to be gone was
     * looked for while nothing was moved.
     */
    static Result of(Directory root, List<Directory> beside, Collection<Identity> wanted) throws IOException {
        Set<Identity> distinct = new HashSet<>(wanted);
        Optional<Long> before = Optional.empty();
        for (int i = 0; ; i++) {
            Search search = new Search(root, distinct);
            search.through(root, beside);
            if (search.missing.isEmpty()) {
                return new Result(search.found, List.of(), Set.of(), true);
            }
            boolean still = before.equals(Optional.of(search.changes));
            if (still || i == TRIES) {
                return new Result(search.found, search.opaque, still ? search.missing : Set.of(), still);
            }
            before = Optional.of(search.changes);
        }
    }

    private void through(Directory root, List<Directory> beside) throws IOException {
        note(root.state(), NodePath.ROOT);
        into(root, NodePath.ROOT);
        inTree = false;
        for (Directory each : beside) {
            into(each, NodePath.ROOT);
        }
    }

    private void into(Directory directory, NodePath path) throws IOException {
        FileState state = directory.state();
        changes += mixed(state);
        List<byte[]> below = new ArrayList<>();
        List<byte[]> perhaps = new ArrayList<>();
        directory.listBytes((name, inode, type) -> {
            if (type == Directory.IS_DIRECTORY || type == Directory.IS_ANYTHING) {
                below.add(name);
            } else if (Arrays.binarySearch(inodes, inode) >= 0) {
                perhaps.add(name);
            }
        });
        for (byte[] name : perhaps) {
            Optional<String> text = Directory.name(name);
            if (text.isPresent()) {
                look(directory, path.child(text.get()));
            } else {
                hides(path);
            }
        }
        for (byte[] name : below) {
            if (missing.isEmpty()) {
                return;
            }
            Optional<String> text = Directory.name(name);
            if (text.isEmpty() || path.names().size() == NodePath.DEEPEST) {
                hides(path);
            } else {
                open(directory, path.child(text.get()));
            }
        }
    }

    private void open(Directory in, NodePath path) throws IOException {
        try (Directory directory = in.open(path.name())) {
            FileState state = directory.state();
            if (state.device() == device) {
                note(state, path);
                into(directory, path);
            }
        } catch (PosixException e) {
            switch (e.reason()) {
                case ABSENT -> changes++;
                // A program may have taken the right to read it; or it never was a directory.
                case FORBIDDEN -> hides(path);
                case NOT_A_DIRECTORY, A_LINK -> look(in, path);
                case EXISTS, NOT_EMPTY, A_DIRECTORY, INTO_ITSELF, FULL, ELSEWHERE, OTHER -> throw e;
            }
        }
    }

    private void look(Directory in, NodePath path) throws PosixException {
        Optional<FileState> state = in.find(path.name()).filter(each -> each.device() == device);
        if (state.isPresent()) {
            note(state.get(), path);
        }
    }

    private void note(FileState state, NodePath path) {
        if (!wanted.contains(state.identity())) {
            return;
        }
        if (inTree) {
            found.computeIfAbsent(state.identity(), key -> new ArrayList<>()).add(new Place(path, state.kind()));
        }
        long times = seen.merge(state.identity(), 1L, Long::sum);
        // A directory has one name; a file may have others.
        if (state.kind() == Kind.DIRECTORY || times >= state.links()) {
            missing.remove(state.identity());
        }
    }

    private void hides(NodePath path) {
        if (inTree) {
            opaque.add(path);
        }
    }

    /** Another for each state of a directory: a sum of them does not depend on the order in which they were seen. */
    private static long mixed(FileState state) {
        long mixed = (state.identity().inode() * 31 + state.identity().birthNs()) * 31 + state.changedNs();
        mixed = (mixed ^ mixed >>> 32) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }
}
