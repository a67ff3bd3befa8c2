// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.meridian.gateway.model.Doors.Answer;

/** Checks of files' bytes. Pure functions. */
final class Contents {

    private static final int TAG_DIGITS = 32;

    private Contents() {}

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** The header Repr-Digest, or Content-Digest, of some bytes. */
    static String digest(byte[] content) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(content)) + ":";
    }

    /** The entity tag of a file whose checksums the gateway knows. */
    static String tag(byte[] content) {
        return '"' + HexFormat.of().formatHex(sha256(content)).substring(0, TAG_DIGITS) + '"';
    }

    /** Makes sure that what is said of bytes in an answer is true. */
    static void requireTrue(Answer answer, byte[] content, boolean known) {
        Optional<String> digest = answer.header("Repr-Digest");
        String tag = answer.header("ETag").orElse("");
        if (digest.isPresent() && !digest.get().equals(digest(content))) {
            throw new AssertionError("the digest " + digest.get() + " is not that of the bytes, " + digest(content));
        }
        if (known && (digest.isEmpty() || !tag.equals(tag(content)))) {
            throw new AssertionError("the checksum should be known, and tag and digest are " + tag + " " + digest);
        }
        if (!known && digest.isPresent() && !tag.equals(tag(content))) {
            throw new AssertionError("tag " + tag + " and digest " + digest.get() + " do not go together");
        }
    }
}
