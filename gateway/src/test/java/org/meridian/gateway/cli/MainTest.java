// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            serve --port 99999                            | --port: 99999 is not a port from 0 to 65535
            demo --prt 1                                  | Unknown options: '--prt', '1'
            serv                                          | Did you mean: meridian serve
            ingest                                        | Say what to load, as in: meridian ingest table FILE
            ingest table x.csv                            | Missing required option: '--table=SCHEMA.NAME'
            ingest table x.csv --table stars              | a table is named schema.table, such as my_catalogues.stars, not 'stars'
            ingest table x.csv --table a.b --ra x         | --ra and --dec go together
            ingest table x.csv --table a.b --replace --append | mutually exclusive
            adql check --syntax-only --udf nonsense -     | --udf, column
            quota                                         | Say what to do, as in: meridian quota set bytes=50G files=1M --user ada
            vos                                           | Say what to do, as in: meridian vos ls vos:/home/ada
            vos ls /tmp                                   | is no place in a VOSpace
            vos ls vos:/home/../x                         | is not a name
            vos ls vos:/home --service ftp://x            | as https://example.org/vospace
            vos sync vos:/a /tmp --jobs 0                 | --jobs is a number from 1 to 64
            vos cp vos:/a                                 | requires at least 2 values
            mount vos:/home/ada                           | Missing required parameter: 'DIR'
            """)
    void saysInOneLineWhatIsWrongWithItsUsage(String arguments, String message) {
        assertEquals(2, run(arguments.split(" ")));
        assertTrue(err.toString().contains(message), err.toString());
        assertTrue(err.toString().lines().count() <= 4, err.toString());
    }

    @Test
    void startsNothingForAFileThatIsNotThere() {
        String missing = folder.resolve("missing.csv").toString();
        assertEquals(1, run("ingest", "table", missing, "--table", "a.b", "--data-dir", folder.toString()));
        assertEquals("meridian: there is no file " + missing + ", or it may not be read\n", err.toString());
        assertTrue(Files.notExists(folder.resolve("postgres")));
    }

    @Test
    void refusesAWrongConfigurationInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "server: {prot: 1}\n");
        assertEquals(1, run("serve", "--config", file.toString()));
        assertEquals("meridian: " + file + ": unknown key server.prot; did you mean server.port?\n", err.toString());
    }

    @Test
    void showsHowItWouldMountWithoutSecrets() {
        String where = folder.resolve("my files").toString();
        assertEquals(
                0,
                run(
                        "mount",
                        "--print",
                        "--read-only",
                        "--token",
                        "mrd_secret",
                        "--service",
                        "https://example.org/vospace",
                        "vos:/home/ada",
                        where));
        assertTrue(out.toString().contains("RCLONE_WEBDAV_URL=https://example.org/dav"), out.toString());
        assertTrue(out.toString().contains("rclone mount :webdav:/home/ada '" + where + "'"), out.toString());
        assertTrue(out.toString().contains("--read-only"), out.toString());
        assertFalse(out.toString().contains("mrd_secret"), out.toString());
    }

    @Test
    void saysWhatToInstallBeforeItMounts() {
        Main.Refusal refusal = assertThrows(Main.Refusal.class, () -> MountCommand.requireInstalled(folder.toString()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("rclone"), refusal.getMessage());
    }

    @Test
    void saysThatNoServiceIsThere() {
        assertEquals(
                1, run("vos", "ls", "vos:/home", "--service", "http://127.0.0.1:1/vospace", "--token", "mrd_secret"));
        assertTrue(err.toString().contains("cannot connect to 127.0.0.1:1"), err.toString());
        assertFalse(err.toString().contains("mrd_secret"), err.toString());
    }

    @Test
    void explainsEveryCommand() {
        assertEquals(0, run("--help"));
        for (String command : new String[] {"demo", "serve", "ingest", "adql", "vos", "mount", "test"}) {
            assertTrue(out.toString().contains("  " + command + " "), out.toString());
        }
    }
}
