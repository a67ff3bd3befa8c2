// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.TableReader;
import org.meridian.tap.ingest.ForeignTable;
import org.meridian.tap.ingest.IngestException;

/** Files as tables for the gateway's other services, by the readers of uploads. Thread-safe. */
public final class ForeignFiles implements TableReader {
    private final UploadLimits limits;
    private final TemporaryFiles disk;

    /**
     * A reader.
     *
     * @param limits of a file
     * @param disk where files go that are being read
     */
    public ForeignFiles(UploadLimits limits, TemporaryFiles disk) {
        this.limits = limits;
        this.disk = disk;
    }

    @Override
    public OpenTable open(InputStream file, String label, Optional<String> account) throws IOException {
        TableDisk own = new TableDisk(disk.of(account), limits);
        boolean opened = false;
        try {
            Path path = own.unpacked(own.received(label, file::transferTo), label);
            OpenTable table = new Open(own.open(path, label), own);
            opened = true;
            return table;
        } finally {
            if (!opened) {
                own.close();
            }
        }
    }

    private record Open(ForeignTable table, TableDisk disk) implements OpenTable {
        @Override
        public List<Field> fields() {
            return table.fields();
        }

        @Override
        public Optional<Long> rowCount() {
            return table.rows();
        }

        @Override
        public RowStream rows() {
            try {
                return table.rowStream();
            } catch (IngestException e) {
                throw TableDisk.fault(e);
            }
        }

        @Override
        public void close() {
            try (disk) {
                table.close();
            }
        }
    }
}
