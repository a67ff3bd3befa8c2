// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.http.TemporaryFiles.TemporaryFile;
import org.meridian.core.place.UserFiles;
import org.meridian.tap.ingest.ForeignTable;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.schema.AdqlName;

/**
 * Makes tables of what a request names in UPLOAD (TAP 1.1, section 2.5): parts of the request, documents elsewhere, which are
 * fetched, and files of users, which are read with the rights of whoever asks. Thread-safe.
 */
public final class Uploads {
    private static final Pattern USER_FILE = Pattern.compile(",\\s*vos:", Pattern.CASE_INSENSITIVE);

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

    /** Whether values of UPLOAD may name files of users. */
    public static boolean nameUserFiles(List<String> values) {
        return values.stream().anyMatch(value -> USER_FILE.matcher(value).find());
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
        return new Opening(subject, who, disk.of(who.account())).open(entries, parts);
    }

    /** One request's tables on their way; used by one thread. */
    private final class Opening {
        private final Subject subject;
        private final GuardedFetch.OnBehalf who;
        private final TemporaryFiles disk;
        private final List<TemporaryFile> kept = new ArrayList<>();

        Opening(Subject subject, GuardedFetch.OnBehalf who, TemporaryFiles disk) {
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
                    Path file = unpacked(file(entry, label, parts), label);
                    bytes += Files.size(file);
                    tables.add(new UploadedTable(entry.name(), label, open(file, label)));
                }
                opened = true;
                return new UploadedTables(tables, kept, bytes, limits.rows());
            } finally {
                if (!opened) {
                    UploadedTables.close(tables, kept);
                }
            }
        }

        private Path file(UploadEntry entry, String label, SentParts parts) throws IOException {
            return switch (entry.content()) {
                case UploadEntry.Part(String name) -> parts.file(name, label);
                case UploadEntry.Url(String url) -> received(label, to -> fetch.fetch(url, to, who));
                case UploadEntry.UserFile(String uri) -> received(label, to -> copy(uri, label, to));
            };
        }

        private Path received(String label, Sender sender) throws IOException {
            TemporaryFile file = add();
            try (OutputStream to = file.write(limits.fileBytes(), tooLarge(label, limits.fileBytes()))) {
                sender.send(to);
            } catch (UsageFault fault) {
                throw new UsageFault(
                        fault.message().startsWith(label) ? fault.message() : label + ": " + fault.message());
            }
            return file.path();
        }

        private void copy(String uri, String label, OutputStream to) throws IOException {
            try (UserFiles.Source source = files.open(subject, uri)) {
                if (source.size() > limits.fileBytes()) {
                    throw new UsageFault(tooLarge(label, limits.fileBytes()));
                }
                source.bytes().transferTo(to);
            }
        }

        private Path unpacked(Path packed, String label) throws IOException {
            Optional<Unpacking> kind = Unpacking.of(packed);
            if (kind.isEmpty()) {
                return packed;
            }
            TemporaryFile file = add();
            String tooLarge = label + " has more than " + limits.unpackedBytes()
                    + " bytes when it is unpacked; send fewer rows" + " or columns, or a binary format";
            try (OutputStream to = file.write(limits.unpackedBytes(), tooLarge)) {
                kind.get().unpack(packed, to, label);
            }
            if (Unpacking.of(file.path()).isPresent()) {
                throw new UsageFault(label + " is compressed more than once; compress it once");
            }
            return file.path();
        }

        private TemporaryFile add() throws IOException {
            TemporaryFile file = disk.newFile();
            kept.add(file);
            return file;
        }

        private ForeignTable open(Path file, String label) throws IOException {
            try {
                return ForeignTable.open(
                        file, label, disk, new ForeignTable.Limits(limits.rows(), limits.unpackedBytes()));
            } catch (IngestException e) {
                throw fault(e);
            }
        }
    }

    @FunctionalInterface
    private interface Sender {
        void send(OutputStream to) throws IOException;
    }

    private static String tooLarge(String label, long bytes) {
        return label + " has more than " + bytes
                + " bytes; send fewer rows or columns, or a compressed or binary format";
    }

    /** What the sender of a table is told. */
    static DaliFault fault(IngestException refused) {
        return new UsageFault(refused.getMessage());
    }
}
