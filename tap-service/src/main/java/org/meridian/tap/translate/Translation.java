// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.meridian.core.db.SqlLiteral;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.ColumnRef;
import org.meridian.tap.adql.checked.Relation.CommonTableSource;
import org.meridian.tap.adql.checked.Relation.Source;
import org.meridian.tap.adql.checked.Relation.SubquerySource;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.UploadNames;

/**
 * What one translation knows and collects: how columns are called at the place that is being written, and which further
 * columns the relations written later must provide. Conditions are always written before the relations they look at. Not
 * thread-safe; lives as long as one call of the translator.
 */
final class Translation {
    private final Set<Set<Integer>> nearPairs = new HashSet<>();
    private final TranslationContext context;
    private final Map<Integer, FullJoinView> views = new HashMap<>();
    private final Map<String, Map<String, Hidden>> hidden = new HashMap<>();
    private final Map<Integer, List<Attachment>> attachments = new HashMap<>();
    private final Deque<Set<Integer>> froms = new ArrayDeque<>();
    private final Deque<Set<Integer>> scopes = new ArrayDeque<>();
    private final Deque<List<Expression>> groupings = new ArrayDeque<>();
    private Optional<Double> seed = Optional.empty();
    private boolean searchesWords;
    private int aliases;
    private int alternatives;
    private final Deque<Integer> outerAlternatives = new ArrayDeque<>();
    private final Map<Integer, List<String>> joins = new HashMap<>();
    private final List<ReadyCells> readyCells = new ArrayList<>();

    private final ExpressionWriter expressions = new ExpressionWriter(this);
    private final UserFunctionWriter userFunctions = new UserFunctionWriter(this);
    private final MocWriter mocs = new MocWriter(this);
    private final GeometryWriter geometries = new GeometryWriter(this);
    private final ConditionWriter conditions = new ConditionWriter(this);
    private final SkyLookup sky = new SkyLookup(this);
    private final RelationWriter relations = new RelationWriter(this);
    private final QueryWriter queries = new QueryWriter(this);

    Translation(TranslationContext context) {
        this.context = context;
    }

    /** A column of an inner relation that an enclosing query wants although nobody selected it. */
    record Hidden(Source source, String column, String type) {}

    /** A value computed once for each row of a source. */
    record Attachment(String alias, String sql) {}

    /**
     * Stands for the relations under a full join that PostgreSQL cannot do itself: their columns are seen from outside as
     * columns of one subquery.
     *
     * @param columns inner name to outer name and type
     */
    record FullJoinView(String alias, Map<String, ViewColumn> columns) {}

    /** A column of such a view. */
    record ViewColumn(Source source, String inner, String name, String type) {}

    TranslationContext context() {
        return context;
    }

    ExpressionWriter expressions() {
        return expressions;
    }

    UserFunctionWriter userFunctions() {
        return userFunctions;
    }

    MocWriter mocs() {
        return mocs;
    }

    GeometryWriter geometries() {
        return geometries;
    }

    ConditionWriter conditions() {
        return conditions;
    }

    SkyLookup sky() {
        return sky;
    }

    RelationWriter relations() {
        return relations;
    }

    QueryWriter queries() {
        return queries;
    }

    /** A name nobody else has. */
    String alias(String prefix) {
        return prefix + aliases++;
    }

    /** The seed that was given to RAND, if one was. */
    Optional<Double> seed() {
        return seed;
    }

    void seed(double value) {
        seed = Optional.of(value);
    }

    /** Whether words are searched in texts, which PostgreSQL comments upon. */
    boolean searchesWords() {
        return searchesWords;
    }

    void noteWordSearch() {
        searchesWords = true;
    }

    /** From now on these sources are known to be joined by position; their numbers are unique in the whole query. */
    void addNearPairs(Set<Set<Integer>> pairs) {
        nearPairs.addAll(pairs);
    }

    /** Whether two sources are joined by position. */
    boolean areNear(Set<Integer> sources) {
        return nearPairs.contains(sources);
    }

    /** Begins a query, or a condition in it, that may ask the indexes of these sources; {@link #leave()} ends it. */
    void enter(Set<Integer> sources) {
        scopes.push(sources);
    }

    /** Ends what was begun last. */
    void leave() {
        scopes.pop();
    }

    /** Whether the index of a source can be asked where SQL is being written; not that of an enclosing query's source. */
    boolean isSearchable(Source source) {
        return !scopes.isEmpty() && scopes.peek().contains(source.id());
    }

    /**
     * Begins a query with what it groups by; {@link #leaveFrom()} ends it.
     */
    void enterFrom(Set<Integer> sources, List<Expression> groupBy) {
        groupings.push(groupBy);

        froms.push(sources);
        outerAlternatives.push(alternatives);
        alternatives = 0;
        enter(sources);
    }

    /** Ends the FROM that was begun last. */
    void leaveFrom() {
        groupings.pop();
        leave();
        froms.pop();
        alternatives = outerAlternatives.pop();
    }

    /** Whether the query that is being written groups by one of the columns alone, so that no others of the row are there. */
    boolean isGroupedBy(List<? extends Expression> columns) {
        return !groupings.isEmpty() && columns.stream().anyMatch(groupings.peek()::contains);
    }

    /** Whether a source belongs to the query that is being written, not to an enclosing one. */
    boolean isOwn(Source source) {
        return !froms.isEmpty() && froms.peek().contains(source.id());
    }

