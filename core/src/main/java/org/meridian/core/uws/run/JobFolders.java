// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.meridian.core.uws.JobFolder;
import org.meridian.core.uws.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of jobs, side by side in one. Thread-safe.
 *
 * @param root shared by all gateways on one database
 */
record JobFolders(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(JobFolders.class);

    /** The folder of a job; not made. */
    JobFolder of(JobId id) {
        return new JobFolder(root.resolve(id.text()));
    }

    /** Deletes the folder of a job; what cannot be deleted is left for the next sweep. */
    void delete(JobId id) {
        try {
            of(id).delete();
        } catch (IOException e) {
            LOG.warn("the folder of job {} could not be deleted: {}", id, e.toString());
        }
    }

    /** Deletes the files that were posted with a job that has ended; what cannot be deleted is left for the next sweep. */
    void deleteUploads(JobId id) {
        try {
            of(id).deleteUploads();
        } catch (IOException e) {
            LOG.warn("the files that were posted with job {} could not be deleted: {}", id, e.toString());
        }
    }

    /** Deletes what attempts to run a job wrote that do not count, up to that of number {@code last}. */
    void deleteAttempts(JobId id, int last) {
        try {
            of(id).deleteAttempts(last);
        } catch (IOException e) {
            LOG.warn("files of earlier attempts to run job {} could not be deleted: {}", id, e.toString());
        }
    }

    /** Jobs whose folders are older than {@code age}. */
    List<JobId> olderThan(Duration age) throws IOException {
        Instant limit = Instant.now().minus(age);
        List<JobId> old = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                if (modified(folder).isBefore(limit)) {
                    JobId.parse(folder.getFileName().toString()).ifPresent(old::add);
                }
            }
        }
        return old;
    }

    private static Instant modified(Path folder) throws IOException {
        try {
            return Files.getLastModifiedTime(folder).toInstant();
        } catch (NoSuchFileException gone) {
            return Instant.MAX;
        }
    }

    /** Puts the entries of a folder on disk. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
