// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random ADQL over the tables of {@link SkySample}: joins, sets, subqueries, aggregates, expressions with NULLs and
 * geometry in the ways people write it. Functions are called within their domain. Small queries are favoured.
 */
final class RandomQueries {
    enum Kind {
        INTEGER,
        NUMBER,
        TEXT,
        TIME,
        POINT,
        CIRCLE,
        POLYGON
    }

    /** A column that can be named. */
    record Column(String sql, Kind kind) {}

    /** A relation in FROM. */
    private record From(String sql, List<Column> columns, int rows) {}

    private final Random random;
    private final RandomSky sky;
    private final List<String> with = new ArrayList<>();
    private final List<From> common = new ArrayList<>();
    private int aliases;
    private boolean inSet;

    RandomQueries(long seed) {
        this.random = new Random(seed);
        this.sky = new RandomSky(random, this);
    }

    /** A query. */
    String query() {
        if (chance(12)) {
            String name = "w" + aliases++;
            int columns = 1 + random.nextInt(3);
            From from = named("(" + plain(columns, false, 200) + ")", name, lastKinds, 200);
            with.add(name + " AS " + from.sql().substring(0, from.sql().lastIndexOf(" AS ")));
            common.add(from);
        }
        String body = chance(12) ? setOperation() : plain(1 + random.nextInt(4), true, chance(4) ? 60_000 : 12_000);
        return (with.isEmpty() ? "" : "WITH " + String.join(", ", with) + " ") + body;
    }

    private List<Kind> lastKinds = List.of();

    private String setOperation() {
        List<Kind> kinds = kinds(1 + random.nextInt(2));
        String operator = pick("UNION", "EXCEPT", "INTERSECT") + (chance(40) ? " ALL" : "");
        inSet = true;
        String left = select(kinds, List.of(), 200, false);
        String right = select(kinds, List.of(), 200, false);
        String sets = left + " " + operator + " " + right;
        return chance(40) ? sets + " ORDER BY 1" + (kinds.size() > 1 ? ", 2 DESC" : "") : sets;
    }

