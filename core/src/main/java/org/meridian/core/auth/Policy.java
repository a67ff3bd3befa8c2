// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

/** What a subject may do; every service asks here and nowhere else. Implementations are thread-safe. */
@FunctionalInterface
public interface Policy {

    /** Everything is public: no sign-in exists yet. */
    Policy PUBLIC = (subject, table) -> new RowFilter.All();

    /**
     * Which rows of a table a subject may see.
     *
     * @param subject who asks
     * @param table qualified name as in TAP_SCHEMA
     */
    RowFilter rowFilter(Subject subject, String table);
}
