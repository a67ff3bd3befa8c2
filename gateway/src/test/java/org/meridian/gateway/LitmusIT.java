// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.auth.Scope;

/** What litmus, the test suite for servers of WebDAV, says of the folders of a user (Debian: {@code litmus}). */
@Timeout(300)
class LitmusIT {

    private static final List<String> SUITES = List.of("basic", "copymove", "props", "locks", "http");

    private static final Pattern SUMMARY =
            Pattern.compile("summary for `([a-z]+)': of [0-9]+ tests run: [0-9]+ passed, ([0-9]+) failed");

    @TempDir
    private Path folder;

    @Test
    void litmusFindsNoFailure() throws Exception {
        try (RunningGateway server = new RunningGateway(Optional.empty());
                People people = new People(server)) {
            people.make("ann");
            String token = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE)
                    .headers()
                    .getLast()
                    .replace("Bearer ", "");
            String report = Judge.run(
                    folder,
                    folder,
                    List.of("litmus", "-k", server.url("/dav/home/ann/").toString(), "ann", token));
            List<MatchResult> suites = SUMMARY.matcher(report).results().toList();
            assertEquals(SUITES, suites.stream().map(suite -> suite.group(1)).toList(), report);
            assertEquals(
                    List.of("0", "0", "0", "0", "0"),
                    suites.stream().map(suite -> suite.group(2)).toList(),
                    report);
            assertEquals(
                    List.of(),
                    report.lines().filter(line -> line.contains("WARNING")).toList(),
                    report);
        }
    }
}
