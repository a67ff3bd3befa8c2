// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.CheckedQuery.Select;
import org.meridian.tap.adql.checked.CheckedQuery.SetOperation;
import org.meridian.tap.adql.checked.CheckedQuery.SortKey;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation;

/**
 * Answers checked queries by trying every combination of rows: slow, without index or plan, and so short that it can be
 * believed. A row of intermediate results is a frame: the current row of each source, by the source's number.
 */
@NullUnmarked // null is SQL's NULL
final class BruteForce {
    private final Map<String, List<@Nullable Object[]>> tables;
    private final int sources;
    private final BruteExpressions expressions = new BruteExpressions(this);
    private final Map<Integer, List<List<@Nullable Object>>> commonTables = new HashMap<>();
    private final Map<CheckedQuery, List<List<@Nullable Object>>> uncorrelated = new java.util.IdentityHashMap<>();

    /**
     * @param tables rows by qualified name
     * @param sources one more than the highest number of a source
     */
    BruteForce(Map<String, List<@Nullable Object[]>> tables, int sources) {
        this.tables = tables;
        this.sources = sources;
    }

    /** The rows of the answer. */
    List<List<@Nullable Object>> answer(CheckedQuery query) {
        return rows(query, new Object[sources][]);
    }

    /** The rows of a query whose enclosing queries are at {@code frame}. */
    List<List<@Nullable Object>> rows(CheckedQuery query, @Nullable Object[][] frame) {
        List<List<@Nullable Object>> known = uncorrelated.get(query);
        if (known != null) {
            return known;
        }
        List<List<@Nullable Object>> sorted = switch (query.body()) {
            case Select select -> select(query, select, frame);
            case SetOperation operation -> sorted(query, setOperation(operation, frame));
        };
        int from = (int) Math.min(query.offset().orElse(0), sorted.size());
        int to = (int) Math.min(from + query.top().orElse(Integer.MAX_VALUE), sorted.size());
        List<List<@Nullable Object>> rows = sorted.subList(from, to);
        if (BruteReferences.isSelfContained(query)) {
            uncorrelated.put(query, rows);
        }
        return rows;
    }

    // ---- SELECT

    private record Candidate(List<@Nullable Object> output, List<@Nullable Object> keys) {}

