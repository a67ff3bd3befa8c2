// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.core.votable.spool.SpoolFile;
import uk.ac.starlink.fits.FitsTableWriter;
import uk.ac.starlink.table.DescribedValue;

/**
 * A FITS binary table, through STIL. FITS tells the number of rows and the lengths of texts first, so the rows wait in a spool
 * file until all are there. FITS text is ASCII: other characters are written as <code>&#92;uXXXX</code>. INFOs, and whether
 * rows were cut, are header cards. If the rows end early by a failure, nothing is written.
 */
record FitsWriter(SpoolArea area) implements TableWriter {

    @Override
    public TableFormat format() {
        return TableFormat.FITS;
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        try (SpoolFile file = area.newFile()) {
            ByteSink sink = new ByteSink(new SpoolOutput(file));
            TableOutcome outcome =
                    RowLoop.run(rows, document.maxrec(), sink, row -> keep(row, columns.length, sink, file));
            sink.flush();
            if (outcome instanceof TableOutcome.Failed) {
                return outcome;
            }
            SpooledTable table = new SpooledTable(columns, outcome.rows(), file);
            document.tableName().ifPresent(table::setName);
            document.infos().forEach(info -> table.setParameter(parameter(info.name(), info.value())));
            if (outcome instanceof TableOutcome.Overflow) {
                table.setParameter(parameter("QUERY_STATUS", "OVERFLOW"));
            }
            new FitsTableWriter().writeStarTable(table, out);
            out.flush();
            return outcome;
        }
    }

    private static DescribedValue parameter(String name, String value) {
        return SpooledTable.parameter(name, SpooledTable.escaped(value));
    }

    private static void keep(RowStream rows, int columns, ByteSink sink, SpoolFile file) throws RowStreamException {
        if (file.exceeded().isPresent()) {
            String message = file.exceeded().get();
            throw new RowStreamException(new FatalFault(message), new IllegalStateException(message));
        }
        byte[] bytes = rows.buffer();
        for (int i = 0; i < columns; i++) {
            int length = rows.length(i);
            sink.putInt(length);
            if (length > 0) {
                sink.put(bytes, rows.offset(i), length);
            }
        }
    }

    private static final class SpoolOutput extends OutputStream {
        private final SpoolFile file;

        SpoolOutput(SpoolFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.append(bytes, offset, length);
        }
    }
}
