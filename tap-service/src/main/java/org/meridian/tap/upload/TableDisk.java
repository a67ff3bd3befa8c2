// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.http.TemporaryFiles.TemporaryFile;
import org.meridian.core.http.Unpacking;
import org.meridian.tap.ingest.ForeignTable;
import org.meridian.tap.ingest.IngestException;

/** The tables of one request on the disk, as they come and unpacked. Used by one thread; closing deletes them. */
final class TableDisk implements AutoCloseable {
    private final TemporaryFiles disk;
    private final UploadLimits limits;
    private final List<TemporaryFile> files = new ArrayList<>();

    TableDisk(TemporaryFiles disk, UploadLimits limits) {
        this.disk = disk;
        this.limits = limits;
    }

    /** Sends a table. */
    @FunctionalInterface
    interface Sender {
        void send(OutputStream to) throws IOException;
    }

    /**
     * Takes a table as it comes; where it is then.
     *
     * @throws UsageFault if it is too large, or cannot be had
     */
    Path received(String label, Sender sender) throws IOException {
        TemporaryFile file = add();
        try (OutputStream to = file.write(limits.fileBytes(), tooLarge(label))) {
            sender.send(to);
        } catch (UsageFault fault) {
            throw new UsageFault(fault.message().startsWith(label) ? fault.message() : label + ": " + fault.message());
        }
        return file.path();
    }

    /** What is said of a table with too many bytes. */
    String tooLarge(String label) {
        return label + " has more than " + limits.fileBytes()
                + " bytes; send fewer rows or columns, or a compressed or binary format";
    }

    /** Unpacks a table that is compressed; where it is then. */
    Path unpacked(Path packed, String label) throws IOException {
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

    /** Opens what is not compressed. */
    ForeignTable open(Path file, String label) {
        try {
            return ForeignTable.open(file, label, disk, new ForeignTable.Limits(limits.rows(), limits.unpackedBytes()));
        } catch (IngestException e) {
            throw fault(e);
        }
    }

    /** What the sender of a table is told. */
    static DaliFault fault(IngestException refused) {
        return new UsageFault(refused.getMessage());
    }

    private TemporaryFile add() throws IOException {
        TemporaryFile file = disk.newFile();
        files.add(file);
        return file;
    }

    @Override
    public void close() {
        files.forEach(TemporaryFile::close);
    }
}
