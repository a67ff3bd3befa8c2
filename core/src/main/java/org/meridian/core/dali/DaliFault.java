// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import java.time.Duration;

/**
 * Why a request was not answered with its result (DALI 1.1, section 4.2). The subclasses carry the names that the simple
 * protocols give to errors (SIA 2.0, section 4.2; DataLink 1.1, section 3.4); an error document is written by
 * {@code core.votable.ErrorDocument}. Messages are for the client: no SQL, no path, no stack trace.
 */
public abstract sealed class DaliFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;
    private final int httpStatus;

    private DaliFault(String message, int httpStatus) {
        super(message);
        this.message = message;
        this.httpStatus = httpStatus;
    }

    /**
     * The HTTP status of a direct answer; an error document fetched from an asynchronous job has 200 (TAP 1.1, 3.3). Not
     * left to the subclasses: on virtual threads of JDK 25 the first fault of a class not loaded before was seen to be
     * answered with the status of another class, which compiled code had taken for the only one.
     */
    public final int httpStatus() {
        return httpStatus;
    }

    /** The standard's name of the fault, such as {@code UsageFault}. */
    public final String name() {
        return getClass().getSimpleName();
    }

    /** What was wrong, where, and what would be right. */
    public final String message() {
        return message;
    }

    /**
     * The request is wrong: 400, 415 where its body is in a form that is not understood, 408 where it does not come, 423 where
     * what it is to change is locked.
     */
    public static final class UsageFault extends DaliFault {
        private static final long serialVersionUID = 1L;

        /** @param message what was wrong, where, and what would be right */
        public UsageFault(String message) {
            this(message, 400);
        }

        private UsageFault(String message, int status) {
            super(message, status);
        }

        /** The fault of a body in a form that is not understood (RFC 9110, section 15.5.16): 415. */
        public static UsageFault unsupportedMediaType(String message) {
            return new UsageFault(message, 415);
        }

        /** The fault of a request that does not come in time (RFC 9110, section 15.5.9): 408. */
        public static UsageFault requestTimeout(String message) {
            return new UsageFault(message, 408);
        }

        /** The fault of a request to change what somebody has locked (RFC 4918, section 11.3): 423. */
        public static UsageFault locked(String message) {
            return new UsageFault(message, 423);
        }
    }

    /** Signing in is needed: 401. */
    public static final class AuthenticationFault extends DaliFault {
        private static final long serialVersionUID = 1L;

        /** @param message what signing in would give access to */
        public AuthenticationFault(String message) {
            super(message, 401);
        }
    }

    /** The subject may not do this: 403. */
    public static final class AuthorizationFault extends DaliFault {
        private static final long serialVersionUID = 1L;

        /** @param message what is forbidden */
        public AuthorizationFault(String message) {
            super(message, 403);
        }
    }

    /** What the request names does not exist: 404. */
    public static final class NotFoundFault extends DaliFault {
        private static final long serialVersionUID = 1L;

        /** @param message what does not exist */
        public NotFoundFault(String message) {
            super(message, 404);
        }
    }

    /** The same request may succeed later (overload, time limit, restart): 503, or 429 where this client asks for too much. */
    public static final class TransientFault extends DaliFault {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        /**
         * @param message what is short
         * @param retryAfter for the HTTP header {@code Retry-After}
         */
        public TransientFault(String message, Duration retryAfter) {
            this(message, retryAfter, 503);
        }

        private TransientFault(String message, Duration retryAfter, int status) {
            super(message, status);
            this.retryAfter = retryAfter;
        }

        /** The fault of a client that asks for too much at a time (RFC 6585, section 4): 429. */
        public static TransientFault tooManyRequests(String message, Duration retryAfter) {
            return new TransientFault(message, retryAfter, 429);
        }

        /** When to try again. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * The service failed on a valid request: 500, or 507 where it has no room for the result. Unexpected ones name the id under
     * which they were logged.
     */
    public static final class FatalFault extends DaliFault {
        private static final long serialVersionUID = 1L;

        /** @param message what failed */
        public FatalFault(String message) {
            this(message, 500);
        }

        private FatalFault(String message, int status) {
            super(message, status);
        }

        /** The fault of a result for which no room is left until somebody makes some (RFC 4918, section 11.5): 507. */
        public static FatalFault insufficientStorage(String message) {
            return new FatalFault(message, 507);
        }
    }
}
