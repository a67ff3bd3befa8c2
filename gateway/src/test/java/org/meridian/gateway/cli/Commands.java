// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.TestDatabase;
import picocli.CommandLine;

/** Commands on a database in which no gateway has ever been. */
final class Commands implements AutoCloseable {

    private final TestDatabase database = TestDatabase.create();
    private final String config;

    /** @param folder for the configuration and the data */
    Commands(Path folder) throws IOException {
        DatabaseConfig.External server = database.server();
        Path owner = Files.writeString(
                folder.resolve("owner-password"), server.owner().password());
        Path query = Files.writeString(
                folder.resolve("query-password"), server.queryRole().password());
        config = Files.writeString(folder.resolve("gateway.yaml"), """
                        dataDir: %s
                        database:
                          url: %s
                          user: %s
                          passwordFile: %s
                          queryUser: %s
                          queryPasswordFile: %s
                        """.formatted(
                                folder.resolve("data"),
                                server.url(),
                                server.owner().user(),
                                owner,
                                server.queryRole().user(),
                                query))
                .toString();
    }

    TestDatabase database() {
        return database;
    }

    /** What a command that ends with {@code code} says. */
    String said(int code, String command) {
        StringWriter said = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        String[] arguments = Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--config", config))
                .toArray(String[]::new);
        assertEquals(code, commandLine.execute(arguments), said.toString());
        return said.toString();
    }

    @Override
    public void close() {
        database.close();
    }
}
