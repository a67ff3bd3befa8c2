// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import java.util.Base64;
import java.util.HexFormat;

/**
 * Checksums of a file's bytes. Immutable: the arrays are not handed out.
 *
 * @param md5 16 bytes
 * @param sha256 32 bytes
 */
public record Checksums(byte[] md5, byte[] sha256) {

    public Checksums {
        if (md5.length != 16 || sha256.length != 32) {
            throw new IllegalArgumentException("an MD5 has 16 bytes, a SHA-256 32");
        }
        md5 = md5.clone();
        sha256 = sha256.clone();
    }

    @Override
    public byte[] md5() {
        return md5.clone();
    }

    @Override
    public byte[] sha256() {
        return sha256.clone();
    }

    /** The MD5 in hexadecimal digits, as VOSpace's property has it. */
    public String md5Hex() {
        return HexFormat.of().formatHex(md5);
    }

    /** The SHA-256 in hexadecimal digits. */
    public String sha256Hex() {
        return HexFormat.of().formatHex(sha256);
    }

    /** The SHA-256 in Base64, as HTTP's digest fields have it (RFC 9530). */
    public String sha256Base64() {
        return Base64.getEncoder().encodeToString(sha256);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checksums that
                && java.util.Arrays.equals(md5, that.md5)
                && java.util.Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return "MD5 " + md5Hex() + ", SHA-256 " + sha256Hex();
    }
}