    private List<List<@Nullable Object>> select(CheckedQuery query, Select select, @Nullable Object[][] outer) {
        List<@Nullable Object[][]> frames = new ArrayList<>();
        for (@Nullable
        Object[][] frame : select.from()
                .map(from -> frames(from, outer))
                .orElse(Collections.<@Nullable Object[][]>singletonList(outer))) {
            if (select.where().isEmpty()
                    || Boolean.TRUE.equals(expressions.test(select.where().get(), frame))) {
                frames.add(frame);
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        if (isGrouped(query, select)) {
            for (BruteExpressions over : groups(select, frames, outer)) {
                if (select.having().isEmpty()
                        || Boolean.TRUE.equals(over.test(select.having().get(), over.frame()))) {
                    candidates.add(candidate(query, select, over, over.frame()));
                }
            }
        } else {
            for (@Nullable Object[][] frame : frames) {
                candidates.add(candidate(query, select, expressions, frame));
            }
        }
        if (select.distinct()) {
            Map<List<@Nullable Object>, Candidate> distinct = new LinkedHashMap<>();
            candidates.forEach(c -> distinct.putIfAbsent(BruteValues.key(c.output()), c));
            candidates = new ArrayList<>(distinct.values());
        }
        if (!query.orderBy().isEmpty()) {
            candidates.sort(Comparator.comparing(Candidate::keys, comparator(query.orderBy())));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        candidates.forEach(c -> rows.add(c.output()));
        return rows;
    }

    private Candidate candidate(
            CheckedQuery query, Select select, BruteExpressions evaluator, @Nullable Object[][] frame) {
        List<@Nullable Object> output = new ArrayList<>();
        for (OutputColumn column : select.outputs()) {
            output.add(evaluator.value(column.expression(), frame));
        }
        List<@Nullable Object> keys = new ArrayList<>();
        for (SortKey key : query.orderBy()) {
            keys.add(evaluator.value(key.expression(), frame));
        }
        return new Candidate(output, keys);
    }

    private static boolean isGrouped(CheckedQuery query, Select select) {
        return !select.groupBy().isEmpty()
                || select.having().isPresent()
                || select.outputs().stream().anyMatch(c -> BruteReferences.hasAggregate(c.expression()))
                || query.orderBy().stream().anyMatch(k -> BruteReferences.hasAggregate(k.expression()));
    }

    private List<BruteExpressions> groups(
            Select select, List<@Nullable Object[][]> frames, @Nullable Object[][] outer) {
        Map<List<@Nullable Object>, List<@Nullable Object[][]>> groups = new LinkedHashMap<>();
        if (select.groupBy().isEmpty()) {
            groups.put(List.of(), frames);
        }
        for (@Nullable Object[][] frame : select.groupBy().isEmpty() ? List.<@Nullable Object[][]>of() : frames) {
            List<@Nullable Object> key = new ArrayList<>();
            for (Expression expression : select.groupBy()) {
                key.add(expressions.value(expression, frame));
            }
            groups.computeIfAbsent(BruteValues.key(key), k -> new ArrayList<>()).add(frame);
        }
        List<BruteExpressions> over = new ArrayList<>();
        groups.values().forEach(members -> over.add(new BruteExpressions(this, members, outer)));
        return over;
    }

    // ---- FROM

    private List<@Nullable Object[][]> frames(Relation relation, @Nullable Object[][] outer) {
        return switch (relation) {
            case Relation.TableSource source ->
                frames(
                        source.id(),
                        java.util.Objects.requireNonNull(
                                tables.get(source.table().qualifiedName())),
                        outer);
            case Relation.SubquerySource source -> frames(source.id(), arrays(rows(source.query(), outer)), outer);
            case Relation.CommonTableSource source -> {
                int id = source.table().id();
                if (!commonTables.containsKey(id)) {
                    commonTables.put(id, rows(source.table().query(), outer));
                }
                yield frames(source.id(), arrays(java.util.Objects.requireNonNull(commonTables.get(id))), outer);
            }
            case Relation.Join join -> join(join, outer);
        };
    }

    private static List<@Nullable Object[]> arrays(List<List<@Nullable Object>> rows) {
        List<@Nullable Object[]> arrays = new ArrayList<>();
        rows.forEach(row -> arrays.add(row.toArray()));
        return arrays;
    }

    private static List<@Nullable Object[][]> frames(
            int id, List<@Nullable Object[]> rows, @Nullable Object[][] outer) {
        List<@Nullable Object[][]> frames = new ArrayList<>(rows.size());
        for (@Nullable Object[] row : rows) {
            @Nullable Object[][] frame = outer.clone();
            frame[id] = row;
            frames.add(frame);
        }
        return frames;
    }

    private List<@Nullable Object[][]> join(Relation.Join join, @Nullable Object[][] outer) {
        List<@Nullable Object[][]> left = frames(join.left(), outer);
        List<@Nullable Object[][]> right = frames(join.right(), outer);
        int[] leftIds =
                References.sourceIds(join.left()).stream().mapToInt(i -> i).toArray();
        int[] rightIds =
                References.sourceIds(join.right()).stream().mapToInt(i -> i).toArray();
        boolean keepLeft = join.kind() == Relation.JoinKind.LEFT || join.kind() == Relation.JoinKind.FULL;
        boolean keepRight = join.kind() == Relation.JoinKind.RIGHT || join.kind() == Relation.JoinKind.FULL;
        boolean[] matched = new boolean[right.size()];
        List<@Nullable Object[][]> joined = new ArrayList<>();
        @Nullable Object[][] pair = outer.clone();
        for (@Nullable Object[][] l : left) {
            boolean found = false;
            copy(l, pair, leftIds);
            for (int i = 0; i < right.size(); i++) {
                copy(right.get(i), pair, rightIds);
                if (join.on().isEmpty()
                        || Boolean.TRUE.equals(expressions.test(join.on().get(), pair))) {
                    found = true;
                    matched[i] = true;
                    joined.add(pair.clone());
                }
            }
            if (!found && keepLeft) {
                @Nullable Object[][] alone = l.clone();
                nulls(alone, rightIds);
                joined.add(alone);
            }
        }
        for (int i = 0; keepRight && i < right.size(); i++) {
            if (!matched[i]) {
                @Nullable Object[][] alone = right.get(i).clone();
                nulls(alone, leftIds);
                joined.add(alone);
            }
        }
        return joined;
    }

    private static void copy(@Nullable Object[][] from, @Nullable Object[][] to, int[] ids) {
        for (int id : ids) {
            to[id] = from[id];
        }
    }

    private static void nulls(@Nullable Object[][] frame, int[] ids) {
        for (int id : ids) {
            frame[id] = new Object[100];
        }
    }

    // ---- set operations

    private List<List<@Nullable Object>> setOperation(SetOperation operation, @Nullable Object[][] frame) {
        List<List<@Nullable Object>> left = converted(operation.left(), operation, frame);
        List<List<@Nullable Object>> right = converted(operation.right(), operation, frame);
        List<List<@Nullable Object>> result = new ArrayList<>();
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        right.forEach(row -> counts.merge(BruteValues.key(row), 1, Integer::sum));
        switch (operation.operator()) {
            case UNION -> {
                result.addAll(left);
                result.addAll(right);
            }
            case EXCEPT ->
                left.forEach(row -> {
                    int count = counts.getOrDefault(BruteValues.key(row), 0);
                    if (count == 0) {
                        result.add(row);
                    } else if (operation.all()) {
                        counts.put(BruteValues.key(row), count - 1);
                    }
                });
            case INTERSECT ->
                left.forEach(row -> {
                    int count = counts.getOrDefault(BruteValues.key(row), 0);
                    if (count > 0) {
                        result.add(row);
                        if (operation.all()) {
                            counts.put(BruteValues.key(row), count - 1);
                        }
                    }
                });
        }
        if (!operation.all()) {
            HashSet<List<@Nullable Object>> seen = new HashSet<>();
            result.removeIf(row -> !seen.add(BruteValues.key(row)));
        }
        return result;
    }

    private List<List<@Nullable Object>> converted(
            CheckedQuery query, SetOperation operation, @Nullable Object[][] frame) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : rows(query, frame)) {
            List<@Nullable Object> converted = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                converted.add(BruteValues.convert(
                        row.get(i),
                        query.outputs().get(i).expression().type(),
                        operation.outputs().get(i).expression().type()));
            }
            rows.add(converted);
        }
        return rows;
    }

