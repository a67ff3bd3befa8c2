// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FileBody;
import org.meridian.core.usage.Spender;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobFilter;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.Phase;

/** What clients may do with jobs, and what becomes of them. */
@Timeout(60)
class JobsIT extends JobGateways {

    @Test
    void runAJobAndKeepItsResult() throws Exception {
        Jobs jobs = gateway(execution -> write(execution, query(execution)));
        Job pending = create(jobs, ANN, false, "one");
        assertEquals(Phase.PENDING, pending.phase());
        jobs.change(pending.id(), ANN, RUN);
        Job done = end(jobs, pending.id());
        assertEquals(Phase.COMPLETED, done.phase());
        assertEquals(1, done.progress().rows());
        assertEquals("one", result(jobs, done));
        assertEquals(3, done.outcome().results().getFirst().bytes());
        assertFalse(Files.exists(jobs.folder(done.id()).path()), "a small result needs no file");
        assertTrue(done.times().started().isPresent() && done.times().ended().isPresent());
        assertThrows(AuthorizationFault.class, () -> jobs.change(done.id(), ANN, RUN));
        assertThrows(AuthorizationFault.class, () -> jobs.change(done.id(), ANN, ABORT));
        jobs.delete(done.id(), ANN);
        assertThrows(NotFoundFault.class, () -> jobs.find(done.id(), ANN));
    }

    @Test
    void keepALargeResultInAFileUntilTheJobIsDeleted() throws Exception {
        Jobs jobs = gateway(execution -> write(execution, LARGE));
        Job done = end(jobs, create(jobs, ANN, true, "q").id());
        FileBody body = jobs.result(done.id(), ANN, "result").body();
        assertEquals(LARGE, Files.readString(((FileBody.InFile) body.content()).file()));
        assertThrows(NotFoundFault.class, () -> jobs.result(done.id(), ANN, "another"));
        jobs.delete(done.id(), ANN);
        assertFalse(Files.exists(jobs.folder(done.id()).path()));
    }

    @Test
    void waitUntilClientsCanBeAnswered() throws Exception {
        Jobs jobs = idleGateway(execution -> write(execution, "done"), limits(1));
        Job early = create(jobs, ANN, true, "early");
        assertEquals(Phase.QUEUED, jobs.find(early.id(), ANN).phase());
        jobs.begin();
        assertEquals(Phase.COMPLETED, end(jobs, early.id()).phase());
    }

