// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.sia.obscore.ScannedFile;

/** Files that are not as they should be: each is named with the reason, and none keeps the others from being read. */
@Timeout(120)
class BadFilesTest {
    @TempDir
    private Path temporary;

    private Path archive;

    @BeforeEach
    void makeOneGoodFile() throws IOException {
        archive = Files.createDirectory(temporary.resolve("archive"));
        SmallFits.write(archive, "good.fits", SmallFits.image(10, 20));
    }

    private Map<String, ScannedFile> scan() throws Exception {
        Map<String, ScannedFile> files = new TreeMap<>();
        ScanRequest request = new ScanRequest(archive, "example.org", "test", Optional.empty(), Optional.of(""), false);
        new ObservationScan(request, new ScanListener() {
                    @Override
                    public void read(ScannedFile file) {
                        files.put(file.stamp().path(), file);
                    }

                    @Override
                    public void update(ScanCounts counts) {
                        // Only the files are looked at.
                    }
                })
                .withoutWriting();
        assertTrue(files.get("good.fits").observation().isPresent(), "the good file");
        assertEquals(Optional.empty(), files.get("good.fits").complaint());
        return files;
    }

    /** The complaint about one file that is no dataset. */
    private String refusal(String name, byte[] bytes) throws Exception {
        SmallFits.write(archive, name, bytes);
        ScannedFile file = scan().get(name);
        assertFalse(file.observation().isPresent(), name);
        return file.complaint().orElseThrow();
    }

    private static void says(String words, String complaint) {
        assertTrue(complaint.contains(words), complaint);
    }

    @Test
    void namesEmptyFiles() throws Exception {
        says("is empty", refusal("empty.fits", new byte[0]));
    }

    @Test
    void namesWhatIsNoFits() throws Exception {
        says("no FITS file", refusal("readme.txt", "hello".getBytes(StandardCharsets.UTF_8)));
        assertFalse(
                refusal("liar.fits", "hello".getBytes(StandardCharsets.UTF_8)).isEmpty());
    }

    @Test
    void namesHeadersWithoutEnd() throws Exception {
        byte[] whole = SmallFits.image(10, 20);
        assertFalse(refusal("headless.fits", Arrays.copyOf(whole, 800)).isEmpty());
    }

    @Test
    void namesWrongBitpix() throws Exception {
        says(
                "BITPIX",
                refusal(
                        "bitpix.fits",
                        SmallFits.of(
                                0,
                                "SIMPLE  =                    T",
                                "BITPIX  =                   17",
                                "NAXIS   =                    1",
                                "NAXIS1  =                   10")));
    }

    @Test
    void namesHugeAxes() throws Exception {
        SmallFits.write(
                archive,
                "huge.fits",
                SmallFits.of(
                        0,
                        "SIMPLE  =                    T",
                        "BITPIX  =                   64",
                        "NAXIS   =                    2",
                        "NAXIS1  =  9223372036854775807",
                        "NAXIS2  =  9223372036854775807"));
        assertFalse(scan().get("huge.fits").complaint().orElseThrow().isEmpty());
    }

    @Test
    void readsWhatIsThereOfTruncatedFiles() throws Exception {
        byte[] whole = SmallFits.image(10, 20);
        SmallFits.write(archive, "truncated.fits", Arrays.copyOf(whole, whole.length / 2));
        ScannedFile file = scan().get("truncated.fits");
        assertTrue(file.observation().isPresent());
        assertFalse(file.complaint().orElseThrow().isEmpty());
    }

    @Test
    void namesWorldCoordinatesThatAreNone() throws Exception {
        SmallFits.write(archive, "nan.fits", SmallFits.image(Double.NaN, 20));
        SmallFits.write(archive, "csc.fits", SmallFits.image(10, 20, "PV1_0   = 'x'"));
        Map<String, ScannedFile> files = scan();
        says("CRVAL1", files.get("nan.fits").complaint().orElseThrow());
        says("PV1_0", files.get("csc.fits").complaint().orElseThrow());
        assertTrue(files.get("nan.fits").observation().isPresent(), "it is an image all the same");
    }

    @Test
    void readsTheBeginningOfBombs() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(SmallFits.image(10, 20));
            byte[] nothing = new byte[1 << 20];
            Arrays.fill(nothing, (byte) 1);
            for (int megabyte = 0; megabyte < 1500; megabyte++) {
                gzip.write(nothing);
            }
        }
        SmallFits.write(archive, "bomb.fits.gz", packed.toByteArray());
        ScannedFile file = scan().get("bomb.fits.gz");
        assertTrue(file.observation().isPresent());
        assertFalse(file.complaint().orElseThrow().isEmpty());
    }

    @Test
    void followsLinksWithinTheArchiveOnly() throws Exception {
        Path outside = SmallFits.write(temporary, "secret.fits", SmallFits.image(30, 40));
        Files.createSymbolicLink(archive.resolve("out.fits"), outside);
        Files.createSymbolicLink(archive.resolve("within.fits"), Path.of("good.fits"));
        Files.createSymbolicLink(archive.resolve("folder"), temporary);
        Files.createSymbolicLink(archive.resolve("loop"), Path.of("."));
        Files.createSymbolicLink(archive.resolve("nothing.fits"), Path.of("nowhere"));
        Map<String, ScannedFile> files = scan();
        says("out of the archive", files.get("out.fits").complaint().orElseThrow());
        says("out of the archive", files.get("folder").complaint().orElseThrow());
        says("not followed", files.get("loop").complaint().orElseThrow());
        says("link to nothing", files.get("nothing.fits").complaint().orElseThrow());
        assertTrue(files.get("within.fits").observation().isPresent());
        assertFalse(files.get("out.fits").observation().isPresent());
        assertEquals(6, files.size());
    }

    @Test
    void readsFilesOfOddNames() throws Exception {
        SmallFits.write(archive, "a b/c?d&e%f#g+\u00e4\u6f22\n.fits", SmallFits.image(10, 20));
        SmallFits.write(archive, "no extension", SmallFits.image(10, 20));
        Map<String, ScannedFile> files = scan();
        assertEquals(
                "ivo://example.org/test?a%20b/c%3Fd%26e%25f%23g%2B%C3%A4%E6%BC%A2%0A.fits",
                files.get("a b/c?d&e%f#g+\u00e4\u6f22\n.fits")
                        .observation()
                        .orElseThrow()
                        .publisherDid());
        assertTrue(files.get("no extension").observation().isPresent());
    }
}
