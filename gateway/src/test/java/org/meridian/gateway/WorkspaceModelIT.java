// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.model.Contest;
import org.meridian.gateway.model.Doors;
import org.meridian.gateway.model.Visitor;
import org.meridian.gateway.model.Workers;
import org.meridian.workspace.node.NodePath;

/**
 * Random operations on workspaces through VOSpace, WebDAV, files' own addresses and the folders themselves, many at a time,
 * against a model in memory. The system properties {@code meridian.test.seed} and {@code meridian.test.operations} choose others
 * and more. What is done in each region is repeated with the seed; in which order with what others do is not.
 */
@Timeout(1200)
class WorkspaceModelIT {

    private static final int OPERATIONS = Integer.getInteger("meridian.test.operations", 2000);
    private static final long SEED = Long.getLong("meridian.test.seed", System.nanoTime());

    private static RunningGateway server;
    private static People people;
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann", "bob", "eve");
        people.administration().join("astro", List.of("ann", "bob"));
        people.administration().join("visitors", List.of("eve"));
        folder = server.gateway().dataDir().resolve("workspaces");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private static Visitor visitor(String name, String group) {
        Person person = people.program(name, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        return new Visitor(name, Set.of(group), person.headers());
    }

    @Test
    void allDoorsShowWhatWasDone() throws Exception {
        Visitor ann = visitor("ann", "astro");
        Visitor bob = visitor("bob", "astro");
        Visitor eve = visitor("eve", "visitors");
        URI base = URI.create(server.url("/").toString().replaceFirst("/$", ""));
        Path tree = folder.resolve("tree");
        try (Doors doors = new Doors(base)) {
            NodePath team = NodePath.of("/team/astro");
            Contest contest = new Contest(new Contest.Ground(doors, tree, ann, team.child("contested")));
            Workers workers = new Workers(doors, tree, contest, OPERATIONS, SEED);
            for (int i = 0; i < 2; i++) {
                workers.add(NodePath.of("/home/ann/r" + i), ann, List.of(bob, eve));
                workers.add(NodePath.of("/home/bob/r" + i), bob, List.of(ann, eve));
                workers.add(NodePath.of("/home/eve/r" + i), eve, List.of(ann, bob));
                workers.add(team.child("r" + i), i == 0 ? ann : bob, List.of(i == 0 ? bob : ann, eve, eve));
            }
            long begin = System.nanoTime();
            String done = workers.run();
            System.out.printf(
                    "%d operations in %d s: %s%n", OPERATIONS, (System.nanoTime() - begin) / 1_000_000_000, done);
        }
        try (Stream<Path> left = Files.list(folder.resolve("staging"))) {
            assertEquals(List.of(), left.toList(), "what is left of files that came");
        }
    }
}