    @Test
    void areQuotedLaterTheMoreJobsAreBeforeThem() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Jobs jobs = gateway(
                execution -> {
                    begun.countDown();
                    go.await();
                },
                limits(1));
        Instant before = Instant.now();
        Job running = create(jobs, ANN, true, "running");
        begun.await();
        Job next = jobs.find(create(jobs, ANN, true, "next").id(), ANN);
        Job last = jobs.find(create(jobs, ANN, true, "last").id(), ANN);
        Instant quoted = jobs.quote(jobs.find(running.id(), ANN)).orElseThrow();
        Instant afterOne = jobs.quote(next).orElseThrow();
        assertTrue(quoted.isAfter(before), quoted.toString());
        assertTrue(afterOne.isAfter(Instant.now()), afterOne.toString());
        assertTrue(jobs.quote(last).orElseThrow().isAfter(afterOne));
        go.countDown();
        assertEquals(Optional.empty(), jobs.quote(end(jobs, last.id())));
    }

    @Test
    void letAccountsTakeTurns() throws Exception {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        Jobs jobs = gateway(
                execution -> {
                    go.await();
                    order.add(query(execution));
                },
                limits(1));
        IntStream.range(0, 10).forEach(i -> create(jobs, ANN, true, "ann " + i));
        Job last = create(jobs, BOB, true, "bob 0");
        create(jobs, BOB, true, "bob 1");
        assertTrue(jobs.find(last.id(), BOB).progress().place().orElseThrow().ahead() <= 2);
        go.countDown();
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            begun.add(order.take());
        }
        assertTrue(begun.indexOf("bob 0") <= 2 && begun.indexOf("bob 1") <= 4, begun.toString());
    }

    @Test
    void keepAccountsWithinTheirQuotas() throws Exception {
        JobLimits few = new JobLimits(
                queue(1, 1),
                3,
                2 << 20,
                new JobLimits.Span(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                JobLimits.DEFAULT.retention());
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Jobs jobs = gateway(
                execution -> {
                    begun.countDown();
                    go.await();
                    write(execution, "x".repeat(Integer.parseInt(query(execution))));
                },
                few);
        Job large = create(jobs, ANN, true, "2097153");
        begun.await();
        Job small = create(jobs, ANN, true, "2097152");
        assertThrows(TransientFault.class, () -> create(jobs, ANN, true, "the queue is full"));
        Job third = create(jobs, ANN, false, "x");
        AuthorizationFault tooMany = assertThrows(AuthorizationFault.class, () -> create(jobs, ANN, false, "x"));
        assertTrue(tooMany.message().startsWith("you have used 3 of 3 jobs at once: delete some"), tooMany.message());
        create(jobs, BOB, false, "not his fault");
        go.countDown();
        Job ended = end(jobs, large.id());
        assertEquals(Phase.ERROR, ended.phase());
        String why = ended.outcome().error().orElseThrow().message();
        assertTrue(why.contains(" of 2097152 bytes of files of jobs, and this result has more"), why);
        assertEquals(Phase.COMPLETED, end(jobs, small.id()).phase());
        assertEquals(
                List.of("3 of 3.0", "2097152 of 2097152.0"),
                jobs.heldBy(Spender.of(Subject.ANONYMOUS, Optional.of(ANN.address()))).stream()
                        .map(usage -> Math.round(usage.used()) + " of " + usage.limit())
                        .toList());
        jobs.delete(third.id(), ANN);
        AuthorizationFault tooLarge = assertThrows(AuthorizationFault.class, () -> create(jobs, ANN, false, "x"));
        assertTrue(tooLarge.message().contains(" of 2097152 bytes of files of jobs at once"), tooLarge.message());
    }

    @Test
    void abortWhatTakesTooLong() throws Exception {
        Jobs jobs = gateway(JobsIT::awaitStop);
        Job job = jobs.create(new Jobs.NewJob(
                JobId.random(),
                ANN,
                Posted.NONE,
                new Jobs.Wishes(true, Optional.of(Duration.ofSeconds(1)), Optional.empty())));
        Job ended = end(jobs, job.id());
        assertEquals(Phase.ABORTED, ended.phase());
        assertTrue(ended.outcome().error().orElseThrow().message().contains("execution duration of 1 s"));
    }

    @Test
    void putAJobBackThatCannotBeginNow() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Jobs jobs = gateway(execution -> {
            if (attempts.incrementAndGet() < 3) {
                throw new JobExecutor.NotNowException("busy", Duration.ofMillis(50));
            }
            write(execution, "at last");
        });
        assertEquals(
                Phase.COMPLETED, end(jobs, create(jobs, ANN, true, "q").id()).phase());
    }

    @Test
    void failWithAReason() throws Exception {
        Jobs jobs = gateway(execution -> {
            throw query(execution).equals("bad") ? new UsageFault("it is bad") : new IllegalStateException("bug");
        });
        JobError bad =
                end(jobs, create(jobs, ANN, true, "bad").id()).outcome().error().orElseThrow();
        assertEquals(new JobError(JobError.Kind.FATAL, "UsageFault", "it is bad"), bad);
        JobError bug =
                end(jobs, create(jobs, ANN, true, "x").id()).outcome().error().orElseThrow();
        assertTrue(bug.message().contains("incident"), bug.message());
    }

    @Test
    void destroyJobsInTimeAndFoldersWithoutJobs() throws Exception {
        JobId stray = JobId.random();
        JobId young = JobId.random();
        Files.writeString(Files.createDirectories(folder.resolve(stray.text())).resolve("result.1"), "x");
        Files.setLastModifiedTime(
                folder.resolve(stray.text()), FileTime.from(Instant.now().minusSeconds(7200)));
        Files.createDirectories(folder.resolve(young.text()));
        Jobs jobs = gateway(execution -> write(execution, LARGE));
        Job job = create(jobs, ANN, true, "x");
        Job done = end(jobs, job.id());
        assertTrue(Files.exists(folder.resolve(job.id().text())));
        assertEquals(
                Duration.ofDays(7),
                Duration.between(done.times().created(), done.times().destruction()));
        destroyAt(jobs, job, Instant.now().plus(Duration.ofDays(400)));
        assertEquals(
                Duration.ofDays(30),
                Duration.between(
                        done.times().created(), jobs.find(job.id(), ANN).times().destruction()));
        destroyAt(jobs, job, Instant.now());
        while (Files.exists(folder.resolve(job.id().text())) || Files.exists(folder.resolve(stray.text()))) {
            Thread.onSpinWait();
        }
        assertThrows(NotFoundFault.class, () -> jobs.find(job.id(), ANN));
        assertTrue(Files.exists(folder.resolve(young.text())));
    }

    @Test
    void areDestroyedAsSoonAsTheirTimeHasCome() throws Exception {
        // So rarely does this one sweep that it would not come to it.
        Jobs jobs = gateway(execution -> write(execution, LARGE), limits(1), Duration.ofHours(1));
        Job past = end(jobs, create(jobs, ANN, true, "x").id());
        Job soon = end(jobs, create(jobs, ANN, true, "y").id());
        destroyAt(jobs, past, Instant.now().minusSeconds(10));
        assertThrows(NotFoundFault.class, () -> jobs.find(past.id(), ANN));
        destroyAt(jobs, soon, Instant.now().plusMillis(300));
        while (!ask("SELECT count(*) FROM meridian.job").equals("0")) {
            Thread.onSpinWait();
        }
        while (Files.exists(jobs.folder(soon.id()).path())) {
            Thread.onSpinWait();
        }
        assertFalse(Files.exists(jobs.folder(past.id()).path()));
    }

    @Test
    void listTheJobsOfAnAccount() throws Exception {
        Jobs jobs = gateway(execution -> {});
        Job first = create(jobs, ANN, false, "1");
        Job second = create(jobs, ANN, false, "2");
        create(jobs, BOB, false, "3");
        jobs.change(first.id(), ANN, ABORT);
        assertEquals(
                List.of(second.id(), first.id()),
                jobs.list(ANN, JobFilter.NONE).stream().map(s -> s.id()).toList());
        assertEquals(
                List.of(second.id()),
                jobs.list(ANN, new JobFilter(Set.of(), Optional.empty(), OptionalInt.of(1))).stream()
                        .map(s -> s.id())
                        .toList());
        assertEquals(
                List.of(first.id()),
                jobs
                        .list(
                                ANN,
                                new JobFilter(
                                        Set.of(Phase.ABORTED, Phase.ERROR), Optional.empty(), OptionalInt.empty()))
                        .stream()
                        .map(s -> s.id())
                        .toList());
        assertEquals(
                0,
                jobs.list(
                                ANN,
                                new JobFilter(
                                        Set.of(), Optional.of(second.times().created()), OptionalInt.empty()))
                        .size());
    }

    @Test
    void countTogetherForANetworkOfIpv6AndAreListedForEachAddress() throws Exception {
        Jobs jobs = gateway(execution -> {});
        JobOwner one = new JobOwner(Optional.empty(), "2001:db8:1:2:0:0:0:1");
        JobOwner other = new JobOwner(Optional.empty(), "2001:db8:1:2:0:0:0:2");
        assertEquals(one.account(), other.account());
        Job job = create(jobs, one, false, "1");
        create(jobs, other, false, "2");
        assertEquals(
                List.of(job.id()),
                jobs.list(one, JobFilter.NONE).stream().map(s -> s.id()).toList());
    }

    @Test
    void takeParametersWhilePendingOnly() throws Exception {
        Jobs jobs = gateway(
                execution -> write(execution, execution.job().parameters().toString()));
        Job job = create(jobs, ANN, false, "old");
        post(jobs, job, List.of(new JobParameter("query", "new"), new JobParameter("RUNID", "r")));
        assertEquals(Optional.of("r"), jobs.find(job.id(), ANN).runId());
        assertEquals(Optional.of("r"), jobs.list(ANN, JobFilter.NONE).getFirst().runId());
        limit(jobs, job, Duration.ofSeconds(5));
        assertEquals(Duration.ofSeconds(5), jobs.find(job.id(), ANN).times().executionDuration());
        jobs.change(job.id(), ANN, RUN);
        end(jobs, job.id());
        List<JobParameter> late = List.of(new JobParameter("QUERY", "late"));
        assertThrows(AuthorizationFault.class, () -> post(jobs, job, late));
        assertThrows(AuthorizationFault.class, () -> limit(jobs, job, Duration.ZERO));
    }
}
