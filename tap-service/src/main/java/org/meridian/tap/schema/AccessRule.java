// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Who may read a table that is not public, and which of its rows. */
public sealed interface AccessRule {

    /**
     * A rule that the database keeps by its row-level security too.
     *
     * @param readers groups of which a reader must be in one; none: everybody may read
     * @param hidden whether everybody else is not even told that the table exists; only where there are readers
     * @param rows which rows those see who may read; empty for all
     */
    record Restricted(Set<String> readers, boolean hidden, Optional<Rows> rows) implements AccessRule {
        /** @throws IllegalArgumentException if it restricts nothing, or hides the table from everybody */
        public Restricted {
            readers = Set.copyOf(readers);
            if (readers.isEmpty() && rows.isEmpty()) {
                throw new IllegalArgumentException("an access rule must name readers, a release date or an owner");
            }
            if (hidden && readers.isEmpty()) {
                throw new IllegalArgumentException("only a table with readers can be hidden from all others");
            }
        }

        /** The groups that it names. */
        public Set<String> groups() {
            Set<String> groups = new HashSet<>(readers);
            if (rows.flatMap(Rows::owner).orElse(null) instanceof Owner.Group(String name)) {
                groups.add(name);
            }
            return groups;
        }

        /** Whether members of {@code groups} may read the table, or some of its rows. */
        public boolean admits(Set<String> groups) {
            return readers.isEmpty() || !Collections.disjoint(readers, groups);
        }

        /** Whether members of {@code groups} may see more than everybody does. */
        public boolean opensTo(Set<String> groups) {
            boolean owners = rows.flatMap(Rows::owner)
                    .map(owner -> switch (owner) {
                        case Owner.Column column -> !groups.isEmpty();
                        case Owner.Group(String name) -> groups.contains(name);
                    })
                    .orElse(false);
            return admits(groups) && (owners || !readers.isEmpty());
        }
    }

    /** The database does not say the same as the rule, or the rule cannot be read: nobody may read the table. */
    record Unenforced() implements AccessRule {}

    /**
     * Rows that are proprietary: until the release date for others than the owner, for ever where there is none. A row
     * without owner is then nobody's.
     *
     * @param releaseColumn name of a column of type TIMESTAMP, in UTC
     * @param owner the group that sees a row before everybody does; empty for nobody
     */
    record Rows(Optional<String> releaseColumn, Optional<Owner> owner) {
        /** @throws IllegalArgumentException if there is neither */
        public Rows {
            if (releaseColumn.isEmpty() && owner.isEmpty()) {
                throw new IllegalArgumentException("proprietary rows need a release date or an owner");
            }
        }
    }

    /** Who owns the rows of a table. */
    sealed interface Owner {
        /** The group that a text column names. */
        record Column(String name) implements Owner {}

        /** The same group for all rows. */
        record Group(String name) implements Owner {}
    }
}
