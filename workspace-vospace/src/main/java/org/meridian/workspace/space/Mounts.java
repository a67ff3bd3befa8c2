// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.space.MountPlan.Access;
import org.meridian.workspace.space.MountPlan.Mount;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.Search;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.NodeRecord;

/**
 * Decides what of the tree is mounted for whose programs, which know no rights but those of what they see: exactly what the
 * same person may read and write through the gateway. Where that takes more mounts than a kernel should be asked for, less is
 * mounted, never more. Thread-safe.
 */
public final class Mounts {

    /** Most mounts within one workspace. */
    private static final int MOST_IN_ONE = 200;

    private static final int MOST = 2000;

    private static final Comparator<NodePath> OUTSIDE_FIRST =
            Comparator.<NodePath>comparingInt(path -> path.names().size()).thenComparing(NodePath::toString);

    private final Space.Parts parts;
    private final Sights sights;

    Mounts(Space.Parts parts, Sights sights) {
        this.parts = parts;
        this.sights = sights;
    }

    /**
     * The plan for somebody, with the workspaces of his own made if they are not there yet. While what others may keep from him is
     * being moved about, it has those alone.
     */
    public MountPlan planOf(Subject subject) throws IOException {
        sights.makeAllOf(subject);
        List<NodeRecord> known = parts.nodes().withRights();
        Search.Result result =
                parts.tree().search(known.stream().map(NodeRecord::identity).toList());
        if (result.opaque().isEmpty()) {
            parts.nodes().forget(result.gone());
            parts.links().removeIn(result.gone());
        }
        Planning planning =
                new Planning(subject, new TreeMap<>(OUTSIDE_FIRST), new HashMap<>(), Set.copyOf(result.opaque()));
        for (NodeRecord record : known) {
            for (Search.Place place : result.places().getOrDefault(record.identity(), List.of())) {
                planning.said.put(place.path(), record.rights());
                planning.add(place.path(), record.identity(), place.kind());
            }
        }
        for (NodePath path : planning.opaque) {
            add(planning, path);
        }
        for (NodePath workspace : planning.workspaces()) {
            add(planning, workspace);
        }
        List<NodePath> tops = tops(subject);
        for (NodePath top : tops) {
            add(planning, top);
        }
        return result.certain()
                ? planning.plan(NodePath.ROOT::holds, List.of())
                : planning.plan(
                        path -> path.names().size() > 1 && tops.contains(path.first(2)),
                        List.of("what others share is not there: files with rights of their own are being moved;"
                                + " through the gateway all is as it should be"));
    }

    private void add(Planning planning, NodePath path) throws IOException {
        try (Walk walk = parts.tree().walk(path)) {
            walk.found().ifPresent(state -> planning.add(path, state.identity(), state.kind()));
        }
    }

    private static List<NodePath> tops(Subject subject) {
        List<NodePath> tops = new ArrayList<>();
        tops.add(NodePath.ROOT.child(Tree.PUB));
        subject.name().ifPresent(name -> {
            tops.add(NodePath.ROOT.child(Tree.HOME).child(name));
            tops.add(NodePath.ROOT.child(Tree.PUB).child(name));
        });
        subject.groups().stream()
                .filter(NodePath::isName)
                .sorted()
                .map(NodePath.ROOT.child(Tree.TEAM)::child)
                .forEach(tops::add);
        return tops;
    }

