// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.Optional;
import java.util.Set;
import org.meridian.gateway.model.Doors.Answer;

/** How the doors say what happened. */
final class Expected {

    private static final Set<String> MAKING = Set.of("PUT", "MKCOL", "COPY", "MOVE", "LOCK");

    private Expected() {}

    /** Something that a model does. */
    @FunctionalInterface
    interface Work<T> {
        T now();
    }

    /**
     * What there should be.
     *
     * @param fault by its name; empty if there is none
     * @param result of what has been done
     */
    record Outcome<T>(Optional<String> fault, Optional<T> result) {
        boolean is(T value) {
            return result.equals(Optional.of(value));
        }
    }

    static <T> Outcome<T> of(Work<T> work) {
        try {
            return new Outcome<>(Optional.empty(), Optional.of(work.now()));
        } catch (Refused refused) {
            return new Outcome<>(Optional.of(refused.fault()), Optional.empty());
        }
    }

    static Outcome<Boolean> of(Runnable work) {
        return of(() -> {
            work.run();
            return true;
        });
    }

    /** An answer of VOSpace: a status if all went well, else the fault's status and name. */
    static void vospace(Outcome<?> outcome, int status, Answer answer) {
        if (outcome.fault().isEmpty()) {
            require(answer.status() == status, status + "", answer);
        } else {
            String fault = outcome.fault().get();
            require(
                    answer.status() == status(fault) && answer.text().startsWith(fault + " "),
                    status(fault) + " " + fault,
                    answer);
        }
    }

    /** An answer of WebDAV. */
    static void dav(Outcome<?> outcome, String method, int status, Answer answer) {
        int wanted = outcome.fault().map(fault -> davStatus(fault, method)).orElse(status);
        require(answer.status() == wanted, wanted + " for " + outcome.fault().orElse("no fault"), answer);
    }

    /** How a job ended. */
    static void job(Outcome<?> outcome, Optional<String> fault) {
        if (!outcome.fault().equals(fault)) {
            throw new AssertionError("the job ended with " + fault.orElse("success") + " and should have with "
                    + outcome.fault().orElse("success"));
        }
    }

    private static void require(boolean holds, String wanted, Answer answer) {
        if (!holds) {
            throw new AssertionError("the answer is " + answer.begin() + ", and should be " + wanted);
        }
    }

    private static int status(String fault) {
        return switch (fault) {
            case "PermissionDenied" -> 403;
            case "NodeNotFound", "ContainerNotFound" -> 404;
            case "DuplicateNode", "WrongOffset" -> 409;
            case "PreconditionFailed" -> 412;
            case "NodeLocked" -> 423;
            case "ChecksumMismatch" -> 460;
            case "LinkFound", "InvalidArgument", "InvalidData" -> 400;
            default -> throw new IllegalArgumentException(fault);
        };
    }

    private static int davStatus(String fault, String method) {
        boolean making = MAKING.contains(method);
        boolean relocating = method.equals("MOVE") || method.equals("COPY");
        return switch (fault) {
            case "ContainerNotFound", "LinkFound" -> making ? 409 : 404;
            case "DuplicateNode" -> relocating ? 412 : 405;
            case "OneInTheOther" -> 403;
            case "ThereAlready" -> 405;
            default -> status(fault);
        };
    }
}
