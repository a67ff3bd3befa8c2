// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;

/** What programs of somebody see is what he may read and write himself. */
class MountsIT extends SpaceTesting {

    private void folder(Subject who, String path) throws IOException {
        space.create(
                who, path(path), new NodeTemplate(Optional.of(NodeType.ContainerNode), Map.of(), Optional.empty()));
    }

    private List<String> plan(Subject who) throws IOException {
        return space.mounts().planOf(who).mounts().stream()
                .map(mount -> mount.access() + " " + mount.path())
                .toList();
    }

    @Test
    void ownWorkspacesAreWrittenAndPublicOnesRead() throws Exception {
        assertEquals(List.of("READ /pub", "WRITE /home/ann", "WRITE /pub/ann", "WRITE /team/gaia"), plan(ANN));
        assertEquals(List.of("READ /pub"), plan(Subject.ANONYMOUS));
    }

    @Test
    void whatIsSharedIsThereAndWhatIsNotIsCovered() throws Exception {
        folder(BOB, "/home/bob/data");
        folder(BOB, "/home/bob/data/raw");
        folder(BOB, "/home/bob/data/raw/in");
        folder(BOB, "/pub/bob/draft");
        write(BOB, "/home/bob/data/secret", "s");
        space.set(BOB, path("/home/bob/data"), saying(CoreProperties.GROUP_READ, "gaia"));
        space.set(BOB, path("/home/bob/data/raw"), saying(CoreProperties.GROUP_READ, "nobody"));
        space.set(BOB, path("/home/bob/data/raw/in"), saying(CoreProperties.GROUP_WRITE, "gaia"));
        space.set(BOB, path("/home/bob/data/secret"), saying(CoreProperties.GROUP_READ, "nobody"));
        space.set(BOB, path("/pub/bob/draft"), saying(CoreProperties.PUBLIC_READ, "false"));

        assertEquals(
                List.of(
                        "READ /pub",
                        "WRITE /home/ann",
                        "WRITE /pub/ann",
                        "WRITE /team/gaia",
                        "READ /home/bob/data",
                        "NONE /home/bob/data/raw",
                        "NONE /home/bob/data/secret",
                        "WRITE /home/bob/data/raw/in",
                        "NONE /pub/bob/draft"),
                plan(ANN));
        MountPlan.Mount shared = space.mounts().planOf(ANN).mounts().get(4);
        assertEquals("readable by gaia, as /home/bob/data says", shared.reason());
    }

    @Test
    void whatIsMovedByProgramsIsFoundWhereItIs() throws Exception {
        folder(BOB, "/home/bob/data");
        folder(BOB, "/home/bob/old");
        write(BOB, "/home/bob/old/secret", "s");
        space.set(BOB, path("/home/bob/data"), saying(CoreProperties.GROUP_READ, "gaia"));
        space.set(BOB, path("/home/bob/old/secret"), saying(CoreProperties.GROUP_READ, "nobody"));
        Files.move(file("/home/bob/old"), file("/home/bob/data/new"));

        assertTrue(plan(ANN).contains("NONE /home/bob/data/new/secret"));
        Files.createLink(file("/home/bob/data/second"), file("/home/bob/data/new/secret"));
        assertTrue(plan(ANN).containsAll(List.of("NONE /home/bob/data/new/secret", "NONE /home/bob/data/second")));
        Files.delete(file("/home/bob/data/second"));
        Files.delete(file("/home/bob/data/new/secret"));
        assertEquals(1, plan(ANN).stream().filter(each -> each.contains("bob")).count());
    }

    @Test
    void lockedNodesAreRead() throws Exception {
        write(ANN, "/home/ann/final", "f");
        space.set(ANN, path("/home/ann/final"), saying(CoreProperties.IS_LOCKED, "true"));

        assertTrue(plan(ANN).contains("READ /home/ann/final"));
    }

