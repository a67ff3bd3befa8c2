// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import nom.tam.fits.Header;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration's archive: files of instruments that do not exist, with headers of many dialects, of real stars at their
 * true positions. The same stars make the same bytes. Thread-safe.
 */
public final class DemoArchive {
    private final List<DemoFile> files;

    /** An archive that shows the stars of catalogues, in any order. */
    public DemoArchive(List<DemoStar> stars) {
        DemoSky sky = new DemoSky(stars);
        files = Stream.of(
                        new FieldSpectrograph(sky).files(),
                        new MosaicCamera(sky).files(),
                        new InfraredImager(sky).files(),
                        new RadioArray().files(),
                        new XrayTelescope(sky).files(),
                        new Spectrograph(sky).files(),
                        new Photometer(sky).files(),
                        new StarMap(sky).files())
                .flatMap(List::stream)
                .toList();
    }

    /** Whether a position (ICRS, degrees) lies where the archive's cameras look, so that a faint star there can be seen. */
    public static boolean shows(double raDeg, double decDeg) {
        return Stream.of(Field.values()).anyMatch(field -> DemoSky.isIn(field, raDeg, decDeg));
    }

    /** Rules of the archive's scan (YAML): filters, levels, what belongs to what, and what is not for everybody. */
    public static String rules() throws IOException {
        try (InputStream text = Objects.requireNonNull(DemoArchive.class.getResourceAsStream("rules.yaml"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Writes all files into a folder that is not there yet; it appears when it is complete.
     *
     * @param threads that work at the same time
     * @param progress is told how many files of how many are written, from any thread
     * @throws IOException if something cannot be written
     */
    public void write(Path folder, int threads, BiConsumer<Integer, Integer> progress)
            throws IOException, InterruptedException {
        // The library complains of what it writes itself: the type of pixels that were quantized.
        Header.setParserWarningsEnabled(false);
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        Files.createDirectories(unfinished);
        AtomicInteger written = new AtomicInteger();
        List<Callable<@Nullable Void>> tasks = new ArrayList<>();
        for (DemoFile file : files) {
            tasks.add(() -> {
                file.writeBelow(unfinished);
                progress.accept(written.incrementAndGet(), files.size());
                return null;
            });
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (Future<@Nullable Void> task : workers.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the demo's archive cannot be made: " + e.getMessage(), e);
        }
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
