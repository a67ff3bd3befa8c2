// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Instant;
import java.util.Arrays;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.http.FileBody;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobFolder;
import org.meridian.core.uws.JobResult;

/**
 * What is kept of the results of a job.
 *
 * @param job whose they are
 * @param folder with the large ones
 * @param content the small ones, one behind the other
 */
record Results(Job job, JobFolder folder, byte[] content) {

    private static final int LONGEST_NAME = 40;

    /**
     * A result.
     *
     * @param id last part of its URL
     * @throws NotFoundFault if there is none of that name
     */
    KeptResult result(String id) {
        int offset = 0;
        for (JobResult result : job.outcome().results()) {
            if (result.id().equals(id)) {
                return new KeptResult(body(result, offset), result.status(), result.reference());
            }
            offset += result.file().isEmpty() ? (int) result.bytes() : 0;
        }
        throw new NotFoundFault("the job is " + job.phase() + " and has no result '"
                + (id.length() <= LONGEST_NAME ? id : id.substring(0, LONGEST_NAME) + "...") + "'");
    }

    private FileBody body(JobResult result, int offset) {
        FileBody.Content where = result.file()
                .<FileBody.Content>map(file -> new FileBody.InFile(folder.path().resolve(file)))
                .orElseGet(() -> new FileBody.InMemory(
                        Arrays.copyOfRange(content, offset, offset + (int) result.bytes()),
                        job.times().ended().orElse(Instant.EPOCH)));
        String name = result.file().orElse(result.id());
        return new FileBody(where, result.mediaType(), result.fileName(), job.id() + "-" + name + "-" + result.bytes());
    }
}
