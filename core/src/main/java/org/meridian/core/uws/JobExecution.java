// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.meridian.core.http.ClientWatch;

/** One attempt to run a job: what it has to do, and what it may use. Belongs to the thread that runs the job. */
public interface JobExecution {

    /** The job as it was when its turn came; its parameters do not change any more. */
    Job job();

    /** The files that were posted with it, by the names of their parts. */
    Map<String, Path> uploads();

    /** How long the attempt may take; it is stopped then. Zero for without end. */
    Duration timeLimit();

    /** Tells that the job is to stop: aborted, deleted, out of time, or taken over by another gateway. */
    ClientWatch stop();

    /**
     * Says that the job is heavy work, so that it takes a place among the heavy jobs and leaves its own to others.
     *
     * @return false if it has to wait for such a place: it is then to be given up with a {@code NotNowException}, and begins
     *     anew when its turn has come
     */
    boolean turnHeavy();

    /**
     * Begins a result. It can be had by clients once {@link JobExecutor#execute} has returned; what was written by an
     * attempt that failed or was overtaken is never seen.
     *
     * @param id last part of its URL: letters, digits, hyphens
     * @param mediaType for the HTTP header Content-Type
     * @param fileName under which a browser keeps it
     * @return to be closed by the caller. Writing fails with a {@code UsageFault} if the account may
     *     not keep so many bytes
     */
    OutputStream result(String id, String mediaType, String fileName) throws IOException;

    /** Says how the results ended, for formats that cannot say it themselves: such as {@code OVERFLOW}. */
    void status(String status);

    /** Says how many rows the result has so far, or how many things of another kind the job has done. */
    void rows(long count);

    /** Says how many bytes the job has moved so far besides those of its results. */
    void moved(long bytes);

    /**
     * Adds a result that is elsewhere.
     *
     * @param id as of other results
     * @param uri where it is; a path that begins with a slash is below the gateway's own URL
     */
    void reference(String id, String uri);
}
