// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.Phase;

/** Heavy jobs run apart from all others. */
@Timeout(60)
class JobLanesIT extends JobGateways {

    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    /** What is called heavy or long waits at its gate. */
    private void execute(JobExecution execution) throws JobExecutor.NotNowException, InterruptedException {
        String name = query(execution);
        if (name.startsWith("heavy") && !execution.turnHeavy()) {
            throw new JobExecutor.NotNowException("no place", Duration.ZERO);
        }
        begun.add(name);
        if (gates.containsKey(name)) {
            gates.get(name).await();
        }
    }

    private JobId submit(Jobs jobs, JobOwner owner, String name) {
        if (!name.startsWith("small")) {
            gates.put(name, new CountDownLatch(1));
        }
        return create(jobs, owner, true, name).id();
    }

    private JobId submitAndBegin(Jobs jobs, JobOwner owner, String name) throws InterruptedException {
        JobId id = submit(jobs, owner, name);
        assertEquals(name, begun.take());
        return id;
    }

    private static JobLimits limits(int small, JobLimits.Lane heavy, Duration smallTime) {
        JobLimits standard = limits(small);
        return new JobLimits(
                new JobLimits.Queue(new JobLimits.Lane(small, small), heavy, smallTime, 50),
                standard.jobsPerAccount(),
                standard.bytesPerAccount(),
                standard.execution(),
                standard.retention());
    }

    private static Job queuedAsHeavy(Jobs jobs, JobId id) {
        Job job = jobs.find(id, ANN);
        while (!job.progress().place().map(Job.Place::heavy).orElse(false)) {
            job = jobs.find(id, ANN);
        }
        return job;
    }

    @Test
    void smallOnesAreNotBehindTheHeavyOnesOfTheirAccount() throws Exception {
        Jobs jobs = gateway(this::execute, limits(1));
        JobId first = submitAndBegin(jobs, ANN, "heavy 1");
        JobId second = submit(jobs, ANN, "heavy 2");
        JobId third = submit(jobs, ANN, "heavy 3");
        assertEquals(
                0, queuedAsHeavy(jobs, second).progress().place().orElseThrow().ahead());
        Job.Place last = queuedAsHeavy(jobs, third).progress().place().orElseThrow();
        assertEquals(new Job.Place(true, 1, 1), last);
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    Phase.COMPLETED,
                    end(jobs, submitAndBegin(jobs, ANN, "small " + i)).phase());
        }
        assertEquals(Phase.EXECUTING, jobs.find(first, ANN).phase());
        gates.get("heavy 1").countDown();
        assertEquals("heavy 2", begun.take());
        gates.get("heavy 2").countDown();
        assertEquals("heavy 3", begun.take());
        gates.get("heavy 3").countDown();
        assertEquals(Phase.COMPLETED, end(jobs, third).phase());
        assertEquals(Phase.COMPLETED, end(jobs, second).phase());
        assertEquals(Phase.COMPLETED, end(jobs, first).phase());
    }

    @Test
    void anAccountDoesNotTakeAllPlacesOfHeavyOnes() throws Exception {
        Jobs jobs = gateway(this::execute, limits(2, new JobLimits.Lane(2, 1), Duration.ofSeconds(30)));
        submitAndBegin(jobs, ANN, "heavy 1");
        JobId second = submit(jobs, ANN, "heavy 2");
        queuedAsHeavy(jobs, second);
        JobId bobs = submitAndBegin(jobs, BOB, "heavy of Bob");
        gates.get("heavy of Bob").countDown();
        assertEquals(Phase.COMPLETED, end(jobs, bobs).phase());
        queuedAsHeavy(jobs, second);
        gates.get("heavy 1").countDown();
        assertEquals("heavy 2", begun.take());
        gates.get("heavy 2").countDown();
        assertEquals(Phase.COMPLETED, end(jobs, second).phase());
    }

    @Test
    void whatRunsOnAndOnLeavesItsPlace() throws Exception {
        Jobs jobs = gateway(this::execute, limits(1, new JobLimits.Lane(1, 1), Duration.ofMillis(100)));
        JobId first = submitAndBegin(jobs, ANN, "long 1");
        JobId second = submitAndBegin(jobs, ANN, "long 2");
        // Twice the number of places: nobody makes more room.
        JobId third = submitAndBegin(jobs, ANN, "long 3");
        JobId small = submit(jobs, ANN, "small");
        assertEquals(Phase.QUEUED, jobs.find(small, ANN).phase());
        gates.get("long 3").countDown();
        assertEquals(Phase.COMPLETED, end(jobs, small).phase());
        assertEquals("small", begun.take());
        assertEquals("2", ask("SELECT count(*) FROM meridian.job WHERE heavy AND phase = 'EXECUTING'"));
        JobId bobs = submit(jobs, BOB, "heavy of Bob");
        queuedAsHeavy(jobs, bobs);
        gates.get("long 1").countDown();
        assertEquals(Phase.COMPLETED, end(jobs, first).phase());
        assertEquals(Phase.QUEUED, jobs.find(bobs, BOB).phase(), "the one place is still taken");
        gates.get("long 2").countDown();
        assertEquals("heavy of Bob", begun.take());
        gates.get("heavy of Bob").countDown();
        assertEquals(Phase.COMPLETED, end(jobs, bobs).phase());
        assertEquals(Phase.COMPLETED, end(jobs, second).phase());
        assertEquals(Phase.COMPLETED, end(jobs, third).phase());
    }

    @Test
    void placesAreGivenBackHoweverAJobMoved() throws Exception {
        Jobs jobs = gateway(this::execute, limits(2, new JobLimits.Lane(2, 2), Duration.ofMillis(1)));
        for (int round = 0; round < 20; round++) {
            String name = (round % 2 == 0 ? "heavy " : "long ") + round;
            JobId id = submitAndBegin(jobs, ANN, name);
            jobs.await(id, ANN, Optional.of(Phase.EXECUTING), Duration.ofMillis(10L * round), ClientWatch.NONE);
            gates.get(name).countDown();
            assertEquals(Phase.COMPLETED, end(jobs, id).phase());
        }
        IntStream.range(0, 2).forEach(i -> submit(jobs, ANN, "heavy, at last " + i));
        IntStream.range(0, 2).forEach(i -> submit(jobs, ANN, "long, at last " + i));
        for (int i = 0; i < 4; i++) {
            assertTrue(begun.take().contains("at last"));
        }
        gates.values().forEach(CountDownLatch::countDown);
    }

    @Test
    void quotesKnowHowManyOfAnAccountMayRun() throws Exception {
        Jobs jobs = gateway(this::execute, limits(8, new JobLimits.Lane(8, 1), Duration.ofSeconds(30)));
        submitAndBegin(jobs, ANN, "heavy 1");
        Job second = queuedAsHeavy(jobs, submit(jobs, ANN, "heavy 2"));
        Job third = queuedAsHeavy(jobs, submit(jobs, ANN, "heavy 3"));
        Instant now = Instant.now();
        Instant next = jobs.quote(second).orElseThrow();
        assertTrue(next.isAfter(now), next + " after " + now);
        assertTrue(jobs.quote(third).orElseThrow().isAfter(next));
        gates.values().forEach(CountDownLatch::countDown);
    }
}
