// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import javax.xml.transform.stream.StreamSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.votable.FieldElement;
import uk.ac.starlink.votable.TableElement;
import uk.ac.starlink.votable.VOElement;
import uk.ac.starlink.votable.VOElementFactory;
import uk.ac.starlink.votable.VOStarTable;

/** The VOTable without rows that says in another format what its columns are (VOParquet convention 1.0). */
final class VotableHeader {
    private static final Logger LOG = LoggerFactory.getLogger(VotableHeader.class);

    private VotableHeader() {}

    /**
     * Gives columns the metadata of the FIELDs of the same name. A header that cannot be read is passed over.
     *
     * @param votable the document
     * @param columns completed in place
     */
    static void describe(byte[] votable, List<ColumnInfo> columns) {
        try {
            XmlGuard.check(new ByteArrayInputStream(votable), Optional.empty());
            VOElement top = new VOElementFactory(StoragePolicy.PREFER_MEMORY)
                    .makeVOElement(new StreamSource(new ByteArrayInputStream(votable)));
            if (top.getElementsByVOTagName("TABLE").getLength() == 0) {
                return;
            }
            TableElement table =
                    (TableElement) top.getElementsByVOTagName("TABLE").item(0);
            for (FieldElement field : table.getFields()) {
                columns.stream()
                        .filter(column -> column.getName().equals(field.getName()))
                        .forEach(column -> describe(column, field));
            }
        } catch (Exception e) {
            LOG.warn("the VOTable header of a Parquet file is passed over: {}", e.toString());
        }
    }

    private static void describe(ColumnInfo column, FieldElement field) {
        ColumnInfo info = new ColumnInfo(VOStarTable.getValueInfo(field));
        column.setUnitString(info.getUnitString());
        column.setUCD(info.getUCD());
        column.setUtype(info.getUtype());
        column.setXtype(info.getXtype());
        column.setDescription(info.getDescription());
        for (var key : List.of(
                VOStarTable.COOSYS_SYSTEM_INFO,
                VOStarTable.COOSYS_EPOCH_INFO,
                VOStarTable.COOSYS_EQUINOX_INFO,
                VOStarTable.TIMESYS_TIMESCALE_INFO,
                VOStarTable.TIMESYS_REFPOSITION_INFO,
                VOStarTable.TIMESYS_TIMEORIGIN_INFO)) {
            if (info.getAuxDatum(key) != null) {
                column.setAuxDatum(info.getAuxDatum(key));
            }
        }
    }
}
