// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A random text that gives access: a token, or a password for a single use. Does not show itself.
 *
 * @param text what its owner is told, once
 */
public record Secret(String text) {

    /** Tokens begin so; that secrets begin in ways of their own lets scanners of source code find them, and logs leave them out. */
    private static final String TOKEN = "mrd_";

    /** Tokens of datalabs begin so. */
    private static final String DATALAB = "mrl_";

    /** What is in cookies begins so. */
    static final String COOKIE = "mrs_";

    /** Passwords for a single use begin so. */
    private static final String PASSWORD = "mrp_";

    /** What is in links by which users join teams begins so. */
    public static final String INVITATION = "mri_";

    /** What is in links to requests for accounts begins so. */
    public static final String REQUEST = "mrq_";

    /** What is in links to files begins so. */
    public static final String SHARE = "mrh_";

    private static final int TOKEN_BYTES = 32;
    private static final int SHARE_BYTES = 16;
    private static final int PASSWORD_BYTES = 12;
    private static final Pattern SECRETS = Pattern.compile("(mr[a-z](?:_|%5[Ff]))[A-Za-z0-9_%-]+");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A token of 256 random bits. */
    public static Secret token() {
        return new Secret(TOKEN + random(TOKEN_BYTES));
    }

    /** A datalab's token of 256 random bits. */
    public static Secret datalab() {
        return new Secret(DATALAB + random(TOKEN_BYTES));
    }

    /** Whether a text looks like a token that was given out here. */
    static boolean isToken(String text) {
        return text.startsWith(TOKEN) || text.startsWith(DATALAB);
    }

    /** What a cookie holds: 256 random bits. */
    public static Secret cookie() {
        return new Secret(COOKIE + random(TOKEN_BYTES));
    }

    /** What the link of an invitation holds: 256 random bits. */
    public static Secret invitation() {
        return new Secret(INVITATION + random(TOKEN_BYTES));
    }

    /** What the link to a request for an account holds: 256 random bits. */
    public static Secret request() {
        return new Secret(REQUEST + random(TOKEN_BYTES));
    }

    /** What the link to a file holds: 128 random bits. */
    public static Secret share() {
        return new Secret(SHARE + random(SHARE_BYTES));
    }

    /** A text fit for logs: of what begins like a secret nothing is left but how it begins. */
    public static String redacted(String text) {
        return SECRETS.matcher(text).replaceAll("$1...");
    }

    /** A password for a single use, of 96 random bits. */
    public static Secret password() {
        return new Secret(PASSWORD + random(PASSWORD_BYTES));
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** SHA-256, enough for what is random and long. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret[...]";
    }
}
