// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * How much one job may be given, in one request or in many. Immutable.
 *
 * @param accumulating upper-case names of parameters that add up when they are posted again
 * @param accumulated values of each of these at most
 * @param parameterBytes names and values of all parameters together at most, in UTF-8
 * @param files at most
 */
public record InputLimits(Set<String> accumulating, int accumulated, long parameterBytes, int files) {

    public InputLimits {
        accumulating = Set.copyOf(accumulating);
    }

    /**
     * What a job has been given after more has been posted.
     *
     * @throws UsageFault if that is more than it may be given
     */
    public JobInput merged(JobInput old, JobInput posted) {
        JobInput all = old.with(posted, accumulating);
        long bytes = all.parameters().stream()
                .mapToLong(each ->
                        each.name().getBytes(UTF_8).length + each.value().getBytes(UTF_8).length)
                .sum();
        if (bytes > parameterBytes) {
            throw new UsageFault("the parameters of the job would together have " + bytes + " bytes; it can have "
                    + parameterBytes + ": shorten the query, or send long lists of values as a table (UPLOAD)");
        }
        for (String name : accumulating) {
            long values = all.parameters().stream()
                    .filter(each ->
                            each.canonicalName().equals(name) && !each.value().isBlank())
                    .count();
            if (values > accumulated) {
                throw new UsageFault("the job would have " + values + " values of " + name + "; it can have "
                        + accumulated + ": what is posted again is added to what was posted before");
            }
        }
        if (all.files().size() > files) {
            throw new UsageFault("the job would have " + all.files().size() + " files; it can have " + files
                    + ": a file whose part has the name of an earlier one takes its place");
        }
        return all;
    }
}
