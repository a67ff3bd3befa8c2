// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.usage.Spender;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.Phase;

/** What jobs are given: parameters and files, within limits, whole or not at all. */
@Timeout(60)
class JobInputIT extends JobGateways {

    private static JobParameter parameter(String name, String value) {
        return new JobParameter(name, value);
    }

    private Posted file(String part, String content) throws Exception {
        Path sent = Files.writeString(Files.createTempFile(folder.resolveSibling("."), "sent", ""), content);
        return Posted.of(List.of(), Map.of(part, sent));
    }

    private static Job create(Jobs jobs, Posted posted, boolean run) {
        return jobs.create(
                new Jobs.NewJob(JobId.random(), ANN, posted, new Jobs.Wishes(run, Optional.empty(), Optional.empty())));
    }

    private static long bytesHeld(Jobs jobs, JobOwner who) {
        return Math.round(jobs.heldBy(Spender.of(Subject.ANONYMOUS, Optional.of(who.address())))
                .get(1)
                .used());
    }

    private static List<Path> uploads(Jobs jobs, Job job) throws Exception {
        Path folder = jobs.folder(job.id()).path().resolve("uploads");
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException deleted) {
            return List.of();
        }
    }

    private static void readThem(JobExecution execution) throws java.io.IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Path> file : new java.util.TreeMap<>(execution.uploads()).entrySet()) {
            text.append(file.getKey()).append('=').append(Files.readString(file.getValue()));
        }
        write(execution, text.toString());
    }

    private static JobLimits keeping(long bytes) {
        JobLimits usual = limits(2);
        return new JobLimits(usual.queue(), 40, bytes, usual.execution(), usual.retention());
    }

    @Test
    void hasAsManyParametersTogetherAsInOneRequest() throws Exception {
        Jobs jobs = gateway(execution -> write(execution, "x"));
        Job job = create(jobs, Posted.of(List.of(parameter("QUERY", "x".repeat(500)))), false);
        post(jobs, job, List.of(parameter("UPLOAD", "u".repeat(400))));
        UsageFault fault =
                assertThrows(UsageFault.class, () -> post(jobs, job, List.of(parameter("UPLOAD", "u".repeat(400)))));
        assertTrue(
                fault.message()
                        .startsWith("the parameters of the job would together have 1317 bytes; it can have 1000:"),
                fault.message());
        assertEquals(2, jobs.find(job.id(), ANN).parameters().size());
        post(jobs, job, List.of(parameter("query", "x".repeat(580))));
        assertThrows(
                UsageFault.class, () -> create(jobs, Posted.of(List.of(parameter("q", "\u00e9".repeat(500)))), false));
    }

    @Test
    void hasAsManyUploadsAndFilesAsAreAllowed() throws Exception {
        Jobs jobs = gateway(execution -> write(execution, "x"));
        Job job = create(jobs, Posted.of(List.of(parameter("upload", "a,b"), parameter("UPLOAD", " "))), false);
        post(jobs, job, List.of(parameter("UPLOAD", "c,d"), parameter("Upload", "e,f")));
        UsageFault values = assertThrows(UsageFault.class, () -> post(jobs, job, List.of(parameter("UPLOAD", "g,h"))));
        assertTrue(
                values.message().startsWith("the job would have 4 values of UPLOAD; it can have 3"), values.message());
        for (String part : List.of("a", "b", "c", "d", "d")) {
            post(jobs, job, file(part, "x"));
        }
        UsageFault files = assertThrows(UsageFault.class, () -> post(jobs, job, file("e", "x")));
        assertTrue(files.message().startsWith("the job would have 5 files; it can have 4"), files.message());
        assertEquals(4, uploads(jobs, job).size());
    }

    @Test
    void keepsFilesUnderAnyNameUntilTheJobHasEnded() throws Exception {
        Jobs jobs = gateway(JobInputIT::readThem);
        Job job = create(jobs, file("t", "old"), false);
        post(jobs, job, file("t", "new"));
        post(jobs, job, file("\u3042".repeat(40), "1"));
        post(jobs, job, file("../%2e/x", "2"));
        assertEquals(3, uploads(jobs, job).size());
        assertEquals(5, bytesHeld(jobs, ANN));
        jobs.change(job.id(), ANN, RUN);
        Job done = end(jobs, job.id());
        assertEquals("../%2e/x=2t=new" + "\u3042".repeat(40) + "=1", result(jobs, done));
        while (!uploads(jobs, job).isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(done.outcome().results().getFirst().bytes(), bytesHeld(jobs, ANN));
    }

    @Test
    void needsItsFilesNoMoreHoweverItEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Jobs jobs = gateway(execution -> {
            if (execution.uploads().containsKey("bad")) {
                throw new UsageFault("bad");
            }
            begun.countDown();
            awaitStop(execution);
        });
        Job failing = create(jobs, file("bad", "x"), true);
        assertEquals(Phase.ERROR, end(jobs, failing.id()).phase());
        Job running = create(jobs, file("t", "x"), true);
        begun.await();
        Job pending = create(jobs, file("t", "x"), false);
        jobs.change(running.id(), ANN, ABORT);
        jobs.change(pending.id(), ANN, ABORT);
        assertEquals(0, bytesHeld(jobs, ANN));
        for (Job job : List.of(failing, running, pending)) {
            while (!uploads(jobs, job).isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void sweepsFilesOfEndedJobsThatALostGatewayLeft() throws Exception {
        Jobs idle = idleGateway(execution -> write(execution, "x"), limits(1));
        Job ended = create(idle, file("t", "x"), false);
        Job waiting = create(idle, file("t", "x"), false);
        sql("UPDATE meridian.job SET phase = 'ERROR', files = '[]', file_bytes = 0 WHERE id = '" + ended.id() + "'");
        for (Job job : List.of(ended, waiting)) {
            Files.setLastModifiedTime(
                    idle.folder(job.id()).path(), FileTime.from(Instant.now().minusSeconds(7200)));
        }
        idle.begin();
        while (!uploads(idle, ended).isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(1, uploads(idle, waiting).size());
    }

    @Test
    void countsFilesAgainstWhatItsAccountMayKeep() throws Exception {
        Jobs jobs = gateway(JobInputIT::readThem, keeping(100));
        Job job = create(jobs, file("a", "x".repeat(60)), false);
        String most =
                "you have used 60 of 100 bytes of files of jobs at once, and the files sent now have 41: delete some"
                        + " jobs (HTTP DELETE on the job) or send smaller files, or ask the operator for more";
        Posted more = file("b", "x".repeat(41));
        assertEquals(
                most,
                assertThrows(AuthorizationFault.class, () -> post(jobs, job, more))
                        .message());
        assertEquals(
                most,
                assertThrows(AuthorizationFault.class, () -> create(jobs, more, false))
                        .message());
        assertEquals(1, uploads(jobs, job).size());
        assertEquals(1, jobs.list(ANN, org.meridian.core.uws.JobFilter.NONE).size());
        create(jobs, file("b", "x".repeat(40)), false);
        jobs.delete(job.id(), ANN);
        assertEquals(40, bytesHeld(jobs, ANN));
        create(jobs, more, false);
    }

    @Test
    void keepsNoMoreForPostsThatComeTogether() throws Exception {
        Jobs jobs = gateway(JobInputIT::readThem, keeping(100));
        List<Posted> posts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            posts.add(file("a", "x".repeat(40)));
        }
        List<Thread> clients = posts.stream()
                .map(posted -> Thread.startVirtualThread(() -> {
                    try {
                        create(jobs, posted, false);
                    } catch (AuthorizationFault full) {
                        assertTrue(full.message().contains("of 100 bytes"), full.message());
                    }
                }))
                .toList();
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(80, bytesHeld(jobs, ANN));
    }

    @Test
    void changesAllThatIsAskedForOrNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        JobLimits one = new JobLimits(
                queue(1, 1), 40, 1 << 20, limits(1).execution(), limits(1).retention());
        Jobs jobs = gateway(
                execution -> {
                    begun.countDown();
                    awaitStop(execution);
                },
                one);
        create(jobs, ANN, true, "runs");
        begun.await();
        Job waits = create(jobs, ANN, true, "waits");
        Job job = create(jobs, ANN, false, "old");
        Posted posted =
                new Posted(List.of(parameter("QUERY", "new")), file("t", "x").files());
        Instant later = Instant.now().plusSeconds(90_000);
        Jobs.Change all = new Jobs.Change(
                posted, Optional.of(Duration.ofSeconds(7)), Optional.of(later), Optional.of(Jobs.Order.RUN));
        assertThrows(TransientFault.class, () -> jobs.change(job.id(), ANN, all));
        Job same = jobs.find(job.id(), ANN);
        assertEquals(job.input(), same.input());
        assertEquals(job.times(), same.times());
        assertTrue(uploads(jobs, job).isEmpty());
        assertThrows(AuthorizationFault.class, () -> jobs.change(waits.id(), ANN, all));
        assertEquals(waits.times(), jobs.find(waits.id(), ANN).times());
        jobs.delete(waits.id(), ANN);
        assertThrows(NotFoundFault.class, () -> jobs.change(waits.id(), ANN, all));
        assertFalse(Files.exists(jobs.folder(waits.id()).path()));
        Jobs.Change again = new Jobs.Change(
                Posted.of(List.of(parameter("QUERY", "new"))), all.execution(), all.destruction(), all.order());
        jobs.change(job.id(), ANN, again);
        Job changed = jobs.find(job.id(), ANN);
        assertEquals(Phase.QUEUED, changed.phase());
        assertEquals("new", changed.parameters().getFirst().value());
        assertEquals(Duration.ofSeconds(7), changed.times().executionDuration());
        assertEquals(later.toEpochMilli(), changed.times().destruction().toEpochMilli(), 1);
    }

    @Test
    void losesNothingOfPostsThatComeTogether() throws Exception {
        Jobs jobs = gateway(execution -> write(execution, "x"));
        Job job = create(jobs, Posted.NONE, false);
        int clients = 6;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String name = "p" + i;
            threads.add(Thread.startVirtualThread(() -> post(jobs, job, List.of(parameter(name, "x")))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(clients, jobs.find(job.id(), ANN).parameters().size());
    }
}
