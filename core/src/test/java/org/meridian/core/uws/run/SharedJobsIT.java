// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.store.JobQueue;

/** Jobs of several gateways on one database, some of which are lost. */
@Timeout(60)
class SharedJobsIT extends JobGateways {

    @Test
    void runEveryJobOnceOnTwoGateways() throws Exception {
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        JobExecutor count = execution -> {
            runs.computeIfAbsent(query(execution), q -> new AtomicInteger()).incrementAndGet();
            write(execution, "done");
        };
        Jobs first = gateway(count);
        Jobs second = gateway(count);
        List<Job> jobs = IntStream.range(0, 40)
                .mapToObj(i -> create(i % 2 == 0 ? first : second, ANN, true, "job " + i))
                .toList();
        for (Job job : jobs) {
            assertEquals(Phase.COMPLETED, end(first, job.id()).phase());
        }
        assertEquals(40, runs.size());
        assertTrue(runs.values().stream().allMatch(n -> n.get() == 1), runs.toString());
    }

    @Test
    void runTheJobsOfALostGatewayAgainOnceAndLetItNotOverwriteTheResult() throws Exception {
        JobQueue dead = new JobQueue(database.database().owner(), "test", "dead");
        Jobs jobs = gateway(execution -> write(execution, "attempt of the living"), limits(1));
        jobs.close();
        Job job = create(jobs, ANN, true, "q");
        JobQueue.Claim claim =
                dead.claim(new JobQueue.Terms(Duration.ofHours(1), false, 1)).orElseThrow();
        RunningJob late = new RunningJob(
                claim,
                jobs.folder(job.id()),
                new JobLane.Seat(new JobLane(false, limits(1).queue().small())),
                new RunningJob.Account(() -> new ResultOutput.Room(0, 1000), () -> false));
        write(late, "attempt of the dead");

        Jobs living = gateway(execution -> write(execution, "attempt of the living"), limits(1));
        assertEquals(Phase.EXECUTING, living.find(job.id(), ANN).phase());
        sql("UPDATE meridian.job SET lease_until = now() - interval '1 second'");
        Job done = end(living, job.id());
        assertEquals(Phase.COMPLETED, done.phase());

        // The lost gateway wakes up: nothing that it says counts any more.
        assertEquals(
                Optional.empty(),
                dead.complete(claim, late.finished(), Optional.empty()).job());
        assertFalse(dead.fail(claim, JobError.transientError("x")));
        assertEquals(Set.of(), dead.renew(Duration.ofHours(1), Map.of(job.id(), late.progress()), Set.of()));
        write(late, "attempt of the dead, again");
        assertEquals("attempt of the living", result(living, done));
    }

