// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.TestSecrets;

/**
 * No secret is in any log. Runs last, in a JVM of its own, over what all modules' tests have logged and printed since the logs
 * were last found clean; those are deleted then.
 */
class SecretsInLogsCheck {

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void thereIsNone() throws IOException {
        List<Path> logs = new ArrayList<>();
        List<Path> reports = new ArrayList<>();
        List<Path> lists = new ArrayList<>();
        Path root = TestSecrets.FOLDER
                .toAbsolutePath()
                .normalize()
                .getParent()
                .getParent()
                .getParent();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path target : modules.map(module -> module.resolve("target")).toList()) {
                Path folder = target.resolve(TestSecrets.FOLDER.getFileName());
                logs.addAll(files(folder, ".log"));
                lists.addAll(files(folder, TestSecrets.LIST));
                reports.addAll(files(target.resolve("surefire-reports"), ".xml"));
                reports.addAll(files(target.resolve("failsafe-reports"), ".xml"));
            }
        }
        List<String> list = new ArrayList<>();
        for (Path secrets : lists) {
            list.addAll(Files.readAllLines(secrets));
        }
        Assumptions.assumeFalse(list.isEmpty(), "no test that ran made a secret");
        assertFalse(logs.isEmpty(), "tests made secrets, but logged nothing: this check would prove nothing");
        LogSecrets secrets = new LogSecrets(list);
        List<String> found = new ArrayList<>();
        for (Path log : Stream.concat(logs.stream(), reports.stream()).toList()) {
            found.addAll(secrets.in(log));
        }
        assertEquals(List.of(), found, "secrets are in these lines of logs");
        logs.addAll(lists);
        for (Path clean : logs) {
            Files.delete(clean);
        }
    }
}
