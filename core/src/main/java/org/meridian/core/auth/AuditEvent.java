// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that has to be accounted for. Never carries a secret. Immutable.
 *
 * @param action what was done or refused
 * @param account who did it, or who it was said to be; empty if unknown
 * @param address from where: an IP address; empty on the gateway's own machine
 * @param detail in words, on one line
 */
public record AuditEvent(Action action, Optional<String> account, Optional<String> address, String detail) {

    private static final int LONGEST = 500;

    /** What could end a line of a log, or be no text to the database. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

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
        /** A team was made, changed or deleted; somebody joined it, left it, or is something else in it. */
        TEAM_CHANGED,
        /** A link by which users join a team was made or revoked. */
        INVITATION_CHANGED,
        /** A link to a file or folder was made or revoked. */
        SHARE_CHANGED,
        /** Somebody asked for an account. */
        ACCESS_REQUESTED,
        /** A moderator decided about a request for an account. */
        ACCESS_DECIDED,
        /** How much somebody may use was changed. */
        LIMIT_CHANGED,
        /** Who may read a table was changed. */
        ACCESS_CHANGED,
        /** A query was run that may show its user rows that are not public. */
        PROPRIETARY_READ
    }

    public AuditEvent {
        detail = CONTROL.matcher(detail).replaceAll("?");
        detail = detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST) + "...";
    }

    /**
     * An event as it is kept.
     *
     * @param id higher than that of earlier ones
     * @param at when
     * @param action one of {@link Action}, or one of another version of the gateway
     * @param account who
     * @param address from where
     * @param detail in words
     */
    public record Noted(
            long id, Instant at, String action, Optional<String> account, Optional<String> address, String detail) {}

    /** Where events go; they are kept when {@link #note} returns. Thread-safe. */
    @FunctionalInterface
    public interface Audit {
        /** Keeps an event. */
        void note(AuditEvent event);
    }
}