    @Test
    void whatHidesWhereNoNodeCanBeIsCovered() throws Exception {
        folder(BOB, "/home/bob/data");
        folder(BOB, "/home/bob/data/in");
        write(BOB, "/home/bob/data/in/secret", "s");
        space.set(BOB, path("/home/bob/data"), saying(CoreProperties.GROUP_READ, "gaia"));
        space.set(BOB, path("/home/bob/data/in/secret"), saying(CoreProperties.GROUP_READ, "nobody"));
        Files.move(file("/home/bob/data/in"), file("/home/bob/data/a\nb"));

        assertEquals(0, plan(ANN).stream().filter(each -> each.contains("bob")).count());
        assertTrue(plan(BOB).contains("WRITE /home/bob"));
    }

    @Test
    void whoMovesThingsAboutGainsNothing() throws Exception {
        folder(BOB, "/home/bob/data");
        folder(BOB, "/home/bob/data/a");
        write(BOB, "/home/bob/data/a/secret", "s");
        space.set(BOB, path("/home/bob/data"), saying(CoreProperties.GROUP_READ, "gaia"));
        space.set(BOB, path("/home/bob/data/a/secret"), saying(CoreProperties.GROUP_READ, "nobody"));
        for (int i = 0; i < 200; i++) {
            Files.createDirectory(file("/home/bob/data/d" + i));
        }
        AtomicBoolean done = new AtomicBoolean();
        Path here = file("/home/bob/data/a");
        Path there = file("/home/bob/data/d100/a");
        Thread mover = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                try {
                    Files.move(here, there);
                    Files.move(there, here);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        try {
            for (int i = 0; i < 50; i++) {
                requireCovered();
            }
        } finally {
            done.set(true);
            mover.join();
        }
    }

    /** Of what bob shares a plan has nothing, or it covers the secret. */
    private void requireCovered() throws IOException {
        List<String> plan = plan(ANN);
        assertTrue(
                plan.stream().noneMatch(each -> each.contains("bob"))
                        || plan.stream().anyMatch(each -> each.startsWith("NONE /home/bob/data/")),
                plan.toString());
        assertTrue(plan.contains("WRITE /home/ann"), plan.toString());
    }

    @Test
    void whatLiesInTheTrashIsNotLookedForInVain() throws Exception {
        plan(ANN);
        int others = rowsWithRights();
        write(BOB, "/home/bob/old", "s");
        write(BOB, "/home/bob/gone", "s");
        for (String name : List.of("old", "gone")) {
            space.set(BOB, path("/home/bob/" + name), saying(CoreProperties.GROUP_READ, "gaia"));
        }
        space.delete(BOB, path("/home/bob/old"));
        Files.delete(file("/home/bob/gone"));
        assertEquals(others + 2, rowsWithRights());
        assertEquals(0, plan(ANN).stream().filter(each -> each.contains("bob")).count());
        assertEquals(others + 1, rowsWithRights());
        space.bin()
                .restore(
                        BOB, space.bin().list(BOB, Long.MAX_VALUE, 1).getFirst().number(), Optional.empty());
        assertTrue(plan(ANN).contains("READ /home/bob/old"));
    }

    private int rowsWithRights() {
        return parts.nodes().withRights().size();
    }

    @Test
    void workspacesWithTooManyPlacesAreNotMountedInPieces() throws Exception {
        for (int i : IntStream.range(0, 201).toArray()) {
            write(BOB, "/pub/bob/f" + i, "x");
            space.set(BOB, path("/pub/bob/f" + i), saying(CoreProperties.PUBLIC_READ, "false"));
        }
        MountPlan plan = space.mounts().planOf(ANN);
        assertEquals(
                List.of("/pub/bob"),
                plan.mounts().stream()
                        .filter(mount -> mount.access() == MountPlan.Access.NONE)
                        .map(mount -> mount.path().toString())
                        .toList());
        assertTrue(plan.notes().getFirst().startsWith("/pub/bob has 201 places with other rights"));
    }
}
