// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Malformed and hostile requests with the exact answer to each: the requests of {@code hostile/NAME.http} (see
 * {@link HostileRequest}) give what {@code hostile/NAME.out} says. To write the answers anew, run with
 * {@code -Dmeridian.golden=write} and read the difference.
 */
class HostileRequestsIT {
    private static final Path CASES = Path.of("src/test/resources/org/meridian/gateway/hostile");

    private static RunningGateway server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRequestGetsTheAnswerWritten() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(CASES)) {
            files = list.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .toList();
        }
        assertTrue(files.size() >= 3, "cases are missing");
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws Exception {
        StringBuilder actual = new StringBuilder();
        for (HostileRequest request : HostileRequest.read(file)) {
            HostileAnswer answer = HostileAnswer.of(server.raw(request.bytes()));
            assertFalse(answer.tellsOfTheInside(), request.name() + " shows the inside: " + answer);
            actual.append(HostileRequest.MARK)
                    .append(request.name())
                    .append('\n')
                    .append(answer.describe());
        }
        Path expected = Path.of(file.toString().replace(".http", ".out"));
        if ("write".equals(System.getProperty("meridian.golden"))) {
            Files.writeString(expected, actual.toString());
        }
        assertEquals(Files.readString(expected), actual.toString());
        assertEquals(
                200,
                server.query("SELECT TOP 1 id FROM test.stars", java.util.Map.of())
                        .statusCode(),
                "the gateway still answers");
    }
}
