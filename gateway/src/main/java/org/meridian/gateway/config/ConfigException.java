// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

/** The configuration cannot be used; the message says which key, what was wrong and what would be right. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for the operator */
    public ConfigException(String message) {
        super(message);
    }

    static void require(boolean holds, String key, Object value, String right) {
        if (!holds) {
            throw new ConfigException(key + ": \"" + value + "\" is not " + right);
        }
    }
}
