// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.checked;

import java.util.Optional;
import org.meridian.tap.schema.TapTable;

/** What rows come from. */
public sealed interface Relation {

    /** A relation whose columns can be referred to; {@code id} is unique within the whole query, subqueries included. */
    sealed interface Source extends Relation {
        /** Unique number of this use of the relation; self-joins have two. */
        int id();
    }

    /** A published table. Columns are referred to by index into {@link TapTable#columns()}. */
    record TableSource(int id, TapTable table) implements Source {}

    /** A subquery in FROM. Columns are referred to by index into its outputs. */
    record SubquerySource(int id, CheckedQuery query) implements Source {}

    /** A use of a common table. Columns are referred to by index into its query's outputs. */
    record CommonTableSource(int id, CheckedQuery.CommonTable table) implements Source {}

    /**
     * A join.
     *
     * @param on empty for a cross join; NATURAL and USING have been written out
     */
    record Join(JoinKind kind, Relation left, Relation right, Optional<Condition> on) implements Relation {}

    /** Which rows without partner are kept. */
    enum JoinKind {
        CROSS,
        INNER,
        LEFT,
        RIGHT,
        FULL
    }
}