    @Test
    void giveAJobUpOverWhichTwoGatewaysWereLost() throws Exception {
        Jobs closed = gateway(execution -> write(execution, "x"));
        closed.close();
        Job job = create(closed, ANN, true, "deadly");
        JobQueue dead = new JobQueue(database.database().owner(), "test", "dead");
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    job.id(),
                    dead.claim(new JobQueue.Terms(Duration.ofHours(1), false, 1))
                            .orElseThrow()
                            .job()
                            .id());
            sql("UPDATE meridian.job SET lease_until = now() - interval '1 second'");
            assertEquals(List.of(new JobQueue.Lost(job.id(), i + 1)), dead.recover());
        }
        Job given = closed.find(job.id(), ANN);
        assertEquals(Phase.ERROR, given.phase());
        assertEquals(
                JobError.Kind.TRANSIENT, given.outcome().error().orElseThrow().kind());
        assertTrue(given.outcome().error().orElseThrow().message().contains("twice"));
    }

    @Test
    void leaveNothingOfAttemptsOfLostGateways() throws Exception {
        Jobs closed = gateway(execution -> write(execution, LARGE), limits(1));
        closed.close();
        Job again = create(closed, ANN, true, "again");
        JobQueue dead = new JobQueue(database.database().owner(), "test", "dead");
        lose(dead, closed);
        Jobs living = gateway(execution -> write(execution, LARGE), limits(1));
        assertEquals(Phase.COMPLETED, end(living, again.id()).phase());
        assertEquals(Set.of("result.2"), files(living, again));
        living.close();

        Job given = create(closed, ANN, true, "deadly");
        lose(dead, closed);
        dead.recover();
        lose(dead, closed);
        assertEquals(Set.of("result.1", "result.2"), files(closed, given));
        Jobs upkeep = gateway(execution -> write(execution, LARGE), limits(1));
        assertEquals(Phase.ERROR, end(upkeep, given.id()).phase());
        while (!files(upkeep, given).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** A gateway that is killed when it has written some of a result. */
    private void lose(JobQueue gateway, Jobs jobs) throws Exception {
        JobQueue.Claim claim =
                gateway.claim(new JobQueue.Terms(Duration.ofHours(1), false, 1)).orElseThrow();
        RunningJob lost = new RunningJob(
                claim,
                jobs.folder(claim.job().id()),
                new JobLane.Seat(new JobLane(false, limits(1).queue().small())),
                new RunningJob.Account(() -> new ResultOutput.Room(0, Long.MAX_VALUE), () -> false));
        write(lost, LARGE);
        sql("UPDATE meridian.job SET lease_until = now() - interval '1 second' WHERE phase = 'EXECUTING'");
    }

    private static Set<String> files(Jobs jobs, Job job) throws Exception {
        try (Stream<Path> files = Files.list(jobs.folder(job.id()).path())) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void goOnAfterARestart() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        Jobs before = gateway(execution -> {
            begun.countDown();
            awaitStop(execution);
        });
        List<Job> jobs = IntStream.range(0, 5)
                .mapToObj(i -> create(before, ANN, true, "job " + i))
                .toList();
        begun.await();
        before.close();
        assertEquals(Phase.QUEUED, before.find(jobs.getFirst().id(), ANN).phase());
        Jobs after = gateway(execution -> write(execution, "done"));
        for (Job job : jobs) {
            assertEquals(Phase.COMPLETED, end(after, job.id()).phase());
        }
    }

    @Test
    void stopWhatAnotherGatewayRuns() throws Exception {
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        CountDownLatch stopped = new CountDownLatch(2);
        Jobs runs = gateway(execution -> {
            begun.add(query(execution));
            try {
                awaitStop(execution);
            } finally {
                stopped.countDown();
            }
        });
        Job first = create(runs, ANN, true, "abort");
        Job second = create(runs, ANN, true, "delete");
        begun.take();
        begun.take();
        Jobs other = gateway(execution -> {}, limits(1));
        other.change(first.id(), ANN, ABORT);
        other.delete(second.id(), ANN);
        assertTrue(stopped.await(20, TimeUnit.SECONDS));
        assertEquals(Phase.ABORTED, runs.find(first.id(), ANN).phase());
        assertTrue(runs.find(first.id(), ANN).times().ended().isPresent());
        other.change(first.id(), ANN, ABORT);
    }

    @Test
    void takeARushWithoutLosingAJobOrItsTurn() throws Exception {
        Jobs closed = gateway(execution -> {});
        closed.close();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Job>> created = IntStream.range(0, 60)
                    .mapToObj(i -> clients.submit(() -> create(closed, i % 3 == 0 ? BOB : ANN, true, "job " + i)))
                    .toList();
            int refused = 0;
            for (Future<Job> one : created) {
                try {
                    assertEquals(Phase.QUEUED, one.get().phase());
                } catch (ExecutionException e) {
                    assertInstanceOf(TransientFault.class, e.getCause());
                    refused++;
                }
            }
            // The queue takes fifty.
            assertEquals(10, refused);
        }
        for (JobOwner owner : List.of(ANN, BOB)) {
            assertEquals(
                    "t",
                    ask("SELECT count(DISTINCT turn) = max(turn) AND min(turn) = 1 FROM meridian.job WHERE account = '"
                            + owner.account() + "'"));
        }
    }

    @Test
    void serveWhatAnotherGatewayHasDeletedNoLongerThanAMoment() throws Exception {
        Jobs runs = gateway(execution -> write(execution, "done"));
        Jobs other = gateway(execution -> {}, limits(1));
        other.letWaitingGo();
        Job job = end(runs, create(runs, ANN, true, "q").id());
        other.delete(job.id(), ANN);
        Instant end = Instant.now().plusSeconds(20);
        boolean gone = false;
        while (!gone && Instant.now().isBefore(end)) {
            try {
                runs.await(job.id(), ANN, Optional.empty(), Duration.ofMillis(1), ClientWatch.NONE);
            } catch (NotFoundFault e) {
                gone = true;
            }
        }
        assertTrue(gone);
        assertThrows(NotFoundFault.class, () -> runs.result(job.id(), ANN, "result"));
    }

    @Test
    void forgetAtOnceWhatIsDeletedHere() throws Exception {
        Jobs jobs = gateway(execution -> write(execution, "done"));
        Job job = end(jobs, create(jobs, ANN, true, "q").id());
        JobOwner user = new JobOwner(Optional.of("ann"), "192.0.2.1");
        Job hers = create(jobs, user, true, "q");
        jobs.delete(job.id(), ANN);
        assertThrows(NotFoundFault.class, () -> jobs.result(job.id(), ANN, "result"));
        assertThrows(
                NotFoundFault.class,
                () -> jobs.await(job.id(), ANN, Optional.empty(), Duration.ofSeconds(1), ClientWatch.NONE));
        jobs.await(hers.id(), user, Optional.empty(), Duration.ofSeconds(30), ClientWatch.NONE);
        assertThrows(AuthorizationFault.class, () -> jobs.result(hers.id(), ANN, "result"));
        assertThrows(
                AuthorizationFault.class,
                () -> jobs.await(hers.id(), BOB, Optional.empty(), Duration.ofSeconds(1), ClientWatch.NONE));
    }
}
