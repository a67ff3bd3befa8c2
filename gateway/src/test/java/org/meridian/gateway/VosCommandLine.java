// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.cli.Main;
import picocli.CommandLine;

/** {@code meridian vos}, as somebody gives it to a gateway. */
final class VosCommandLine {

    private VosCommandLine() {}

    /**
     * What it says.
     *
     * @param who has a token
     * @param code with which it ends
     */
    static String run(RunningGateway server, Person who, int code, String... words) {
        StringWriter said = new StringWriter();
        CommandLine command =
                new CommandLine(new Main()).setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        String token = who.headers().getLast().substring("Bearer ".length());
        String[] arguments = Stream.of(
                        Stream.of("vos"),
                        Stream.of(words),
                        Stream.of("--service", server.url("/vospace").toString(), "--token", token))
                .flatMap(each -> each)
                .toArray(String[]::new);
        assertEquals(code, command.execute(arguments), said.toString());
        return said.toString();
    }
}
