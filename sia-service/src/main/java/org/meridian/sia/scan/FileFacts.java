// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file as rules see it: its path and its keywords.
 *
 * @param path below the collection's folder, separated by slashes
 * @param headers what its headers say
 */
record FileFacts(String path, Headers headers) {
    private static final Pattern KEYWORD = Pattern.compile("\\{([^{}]+)\\}");
    private static final Pattern EXTENSIONS = Pattern.compile("(?i)(\\.(fits?|fts|gz|bz2|fz))+$");

    /** The name without folders. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The name without extensions. */
    String stem() {
        String stem = EXTENSIONS.matcher(name()).replaceFirst("");
        return stem.isEmpty() ? name() : stem;
    }

    /** The folder, with a slash behind it; empty for the collection's own. */
    String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** The text of a keyword. */
    Optional<String> keyword(String name) {
        return headers.text(name);
    }

    /**
     * A text with keywords, and {@code stem}, {@code name} and {@code dir}, put in where they stand in braces; empty if one of
     * them is not there.
     */
    Optional<String> filled(String template) {
        StringBuilder filled = new StringBuilder();
        Matcher braces = KEYWORD.matcher(template);
        while (braces.find()) {
            Optional<String> value = switch (braces.group(1)) {
                case "stem" -> Optional.of(stem());
                case "name" -> Optional.of(name());
                case "dir" -> Optional.of(folder());
                default -> keyword(braces.group(1));
            };
            if (value.isEmpty()) {
                return Optional.empty();
            }
            braces.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(braces.appendTail(filled).toString());
    }
}
