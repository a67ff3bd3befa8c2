// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media type with parameters (RFC 9110, section 8.3.1). Immutable, thread-safe.
 *
 * @param essence type and subtype, lower case
 * @param parameters values by lower-case name, in order
 * @param text as it was given
 */
public record MediaType(String essence, Map<String, String> parameters, String text) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern ESSENCE = Pattern.compile("(" + TOKEN + "/" + TOKEN + ")\\s*");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"((?:[^\"\\\\\\p{Cntrl}]|\\\\.)*)\")\\s*)?");

    public MediaType {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Reads a media type; empty if {@code text} is none. */
    public static Optional<MediaType> parse(String text) {
        Matcher essence = ESSENCE.matcher(text);
        if (text.length() > 1000 || !essence.lookingAt()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        int at = essence.end();
        while (at < text.length()) {
            parameter.region(at, text.length());
            if (!parameter.lookingAt()) {
                return Optional.empty();
            }
            if (parameter.group(1) != null) {
                String value = parameter.group(2) != null
                        ? parameter.group(2)
                        : parameter.group(3).replaceAll("\\\\(.)", "$1");
                parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
            }
            at = parameter.end();
        }
        return Optional.of(new MediaType(essence.group(1).toLowerCase(Locale.ROOT), parameters, text));
    }

    /** The value of a parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The same without one parameter; the text is made anew. */
    public MediaType without(String name) {
        Map<String, String> rest = new LinkedHashMap<>(parameters);
        rest.remove(name);
        StringBuilder made = new StringBuilder(essence);
        rest.forEach((key, value) -> made.append(';').append(key).append('=').append(quoted(value)));
        return new MediaType(essence, rest, made.toString());
    }

    private static String quoted(String value) {
        return value.matches(TOKEN) ? value : '"' + value.replaceAll("[\"\\\\]", "\\\\$0") + '"';
    }
}
