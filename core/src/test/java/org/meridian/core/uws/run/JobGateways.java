// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FileBody;
import org.meridian.core.uws.InputLimits;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;

/** Gateways with jobs on one database, quick to notice each other. */
abstract class JobGateways {

    /** More than is kept with the job itself. */
    static final String LARGE = "0123456789".repeat(2000);

    static final JobOwner ANN = new JobOwner(Optional.empty(), "192.0.2.1");
    static final JobOwner BOB = new JobOwner(Optional.empty(), "192.0.2.2");
    static final Jobs.Change RUN = Jobs.Change.of(Jobs.Order.RUN);
    static final Jobs.Change ABORT = Jobs.Change.of(Jobs.Order.ABORT);
    static final InputLimits INPUT = new InputLimits(Set.of("UPLOAD"), 3, 1000, 4);

    static final JobTiming QUICK = new JobTiming(
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofHours(1));

    @TempDir
    Path folder;

    final TestDatabase database = TestDatabase.create();
    private final List<Jobs> open = new ArrayList<>();

    @BeforeEach
    void makeFolder() throws Exception {
        Files.createDirectories(folder);
    }

    @AfterEach
    void close() {
        open.forEach(Jobs::close);
        database.close();
    }

    static JobLimits limits(int concurrent) {
        JobLimits standard = JobLimits.DEFAULT;
        return new JobLimits(
                queue(concurrent, 50), 40, standard.bytesPerAccount(), standard.execution(), standard.retention());
    }

    /** One heavy job runs at a time beside the others. */
    static JobLimits.Queue queue(int concurrent, int length) {
        return new JobLimits.Queue(
                new JobLimits.Lane(concurrent, concurrent), new JobLimits.Lane(1, 1), Duration.ofSeconds(30), length);
    }

    Jobs gateway(JobExecutor executor) throws Exception {
        return gateway(executor, limits(2));
    }

    Jobs gateway(JobExecutor executor, JobLimits limits) throws Exception {
        Jobs jobs = idleGateway(executor, limits);
        jobs.begin();
        return jobs;
    }

    /** One that looks for jobs to destroy at its own interval. */
    Jobs gateway(JobExecutor executor, JobLimits limits, Duration sweep) throws Exception {
        Jobs jobs = idleGateway(
                executor,
                limits,
                new JobTiming(QUICK.lease(), QUICK.heartbeat(), QUICK.poll(), sweep, QUICK.strayAge()));
        jobs.begin();
        return jobs;
    }

    /** One that does not run jobs yet. */
    Jobs idleGateway(JobExecutor executor, JobLimits limits) throws Exception {
        return idleGateway(executor, limits, QUICK);
    }

    private Jobs idleGateway(JobExecutor executor, JobLimits limits, JobTiming timing) throws Exception {
        Jobs jobs = Jobs.open(database.database(), new Jobs.Settings("test", folder, limits, INPUT), executor, timing);
        open.add(jobs);
        return jobs;
    }

    static void destroyAt(Jobs jobs, Job job, Instant time) {
        jobs.change(job.id(), ANN, new Jobs.Change(Posted.NONE, Optional.empty(), Optional.of(time), Optional.empty()));
    }

    static void limit(Jobs jobs, Job job, Duration time) {
        jobs.change(job.id(), ANN, new Jobs.Change(Posted.NONE, Optional.of(time), Optional.empty(), Optional.empty()));
    }

    static void post(Jobs jobs, Job job, List<JobParameter> parameters) {
        post(jobs, job, Posted.of(parameters));
    }

    static void post(Jobs jobs, Job job, Posted posted) {
        jobs.change(job.id(), ANN, new Jobs.Change(posted, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    static Job create(Jobs jobs, JobOwner owner, boolean run, String query) {
        return jobs.create(new Jobs.NewJob(
                JobId.random(),
                owner,
                Posted.of(List.of(new JobParameter("QUERY", query))),
                new Jobs.Wishes(run, Optional.empty(), Optional.empty())));
    }

    static Job end(Jobs jobs, JobId id) throws InterruptedException {
        Job job = jobs.find(id, ANN);
        while (job.phase().isActive()) {
            job = jobs.await(id, ANN, Optional.empty(), Duration.ofSeconds(30), ClientWatch.NONE);
        }
        return job;
    }

    static void write(JobExecution execution, String text) throws java.io.IOException {
        try (OutputStream out = execution.result("result", "text/plain", "result.txt")) {
            out.write(text.getBytes(UTF_8));
        }
        execution.rows(1);
    }

    static String query(JobExecution execution) {
        return execution.job().parameters().getFirst().value();
    }

    static void awaitStop(JobExecution execution) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (ClientWatch.Watch watch = execution.stop().whenGone(stopped::countDown)) {
            stopped.await();
        }
        throw new TransientFault("the query was cancelled", Duration.ofSeconds(1));
    }

    void sql(String text) throws Exception {
        try (Connection owner = database.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(text);
        }
    }

    String ask(String query) throws Exception {
        try (Connection owner = database.database().owner().getConnection();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    static String result(Jobs jobs, Job job) {
        FileBody body = jobs.result(job.id(), ANN, "result").body();
        return new String(((FileBody.InMemory) body.content()).bytes(), UTF_8);
    }
}
