// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import org.jspecify.annotations.Nullable;

/** Why a provider's word was not had. The message is for the client; it repeats nothing secret. */
final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;
    private final String reason;

    private ProviderException(boolean refused, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.refused = refused;
        this.reason = message;
    }

    /** What the provider, or what it said, was found wanting in: asking again does not help. */
    static ProviderException refused(String message) {
        return new ProviderException(true, message, null);
    }

    /** The same, with what was found out. */
    static ProviderException refused(String message, Throwable cause) {
        return new ProviderException(true, message, cause);
    }

    /** It could not be asked. */
    static ProviderException unreachable(Throwable cause) {
        return new ProviderException(false, "the provider cannot be reached now; try again later", cause);
    }

    /** The message. */
    String reason() {
        return reason;
    }

    boolean isRefusal() {
        return refused;
    }
}
