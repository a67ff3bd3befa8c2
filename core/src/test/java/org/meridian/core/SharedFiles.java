// SPDX-License-Identifier: Apache-2.0
package org.meridian.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Files for tests that are not part of the project: standards with their schemas and query collections, real catalogues.
 * They lie in the folder that the system property {@code meridian.shared} names, or in a folder {@code shared} beside the
 * checkout. Tests that use them are skipped where they are absent.
 */
public final class SharedFiles {
    private SharedFiles() {}

    /** A file or folder below the shared one; skips the calling test, saying so, where it is not there. */
    public static Path require(String path) {
        Optional<Path> found = candidates()
                .map(folder -> folder.resolve(path))
                .filter(Files::exists)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                () -> "no shared/" + path + " beside the checkout: name the folder in -Dmeridian.shared");
        return found.orElseThrow();
    }

    private static Stream<Path> candidates() {
        String named = System.getProperty("meridian.shared", "");
        if (!named.isEmpty()) {
            return Stream.of(Path.of(named));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared"));
    }
}
