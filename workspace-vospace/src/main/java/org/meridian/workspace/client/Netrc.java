// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names and passwords by host, as {@code ~/.netrc} has them for curl, ftp and others. Pure functions. */
public final class Netrc {

    private static final int LARGEST = 1 << 20;

    private Netrc() {}

    /** What the file has for a host; nothing if there is no file. {@code default} is not for every service. */
    public static Optional<Credentials> find(Path file, String host) throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        return find(new String(Files.readAllBytes(file), UTF_8), host);
    }

    static Optional<Credentials> find(String text, String host) {
        List<String> words = words(text);
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals("machine") && words.get(i + 1).equalsIgnoreCase(host)) {
                return entry(words, i + 2);
            }
        }
        return Optional.empty();
    }

    private static Optional<Credentials> entry(List<String> words, int from) {
        String login = "";
        String password = "";
        for (int i = from; i + 1 < words.size(); i += 2) {
            switch (words.get(i)) {
                case "login" -> login = words.get(i + 1);
                case "password" -> password = words.get(i + 1);
                case "account" -> {
                    // Of ftp.
                }
                default -> i = words.size();
            }
        }
        return password.isEmpty() ? Optional.empty() : Optional.of(new Credentials.Basic(login, password));
    }

    /** Macros end with an empty line; they are no words. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        boolean macro = false;
        for (String line : text.split("\\R", -1)) {
            String bare = line.strip();
            if (bare.startsWith("macdef")) {
                macro = true;
            } else if (macro) {
                macro = !bare.isEmpty();
            } else if (!bare.startsWith("#") && !bare.isEmpty()) {
                words.addAll(List.of(bare.split("\\s+")));
            }
        }
        return words;
    }
}
