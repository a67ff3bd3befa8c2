// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that loads tables. */
class IngestCommandIT {

    @TempDir
    Path folder;

    @Test
    void loadsATableBeforeAnyGatewayWasStarted() throws Exception {
        Path file = Files.writeString(folder.resolve("stars.csv"), "id,ra,dec\n1,10.5,-3\n2,11.5,4\n");
        try (Commands commands = new Commands(folder)) {
            String said = commands.said(0, "ingest table " + file + " --table test.stars --readers gaia");
            assertTrue(said.contains("2 rows"), said);
            assertEquals(
                    "test.stars is for gaia only",
                    commands.said(0, "table access test.stars").strip());
        }
    }
}
