// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.awt.datatransfer.DataFlavor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.meridian.tap.ingest.votable.VotableTable;
import org.meridian.tap.ingest.votable.XmlDocuments;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.TableFormatException;
import uk.ac.starlink.table.TableSink;
import uk.ac.starlink.util.DataSource;

/**
 * A reader of VOTables: {@link VotableTable} where the rows stand in the document, else STIL's. Documents of strangers are
 * looked through by {@link XmlGuard} before.
 */
final class VotableFileBuilder implements TableBuilder {
    private final TableBuilder reader;
    private final boolean guarded;

    /**
     * A reader.
     *
     * @param reader STIL's
     * @param guarded whether documents come from strangers
     */
    VotableFileBuilder(TableBuilder reader, boolean guarded) {
        this.reader = reader;
        this.guarded = guarded;
    }

    @Override
    public StarTable makeStarTable(DataSource source, boolean random, StoragePolicy storage) throws IOException {
        if (guarded) {
            check(source, storage);
        }
        Optional<VotableTable> table = VotableTable.isVotable(source) ? VotableTable.open(source) : Optional.empty();
        return table.isPresent() ? table.get() : reader.makeStarTable(source, random, storage);
    }

    private static void check(DataSource source, StoragePolicy storage) throws IOException {
        try (InputStream document = new BufferedInputStream(source.getInputStream())) {
            XmlGuard.check(document, storage instanceof QuotaStorage quota ? Optional.of(quota) : Optional.empty());
        } catch (XMLStreamException e) {
            if (new String(source.getIntro(), java.nio.charset.StandardCharsets.ISO_8859_1).contains("<")
                    && !isOther(source)) {
                throw XmlDocuments.refused(e);
            }
            throw new TableFormatException("no XML", e);
        }
    }

    /** Whether the file does not begin as XML does. */
    private static boolean isOther(DataSource source) throws IOException {
        String start = new String(source.getIntro(), java.nio.charset.StandardCharsets.UTF_8).replace("\uFEFF", "");
        return !start.stripLeading().startsWith("<");
    }

    @Override
    public void streamStarTable(InputStream in, TableSink sink, String position) throws IOException {
        throw new IOException("tables are read from files, not streams");
    }

    @Override
    public boolean canImport(DataFlavor flavor) {
        return false;
    }

    @Override
    public String getFormatName() {
        return reader.getFormatName();
    }

    @Override
    public boolean looksLikeFile(String name) {
        return reader.looksLikeFile(name);
    }
}
