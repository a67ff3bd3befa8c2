// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.db.SqlLiteral;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.adql.checked.Relation.CommonTableSource;
import org.meridian.tap.adql.checked.Relation.Join;
import org.meridian.tap.adql.checked.Relation.JoinKind;
import org.meridian.tap.adql.checked.Relation.Source;
import org.meridian.tap.adql.checked.Relation.SubquerySource;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.UploadNames;
import org.meridian.tap.translate.Translation.FullJoinView;
import org.meridian.tap.translate.Translation.ViewColumn;

/** Writes FROM clauses. */
final class RelationWriter {
    private final Translation translation;

    RelationWriter(Translation translation) {
        this.translation = translation;
    }

    /**
     * Announces the relations of a query before anything that looks at them is written: what stands under a full join that
     * PostgreSQL cannot do will be seen through a view.
     */
    void enter(Optional<Relation> from) {
        from.ifPresent(this::enter);
    }

    private void enter(Relation relation) {
        if (!(relation instanceof Join join)) {
            return;
        }
        if (isEmulated(join)) {
            translation.look(References.sources(join), new FullJoinView(translation.alias("j"), new LinkedHashMap<>()));
        } else {
            enter(join.left());
            enter(join.right());
        }
    }

    /** A relation with its alias. */
    String write(Relation relation) {
        return switch (relation) {
            case TableSource source -> attached(source, table(source.table()) + " AS " + Translation.alias(source));
            case SubquerySource source ->
                attached(
                        source,
                        "("
                                + translation
                                        .queries()
                                        .query(source.query(), translation.hiddenOf(Translation.alias(source)))
                                + ") AS "
                                + Translation.alias(source));
            case CommonTableSource source ->
                attached(source, Translation.commonKey(source.table().id()) + " AS " + Translation.alias(source));
            case Join join -> isEmulated(join) ? fullJoin(join) : join(join);
        };
    }

    private String attached(Source source, String sql) {
        List<Translation.Attachment> attachments = translation.attachmentsOf(source);
        List<String> joins = translation.joinsOf(source);
        if (attachments.isEmpty() && joins.isEmpty()) {
            return sql;
        }
        StringBuilder joined = new StringBuilder("(").append(sql);
        joins.forEach(joined::append);
        for (Translation.Attachment attachment : attachments) {
            // OFFSET 0 keeps PostgreSQL from computing the value wherever it is mentioned.
            joined.append(" CROSS JOIN LATERAL (SELECT ")
                    .append(attachment.sql())
                    .append(" AS a OFFSET 0) AS ")
                    .append(attachment.alias());
        }
        return joined.append(")").toString();
    }

    private String table(TapTable table) {
        String name = UploadNames.isUpload(table)
                ? UploadNames.sql(table.name())
                : SqlLiteral.qualified(table.schema(), table.name());
        return switch (translation.context().rowFilter().apply(table)) {
            case RowFilter.All all -> name;
            case RowFilter.None none -> "(SELECT * FROM " + name + " WHERE false)";
            case RowFilter.Predicate(String predicate) ->
                translation.context().guarded().test(table)
                        ? name
                        : "(SELECT * FROM " + name + " WHERE " + predicate + ")";
        };
    }

    private String join(Join join) {
        // Rows of the side that is kept go looking for partners in the other one, never the other way round.
        Relation searched = switch (join.kind()) {
            case CROSS, INNER, FULL -> join;
            case LEFT -> join.right();
            case RIGHT -> join.left();
        };
        // Both sides of a full join are kept: none may have its rows multiplied.
        boolean full = join.kind() == JoinKind.FULL;
        String on = join.on()
                .map(condition -> " ON " + (full ? onOfCopies(condition, searched) : on(condition, searched)))
                .orElse("");
        String word = switch (join.kind()) {
            case CROSS -> " CROSS JOIN ";
            case INNER -> on.isEmpty() ? " CROSS JOIN " : " JOIN ";
            case LEFT -> " LEFT JOIN ";
            case RIGHT -> " RIGHT JOIN ";
            case FULL -> " FULL JOIN ";
        };
        boolean outer = join.kind() != JoinKind.CROSS && join.kind() != JoinKind.INNER;
        return "(" + write(join.left()) + word + write(join.right()) + (on.isEmpty() && outer ? " ON true" : on) + ")";
    }

    private String on(Condition condition, Relation searched) {
        translation.enter(References.sourceIds(searched));
        String sql = translation.conditions().filter(condition);
        translation.leave();
        return sql;
    }

    /** The condition of a join of which a side is kept or written twice: nothing may be joined to the sides. */
    private String onOfCopies(Condition condition, Relation searched) {
        translation.enterAlternative();
        String sql = on(condition, searched);
        translation.leaveAlternative();
        return sql;
    }

    /** Whether PostgreSQL would refuse: its full joins need an equation between the two sides. */
    private static boolean isEmulated(Join join) {
        return join.kind() == JoinKind.FULL
                && join.on().isPresent()
                && !hasEquation(join.on().get(), References.sourceIds(join.left()), References.sourceIds(join.right()));
    }

    private static boolean hasEquation(Condition condition, Set<Integer> left, Set<Integer> right) {
        return switch (condition) {
            case Condition.And and -> and.conditions().stream().anyMatch(c -> hasEquation(c, left, right));
            case Condition.Comparison comparison
            when comparison.operator() == Condition.ComparisonOperator.EQUAL -> {
                Set<Integer> a = References.sourceIds(comparison.left());
                Set<Integer> b = References.sourceIds(comparison.right());
                yield !a.isEmpty()
                        && !b.isEmpty()
                        && (left.containsAll(a) && right.containsAll(b) || left.containsAll(b) && right.containsAll(a));
            }
            default -> false;
        };
    }

    /** The left join, and after it the rows of the right side that found no partner. */
    private String fullJoin(Join join) {
        List<Source> inside = References.sources(join);
        FullJoinView view = translation.view(inside.get(0));
        translation.lookInside(inside);
        enter(join.left());
        enter(join.right());
        String toRight =
                join.on().map(condition -> onOfCopies(condition, join.right())).orElse("true");
        String toLeft =
                join.on().map(condition -> onOfCopies(condition, join.left())).orElse("true");
        List<Integer> leftIds =
                References.sources(join.left()).stream().map(Source::id).toList();
        List<String> matched = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        for (ViewColumn column : view.columns().values()) {
            String inner = translation.column(column.source(), column.inner(), column.type());
            matched.add(inner + " AS " + column.name());
            unmatched.add(leftIds.contains(column.source().id()) ? "NULL::" + column.type() : inner);
        }
        if (matched.isEmpty()) {
            matched.add("1 AS v0");
            unmatched.add("1");
        }
        String left = write(join.left());
        String right = write(join.right());
        return "(SELECT " + String.join(", ", matched) + " FROM " + left + " LEFT JOIN " + right + " ON " + toRight
                + " UNION ALL SELECT " + String.join(", ", unmatched) + " FROM " + right
                + " WHERE NOT EXISTS (SELECT 1 FROM " + left + " WHERE " + toLeft + ")) AS " + view.alias();
    }
}
