// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

/** A fault that there should be. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fault;

    Refused(String fault) {
        super(fault);
        this.fault = fault;
    }

    /** Its name in VOSpace, or one of HTTP's. */
    String fault() {
        return fault;
    }
}
