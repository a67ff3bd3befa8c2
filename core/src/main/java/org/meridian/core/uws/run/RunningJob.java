// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobFile;
import org.meridian.core.uws.JobFolder;
import org.meridian.core.uws.JobResult;
import org.meridian.core.uws.store.JobQueue;

/** A job that this gateway is running. One thread runs it; it may be stopped, and its progress asked for, from any. */
final class RunningJob implements JobExecution {

    /** Why it was stopped before its end. */
    enum Reason {
        /** It is not this gateway's any more: aborted, deleted, or taken over. */
        TAKEN,
        /** Its execution duration is over. */
        OUT_OF_TIME,
        /** The gateway is being stopped. */
        SHUTDOWN
    }

    private record Result(ResultOutput output, String id, String mediaType, String fileName) {}

    private final JobQueue.Claim claim;
    private final JobFolder folder;
    private final JobLane.Seat seat;
    private final Account account;
    private final long begun = System.nanoTime();
    private final List<Result> results = new CopyOnWriteArrayList<>();
    private final List<Runnable> onStop = new ArrayList<>();
    private final Map<String, String> references = new LinkedHashMap<>();
    private volatile long rows;
    private volatile long moved;
    private volatile Optional<String> status = Optional.empty();
    private boolean awaitsHeavyPlace;
    private @Nullable Reason stopped;

    /**
     * What a job's account leaves to it.
     *
     * @param room for its results; asked once they are no longer small
     * @param turnHeavy has the job take a place among the heavy ones; false if there is none
     */
    record Account(Supplier<ResultOutput.Room> room, BooleanSupplier turnHeavy) {}

    /** @param seat the place that it takes */
    RunningJob(JobQueue.Claim claim, JobFolder folder, JobLane.Seat seat, Account account) {
        this.claim = claim;
        this.folder = folder;
        this.seat = seat;
        this.account = account;
    }

    /** The place that it takes. */
    JobLane.Seat seat() {
        return seat;
    }

    /** For how long it has been running. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    JobQueue.Claim claim() {
        return claim;
    }

    @Override
    public Job job() {
        return claim.job();
    }

    @Override
    public Map<String, Path> uploads() {
        return job().input().files().stream().collect(Collectors.toMap(JobFile::part, folder::upload));
    }

    @Override
    public Duration timeLimit() {
        return claim.job().times().executionDuration();
    }

    @Override
    public ClientWatch stop() {
        return action -> {
            synchronized (onStop) {
                if (stopped == null) {
                    onStop.add(action);
                    return () -> forget(action);
                }
            }
            action.run();
            return () -> {};
        };
    }

    private void forget(Runnable action) {
        synchronized (onStop) {
            onStop.remove(action);
        }
    }

    /** Stops it; only the first reason counts. */
    void stop(Reason reason) {
        List<Runnable> actions;
        synchronized (onStop) {
            if (stopped != null) {
                return;
            }
            stopped = reason;
            actions = List.copyOf(onStop);
        }
        actions.forEach(Runnable::run);
    }

    /** Why it was stopped, if it was. */
    Optional<Reason> stopReason() {
        synchronized (onStop) {
            return Optional.ofNullable(stopped);
        }
    }

    @Override
    public boolean turnHeavy() {
        awaitsHeavyPlace = !seat.lane().heavy() && !account.turnHeavy.getAsBoolean();
        return !awaitsHeavyPlace;
    }

    /** Whether it has turned out to be heavy and found no place. */
    boolean awaitsHeavyPlace() {
        return awaitsHeavyPlace;
    }

    @Override
    public OutputStream result(String id, String mediaType, String fileName) throws IOException {
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("not the id of a result: " + id);
        }
        Path path = folder.path().resolve(JobFolder.resultFile(id, claim.attempt()));
        long earlier = bytes();
        ResultOutput output = new ResultOutput(path, () -> {
            ResultOutput.Room now = account.room.get();
            return new ResultOutput.Room(now.used() + earlier, now.most());
        });
        results.add(new Result(output, id, mediaType, fileName));
        return output;
    }

    @Override
    public void status(String text) {
        status = Optional.of(text);
    }

    @Override
    public void rows(long count) {
        rows = count;
    }

    @Override
    public void moved(long bytes) {
        moved = bytes;
    }

    @Override
    public void reference(String id, String uri) {
        references.put(id, uri);
    }

    /** How far it is. */
    Job.Progress progress() {
        return new Job.Progress(rows, bytes() + moved, Optional.empty());
    }

    private long bytes() {
        return results.stream().mapToLong(result -> result.output.bytes()).sum();
    }

    /** The results, all closed; those in files have their names on disk. */
    JobQueue.Yield finished() throws IOException {
        if (results.stream().anyMatch(result -> result.output.isFile())) {
            // After the files: a journalling file system has then done most of it.
            JobFolders.sync(folder.path());
            JobFolders.sync(folder.path().resolveSibling("."));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Result result : results) {
            content.write(result.output.content());
        }
        List<JobResult> all = new ArrayList<>(results.stream().map(this::kept).toList());
        references.forEach((id, uri) -> all.add(JobResult.elsewhere(id, uri, status)));
        return new JobQueue.Yield(all, content.toByteArray(), rows, moved);
    }

    private JobResult kept(Result result) {
        Optional<String> file = Optional.of(result.output)
                .filter(ResultOutput::isFile)
                .map(output -> output.path().getFileName().toString());
        return new JobResult(
                result.id, file, result.mediaType, result.fileName, result.output.bytes(), status, Optional.empty());
    }

    /** Deletes what this attempt wrote. */
    void discard() throws IOException {
        for (Result result : results) {
            result.output.close();
            Files.deleteIfExists(result.output.path());
        }
    }
}
