// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Secrets that tests make up, or get from others than the gateway: passwords, codes and tokens of providers. They are written
 * down, a line each, for the check that none is in any log. The gateway's own are known by how they begin. Thread-safe.
 */
public final class TestSecrets {

    /** Where a module's tests leave their logs, and this list. */
    public static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "target", "test-logs");

    /** Name of the list. */
    public static final String LIST = "secrets.txt";

    private static final int SHORTEST = 8;
    private static final Set<String> NOTED = new HashSet<>();

    private TestSecrets() {}

    /**
     * Writes a secret down.
     *
     * @param secret of 8 characters or more, on one line
     * @return the same
     */
    public static synchronized String note(String secret) {
        if (secret.length() < SHORTEST || secret.lines().count() != 1) {
            throw new IllegalArgumentException("what is so short, or has several lines, is found anywhere or nowhere");
        }
        if (NOTED.add(secret)) {
            try {
                Files.createDirectories(FOLDER);
                Files.writeString(
                        FOLDER.resolve(LIST),
                        secret + "\n",
                        UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return secret;
    }
}
