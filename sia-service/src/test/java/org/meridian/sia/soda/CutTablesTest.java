// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.fits.BinTable;
import org.meridian.core.fits.BinTable.Span;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.ReferenceFrame;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;

/** Which rows and cells of tables are given, and that the rest of the file fits them. */
class CutTablesTest {

    private static final int BLOCK = 2880;
    private static final int ROWS = 5;

    @TempDir
    private Path folder;

    private static void put(ByteArrayOutputStream out, List<String> cards, byte[] data) {
        cards.forEach(card -> out.writeBytes(String.format("%-80s", card).getBytes(US_ASCII)));
        out.writeBytes(String.format("%-80s", "END").getBytes(US_ASCII));
        out.writeBytes(" ".repeat((BLOCK - out.size() % BLOCK) % BLOCK).getBytes(US_ASCII));
        out.writeBytes(data);
        out.writeBytes(new byte[(BLOCK - out.size() % BLOCK) % BLOCK]);
    }

    /** A file with a table of one HDU. */
    private FitsFile file(int rowBytes, long rows, long heap, byte[] data, String... cards) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, List.of("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0"), new byte[0]);
        List<String> table = new ArrayList<>(List.of(
                "XTENSION= 'BINTABLE'",
                "BITPIX  = 8",
                "NAXIS   = 2",
                "NAXIS1  = " + rowBytes,
                "NAXIS2  = " + rows,
                "PCOUNT  = " + heap,
                "GCOUNT  = 1"));
        table.addAll(List.of(cards));
        put(out, table, data);
        Path file = folder.resolve("table.fits");
        Files.write(file, out.toByteArray());
        return FitsFile.open(FileChannel.open(file), "table.fits");
    }

    /** Scaled times, positions, and as many numbers in an array as the row has before it. */
    private FitsFile events() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(ROWS * 26 + 8 + 10 * 2);
        int heap = 0;
        for (int i = 0; i < ROWS; i++) {
            data.putShort((short) (100 * i)).putDouble(10 + i).putDouble(20);
            data.putInt(i).putInt(heap);
            heap += 2 * i;
        }
        data.position(data.position() + 8);
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < i; k++) {
                data.putShort((short) (10 * i + k));
            }
        }
        return file(
                26,
                ROWS,
                8 + heap,
                data.array(),
                "TFIELDS = 4",
                "THEAP   = " + (ROWS * 26 + 8),
                "TTYPE1  = 'TIME'",
                "TFORM1  = 'I'",
                "TUNIT1  = 's'",
                "TSCAL1  = 864.0",
                "TTYPE2  = 'RA'",
                "TFORM2  = 'D'",
                "TTYPE3  = 'DEC'",
                "TFORM3  = 'D'",
                "TTYPE4  = 'HITS'",
                "TFORM4  = 'PI(4)'",
                "EXTNAME = 'EVENTS'",
                "MJDREF  = 50000",
                "CHECKSUM= 'WRONG'",
                "TDMAX1  = 400");
    }

    private Optional<FitsFile> cut(FitsFile file, String... parameters) throws IOException {
        Map<String, List<String>> all = new java.util.HashMap<>(Map.of("ID", List.of("x")));
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], List.of(parameters[i + 1]));
        }
        CutoutRequest request = CutoutRequest.of(DaliParameters.of(all), CutoutLimits.SYNC);
        CutoutPlan plan = CutoutPlan.of(file.hdus(), request.selections().getFirst(), () -> {});
        Optional<FitsCutout> cutout = plan.cuts().isEmpty()
                ? Optional.empty()
                : FitsCutout.prepare(file, plan, List.of("by hand"), Optional.empty());
        if (cutout.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        cutout.get().write(out);
        assertEquals(cutout.get().bytes(), out.size());
        Path result = Files.write(folder.resolve("cut.fits"), out.toByteArray());
        return Optional.of(FitsFile.open(FileChannel.open(result), "cut.fits"));
    }

    private static List<Double> column(FitsFile file, String name) throws IOException {
        BinTable table = file.table(file.hdus().getLast());
        BinColumn column = table.column(name).orElseThrow();
        ByteBuffer rows = ByteBuffer.allocate((int) table.rows() * table.rowBytes());
        table.readRows(0, (int) table.rows(), rows);
        return IntStream.range(0, (int) table.rows() * column.repeat())
                .mapToObj(i -> column.number(
                        rows,
                        i / column.repeat() * table.rowBytes()
                                + column.offset()
                                + i % column.repeat() * column.elementBytes()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIME | 50001 50003 | 11.0 12.0 13.0",
                "TIME | 50003.5 +Inf | 14.0",
                "CIRCLE | 12 20 1 | 11.0 12.0 13.0",
                "POS | RANGE 9 10.5 19 21 | 10.0",
                "SUB | [EVENTS][2:3] | 11.0 12.0",
                "SUB | [1][5:*] | 14.0"
            })
    void givesTheRowsThatAreMeant(String name, String value, String expected) throws Exception {
        try (FitsFile cut = cut(events(), name, value).orElseThrow()) {
            assertEquals(
                    expected,
                    String.join(
                            " ", column(cut, "RA").stream().map(String::valueOf).toList()));
        }
    }

    @Test
    void givesTheArraysOfItsRowsAlone() throws Exception {
        try (FitsFile cut = cut(events(), "TIME", "50003 50004").orElseThrow()) {
            BinTable table = cut.table(cut.hdus().getLast());
            assertEquals(
                    2 * (3 + 4), cut.hdus().getLast().header().whole("PCOUNT").orElseThrow());
            assertTrue(cut.hdus().getLast().header().text("THEAP").isEmpty());
            ByteBuffer rows = ByteBuffer.allocate(2 * table.rowBytes());
            table.readRows(0, 2, rows);
            Span last = table.span(rows, table.rowBytes(), table.column("HITS").orElseThrow());
            ByteBuffer array = ByteBuffer.allocate((int) last.bytes());
            table.read(last, array);
            assertEquals(
                    List.of(40, 41, 42, 43),
                    IntStream.range(0, 4)
                            .mapToObj(i -> (int) array.getShort(2 * i))
                            .toList());
            assertTrue(cut.hdus().getLast().header().text("TDMAX1").isEmpty());
        }
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        assertTrue(cut(events(), "TIME", "1 2").isEmpty());
        assertTrue(cut(events(), "SUB", "[1][6:7]").isEmpty());
        UsageFault fault = assertThrows(UsageFault.class, () -> cut(events(), "BAND", "1e-7 2e-7"));
        assertEquals(
                "there is nothing to choose by in the dataset: HDU 1: it has no column of wavelengths, frequencies or energies in"
                        + " units that are known",
                fault.message());
    }

    @Test
    void arraysAreCutAlongTheirWavelengths() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(2 * 60);
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < 5; i++) {
                data.putFloat(500 + 100 * row + 10 * i);
            }
            for (int i = 0; i < 10; i++) {
                data.putFloat(100 * row + i);
            }
        }
        FitsFile spectra = file(
                60,
                2,
                0,
                data.array(),
                "TFIELDS = 2",
                "TTYPE1  = 'WAVE'",
                "TFORM1  = '5E'",
                "TUNIT1  = 'nm'",
                "TTYPE2  = 'FLUX'",
                "TFORM2  = '10E'",
                "TDIM2   = '(5,2)'",
                "NELEM   = 5");
        try (FitsFile cut = cut(spectra, "BAND", "6.05e-7 6.25e-7").orElseThrow()) {
            assertEquals(List.of(610.0, 620.0), column(cut, "WAVE"));
            assertEquals(List.of(101.0, 102.0, 106.0, 107.0), column(cut, "FLUX"));
            var header = cut.hdus().getLast().header();
            assertEquals("(2,2)", header.text("TDIM2").orElseThrow());
            assertEquals(2, header.whole("NELEM").orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RANGE 30 50 -20 10",
        "RANGE 0 360 60 90",
        "RANGE 0 360 -5 5",
        "CIRCLE 266 -29 7",
        "POLYGON 10 10 30 10 20 40"
    })
    void mapsOfOtherFramesAreCutByPositionsOfTheSky(String pos) throws Exception {
        int order = 4;
        int cells = (int) Healpix.cellCount(order);
        ByteBuffer data = ByteBuffer.allocate(4 * cells);
        for (int cell = 0; cell < cells; cell++) {
            data.putFloat(cell);
        }
        FitsFile map = file(
                64,
                cells / 16,
                0,
                data.array(),
                "TFIELDS = 1",
                "TTYPE1  = 'SIGNAL'",
                "TFORM1  = '16E'",
                "PIXTYPE = 'HEALPIX'",
                "NSIDE   = 16",
                "ORDERING= 'NESTED'",
                "COORDSYS= 'G'");
        SkyRegion region = DaliRegion.parsePos(pos);
        try (FitsFile cut = cut(map, "POS", pos).orElseThrow()) {
            List<Double> given = column(cut, "PIXEL");
            assertEquals(given, column(cut, "SIGNAL"));
            for (int cell = 0; cell < cells; cell++) {
                SkyPoint centre = icrs(Healpix.centre(order, cell));
                boolean near = new org.meridian.core.sky.Circle(centre.lonDeg(), centre.latDeg(), 4).intersects(region);
                boolean is = given.contains((double) cell);
                assertTrue(is || !region.contains(centre.lonDeg(), centre.latDeg()), "cell " + cell);
                assertTrue(!is || near, "cell " + cell + " is far");
            }
        }
    }

    private static SkyPoint icrs(SkyPoint galactic) {
        return ReferenceFrame.GALACTIC.transform(galactic, ReferenceFrame.ICRS);
    }
}
