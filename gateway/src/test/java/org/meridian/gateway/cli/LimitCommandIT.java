// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.TestDatabase;
import picocli.CommandLine;

/** The command that sets limits. */
class LimitCommandIT {

    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.create();
    private String config = "";

    @BeforeEach
    void configure() throws Exception {
        DatabaseConfig.External server = database.server();
        Path owner = Files.writeString(
                folder.resolve("owner-password"), server.owner().password());
        Path query = Files.writeString(
                folder.resolve("query-password"), server.queryRole().password());
        config = Files.writeString(folder.resolve("gateway.yaml"), """
                        database:
                          url: %s
                          user: %s
                          passwordFile: %s
                          queryUser: %s
                          queryPasswordFile: %s
                        """.formatted(
                                server.url(),
                                server.owner().user(),
                                owner,
                                server.queryRole().user(),
                                query))
                .toString();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** What a command that ends with {@code code} says. */
    private String said(int code, String command) {
        StringWriter said = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        String[] arguments = Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--config", config))
                .toArray(String[]::new);
        assertEquals(code, commandLine.execute(arguments), said.toString());
        return said.toString();
    }

    @Test
    void setsListsAndRemovesLimitsOfUsersAndGroups() throws Exception {
        said(0, "user add ada");
        assertEquals("", said(0, "limit list"));
        said(0, "limit set queries/day=5k bytes/month=2.5G --group gaia");
        said(0, "limit set rows/day=10 --user ada");
        said(0, "limit set rows/day=unlimited --user ada");
        assertEquals("""
                group gaia  bytes/month=2500000000
                group gaia  queries/day=5000
                user ada  rows/day=unlimited
                """, said(0, "limit list"));
        said(0, "limit remove queries/day bytes/month --group gaia");
        assertEquals("user ada  rows/day=unlimited\n", said(0, "limit list"));
        assertEquals(
                "meridian: no limit queries/day has been set for group gaia\n",
                said(1, "limit remove queries/day --group gaia"));
        try (var connection = database.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM meridian.audit WHERE action = 'LIMIT_CHANGED'"
                        + " AND starts_with(account, 'command line of ')")) {
            rows.next();
            assertEquals(6, rows.getInt(1));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            2 | limit                               | Say what to do, as in: meridian limit set queries/day=1000 --user ada
            1 | limit set queries/day=10            | meridian: say whose limit it is: a user's, or a group's (not both)
            1 | limit set queries=10 --user ada     | meridian: there is no limit 'queries': it must be one of queries/day, queries/month, rows/day, rows/month, bytes/day, bytes/month, database-time/day, database-time/month
            1 | limit set queries/day --user ada    | meridian: 'queries/day' is no limit: write it as in queries/day=1000
            1 | limit set queries/day=1 --user nobody | meridian: there is no such user
            """)
    void saysWhatIsWrong(int code, String command, String message) {
        if (code == 2) {
            StringWriter said = new StringWriter();
            assertEquals(code, Main.commandLine().setErr(new PrintWriter(said)).execute(command));
            assertEquals(
                    "meridian: " + message, said.toString().lines().findFirst().orElse(""));
            return;
        }
        assertEquals(message + "\n", said(code, command));
    }
}
