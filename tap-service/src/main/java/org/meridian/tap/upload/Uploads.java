// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.http.TemporaryFiles.TemporaryFile;
import org.meridian.tap.ingest.ForeignTable;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.schema.AdqlName;

/**
 * Makes tables of what a request names in UPLOAD (TAP 1.1, section 2.5): parts of the request, and documents elsewhere, which
 * are fetched. Thread-safe.
 */
public final class Uploads {
    private final UploadLimits limits;
    private final GuardedFetch fetch;
    private final TemporaryFiles disk;

    /**
     * Reads uploads within limits.
     *
     * @param fetch gets what is named by URL
     * @param disk where fetched and unpacked files go
     */
    public Uploads(UploadLimits limits, GuardedFetch fetch, TemporaryFiles disk) {
        this.limits = limits;
        this.fetch = fetch;
        this.disk = disk;
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
     * @param who on whose behalf: whose files and fetches these are, and how it is known that nobody waits for them any more
     * @return closed by the caller
     * @throws UsageFault if UPLOAD is wrong, or a table cannot be had, is too large or no table
     * @throws TransientFault if there is no room on the disk, or no place for another fetch, of all or of this client; or nobody
     *     waits any more
     * @throws IOException if the disk fails
     */
    public UploadedTables open(List<String> values, SentParts parts, GuardedFetch.OnBehalf who) throws IOException {
        List<UploadEntry> entries = UploadEntry.of(values);
        if (entries.size() > limits.tables()) {
            throw new UsageFault(
                    limits.tables() == 0
                            ? "this service does not take table uploads: leave out UPLOAD"
                            : "UPLOAD names " + entries.size() + " tables; this service takes " + limits.tables()
                                    + " at most: join some of them, or ask in several queries");
        }
        return new Opening(who, disk.of(who.account())).open(entries, parts);
    }

    /** One request's tables on their way; used by one thread. */
    private final class Opening {
        private final GuardedFetch.OnBehalf who;
        private final TemporaryFiles disk;
        private final List<TemporaryFile> files = new ArrayList<>();

        Opening(GuardedFetch.OnBehalf who, TemporaryFiles disk) {
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
                return new UploadedTables(tables, files, bytes, limits.rows());
            } finally {
                if (!opened) {
                    UploadedTables.close(tables, files);
                }
            }
        }

        private Path file(UploadEntry entry, String label, SentParts parts) throws IOException {
            return switch (entry.content()) {
                case UploadEntry.Part(String name) -> parts.file(name, label);
                case UploadEntry.Url(String url) -> {
                    TemporaryFile file = add();
                    try (OutputStream to = file.write(limits.fileBytes(), tooLarge(label, limits.fileBytes()))) {
                        fetch.fetch(url, to, who);
                    } catch (UsageFault fault) {
                        throw new UsageFault(
                                fault.message().startsWith(label) ? fault.message() : label + ": " + fault.message());
                    }
                    yield file.path();
                }
            };
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
            files.add(file);
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

    private static String tooLarge(String label, long bytes) {
        return label + " has more than " + bytes
                + " bytes; send fewer rows or columns, or a compressed or binary format";
    }

    /** What the sender of a table is told. */
    static DaliFault fault(IngestException refused) {
        return new UsageFault(refused.getMessage());
    }
}