    private List<List<@Nullable Object>> sorted(CheckedQuery query, List<List<@Nullable Object>> rows) {
        if (query.orderBy().isEmpty()) {
            return rows;
        }
        List<Candidate> candidates = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable Object> keys = new ArrayList<>();
            for (SortKey key : query.orderBy()) {
                keys.add(expressions.onOutput(row).value(key.expression(), new Object[sources][]));
            }
            candidates.add(new Candidate(row, keys));
        }
        candidates.sort(Comparator.comparing(Candidate::keys, comparator(query.orderBy())));
        List<List<@Nullable Object>> sorted = new ArrayList<>();
        candidates.forEach(c -> sorted.add(c.output()));
        return sorted;
    }

    private static Comparator<List<@Nullable Object>> comparator(List<SortKey> keys) {
        return (a, b) -> {
            for (int i = 0; i < keys.size(); i++) {
                boolean turned = keys.get(i).descending() && a.get(i) != null && b.get(i) != null;
                int order = BruteValues.compareNullsLast(a.get(i), b.get(i));
                if (order != 0) {
                    return turned ? -order : order;
                }
            }
            return 0;
        };
    }

    static int sourcesOf(CheckedQuery query) {
        return Optional.of(query).map(BruteReferences::highestSource).orElse(0) + 1;
    }
}
