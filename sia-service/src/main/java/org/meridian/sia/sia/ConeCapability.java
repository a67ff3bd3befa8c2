// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.meridian.core.auth.Subject;
import org.meridian.core.query.PublishedTable;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.core.votable.RowStream;

/**
 * What SimpleDALRegExt 1.2, section 3.2, adds to the capability of a cone search.
 *
 * @param maxRecords rows of an answer at most
 * @param place where there is a row
 */
public record ConeCapability(long maxRecords, SkyPoint place) implements Capability.Extension {

    private static final double TEST_RADIUS_DEG = 0.01;

    /**
     * Of a search that finds something.
     *
     * @throws org.meridian.core.dali.DaliFault.NotFoundFault if there is no such table for {@code subject}
     * @throws IOException if the database fails
     */
    public static ConeCapability of(ConeSearch search, Subject subject) throws IOException {
        PublishedTable.Position position = search.described(subject).position().orElseThrow();
        List<String> columns = List.of(position.lonColumn(), position.latColumn());
        try (RowStream rows = search.tables().rows(search.table(), columns, List.of(), 20, subject)) {
            SkyPoint place = new SkyPoint(0, 0);
            boolean found = false;
            while (!found && rows.advance()) {
                found = rows.length(0) >= 0 && rows.length(1) >= 0;
                if (found) {
                    ByteBuffer cells = ByteBuffer.wrap(rows.buffer());
                    place = new SkyPoint(cells.getDouble(rows.offset(0)), cells.getDouble(rows.offset(1)));
                }
            }
            return new ConeCapability(search.limits().hardMaxrec(), place);
        }
    }

    @Override
    public String type() {
        return "cs:ConeSearch";
    }

    @Override
    public String namespace() {
        return "http://www.ivoa.net/xml/ConeSearch/v1.0";
    }

    @Override
    public void write(XmlDocument xml) {
        xml.element("maxSR", "180");
        xml.element("maxRecords", Long.toString(maxRecords));
        xml.element("verbosity", "true");
        xml.start("testQuery");
        xml.element("ra", Double.toString(place.lonDeg()));
        xml.element("dec", Double.toString(place.latDeg()));
        xml.element("sr", Double.toString(TEST_RADIUS_DEG));
        xml.end();
    }
}
