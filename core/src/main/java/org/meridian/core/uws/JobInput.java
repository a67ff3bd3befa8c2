// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a job is given to work on. Immutable.
 *
 * @param parameters in the order in which they came
 * @param files no two of the same part
 */
public record JobInput(List<JobParameter> parameters, List<JobFile> files) {

    /** Nothing. */
    public static final JobInput NONE = new JobInput(List.of(), List.of());

    public JobInput {
        parameters = List.copyOf(parameters);
        files = List.copyOf(files);
    }

    /** Whether it is nothing. */
    public boolean isEmpty() {
        return parameters.isEmpty() && files.isEmpty();
    }

    /** Size of the files together. */
    public long fileBytes() {
        return files.stream().mapToLong(JobFile::bytes).sum();
    }

    /**
     * The input after more has been posted: a parameter whose name comes again, in any case, takes the place of the old one, and
     * so does a file whose part has the same name.
     *
     * @param accumulating upper-case names of parameters that add up instead (TAP 1.1, section 2.7.6: UPLOAD)
     */
    public JobInput with(JobInput posted, Set<String> accumulating) {
        Set<String> replaced = posted.parameters.stream()
                .map(JobParameter::canonicalName)
                .filter(name -> !accumulating.contains(name))
                .collect(Collectors.toSet());
        List<JobParameter> merged = new ArrayList<>(parameters);
        merged.removeIf(parameter -> replaced.contains(parameter.canonicalName()));
        merged.addAll(posted.parameters);
        Set<String> parts = posted.files.stream().map(JobFile::part).collect(Collectors.toSet());
        List<JobFile> kept = new ArrayList<>(files);
        kept.removeIf(file -> parts.contains(file.part()));
        kept.addAll(posted.files);
        return new JobInput(merged, kept);
    }
}
