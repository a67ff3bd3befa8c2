// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.identity.Secret;

class SealedTokensTest {

    private final SealedTokens tokens = new SealedTokens("refresh", "id.token.here");

    @Test
    void opensWithTheSecretItWasSealedWith() {
        Secret secret = Secret.cookie();
        String sealed = tokens.seal(secret);
        assertEquals(Optional.of(tokens), SealedTokens.open(sealed, secret));
        assertNotEquals(sealed, tokens.seal(secret), "another nonce each time");
        assertFalse(sealed.contains("refresh"));
        SealedTokens none = new SealedTokens("", "id");
        assertEquals(Optional.of(none), SealedTokens.open(none.seal(secret), secret));
    }

    @Test
    void opensWithNoOtherSecretAndNotWhenItWasChanged() {
        Secret secret = Secret.cookie();
        String sealed = tokens.seal(secret);
        assertEquals(Optional.empty(), SealedTokens.open(sealed, Secret.cookie()));
        char other = sealed.charAt(30) == 'A' ? 'B' : 'A';
        assertEquals(
                Optional.empty(), SealedTokens.open(sealed.substring(0, 30) + other + sealed.substring(31), secret));
        assertEquals(Optional.empty(), SealedTokens.open("", secret));
        assertEquals(Optional.empty(), SealedTokens.open("not base64!", secret));
    }

    @Test
    void doesNotShowItself() {
        assertFalse(tokens.toString().contains("refresh"));
    }
}