    /** The alias of a source. */
    static String alias(Source source) {
        return "t" + source.id();
    }

    /** A column as it is called where SQL is being written. */
    String column(ColumnRef ref) {
        String name = switch (ref.source()) {
            case TableSource source ->
                SqlLiteral.identifier(source.table().columns().get(ref.index()).name());
            case SubquerySource source -> "c" + ref.index();
            case CommonTableSource source -> "c" + ref.index();
        };
        return column(ref.source(), name, PostgresType.of(ref.type()));
    }

    /** The same for a column that is not published: {@code name} is SQL. */
    String column(Source source, String name, String type) {
        String inner = alias(source) + "." + name;
        FullJoinView view = views.get(source.id());
        if (view == null) {
            return inner;
        }
        ViewColumn column = view.columns()
                .computeIfAbsent(
                        inner,
                        x -> new ViewColumn(source, name, "v" + view.columns().size(), type));
        return view.alias() + "." + column.name();
    }

    /** From now on the columns of {@code sources} are seen through {@code view}. */
    void look(List<Source> sources, FullJoinView view) {
        sources.forEach(source -> views.put(source.id(), view));
    }

    /** From now on the columns of {@code sources} are seen as they are. */
    void lookInside(List<Source> sources) {
        sources.forEach(source -> views.remove(source.id()));
    }

    /** The view through which {@code source} is seen. */
    FullJoinView view(Source source) {
        return Objects.requireNonNull(views.get(source.id()));
    }

    /** Whether {@code source} is seen through a view. */
    boolean isViewed(Source source) {
        return views.containsKey(source.id());
    }

    /**
     * A hidden column of a published table, however deep in subqueries.
     *
     * @param path from the source that is visible here to the table itself
     * @param column SQL name in the table
     */
    String hiddenColumn(List<Source> path, String column, String type) {
        Source outer = path.get(0);
        if (path.size() == 1) {
            return column(outer, column, type);
        }
        String name = column;
        Source below = path.get(path.size() - 1);
        for (int i = path.size() - 2; i >= 0; i--) {
            name = request(path.get(i), new Hidden(below, name, type));
            below = path.get(i);
        }
        return column(outer, name, type);
    }

    private String request(Source source, Hidden wanted) {
        Map<String, Hidden> requests = hidden.computeIfAbsent(relationKey(source), x -> new LinkedHashMap<>());
        for (Map.Entry<String, Hidden> entry : requests.entrySet()) {
            if (entry.getValue().equals(wanted)) {
                return entry.getKey();
            }
        }
        String name = "h" + requests.size();
        requests.put(name, wanted);
        return name;
    }

    private static String relationKey(Source source) {
        return source instanceof CommonTableSource common
                ? commonKey(common.table().id())
                : alias(source);
    }

    /** Key of what is asked of a common table. */
    static String commonKey(int commonTableId) {
        return "w" + commonTableId;
    }

    /** What enclosing queries want of a subquery or common table, by name. */
    Map<String, Hidden> hiddenOf(String relationKey) {
        return hidden.getOrDefault(relationKey, Map.of());
    }

    /**
     * Has {@code sql}, over the columns of {@code source}, computed once for each of its rows.
     *
     * @return the value as it is called where SQL is being written
     */
    String attach(Source source, String sql) {
        List<Attachment> own = attachments.computeIfAbsent(source.id(), x -> new ArrayList<>());
        for (Attachment attachment : own) {
            if (attachment.sql().equals(sql)) {
                return attachment.alias() + ".a";
            }
        }
        Attachment made = new Attachment(alias("k"), sql);
        own.add(made);
        return made.alias() + ".a";
    }

    /** Begins conditions of which one may be true without the others; {@link #leaveAlternative()} ends them. */
    void enterAlternative() {
        alternatives++;
    }

    /** Ends what {@link #enterAlternative()} began. */
    void leaveAlternative() {
        alternatives--;
    }

    /** Whether no row survives for which the condition that is being written is not true. */
    boolean isRequired() {
        return alternatives == 0;
    }

    /** The SQL name of a table with cells around positions of an upload, which will be there. */
    String ready(String upload, int lon, int lat, double radiusDeg, int order) {
        for (ReadyCells known : readyCells) {
            if (known.equals(new ReadyCells(known.sqlName(), upload, lon, lat, radiusDeg, order))) {
                return known.sqlName();
            }
        }
        String name = UploadNames.cells(readyCells.size());
        readyCells.add(new ReadyCells(name, upload, lon, lat, radiusDeg, order));
        return name;
    }

    /** What must be ready before the query. */
    List<ReadyCells> readyCells() {
        return readyCells;
    }

    /**
     * Joins a table to a source, whose rows it may multiply or drop: a required condition must choose among the rows.
     *
     * @return alias of the table
     */
    String join(Source source, String table, UnaryOperator<String> on) {
        String alias = alias("k");
        joins.computeIfAbsent(source.id(), x -> new ArrayList<>())
                .add(" JOIN " + table + " AS " + alias + " ON " + on.apply(alias));
        return alias;
    }

    /** What has been joined to a source, in order. */
    List<String> joinsOf(Source source) {
        return joins.getOrDefault(source.id(), List.of());
    }

    /** What has been attached to a source. */
    List<Attachment> attachmentsOf(Source source) {
        return attachments.getOrDefault(source.id(), List.of());
    }
}
