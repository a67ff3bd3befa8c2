// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

/** What a subject may do; every service asks here and nowhere else. Implementations are thread-safe. */
@FunctionalInterface
public interface Policy {

    /** Everybody may do everything. */
    Policy PUBLIC = (subject, action, resource) -> Decision.ALLOWED;

    /** What can be done with a resource. */
    enum Action {
        /** Knowing that it exists, and what is said of it. */
        SEE,
        /** Reading what is in it; of a table perhaps some rows only, see {@link #rowFilter}. */
        READ
    }

    /**
     * Whether a subject may do something.
     *
     * @return what is not known to be allowed is refused, with the reason; to somebody who may not {@link Action#SEE} a
     *     resource the reason is not to be told
     */
    Decision decide(Subject subject, Action action, Resource resource);

    /**
     * Which rows of a table a subject may see. In PostgreSQL row-level security keeps to the same rule by itself.
     *
     * @param subject who asks
     * @param table qualified name as in TAP_SCHEMA, without ADQL quotes
     */
    default RowFilter rowFilter(Subject subject, String table) {
        return decide(subject, Action.READ, new Resource.Table(table)).isAllowed()
                ? new RowFilter.All()
                : new RowFilter.None();
    }
}
