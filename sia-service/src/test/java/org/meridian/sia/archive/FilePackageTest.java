// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.meridian.sia.archive.FilePackage.Entry;
import org.meridian.sia.archive.FilePackage.Kind;

/** Several files in one. */
class FilePackageTest {

    private static final List<String> COLUMNS = List.of("meaning");

    private static final List<String> NAMES = List.of(
            "a.fits",
            "sky/" + "long/".repeat(60) + "b.fits",
            "sky/ä \"quoted\", with\nline\\s.fits",
            "sky/\ud83d\ude00" + "é".repeat(90));

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            entries.add(new Entry(NAMES.get(i), i * 700L, List.of("the \"" + i + "\"")));
        }
        return entries;
    }

    private static byte[] packed(Kind kind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FilePackage files = new FilePackage(kind, COLUMNS, out);
        for (Entry entry : entries()) {
            files.add(entry, to -> to.write(new byte[(int) entry.bytes()]));
        }
        files.finish();
        return out.toByteArray();
    }

    @Test
    void isAsLongAsItSays() throws IOException {
        assertEquals(FilePackage.tarBytes(COLUMNS, entries()), packed(Kind.TAR).length);
        long large = 20_000_000_000L;
        long two = FilePackage.tarBytes(COLUMNS, List.of(new Entry("a", large, List.of(""))));
        assertTrue(two > large + 1024, "" + two);
    }

    @Test
    void keepsNamesAndSaysWhatTheyAre() throws IOException {
        List<String> names = new ArrayList<>();
        String sums = "";
        String manifest = "";
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(packed(Kind.TAR)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
                String text = new String(tar.readAllBytes(), UTF_8);
                sums = entry.getName().equals("SHA256SUMS") ? text : sums;
                manifest = entry.getName().equals("manifest.csv") ? text : manifest;
            }
        }
        assertEquals(NAMES, names.subList(0, NAMES.size()));
        assertEquals(NAMES.size(), sums.lines().count());
        assertTrue(sums.contains("\n\\"), sums);
        assertTrue(sums.contains("with\\nline\\\\s.fits"), sums);
        assertTrue(manifest.startsWith("file,bytes,sha256,meaning\r\n\"a.fits\",0,e3b0c442"), manifest);
        assertTrue(manifest.contains(",\"the \"\"0\"\"\"\r\n"), manifest);
    }
}
