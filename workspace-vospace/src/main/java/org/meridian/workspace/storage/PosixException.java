// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.IOException;

/** The operating system did not do something with a file. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why, as far as anybody does something about it. */
    public enum Reason {
        /** There is no such entry. */
        ABSENT,
        /** There is an entry of that name. */
        EXISTS,
        /** It is something else than a directory. */
        NOT_A_DIRECTORY,
        /** It is a directory. */
        A_DIRECTORY,
        /** It is a symbolic link. */
        A_LINK,
        /** The directory is not empty. */
        NOT_EMPTY,
        /** A directory would come into itself. */
        INTO_ITSELF,
        /** No space is left, or the user's of the gateway is used up. */
        FULL,
        /** It is on another file system. */
        ELSEWHERE,
        /** The gateway's user may not. */
        FORBIDDEN,
        /** Anything else. */
        OTHER
    }

    private final Reason reason;

    private PosixException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What a call's error number says; they are the same on all of Linux's machines that Java runs on. */
    static PosixException of(String call, int errno) {
        Reason reason = switch (errno) {
            case 1, 13, 30 -> Reason.FORBIDDEN;
            case 2 -> Reason.ABSENT;
            case 17 -> Reason.EXISTS;
            case 18 -> Reason.ELSEWHERE;
            case 20 -> Reason.NOT_A_DIRECTORY;
            case 21 -> Reason.A_DIRECTORY;
            case 22 -> Reason.INTO_ITSELF;
            case 28, 122 -> Reason.FULL;
            case 39 -> Reason.NOT_EMPTY;
            case 40 -> Reason.A_LINK;
            default -> Reason.OTHER;
        };
        // EINVAL means this of a rename alone.
        boolean invalid = errno == 22 && !call.equals("renameat2");
        return new PosixException(invalid ? Reason.OTHER : reason, call + " failed with error " + errno);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
