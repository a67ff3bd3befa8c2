// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.meridian.core.auth.identity.Secret;

/**
 * Tokens that a provider gave for a session, kept encrypted (AES-256-GCM) with a key that is made from the secret in the
 * session's cookie. The gateway keeps a hash of that secret alone: between two requests of the browser nobody can read them,
 * neither in the database nor in its backups. Immutable.
 *
 * @param refresh for asking the provider again; empty if it gave none
 * @param id the last ID token, to be shown when signing out there
 */
record SealedTokens(String refresh, String id) {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String toString() {
        return "SealedTokens[...]";
    }

    /** Bytes that only the holder of a secret can make, another for each purpose (HMAC-SHA256). */
    static byte[] derive(Secret secret, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.text().getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(("meridian " + purpose).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    String seal(Secret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce).doFinal((refresh + '\n' + id).getBytes(UTF_8));
            ByteBuffer all =
                    ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
            return Base64.getEncoder().encodeToString(all.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    /** The tokens; empty if they were sealed with another secret, or changed. */
    static Optional<SealedTokens> open(String sealed, Secret secret) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            if (all.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, secret, nonce).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            String[] parts = new String(plain, UTF_8).split("\n", 2);
            return Optional.of(new SealedTokens(parts[0], parts[1]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, Secret secret, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(derive(secret, "key of a session's tokens"), "AES");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
