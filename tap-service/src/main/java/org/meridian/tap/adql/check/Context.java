// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.Identifier;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.schema.TapSchema;

/** What is common to all parts of a query being checked. Used by one thread for one query. */
final class Context {
    private static final int MAX_LOOKUPS = 10;

    private final TapSchema schema;
    private final Udfs udfs;
    private final List<Common> commonTables = new ArrayList<>();
    private final Map<CheckedQuery, List<ColumnName>> names = new IdentityHashMap<>();
    private final Map<Expression, Position> positions = new IdentityHashMap<>();
    private int lastId;
    private int lookups;

    /** A common table under its name. */
    record Common(Identifier name, CheckedQuery.CommonTable table) {}

    Context(TapSchema schema, Udfs udfs) {
        this.schema = schema;
        this.udfs = udfs;
    }

    TapSchema schema() {
        return schema;
    }

    Udfs udfs() {
        return udfs;
    }

    List<Common> commonTables() {
        return commonTables;
    }

    /** Counts a look-up outside, of which one query may cause a few only. */
    void countLookup(Position position) throws AdqlException {
        if (++lookups > MAX_LOOKUPS) {
            throw new AdqlException(position, "a query may look up at most " + MAX_LOOKUPS + " names");
        }
    }

    int nextId() {
        return ++lastId;
    }

    void declare(Identifier name, CheckedQuery query) throws AdqlException {
        for (Common other : commonTables) {
            if (other.name().folded().equals(name.folded())) {
                throw new AdqlException(name.position(), "WITH names two tables " + name);
            }
        }
        commonTables.add(new Common(name, new CheckedQuery.CommonTable(nextId(), query)));
    }

    /** Keeps the names by which columns of a query are called, which need not be unique as those of its fields are. */
    CheckedQuery named(CheckedQuery query, List<ColumnName> columnNames) {
        names.put(query, columnNames);
        return query;
    }

    List<ColumnName> names(CheckedQuery query) {
        return names.getOrDefault(query, List.of());
    }

    /** A reference to a column that remembers where it stands. */
    Expression placed(Expression reference, Position position) {
        positions.put(reference, position);
        return reference;
    }

    Position position(Expression expression, Position otherwise) {
        return positions.getOrDefault(expression, otherwise);
    }
}
