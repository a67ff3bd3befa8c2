// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds secrets in logs: the gateway's by how they begin, whatever they are for; tokens of OpenID providers (JWTs) and hashes of
 * passwords likewise; and those on a list, as they are and as URLs have them. Immutable.
 */
final class LogSecrets {

    private static final Pattern KINDS = Pattern.compile(
            "mr[a-z](?:_|%5[Ff])[A-Za-z0-9_-]{16}|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8}|\\$argon2id\\$");

    private final Pattern listed;

    LogSecrets(Collection<String> list) {
        Set<String> written = new TreeSet<>(Comparator.reverseOrder());
        list.stream().filter(secret -> !KINDS.matcher(secret).find()).forEach(secret -> {
            written.add(secret);
            written.add(URLEncoder.encode(secret, UTF_8));
            written.add(URLEncoder.encode(secret, UTF_8).replace("+", "%20"));
        });
        listed = Pattern.compile(
                written.isEmpty()
                        ? "(?!)"
                        : written.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** Whether a line holds one. */
    boolean isIn(String line) {
        return KINDS.matcher(line).find() || listed.matcher(line).find();
    }

    /** Where a log holds them: file and numbers of lines, without the lines. */
    List<String> in(Path log) throws IOException {
        List<String> found = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            int number = 0;
            boolean output = !log.toString().endsWith(".xml");
            for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
                number++;
                String text = line.get();
                // Of a report only what was printed counts: names and failures of tests may show what they asked.
                boolean begins = text.contains("<system-out>") || text.contains("<system-err>");
                output |= begins;
                if (output && isIn(text)) {
                    found.add(log + ":" + number);
                }
                if (text.contains("</system-out>") || text.contains("</system-err>")) {
                    output = false;
                }
            }
        }
        return found;
    }

    private static Optional<String> next(BufferedReader lines) throws IOException {
        return Optional.ofNullable(lines.readLine());
    }
}
