// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.BinaryTable;
import nom.tam.fits.BinaryTableHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;
import nom.tam.fits.HeaderCard;
import nom.tam.fits.ImageHDU;
import nom.tam.fits.NullDataHDU;
import nom.tam.fits.compression.algorithm.quant.QuantizeOption;
import nom.tam.fits.header.Compression;
import nom.tam.image.compression.hdu.CompressedImageHDU;
import nom.tam.util.FitsOutputStream;

/**
 * A file of the demo archive, made when it is written. How it is stored follows from its name: {@code .gz} is
 * compressed as a whole, {@code .fz} by tiles.
 *
 * @param path below the folder of the archive
 * @param content the file's parts, from random numbers that are the same each time
 */
record DemoFile(String path, Function<Random, List<DemoHdu>> content) {
    private static final long SEED = 0x4D65726964L;
    /** Steps of a deviation of the noise, as fpack has it. */
    private static final double QUANTIZATION_LEVEL = 4;

    /** Writes the file below a folder, and the folders above it. */
    void writeBelow(Path folder) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                OutputStream stored = path.endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
                Fits fits = new Fits();
                FitsOutputStream out = new FitsOutputStream(stored)) {
            if (path.endsWith(".fz")) {
                fits.addHDU(new NullDataHDU());
            }
            for (DemoHdu part : content.apply(new Random(SEED ^ path.hashCode()))) {
                fits.addHDU(hdu(part));
            }
            for (int i = 0; i < fits.getNumberOfHDUs(); i++) {
                withoutTimeOfWriting(fits.getHDU(i).getHeader(), i == 0);
            }
            fits.write(out);
        } catch (FitsException e) {
            throw new IOException(path + " cannot be written: " + e.getMessage(), e);
        }
    }

    private BasicHDU<?> hdu(DemoHdu part) throws FitsException {
        BasicHDU<?> hdu = switch (part) {
            case DemoHdu.Empty empty -> new NullDataHDU();
            case DemoHdu.Image image -> Fits.makeHDU(image.data());
            case DemoHdu.Table table -> table(table);
        };
        part.cards().addTo(hdu.getHeader());
        return path.endsWith(".fz") && hdu instanceof ImageHDU image ? compressed(image) : hdu;
    }

    private static BinaryTableHDU table(DemoHdu.Table table) throws FitsException {
        BinaryTable rows = new BinaryTable();
        for (DemoHdu.Column column : table.columns()) {
            rows.addColumn(column.cells());
        }
        BinaryTableHDU hdu = new BinaryTableHDU(BinaryTableHDU.manufactureHeader(rows), rows);
        for (int i = 0; i < table.columns().size(); i++) {
            DemoHdu.Column column = table.columns().get(i);
            hdu.setColumnName(i, column.name(), null);
            if (!column.unit().isEmpty()) {
                hdu.setColumnMeta(i, "TUNIT", column.unit(), null);
            }
        }
        return hdu;
    }

    /** By rows, as fpack does: numbers with a point are quantized with subtractive dither. */
    private static BasicHDU<?> compressed(ImageHDU image) throws FitsException {
        CompressedImageHDU hdu = CompressedImageHDU.fromImageHDU(image, image.getAxes()[1], 1);
        hdu.setCompressAlgorithm(Compression.ZCMPTYPE_RICE_1);
        hdu.setQuantAlgorithm(Compression.ZQUANTIZ_SUBTRACTIVE_DITHER_1);
        // Without a level noise is lost.
        hdu.getCompressOption(QuantizeOption.class)
                .setQlevel(QUANTIZATION_LEVEL)
                .setSeed(1);
        hdu.compress();
        // Which stand in no primary header, as which the image would be restored.
        hdu.getHeader().deleteKey("ZPCOUNT");
        hdu.getHeader().deleteKey("ZGCOUNT");
        return hdu;
    }

    /** The library puts the time into a comment of the first card. */
    private static void withoutTimeOfWriting(Header header, boolean primary) throws FitsException {
        header.validate(primary);
        for (String keyword : List.of("SIMPLE", "ZSIMPLE")) {
            HeaderCard card = header.findCard(keyword);
            if (card != null) {
                card.setComment("FITS 4.0");
            }
        }
    }
}
