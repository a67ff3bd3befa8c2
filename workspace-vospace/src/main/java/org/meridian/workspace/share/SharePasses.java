// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.meridian.workspace.store.ShareRecord;

/**
 * What a browser keeps that has shown the password of a link, so that it is not asked again for a while. Nothing of it is stored:
 * it is signed. Thread-safe.
 */
public final class SharePasses {

    /** For how long one is good. */
    public static final Duration LIFE = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** @param key at least 32 random bytes, the same for as long as passes are to be good */
    public SharePasses(byte[] key, InstantSource clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    /** A pass for a link that has a password. */
    public String make(ShareRecord share) {
        return signed(share, clock.instant().plus(LIFE).getEpochSecond());
    }

    private String signed(ShareRecord share, long until) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            String what = share.id() + "." + until + "." + share.password().orElseThrow();
            byte[] signature = mac.doFinal(what.getBytes(UTF_8));
            return until + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * Whether it is a pass for that link, and still good.
     *
     * @param pass any text
     */
    public boolean isGood(String pass, ShareRecord share) {
        String until = pass.substring(0, Math.max(0, pass.indexOf('.')));
        return until.matches("[0-9]{1,12}")
                && Instant.ofEpochSecond(Long.parseLong(until)).isAfter(clock.instant())
                && MessageDigest.isEqual(
                        pass.getBytes(UTF_8),
                        signed(share, Long.parseLong(until)).getBytes(UTF_8));
    }
}
