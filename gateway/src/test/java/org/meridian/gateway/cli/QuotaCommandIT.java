// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that sets how much room workspaces have. */
class QuotaCommandIT {

    @TempDir
    Path folder;

    private Commands commands;

    @BeforeEach
    void open() throws Exception {
        commands = new Commands(folder);
    }

    @AfterEach
    void close() {
        commands.close();
    }

    @Test
    void setsShowsAndRemovesLimitsOfUsersAndTeams() throws Exception {
        commands.said(0, "user add ada");
        assertEquals("", commands.said(0, "quota show"));
        assertEquals(
                "user ada  bytes 0 of unlimited  files 0 of unlimited\n", commands.said(0, "quota show --user ada"));
        commands.said(0, "quota set bytes=2.5G files=5k --team gaia");
        commands.said(0, "quota set files=10 --user ada");
        commands.said(0, "quota set bytes=unlimited --user ada");
        assertEquals("""
                team gaia  bytes 0 of 2500000000 (set)  files 0 of 5000 (set)
                user ada  bytes 0 of unlimited (set)  files 0 of 10 (set)
                """, commands.said(0, "quota show"));
        commands.said(0, "quota unset bytes files --team gaia");
        assertEquals(
                "team gaia  bytes 0 of unlimited  files 0 of unlimited\n", commands.said(0, "quota show --team gaia"));
        try (var connection = commands.database().superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM meridian.audit WHERE action = 'LIMIT_CHANGED'"
                        + " AND starts_with(account, 'command line of ') AND starts_with(detail, 'room of ')")) {
            rows.next();
            assertEquals(6, rows.getInt(1));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            quota set bytes=10                  | say whose room it is: a user's, or a team's (not both)
            quota set rows=10 --user ada        | there is no limit 'rows': it must be one of bytes, files
            quota set bytes --user ada          | 'bytes' is no limit: write it as in bytes=50G
            quota set bytes=x --user ada        | 'x' is no amount: write a number such as 1000, 2.5M or 50G (k, M, G, T are powers of 1000), or unlimited
            quota set bytes=1 --user nobody     | there is no such user
            quota unset rows --team gaia        | there is no limit 'rows': it must be one of bytes, files
            quota show --team a/b               | a user or team with a workspace has a name without slashes
            """)
    void saysWhatIsWrong(String command, String message) {
        assertEquals("meridian: " + message + "\n", commands.said(1, command));
    }
}
