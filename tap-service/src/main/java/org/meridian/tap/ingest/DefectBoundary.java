// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import org.meridian.core.dali.DaliFault;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.WrapperRowSequence;
import uk.ac.starlink.table.WrapperStarTable;

/**
 * A stranger's table whose rows fail in one way only. STIL's readers meet damaged files with exceptions of many kinds, some of
 * them errors: each of them means here that the file cannot be read.
 */
final class DefectBoundary extends WrapperStarTable {
    DefectBoundary(StarTable table) {
        super(table);
    }

    /** What a reader does. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (DaliFault aboutRoom) {
            throw aboutRoom;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new IOException(TableFiles.reason(e), e);
        }
    }

    @Override
    public RowSequence getRowSequence() throws IOException {
        return new WrapperRowSequence(read(super::getRowSequence)) {
            @Override
            public boolean next() throws IOException {
                return read(super::next);
            }

            @Override
            @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
            public Object getCell(int column) throws IOException {
                return read(() -> super.getCell(column));
            }

            @Override
            public Object[] getRow() throws IOException {
                return read(super::getRow);
            }
        };
    }
}
