// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridian.core.http.Incident;
import org.meridian.core.uws.JobFile;
import org.meridian.core.uws.JobFolder;
import org.meridian.core.uws.JobInput;
import org.meridian.core.uws.JobParameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client posts to a job or with a new one.
 *
 * @param parameters of the job, in their order
 * @param files where they are now; they are moved away from there if the job takes them
 */
public record Posted(List<JobParameter> parameters, Map<JobFile, Path> files) {

    private static final Logger LOG = LoggerFactory.getLogger(Posted.class);

    /** Nothing. */
    public static final Posted NONE = of(List.of());

    /** Without files. */
    public static Posted of(List<JobParameter> parameters) {
        return new Posted(parameters, Map.of());
    }

    /**
     * With files.
     *
     * @param files where they are, by the names of their parts
     * @throws IOException if one is not there
     */
    public static Posted of(List<JobParameter> parameters, Map<String, Path> files) throws IOException {
        Map<JobFile, Path> all = new LinkedHashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            all.put(JobFile.arriving(file.getKey(), Files.size(file.getValue())), file.getValue());
        }
        return new Posted(parameters, all);
    }

    /** As the job will have it. */
    JobInput input() {
        return new JobInput(parameters, List.copyOf(files.keySet()));
    }

    /** Moves the files into the folder of the job. */
    void keep(JobFolder folder) {
        try {
            folder.keepUploads(files);
        } catch (IOException e) {
            throw Incident.log("keeping the files of a job", e).fault();
        }
    }

    /** Deletes the files from the folder again. */
    void discard(JobFolder folder) {
        try {
            folder.deleteUploads(files.keySet());
        } catch (IOException e) {
            LOG.warn("files in {} could not be deleted: {}", folder.path(), e.toString());
        }
    }
}