    private List<Kind> kinds(int count) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kinds.add(pick(Kind.INTEGER, Kind.INTEGER, Kind.NUMBER, Kind.NUMBER, Kind.TEXT, Kind.TIME));
        }
        return kinds;
    }

    private String plain(int columns, boolean top, int budget) {
        List<Kind> kinds = kinds(columns);
        if (top && chance(10)) {
            kinds.add(pick(Kind.POINT, Kind.CIRCLE, Kind.POLYGON));
        }
        return select(kinds, List.of(), budget, top);
    }

    /**
     * @param outer columns of enclosing queries
     * @param budget rows it may look at
     */
    private String select(List<Kind> kinds, List<Column> outer, int budget, boolean ordered) {
        From from = from(budget, outer);
        List<Column> columns = new ArrayList<>(from.columns());
        columns.addAll(outer);
        boolean plainKinds = kinds.stream().noneMatch(k -> k.compareTo(Kind.POINT) >= 0);
        String where = chance(65) ? " WHERE " + condition(columns, 2, from.rows()) : "";
        if (plainKinds && chance(18) && !(inSet && kinds.contains(Kind.NUMBER))) {
            return grouped(kinds, from, where, ordered);
        }
        boolean distinct = plainKinds && chance(10);
        boolean sorted = ordered && plainKinds && chance(35);
        List<String> items = new ArrayList<>();
        for (Kind kind : kinds) {
            // Where duplicates are removed or rows sorted, last digits must not matter.
            boolean toTheLastBit = kind == Kind.NUMBER && (distinct || sorted || inSet);
            items.add((toTheLastBit ? exact(columns) : expression(kind, columns, 2, from.rows())) + " AS a"
                    + items.size());
        }
        lastKinds = kinds;
        String limit = sorted && chance(65) ? "TOP " + random.nextInt(12) + " " : "";
        String order = "";
        if (sorted) {
            order = orderByAll(kinds.size()) + (chance(30) ? " OFFSET " + random.nextInt(5) : "");
        } else if (ordered && !distinct && chance(10)) {
            order = " ORDER BY " + overColumn(Kind.NUMBER, from) + (chance(50) ? " DESC" : "");
        }
        return "SELECT " + (distinct ? "DISTINCT " : "") + limit + String.join(", ", items) + " FROM " + from.sql()
                + where + order;
    }

    private String orderByAll(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            keys.add(i + (chance(40) ? " DESC" : ""));
        }
        return " ORDER BY " + String.join(", ", keys);
    }

    private String grouped(List<Kind> kinds, From from, String where, boolean ordered) {
        List<Column> columns = from.columns();
        String key = overColumn(pick(Kind.INTEGER, Kind.TEXT), from);
        List<String> items = new ArrayList<>();
        for (Kind kind : kinds) {
            items.add(aggregate(kind, columns, from.rows()) + " AS a" + items.size());
        }
        lastKinds = kinds;
        if (chance(25)) {
            return "SELECT " + String.join(", ", items) + " FROM " + from.sql() + where;
        }
        String having = chance(30) ? " HAVING COUNT(*) " + pick(">", "<", "<>") + " " + (1 + random.nextInt(4)) : "";
        return "SELECT " + String.join(", ", items) + " FROM " + from.sql() + where + " GROUP BY " + key + having
                + (ordered && !kinds.contains(Kind.NUMBER) && chance(50) ? orderByAll(kinds.size()) : "");
    }

    /** An expression that is not the same for all rows. */
    private String overColumn(Kind kind, From from) {
        String sql = expression(kind, from.columns(), 1, from.rows());
        return from.columns().stream().anyMatch(c -> sql.contains(c.sql()))
                ? sql
                : pick(from.columns().stream()
                                .filter(c -> c.kind().compareTo(Kind.POINT) < 0)
                                .toList())
                        .sql();
    }

    private String aggregate(Kind kind, List<Column> columns, int rows) {
        return switch (kind) {
            case INTEGER ->
                chance(40)
                        ? "COUNT(*)"
                        : pick("COUNT(", "COUNT(DISTINCT ", "SUM(", "MIN(", "MAX(")
                                + expression(Kind.INTEGER, columns, 1, rows) + ")";
            case NUMBER -> pick("AVG(", "SUM(", "MIN(", "MAX(") + expression(Kind.NUMBER, columns, 1, rows) + ")";
            default -> pick("MIN(", "MAX(") + expression(kind, columns, 1, rows) + ")";
        };
    }

    // ---- FROM

    private From from(int budget, List<Column> outer) {
        if (!outer.isEmpty() || chance(55)) {
            return source(budget);
        }
        From left = source(Math.min(budget, 2000));
        From right = source(Math.max(1, budget / left.rows()));
        From joined = join(left, right);
        if (chance(15) && joined.rows() * 25 <= budget) {
            return join(joined, source(budget / joined.rows()));
        }
        return joined;
    }

    private From join(From left, From right) {
        List<Column> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        int rows = left.rows() * right.rows();
        if (chance(15)) {
            return new From(left.sql() + ", " + right.sql(), columns, rows);
        }
        if (chance(15) && isOneTable(left) && isOneTable(right)) {
            // The joined column has no table of its own any more.
            columns.removeIf(c -> c.sql().endsWith(".n"));
            columns.add(new Column("n", Kind.INTEGER));
            return new From(
                    left.sql() + " " + pick("", "LEFT ", "RIGHT ", "FULL ") + "JOIN " + right.sql() + " USING (n)",
                    columns,
                    rows);
        }
        String word = pick("", "INNER ", "LEFT ", "LEFT OUTER ", "RIGHT ", "FULL ", "FULL OUTER ");
        String on = chance(60)
                ? sky.joinCondition(left.columns(), right.columns())
                : equation(left.columns(), right.columns());
        if (chance(25)) {
            on += " AND " + condition(columns, 1, rows);
        }
        String text = left.sql() + " " + word + "JOIN " + right.sql() + " ON " + on;
        return new From(text, columns, rows);
    }

    /** A join of tables that all have the column would make its name ambiguous. */
    private static boolean isOneTable(From from) {
        return from.sql().startsWith("sample.")
                && !from.sql().contains(" JOIN ")
                && !from.sql().contains(", ");
    }

    private String equation(List<Column> left, List<Column> right) {
        Kind kind = pick(Kind.INTEGER, Kind.INTEGER, Kind.TEXT);
        return expression(kind, left, 0, 1) + " = " + expression(kind, right, 0, 1);
    }

    private From source(int budget) {
        if (!common.isEmpty() && budget >= 200 && chance(60)) {
            From table = common.get(0);
            String name = table.sql().substring(table.sql().lastIndexOf(' ') + 1);
            return renamed(name, table);
        }
        if (budget >= 200 && chance(8)) {
            int columns = 1 + random.nextInt(3);
            List<Kind> kinds = kinds(columns);
            if (chance(60)) {
                return seeThrough();
            }
            String inner = select(kinds, List.of(), 200, false);
            return named("(" + inner + ")", "u" + aliases++, kinds, 200);
        }
        return table(budget);
    }

    /** A subquery that hands positions on. */
    private From seeThrough() {
        String alias = "u" + aliases++;
        String inner = "SELECT id AS i, ra AS x, dec AS y, n FROM sample.faint" + (chance(50) ? " WHERE n > 3" : "");
        return new From(
                "(" + inner + ") AS " + alias,
                List.of(
                        new Column(alias + ".i", Kind.INTEGER),
                        new Column(alias + ".n", Kind.INTEGER),
                        new Column("POINT(" + alias + ".x, " + alias + ".y)", Kind.POINT),
                        new Column(alias + ".x", Kind.NUMBER)),
                120);
    }

    private From renamed(String name, From table) {
        String alias = "v" + aliases++;
        List<Column> columns = table.columns().stream()
                .map(c -> new Column(alias + c.sql().substring(c.sql().indexOf('.')), c.kind()))
                .toList();
        return new From(name + " AS " + alias, columns, 200);
    }

    private From named(String sql, String alias, List<Kind> kinds, int rows) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            columns.add(new Column(alias + ".a" + i, kinds.get(i)));
        }
        return new From(sql + " AS " + alias, columns, rows);
    }

    private From table(int budget) {
        String alias = "t" + aliases++;
        String name = budget >= 2000 && chance(30)
                ? "stars"
                : budget >= 120 ? pick("faint", "faint", "spots", "plates") : budget >= 80 ? "spots" : "plates";
        List<Column> columns = new ArrayList<>();
        SkySample.columns(name).forEach((column, kind) -> columns.add(new Column(alias + "." + column, kind)));
        if (name.equals("stars") || name.equals("faint")) {
            columns.add(new Column("POINT(" + alias + ".ra, " + alias + ".dec)", Kind.POINT));
        }
        int rows = name.equals("stars") ? 2000 : name.equals("faint") ? 120 : name.equals("spots") ? 80 : 25;
        return new From("sample." + name + " AS " + alias, columns, rows);
    }

    // ---- conditions

    String condition(List<Column> columns, int depth, int rows) {
        if (depth > 0 && chance(35)) {
            return switch (random.nextInt(4)) {
                case 0 -> "NOT (" + condition(columns, depth - 1, rows) + ")";
                case 1 ->
                    "(" + condition(columns, depth - 1, rows) + " OR " + condition(columns, depth - 1, rows) + ")";
                default -> condition(columns, depth - 1, rows) + " AND " + condition(columns, depth - 1, rows);
            };
        }
        int choice = random.nextInt(100);
        if (choice < 40) {
            return sky.condition(columns);
        }
        if (choice < 50 && depth > 0 && rows <= 2000) {
            return subqueryCondition(columns, rows);
        }
        Kind kind = pick(Kind.INTEGER, Kind.NUMBER, Kind.TEXT, Kind.TIME);
        Supplier<String> value = () -> expression(kind, columns, 1, 100_000);
        return switch (random.nextInt(6)) {
            case 0 -> value.get() + " IS " + pick("", "NOT ") + "NULL";
            case 1 -> value.get() + pick("", " NOT") + " BETWEEN " + value.get() + " AND " + value.get();
            case 2 ->
                kind == Kind.TEXT
                        ? value.get()
                                + pick(" LIKE ", " NOT LIKE ", " ILIKE ")
                                + pick("'%a%'", "'Al_ha'", "'be\\%'", "'%_'", "'B%'", "'%\u00e9%'")
                        : value.get() + pick(" IN (", " NOT IN (") + value.get() + ", " + value.get() + ")";
            default -> value.get() + " " + pick("=", "<>", "!=", "<", "<=", ">", ">=") + " " + value.get();
        };
    }

    private String subqueryCondition(List<Column> columns, int rows) {
        int budget = rows <= 120 ? 120 : 25;
        List<Column> outer = chance(60) ? columns : List.of();
        if (chance(50)) {
            return pick("", "NOT ") + "EXISTS (" + select(List.of(Kind.INTEGER), outer, budget, false) + ")";
        }
        Kind kind = pick(Kind.INTEGER, Kind.TEXT);
        return expression(kind, columns, 0, rows) + pick(" IN (", " NOT IN (")
                + select(List.of(kind), outer, budget, false) + ")";
    }

    // ---- expressions

    String expression(Kind kind, List<Column> columns, int depth, int rows) {
        List<Column> fitting = columns.stream().filter(c -> c.kind() == kind).toList();
        if (depth == 0 || chance(35)) {
            return !fitting.isEmpty() && chance(75) ? pick(fitting).sql() : literal(kind);
        }
        Supplier<String> same = () -> expression(kind, columns, depth - 1, rows);
        if (kind.compareTo(Kind.POINT) < 0 && chance(20)) {
            return switch (random.nextInt(3)) {
                case 0 -> "COALESCE(" + same.get() + ", " + same.get() + ")";
                case 1 -> "NULLIF(" + same.get() + ", " + same.get() + ")";
                default ->
                    "CASE WHEN " + condition(columns, 0, 100_000) + " THEN " + same.get()
                            + (chance(70) ? " ELSE " + same.get() : "") + " END";
            };
        }
        return switch (kind) {
            case INTEGER -> integer(columns, depth, same, rows);
            case NUMBER -> number(columns, depth, same, rows);
            case TEXT -> text(columns, same);
            case TIME -> fitting.isEmpty() ? literal(kind) : pick(fitting).sql();
            case POINT -> sky.point(columns);
            case CIRCLE -> sky.circle(columns);
            case POLYGON -> sky.polygon(columns);
        };
    }

    private String integer(List<Column> columns, int depth, Supplier<String> same, int rows) {
        return switch (random.nextInt(10)) {
            case 0 -> "(" + same.get() + pick(" + ", " - ") + same.get() + ")";
            case 1 -> "(" + same.get() + " * " + literal(Kind.INTEGER) + ")";
            case 2 -> "(" + same.get() + " / " + pick("2", "3", "-7", "NULLIF(" + same.get() + ", 0)") + ")";
            case 3 -> "MOD(" + same.get() + ", " + pick("3", "-4", "10") + ")";
            case 4 -> "-" + pick(columnOr(columns, Kind.INTEGER), literal(Kind.INTEGER));
            case 5 -> "CAST(" + exact(columns) + " AS " + pick("INTEGER", "BIGINT") + ")";
            case 6 -> "ABS(" + same.get() + ")";
            case 7 -> sky.predicate(columns);
            case 8 -> sky.function(columns);
            default ->
                rows <= 120 && depth > 1
                        ? "(SELECT COUNT(*) FROM sample.plates AS q" + aliases + " WHERE "
                                + condition(withPlates(columns), 0, 100_000) + ")"
                        : same.get();
        };
    }

    private List<Column> withPlates(List<Column> columns) {
        List<Column> all = new ArrayList<>(columns);
        String alias = "q" + aliases++;
        SkySample.columns("plates").forEach((column, kind) -> all.add(new Column(alias + "." + column, kind)));
        return all;
    }

    private String columnOr(List<Column> columns, Kind kind) {
        List<Column> fitting = columns.stream().filter(c -> c.kind() == kind).toList();
        return fitting.isEmpty() ? literal(kind) : pick(fitting).sql();
    }

    /** A number that both sides compute to the last bit. */
    private String exact(List<Column> columns) {
        String column = columnOr(columns, Kind.NUMBER);
        return chance(50) ? column : "(" + column + pick(" * 10", " + 0.25", " / 4") + ")";
    }

    private String number(List<Column> columns, int depth, Supplier<String> same, int rows) {
        String x = same.get();
        return switch (random.nextInt(22)) {
            case 0 -> "(" + x + pick(" + ", " - ", " * ") + same.get() + ")";
            case 1 -> "(" + x + " / " + pick("2", "-0.7", "NULLIF(" + columnOr(columns, Kind.NUMBER) + ", 0)") + ")";
            case 2 -> pick("SIN(", "COS(", "ATAN(", "ABS(", "RADIANS(", "DEGREES(") + x + ")";
            case 3 -> "SQRT(ABS(" + x + "))";
            case 4 -> pick("LOG(", "LOG10(") + "ABS(" + x + ") + 1)";
            case 5 -> "EXP(SIN(" + x + "))";
            case 6 -> "ATAN2(" + x + ", " + same.get() + ")";
            case 7 -> "POWER(ABS(" + x + "), " + pick("0.5", "2", "0") + ")";
            case 8 -> pick("ACOS(", "ASIN(") + "SIN(" + x + ") / 2)";
            case 9 -> pick("TAN(SIN(", "COT(2 + SIN(") + x + "))";
            case 10 -> pick("ROUND(", "TRUNCATE(") + exact(columns) + pick(")", ", 1)", ", 0)", ", -1)");
            case 11 -> pick("FLOOR(", "CEILING(") + exact(columns) + ")";
            case 12 -> "MOD(" + exact(columns) + ", " + pick("3", "-2.5", "0.1") + ")";
            case 13 ->
                "CAST(" + pick(x, columnOr(columns, Kind.INTEGER)) + " AS " + pick("REAL", "DOUBLE PRECISION") + ")";
            case 14 -> "PI()";
            case 15 -> "(" + x + " + " + expression(Kind.INTEGER, columns, 0, rows) + ")";
            case 16 -> sky.distance(columns);
            case 17 -> "AREA(" + sky.region(columns) + ")";
            case 18 -> pick("COORD1(", "COORD2(") + sky.point(columns) + ")";
            case 19 ->
                rows <= 120 && depth > 1
                        ? "(SELECT " + pick("MAX", "MIN", "AVG", "SUM") + "(q" + aliases
                                + ".err) FROM sample.spots AS q" + aliases + " WHERE q" + aliases++ + ".n = "
                                + columnOr(columns, Kind.INTEGER) + ")"
                        : x;
            default -> columnOr(columns, Kind.NUMBER);
        };
    }

    private String text(List<Column> columns, Supplier<String> same) {
        return switch (random.nextInt(6)) {
            case 0 -> "(" + same.get() + " || " + same.get() + ")";
            case 1 -> "LOWER(" + same.get() + ")";
            case 2 -> "UPPER(" + same.get() + ")";
            case 3 -> "CAST(" + columnOr(columns, Kind.INTEGER) + " AS VARCHAR)";
            case 4 -> "CAST(" + same.get() + " AS " + pick("VARCHAR(3)", "CHAR(6)", "VARCHAR") + ")";
            default -> pick("COORDSYS(" + sky.point(columns) + ")", same.get());
        };
    }

    private String literal(Kind kind) {
        return switch (kind) {
            case INTEGER -> chance(20) ? "(-" + random.nextInt(1, 5) + ")" : String.valueOf(random.nextInt(12));
            case NUMBER ->
                pick("0.5", "12.25", "(-3.5e0)", "1e2", String.format(Locale.ROOT, "%.3f", random.nextDouble() * 20));
            case TEXT -> pick("'Alpha'", "'beta'", "'it''s'", "'\u00c9t\u00e9'", "''", "'back\\slash'", "'50%'");
            case TIME ->
                "CAST('" + pick("2020-01-01", "2021-06-15T12:30:00", "2019-12-31T23:59:59.5") + "' AS TIMESTAMP)";
            case POINT -> sky.constantPoint();
            case CIRCLE -> sky.constantCircle();
            case POLYGON -> sky.constantPolygon();
        };
    }

    // ---- dice

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    final <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
