// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.util.Optional;

/**
 * Something that has to be accounted for. Never carries a secret. Immutable.
 *
 * @param action what was done or refused
 * @param account who did it, or who it was said to be; empty if unknown
 * @param address from where: an IP address; empty on the gateway's own machine
 * @param detail in words
 */
public record AuditEvent(Action action, Optional<String> account, Optional<String> address, String detail) {

    private static final int LONGEST = 500;

    /** Kinds of events. */
    public enum Action {
        /** Somebody signed in. */
        SIGN_IN,
        /** Somebody signed out, or was signed out by the provider that vouched for him. */
        SIGN_OUT,
        /** Somebody could not sign in. */
        SIGN_IN_REFUSED,
        /** A request was refused for its credential, or for want of a right. */
        REFUSED,
        /** A password was replaced. */
        PASSWORD_CHANGED,
        /** A token was given out. */
        TOKEN_CREATED,
        /** A token was taken back. */
        TOKEN_REVOKED,
        /** An account was made. */
        ACCOUNT_CREATED,
        /** An account was changed. */
        ACCOUNT_CHANGED,
        /** Somebody was put into a group or taken out of it. */
        GROUP_CHANGED,
        /** Who may read a table was changed. */
        ACCESS_CHANGED,
        /** A query was run that may show its user rows that are not public. */
        PROPRIETARY_READ
    }

    public AuditEvent {
        detail = detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST) + "...";
    }

    /** Where events go; they are kept when {@link #note} returns. Thread-safe. */
    @FunctionalInterface
    public interface Audit {
        /** Keeps an event. */
        void note(AuditEvent event);
    }
}
