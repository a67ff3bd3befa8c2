// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.SkyPoint;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;

/** Where headers do not tell, values of tables do: wavelengths, times, cells. */
class TableColumnsTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 1, 0, 0);

    @TempDir
    private Path folder;

    /** The row of a file with one binary table. */
    private ObscoreRow row(int rowBytes, byte[] data, String... cards) throws IOException {
        List<String> header = new ArrayList<>(List.of(
                "XTENSION= 'BINTABLE'",
                "BITPIX  =                    8",
                "NAXIS   =                    2",
                "NAXIS1  = " + rowBytes,
                "NAXIS2  = " + data.length / rowBytes,
                "PCOUNT  =                    0",
                "GCOUNT  =                    1"));
        header.addAll(List.of(cards));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SmallFits.of(
                0,
                "SIMPLE  =                    T",
                "BITPIX  =                    8",
                "NAXIS   =                    0"));
        byte[] table = SmallFits.of(data.length, header.toArray(String[]::new));
        System.arraycopy(data, 0, table, SmallFits.of(0, header.toArray(String[]::new)).length, data.length);
        out.writeBytes(table);
        Path file = SmallFits.write(folder, "table.fits", out.toByteArray());
        List<String> complaints = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file);
                FitsFile fits = FitsFile.open(channel, "table.fits")) {
            ObscoreRow row = new ObservationMapper(ScanRules.NONE, NOW)
                    .map("table.fits", fits.hdus(), new ColumnValues(Optional.of(channel)), complaints::add)
                    .orElseThrow()
                    .row();
            assertEquals(List.of(), complaints);
            return row;
        }
    }

    @Test
    void wavelengthsAreReadFromTheirColumn() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(3 * 8);
        for (float wavelength : new float[] {4000, 5000, 6000}) {
            data.putFloat(wavelength).putFloat(Float.NaN);
        }
        ObscoreRow row = row(
                8,
                data.array(),
                "TFIELDS =                    2",
                "TTYPE1  = 'WAVELENGTH'",
                "TFORM1  = 'E'",
                "TUNIT1  = 'Angstrom'",
                "TTYPE2  = 'FLUX'",
                "TFORM2  = 'E'");
        assertEquals("spectrum", row.text(ObscoreColumn.DATAPRODUCT_TYPE).orElseThrow());
        assertEquals(4e-7, row.number(ObscoreColumn.EM_MIN).orElseThrow(), 1e-15);
        assertEquals(6e-7, row.number(ObscoreColumn.EM_MAX).orElseThrow(), 1e-15);
        assertEquals(3, row.number(ObscoreColumn.EM_XEL).orElseThrow());
    }

    @Test
    void timesAreReadFromTheirColumn() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(2 * 12);
        data.putDouble(58000.25).putFloat(1).putDouble(58001.5).putFloat(2);
        ObscoreRow row = row(
                12,
                data.array(),
                "TFIELDS =                    2",
                "TTYPE1  = 'MJD'",
                "TFORM1  = 'D'",
                "TTYPE2  = 'FLUX'",
                "TFORM2  = 'E'");
        assertEquals("timeseries", row.text(ObscoreColumn.DATAPRODUCT_TYPE).orElseThrow());
        assertEquals(58000.25, row.number(ObscoreColumn.T_MIN).orElseThrow());
        assertEquals(58001.5, row.number(ObscoreColumn.T_MAX).orElseThrow());
        assertEquals(2, row.number(ObscoreColumn.T_XEL).orElseThrow());
    }

    @Test
    void storedNumbersAreScaledAndThoseOfNoValueLeftOut() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(3 * 6);
        data.putShort((short) 100).putFloat(1).putShort((short) -32768).putFloat(2);
        data.putShort((short) 200).putFloat(3);
        ObscoreRow row = row(
                6,
                data.array(),
                "TFIELDS =                    2",
                "TTYPE1  = 'WAVELENGTH'",
                "TFORM1  = 'I'",
                "TUNIT1  = 'Angstrom'",
                "TSCAL1  =                 10.0",
                "TZERO1  =               4000.0",
                "TNULL1  =               -32768",
                "TTYPE2  = 'FLUX'",
                "TFORM2  = 'E'");
        assertEquals(5e-7, row.number(ObscoreColumn.EM_MIN).orElseThrow(), 1e-15);
        assertEquals(6e-7, row.number(ObscoreColumn.EM_MAX).orElseThrow(), 1e-15);
    }

    @Test
    void cellsOfAPartialMapAreItsRegion() throws Exception {
        int order = 6;
        long[] cells = {100, 101, 102, 103, 20_000};
        ByteBuffer data = ByteBuffer.allocate(cells.length * 12);
        for (long cell : cells) {
            data.putLong(cell).putFloat(1);
        }
        ObscoreRow row = row(
                12,
                data.array(),
                "TFIELDS =                    2",
                "TTYPE1  = 'PIXEL'",
                "TFORM1  = 'K'",
                "TTYPE2  = 'SIGNAL'",
                "TFORM2  = 'E'",
                "PIXTYPE = 'HEALPIX'",
                "ORDERING= 'NESTED'",
                "INDXSCHM= 'EXPLICIT'",
                "COORDSYS= 'C'",
                "NSIDE   = 64");
        Moc moc = Moc.parse(row.text(ObscoreColumn.S_MOC).orElseThrow());
        for (long cell : cells) {
            SkyPoint centre = Healpix.centre(order, cell);
            assertTrue(moc.contains(centre.lonDeg(), centre.latDeg()), "cell " + cell);
            assertTrue(
                    row.regions().stream().anyMatch(part -> part.contains(centre.lonDeg(), centre.latDeg())),
                    "cell " + cell);
        }
        SkyPoint elsewhere = Healpix.centre(order, 30_000);
        assertTrue(
                row.regions().stream().noneMatch(part -> part.contains(elsewhere.lonDeg(), elsewhere.latDeg())),
                "a cell that is not listed");
    }
}
