// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.core.votable.spool.SpoolFile;
import org.meridian.core.votable.spool.SpoolFolder;
import uk.ac.starlink.fits.CardFactory;
import uk.ac.starlink.fits.CardImage;
import uk.ac.starlink.fits.FitsTableWriter;
import uk.ac.starlink.table.ByteStore;
import uk.ac.starlink.table.storage.ByteStoreStoragePolicy;
import uk.ac.starlink.table.storage.FileByteStore;

/**
 * A FITS binary table, through STIL. FITS tells the number of rows and the lengths of texts first, so the rows wait in a spool
 * file until all are there; if they end early by a failure, nothing is written.
 *
 * <p>FITS text is ASCII (FITS 4.0, section 7.3.3.1): other characters become question marks, as in STIL and TOPCAT, and the
 * header says so. (UTF-8 in its place is read neither by STIL nor, by column, as text by astropy.) INFOs are COMMENT cards
 * {@code name = value}. NULL elements of arrays of whole numbers are the smallest number, which TNULL then names (FITS 4.0,
 * section 7.3.2). Whether rows were cut is in the keyword QSTATUS, {@code OK} or {@code OVERFLOW}, and in a comment.
 */
record FitsWriter(SpoolArea area) implements TableWriter {
    private static final int COMMENT_WIDTH = 72;
    /** Those that a number of three digits can name: STIL puts further ones into the last of them. */
    private static final int MAX_COLUMNS = 998;

    private static final String REPLACED =
            "Characters that FITS cannot hold (not ASCII) are replaced by question marks";

    @Override
    public TableFormat format() {
        return TableFormat.FITS;
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        try (SpoolFile file = area.newFile();
                SpoolFolder folder = area.newFolder()) {
            KeptRows kept = new KeptRows(columns, file);
            TableOutcome outcome = RowLoop.run(rows, document, kept.sink, kept);
            kept.sink.flush();
            if (outcome instanceof TableOutcome.Failed) {
                return outcome;
            }
            List<String> comments = new ArrayList<>();
            document.infos().forEach(info -> comments.add(info.name() + " = " + info.value()));
            boolean cut = outcome instanceof TableOutcome.Overflow;
            if (cut) {
                comments.add("QUERY_STATUS = OVERFLOW");
            }
            if (kept.hasOtherThanAscii) {
                comments.add(REPLACED);
            }
            SpooledTable table = new SpooledTable(columns, outcome.rows(), file);
            document.tableName().map(SpooledTable::ascii).ifPresent(table::setName);
            CommentedWriter fits = new CommentedWriter(comments, cut, kept.nullsOfArrays());
            // Arrays of varying length stay so, in the heap, instead of being filled up to one length.
            fits.setVarArray(FitsTableWriter.VarArrayMode.TRUE);
            fits.setStoragePolicy(new HeapFiles(folder));
            fits.setAllowZeroLengthString(false); // astropy 5.2 cannot read a column of 0A.
            fits.writeStarTable(table, out);
            out.flush();
            return outcome;
        }
    }

    /** Keeps the heap in files of the spool area until it is written. */
    private static final class HeapFiles extends ByteStoreStoragePolicy {
        private final SpoolFolder folder;

        HeapFiles(SpoolFolder folder) {
            this.folder = folder;
        }

        @Override
        protected ByteStore attemptMakeByteStore() throws IOException {
            return new FileByteStore(
                    Files.createTempFile(folder.path(), "heap", "").toFile());
        }
    }

    /** STIL's writer, which knows no comments and has no NULL in arrays. */
    private static final class CommentedWriter extends FitsTableWriter {
        private final List<String> comments;
        private final boolean cut;
        private final SortedMap<Integer, Long> nulls;

        /** @param nulls what stands for NULL in arrays, by the number of the column from 1 */
        CommentedWriter(List<String> comments, boolean cut, SortedMap<Integer, Long> nulls) {
            this.comments = comments;
            this.cut = cut;
            this.nulls = nulls;
        }

        @Override
        protected List<CardImage> getMetadataCards() {
            List<CardImage> cards = new ArrayList<>(super.getMetadataCards());
            cards.add(CardFactory.DEFAULT.createStringCard(
                    "QSTATUS", cut ? "OVERFLOW" : "OK", cut ? "rows were cut at MAXREC" : "all rows are here"));
            nulls.headMap(MAX_COLUMNS + 1)
                    .forEach((column, value) -> cards.add(CardFactory.DEFAULT.createIntegerCard(
                            "TNULL" + column, value, "NULL among the elements of arrays")));
            for (String comment : comments) {
                String ascii = SpooledTable.ascii(comment);
                for (int i = 0; i < ascii.length(); i += COMMENT_WIDTH) {
                    String line = ascii.substring(i, Math.min(ascii.length(), i + COMMENT_WIDTH));
                    cards.add(CardFactory.DEFAULT.createPlainCard("COMMENT " + line));
                }
            }
            return cards;
        }
    }

    /** Takes rows to the spool file and learns what has to be known of them beforehand. */
    private static final class KeptRows implements RowLoop.RowEncoder {
        private final Column[] columns;
        private final SpoolOutput spool;
        final ByteSink sink;
        boolean hasOtherThanAscii;
        private final boolean[] hasNullElements;

        KeptRows(Column[] columns, SpoolFile file) {
            this.columns = columns;
            this.hasNullElements = new boolean[columns.length];
            this.spool = new SpoolOutput(file);
            this.sink = new ByteSink(spool);
        }

        @Override
        public void encode(RowStream rows) throws RowStreamException {
            spool.requireRoom();
            byte[] bytes = rows.buffer();
            for (int i = 0; i < columns.length; i++) {
                int length = rows.length(i);
                sink.putInt(length);
                if (length > 0) {
                    sink.put(bytes, rows.offset(i), length);
                    hasOtherThanAscii =
                            hasOtherThanAscii || columns[i].field().primitive() == Primitive.TEXT && hasOther(i, rows);
                    hasNullElements[i] = hasNullElements[i]
                            || columns[i].shape() == Column.Shape.ARRAY && hasNull(bytes, rows.offset(i));
                }
            }
        }

        /** What stands for NULL in arrays of whole numbers that have such, by the number of the column from 1. */
        SortedMap<Integer, Long> nullsOfArrays() {
            SortedMap<Integer, Long> nulls = new TreeMap<>();
            for (int i = 0; i < columns.length; i++) {
                OptionalLong value = hasNullElements[i]
                        ? SpooledTable.nullElement(columns[i].field().primitive())
                        : OptionalLong.empty();
                if (value.isPresent()) {
                    nulls.put(i + 1, value.getAsLong());
                }
            }
            return nulls;
        }

        private static boolean hasNull(byte[] bytes, int array) {
            int at = Cells.firstElement(bytes, array);
            for (int i = Cells.elementCount(bytes, array); i > 0; i--) {
                int length = Cells.int32(bytes, at);
                if (length < 0) {
                    return true;
                }
                at += 4 + length;
            }
            return false;
        }

        private boolean hasOther(int index, RowStream rows) {
            byte[] bytes = rows.buffer();
            if (columns[index].shape() == Column.Shape.TEXT) {
                return !Cells.isAscii(bytes, rows.offset(index), rows.length(index));
            }
            int at = Cells.firstElement(bytes, rows.offset(index));
            for (int i = Cells.elementCount(bytes, rows.offset(index)); i > 0; i--) {
                int length = Math.max(0, Cells.int32(bytes, at));
                if (!Cells.isAscii(bytes, at + 4, length)) {
                    return true;
                }
                at += 4 + length;
            }
            return false;
        }
    }
}
