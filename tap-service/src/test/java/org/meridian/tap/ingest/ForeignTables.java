// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.http.TemporaryFiles;

/** Files of strangers, to be read as tables. */
abstract class ForeignTables {
    static final ForeignTable.Limits LIMITS = new ForeignTable.Limits(1000, 100_000);

    @TempDir
    Path folder;

    TemporaryFiles disk;
    long rowBytes;

    @BeforeEach
    void openDisk() throws IOException {
        disk = TemporaryFiles.open(folder.resolve("disk"), 150_000);
    }

    static String votable(String fields, String data) {
        return "<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'><RESOURCE><TABLE>" + fields
                + "<DATA>" + data + "</DATA></TABLE></RESOURCE></VOTABLE>";
    }

    static String binary(byte[] rows) {
        return "<BINARY><STREAM encoding='base64'>" + Base64.getEncoder().encodeToString(rows) + "</STREAM></BINARY>";
    }

    Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("table"), content);
    }

    long rows(byte[] content) throws IOException, IngestException {
        rowBytes = 0;
        try (ForeignTable table = ForeignTable.open(file(content), "the table", disk, LIMITS)) {
            return table.putRows((bytes, offset, length) -> rowBytes += length, LIMITS.rows());
        } finally {
            assertEquals(0, disk.usedBytes());
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder.resolve("disk"))) {
                assertEquals(List.of(), List.copyOf(asList(left)));
            }
        }
    }

    static List<Path> asList(DirectoryStream<Path> files) {
        List<Path> list = new ArrayList<>();
        files.forEach(list::add);
        return list;
    }

    void refuses(byte[] content, String reason) {
        IngestException refused = assertThrows(IngestException.class, () -> rows(content));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("the table")
                        && String.valueOf(refused.getMessage()).contains(reason),
                refused.getMessage());
    }
}
