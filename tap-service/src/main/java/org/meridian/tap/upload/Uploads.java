// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.place.UserFiles;
import org.meridian.tap.schema.AdqlName;

/**
 * Makes tables of what a request names in UPLOAD (TAP 1.1, section 2.5): parts of the request, documents elsewhere, which are
 * fetched, and files of users, which are read with the rights of whoever asks. Thread-safe.
 */
public final class Uploads {
    private final UploadLimits limits;
    private final GuardedFetch fetch;
    private final TemporaryFiles disk;
    private final UserFiles files;

    /**
     * Reads uploads within limits.
     *
     * @param fetch gets what is named by URL
     * @param disk where fetched and unpacked files go
     * @param files of users
     */
    public Uploads(UploadLimits limits, GuardedFetch fetch, TemporaryFiles disk, UserFiles files) {
        this.limits = limits;
        this.fetch = fetch;
        this.disk = disk;
        this.files = files;
    }

    /**
     * Whether values of UPLOAD name files of users.
     *
     * @throws UsageFault if one is wrong, or two tables have the same name
     */
    public static boolean nameUserFiles(List<String> values) {
        return UploadEntry.of(values).stream().anyMatch(entry -> entry.content() instanceof UploadEntry.UserFile);
    }

    /** What tables a query may bring along. */
    public UploadLimits limits() {
        return limits;
    }

    /**
     * Opens the tables of a request; their rows are read when they are loaded.
     *
     * @param values of UPLOAD, as sent; blank ones mean nothing
     * @param parts what came with them
     * @param subject whose rights to files of users count
     * @param who on whose behalf: whose files and fetches these are, and how it is known that nobody waits for them any more
     * @return closed by the caller
     * @throws UsageFault if UPLOAD is wrong, or a table cannot be had, is too large or no table
     * @throws TransientFault if there is no room on the disk, or no place for another fetch, of all or of this client; or nobody
     *     waits any more
     * @throws DaliFault if a file of a user is not for the subject
     * @throws IOException if the disk fails
     */
    public UploadedTables open(List<String> values, SentParts parts, Subject subject, GuardedFetch.OnBehalf who)
            throws IOException {
        List<UploadEntry> entries = UploadEntry.of(values);
        if (entries.size() > limits.tables()) {
            throw new UsageFault(
                    limits.tables() == 0
                            ? "this service does not take table uploads: leave out UPLOAD"
                            : "UPLOAD names " + entries.size() + " tables; this service takes " + limits.tables()
                                    + " at most: join some of them, or ask in several queries");
        }
        return new Opening(subject, who, new TableDisk(disk.of(who.account()), limits)).open(entries, parts);
    }

    /** One request's tables on their way; used by one thread. */
    private final class Opening {
        private final Subject subject;
        private final GuardedFetch.OnBehalf who;
        private final TableDisk disk;

        Opening(Subject subject, GuardedFetch.OnBehalf who, TableDisk disk) {
            this.subject = subject;
            this.who = who;
            this.disk = disk;
        }

        UploadedTables open(List<UploadEntry> entries, SentParts parts) throws IOException {
            List<UploadedTable> tables = new ArrayList<>();
            long bytes = 0;
            boolean opened = false;
            try {
                for (UploadEntry entry : entries) {
                    String label = "the uploaded table " + AdqlName.written(entry.name());
                    Path file = disk.unpacked(file(entry, label, parts), label);
                    bytes += Files.size(file);
                    tables.add(new UploadedTable(entry.name(), label, disk.open(file, label)));
                }
                opened = true;
                return new UploadedTables(tables, disk, bytes, limits.rows());
            } finally {
                if (!opened) {
                    UploadedTables.close(tables, disk);
                }
            }
        }

        private Path file(UploadEntry entry, String label, SentParts parts) throws IOException {
            return switch (entry.content()) {
                case UploadEntry.Part(String name) -> parts.file(name, label);
                case UploadEntry.Url(String url) -> disk.received(label, to -> fetch.fetch(url, to, who));
                case UploadEntry.UserFile(String uri) -> disk.received(label, to -> copy(uri, label, to));
            };
        }

        private void copy(String uri, String label, OutputStream to) throws IOException {
            try (UserFiles.Source source = files.open(subject, uri)) {
                if (source.size() > limits.fileBytes()) {
                    throw new UsageFault(disk.tooLarge(label));
                }
                source.bytes().transferTo(to);
            }
        }
    }
}
