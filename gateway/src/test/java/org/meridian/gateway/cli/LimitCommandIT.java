// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that sets limits. */
class LimitCommandIT {

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
    void setsListsAndRemovesLimitsOfUsersAndGroups() throws Exception {
        commands.said(0, "user add ada");
        assertEquals("", commands.said(0, "limit list"));
        commands.said(0, "limit set queries/day=5k bytes/month=2.5G --group gaia");
        commands.said(0, "limit set rows/day=10 --user ada");
        commands.said(0, "limit set rows/day=unlimited --user ada");
        assertEquals("""
                group gaia  bytes/month=2500000000
                group gaia  queries/day=5000
                user ada  rows/day=unlimited
                """, commands.said(0, "limit list"));
        commands.said(0, "limit remove queries/day bytes/month --group gaia");
        assertEquals("user ada  rows/day=unlimited\n", commands.said(0, "limit list"));
        assertEquals(
                "meridian: no limit queries/day has been set for group gaia\n",
                commands.said(1, "limit remove queries/day --group gaia"));
        try (var connection = commands.database().superuser();
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
        assertEquals(message + "\n", commands.said(code, command));
    }
}
