// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;
import java.util.Optional;

/** {@code table_reference}: what rows come from. */
public sealed interface TableReference {

    /** {@code name [AS alias]}. */
    record NamedTable(QualifiedName name, Optional<Identifier> alias) implements TableReference {}

    /** {@code (query) AS alias}. */
    record DerivedTable(SelectExpression query, Identifier alias) implements TableReference {}

    /** {@code left [NATURAL] [kind] JOIN right [specification]}; the position is that of JOIN. */
    record JoinedTable(
            JoinKind kind,
            boolean natural,
            TableReference left,
            TableReference right,
            Optional<JoinSpecification> specification,
            Position position)
            implements TableReference {}

    /** Kinds of join; ADQL has no CROSS JOIN, a comma does that. */
    enum JoinKind {
        INNER,
        LEFT,
        RIGHT,
        FULL
    }

    /** How rows are paired. */
    sealed interface JoinSpecification {}

    /** {@code ON condition}. */
    record On(SearchCondition condition) implements JoinSpecification {}

    /** {@code USING (columns)}. */
    record Using(List<Identifier> columns) implements JoinSpecification {
        public Using {
            columns = List.copyOf(columns);
        }
    }
}