    /**
     * A plan that is being made.
     *
     * @param points where something else may hold than around it
     * @param said of nodes alone
     * @param opaque what is in these is not known altogether: only who owns them sees them
     */
    private record Planning(
            Subject subject, Map<NodePath, Mount> points, Map<NodePath, OwnRights> said, Set<NodePath> opaque) {

        void add(NodePath path, FileState.Identity identity, Kind kind) {
            // The first containers are for looking around; they are not mounted as such, but for that which is public.
            boolean lists = path.names().size() < 2 && !path.equals(NodePath.ROOT.child(Tree.PUB));
            if (!lists && (kind == Kind.DIRECTORY || kind == Kind.FILE)) {
                points.put(path, new Mount(path, identity, kind == Kind.DIRECTORY, Access.NONE, ""));
            }
        }

        /** In which something has been added. */
        Set<NodePath> workspaces() {
            return points.keySet().stream()
                    .filter(path -> path.names().size() > 2)
                    .map(path -> path.first(2))
                    .collect(Collectors.toUnmodifiableSet());
        }

        /**
         * The plan.
         *
         * @param told where all is known that he may not see
         * @param notes what is to be said of the rest
         */
        MountPlan plan(Predicate<NodePath> told, List<String> notes) {
            Map<NodePath, Mount> mounts = new LinkedHashMap<>();
            points.values().stream().filter(point -> told.test(point.path())).forEach(point -> {
                Mount mount = decided(point);
                if (mount.access() != around(mounts, point.path())) {
                    mounts.put(point.path(), mount);
                }
            });
            return bounded(mounts, notes);
        }

        private Mount decided(Mount point) {
            Rights rights = rights(point.path());
            Decision write = rights.decide(subject, Action.WRITE);
            if (opaque.contains(point.path())
                    && rights.why(subject, Action.SHARE).isEmpty()) {
                return with(point, Access.NONE, "something in it has a name that no node can have");
            }
            if (write.isAllowed()) {
                return with(
                        point, Access.WRITE, rights.why(subject, Action.WRITE).orElseThrow());
            }
            return switch (rights.decide(subject, Action.READ)) {
                case Decision.Allowed allowed ->
                    with(
                            point,
                            Access.READ,
                            rights.why(subject, Action.READ).orElseThrow()
                                    + rights.locked()
                                            .map(at -> "; " + at + " is locked")
                                            .orElse(""));
                case Decision.Refused refused -> with(point, Access.NONE, refused.reason());
            };
        }

        private static Mount with(Mount point, Access access, String reason) {
            return new Mount(point.path(), point.identity(), point.container(), access, reason);
        }

        private Rights rights(NodePath path) {
            List<OwnRights> all = IntStream.rangeClosed(0, path.names().size())
                    .mapToObj(count -> said.getOrDefault(path.first(count), OwnRights.NONE))
                    .toList();
            return Rights.of(path, all);
        }

        /** What holds of the nearest thing that a path lies in. */
        private static Access around(Map<NodePath, Mount> mounts, NodePath path) {
            for (int count = path.names().size() - 1; count > 0; count--) {
                Optional<Mount> mount = Optional.ofNullable(mounts.get(path.first(count)));
                if (mount.isPresent()) {
                    return mount.get().access();
                }
            }
            return Access.NONE;
        }

        private MountPlan bounded(Map<NodePath, Mount> mounts, List<String> told) {
            Map<NodePath, List<Mount>> byWorkspace = new LinkedHashMap<>();
            mounts.values()
                    .forEach(mount -> byWorkspace
                            .computeIfAbsent(
                                    mount.path()
                                            .first(Math.min(
                                                    2, mount.path().names().size())),
                                    key -> new ArrayList<>())
                            .add(mount));
            List<Mount> kept = new ArrayList<>();
            List<String> notes = new ArrayList<>(told);
            byWorkspace.forEach((workspace, list) -> {
                if (list.size() <= MOST_IN_ONE && kept.size() + list.size() <= MOST) {
                    kept.addAll(list);
                } else {
                    leaveOut(workspace, list, kept, notes);
                }
            });
            return new MountPlan(kept, notes);
        }

        /** What could be mounted with many mounts alone is mounted with one, as what may be done with all that is in it. */
        private void leaveOut(NodePath workspace, List<Mount> list, List<Mount> kept, List<String> notes) {
            Access least = list.stream()
                    .map(Mount::access)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            boolean whole = list.getFirst().path().equals(workspace);
            notes.add(workspace + " has " + list.size() + " places with other rights, too many for mounts: "
                    + (whole && least == Access.READ ? "it can be read there" : "it is not there")
                    + "; through the gateway all is as it should be");
            if (whole || workspace.names().getFirst().equals(Tree.PUB)) {
                Access left = whole ? least : Access.NONE;
                Mount point = Objects.requireNonNull(points.get(workspace), "each workspace is a point");
                kept.add(with(point, left, "it has too many places with other rights"));
            }
        }
    }
}
