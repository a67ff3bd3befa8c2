// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.IdentityHashMap;
import java.util.Map;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.adql.syntax.Position;

/**
 * How long a query becomes when columns of subqueries are replaced by what these compute, as databases do when they plan: a
 * column that uses one of the subquery twice, which uses one of the next twice, doubles with each. A short query can fill the
 * memory of a machine that way. Used by one thread for one query.
 */
final class WrittenOut {
    /** Operands and operators that may be put into the places of columns; PostgreSQL plans so many in some tenths of a second. */
    private static final long MOST = 100_000;

    /** So many characters of a literal count as one operand. */
    private static final int CHARACTERS = 16;

    private final Context context;
    private final Map<CheckedQuery, long[]> lengths = new IdentityHashMap<>();
    private long replaced;

    private WrittenOut(Context context) {
        this.context = context;
    }

    /**
     * Refuses what would become too long.
     *
     * @throws AdqlException at the first column whose replacement is too much
     */
    static void require(CheckedQuery query, Context context) throws AdqlException {
        WrittenOut lengths = new WrittenOut(context);
        for (CheckedQuery.CommonTable table : query.with()) {
            lengths.outputs(table.query());
        }
        lengths.outputs(query);
    }

    /** Lengths of the columns of a query, all of whose expressions are counted with it, once. */
    private long[] outputs(CheckedQuery query) throws AdqlException {
        long[] known = lengths.get(query);
        if (known != null) {
            return known;
        }
        long[] outputs = new long[query.outputs().size()];
        switch (query.body()) {
            case CheckedQuery.SetOperation set -> {
                long[] left = outputs(set.left());
                long[] right = outputs(set.right());
                for (int i = 0; i < outputs.length; i++) {
                    outputs[i] = left[i] + right[i];
                }
            }
            case CheckedQuery.Select select -> {
                Parts parts = Parts.of(query);
                for (CheckedQuery inner : parts.queries()) {
                    outputs(inner);
                }
                for (int i = 0; i < outputs.length; i++) {
                    outputs[i] = length(select.outputs().get(i).expression());
                }
                for (Expression group : select.groupBy()) {
                    length(group);
                }
                for (CheckedQuery.SortKey key : query.orderBy()) {
                    length(key.expression());
                }
                for (Condition condition : parts.conditions()) {
                    length(Parts.of(condition));
                }
            }
        }
        lengths.put(query, outputs);
        return outputs;
    }

    private long length(Expression expression) throws AdqlException {
        return switch (expression) {
            case Expression.ColumnRef ref -> replacement(ref);
            case Expression.TextLiteral text -> 1 + text.value().length() / CHARACTERS;
            default -> 1 + length(Parts.of(expression));
        };
    }

    private long length(Parts parts) throws AdqlException {
        long length = 0;
        for (Expression value : parts.values()) {
            length += length(value);
        }
        for (Condition condition : parts.conditions()) {
            length += length(Parts.of(condition));
        }
        for (CheckedQuery query : parts.queries()) {
            for (long output : outputs(query)) {
                length += output;
            }
        }
        return length;
    }

    private long replacement(Expression.ColumnRef ref) throws AdqlException {
        long length = switch (ref.source()) {
            case Relation.TableSource table -> 1;
            case Relation.SubquerySource subquery -> outputs(subquery.query())[ref.index()];
            case Relation.CommonTableSource common -> outputs(common.table().query())[ref.index()];
        };
        if (length > 1) {
            replaced += length;
            if (replaced > MOST) {
                throw new AdqlException(
                        context.position(ref, Position.NONE),
                        "the query would become too long: written out, the columns of its subqueries have more than "
                                + MOST + " operands; use each of them less often");
            }
        }
        return length;
    }
}
