// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobParameter;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Progress;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.ArrivalStore;
import org.meridian.workspace.store.ArrivalStore.Arrival;

/** Jobs that do something with nodes, each with the rights that its owner has when it runs. Thread-safe. */
public abstract class NodeJobs implements JobExecutor {

    /** How often it is asked whether the owner of a job is still in his groups. */
    private static final Duration CHECKS = Duration.ofSeconds(5);

    private final Space space;
    private final ArrivalStore arrivals;
    private final Function<String, Subject> users;

    /**
     * Jobs on a space.
     *
     * @param arrivals what jobs were about to do
     * @param users who the user of a name is now; throws if he may not do anything any more
     */
    NodeJobs(Space space, ArrivalStore arrivals, Function<String, Subject> users) {
        this.space = space;
        this.arrivals = arrivals;
        this.users = users;
    }

    /** A job that is being run. */
    public record Work(Subject subject, JobExecution execution, Progress progress) {

        /** A parameter of the job. */
        public Optional<String> parameter(String name) {
            return execution.job().parameters().stream()
                    .filter(each -> each.canonicalName().equals(name.toUpperCase(Locale.ROOT)))
                    .map(JobParameter::value)
                    .findFirst();
        }

        /**
         * Takes a place among those that take long.
         *
         * @throws NotNowException if there is none
         */
        public void turnHeavy() throws NotNowException {
            if (!execution.turnHeavy()) {
                throw new NotNowException("there is no place for another long job", Duration.ZERO);
            }
        }
    }

    /**
     * Does it.
     *
     * @throws VospaceFault if that fails
     */
    abstract void run(Work work) throws NotNowException, IOException;

    Space space() {
        return space;
    }

    @Override
    public final void execute(JobExecution execution)
            throws JobFailedException, NotNowException, IOException, InterruptedException {
        Subject subject = execution.job().owner().user().map(users).orElse(Subject.ANONYMOUS);
        JobProgress progress = new JobProgress(execution, arrivals, () -> requireSame(execution, subject));
        try (ClientWatch.Watch watch = execution.stop().whenGone(progress::stop)) {
            run(new Work(subject, execution, progress));
        } catch (VospaceFault fault) {
            throw new JobFailedException(error(fault));
        } catch (Progress.StoppedException e) {
            throw new InterruptedException(e.getMessage());
        }
    }

    /** Whoever was put out of a group since a job began has its rights no more. */
    private void requireSame(JobExecution execution, Subject before) {
        Subject now = execution.job().owner().user().map(users).orElse(Subject.ANONYMOUS);
        if (!now.groups().containsAll(before.groups())) {
            throw new VospaceFault(
                    Name.PermissionDenied, "you are not in all the groups any more that you were in when this began");
        }
    }

    /** A fault as the error of a job: its name in words, and what was wrong (VOSpace 2.1, section 6.4). */
    private static JobError error(VospaceFault fault) {
        boolean passes = switch (fault.name()) {
            case NodeBusy, NodeLocked, InternalFault, TransferFailed, QuotaExceeded -> true;
            default -> false;
        };
        String words = fault.name().toString().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return new JobError(
                passes ? JobError.Kind.TRANSIENT : JobError.Kind.FATAL,
                fault.name().toString(),
                words + ": " + fault.detail());
    }

    /** Whether an earlier run of the job has put a node where it was to go. */
    Optional<NodePath> arrived(Work work) throws IOException {
        Optional<Arrival> noted = arrivals.find(work.execution.job().id().text());
        if (noted.isEmpty()) {
            return Optional.empty();
        }
        NodePath path = NodePath.of(noted.get().path());
        return space.isAt(work.subject, path, noted.get().node()) ? Optional.of(path) : Optional.empty();
    }

    /** Whether an earlier run of the job was about to do what it does. */
    Optional<Arrival> noted(Work work) {
        return arrivals.find(work.execution.job().id().text());
    }

    /** What a job says of itself while it runs. */
    private static final class JobProgress implements Progress {

        private final JobExecution execution;
        private final ArrivalStore arrivals;
        private final Runnable requireSame;
        private volatile boolean stopped;
        private volatile long checked = System.nanoTime();
        private long nodes;
        private long bytes;

        JobProgress(JobExecution execution, ArrivalStore arrivals, Runnable requireSame) {
            this.execution = execution;
            this.arrivals = arrivals;
            this.requireSame = requireSame;
        }

        void stop() {
            stopped = true;
        }

        @Override
        public synchronized void nodes(long count) {
            nodes += count;
            execution.rows(nodes);
        }

        @Override
        public synchronized void bytes(long count) {
            bytes += count;
            execution.moved(bytes);
        }

        @Override
        public void requireWanted() throws StoppedException {
            if (stopped) {
                throw new StoppedException();
            }
            if (System.nanoTime() - checked > CHECKS.toNanos()) {
                requireSame.run();
                checked = System.nanoTime();
            }
        }

        @Override
        public void arriving(Identity node, NodePath path) {
            requireSame.run();
            arrivals.note(execution.job().id().text(), new Arrival(node, path.toString()));
        }
    }

    /** The fault that a job has ended with, as a document: name and words (VOSpace 2.1, section 6). */
    public static String text(JobError error) {
        boolean ours =
                Arrays.stream(Name.values()).anyMatch(name -> name.toString().equals(error.fault()));
        return (ours ? error.fault() : Name.InternalFault) + " " + error.message();
    }
}
