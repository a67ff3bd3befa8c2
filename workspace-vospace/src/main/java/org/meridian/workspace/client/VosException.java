// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A service refused, or something here is not as it must be. The message is one line for people; what a service said in it has
 * no control characters, which a terminal might obey.
 */
public final class VosException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 500;

    private final int status;
    private final transient Optional<Duration> retryAfter;

    /** Something here is not as it must be. */
    public VosException(String message) {
        this(0, message, Optional.empty());
    }

    /** The same, with what led to it. */
    public VosException(String message, Throwable cause) {
        this(0, message, Optional.empty());
        initCause(cause);
    }

    VosException(int status, String message, Optional<Duration> retryAfter) {
        super(plain(message));
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** HTTP's status of the refusal; 0 if none came from a service. */
    public int status() {
        return status;
    }

    /** Whether a service said that something is not there. */
    public boolean isNotThere() {
        return status == 404;
    }

    /** When the service wants to be asked again. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** A text that came from elsewhere, as it can be shown: one line, nothing that a terminal obeys, not too long. */
    public static String plain(String text) {
        String line =
                text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceAll("[\\p{Cntrl}\\p{Cf}\\x80-\\x9f]", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    /** What is to be said of a failure, in one line. */
    public static String words(IOException failure) {
        String message = failure.getMessage();
        return switch (failure) {
            case java.nio.file.NoSuchFileException e -> "there is no file " + plain(String.valueOf(e.getFile()));
            case java.nio.file.AccessDeniedException e ->
                "the system denies access to " + plain(String.valueOf(e.getFile()));
            default -> message == null ? failure.getClass().getSimpleName() : plain(message);
        };
    }
}
