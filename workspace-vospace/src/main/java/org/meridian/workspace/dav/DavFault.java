// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.util.Optional;

/** Why a request by WebDAV was not answered with its result, where a VOSpace knows no such fault. */
final class DavFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;
    private final String condition;

    /**
     * A fault.
     *
     * @param status of HTTP
     * @param detail in words for the client
     */
    DavFault(int status, String detail) {
        this(status, "", detail);
    }

    /**
     * A fault with a code of its own.
     *
     * @param condition name of the element that says what does not hold (RFC 4918, section 16)
     */
    DavFault(int status, String condition, String detail) {
        super(detail);
        this.status = status;
        this.condition = condition;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }

    /** The name of the element that says what does not hold. */
    Optional<String> condition() {
        return condition.isEmpty() ? Optional.empty() : Optional.of(condition);
    }
}
