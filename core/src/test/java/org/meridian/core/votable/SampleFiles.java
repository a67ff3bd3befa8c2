// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.spool.SpoolArea;

/** Writes the sample table in every format into a folder, for other programs to look at. */
public final class SampleFiles {
    private SampleFiles() {}

    /** @param args the folder */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        SpoolArea area = SpoolArea.open(folder, SpoolArea.Limits.DEFAULT);
        ResultDocument document = new ResultDocument(
                Optional.of("sample"),
                Optional.of("A sample"),
                List.of(
                        new Info("standardID", "ivo://ivoa.net/std/TAP"),
                        new Info("QUERY", "SELECT *\nFROM \"t\" WHERE a < 1")),
                Long.MAX_VALUE);
        for (TableFormat format : TableFormat.values()) {
            Path file = folder.resolve("sample." + format.name().toLowerCase(java.util.Locale.ROOT));
            try (OutputStream out = Files.newOutputStream(file)) {
                ResponseFormat.of(format).writer(area).write(SampleTable.rows(), document, out);
            }
        }
    }
}
