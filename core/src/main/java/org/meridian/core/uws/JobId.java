// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Name of a job in its URL: 128 random bits, so that whoever knows the URL of an anonymous job was told it. Immutable.
 *
 * @param text 32 hexadecimal digits: safe in URLs and as the name of a folder
 */
public record JobId(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public JobId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not the id of a job");
        }
    }

    /** A new one. */
    public static JobId random() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new JobId(HexFormat.of().formatHex(bits));
    }

    /** The id that a URL or a folder names; empty if it can be none. */
    public static Optional<JobId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
