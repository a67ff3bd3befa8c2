// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.Database;
import org.meridian.core.db.Migrations;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;
import org.meridian.tap.translate.RandomQueries.Kind;

/** Four small tables with positions in clusters (on longitude 0, at the poles), NULLs, duplicates, circles and polygons. */
@NullUnmarked // null is SQL's NULL
final class SkySample {
    static final double[][] CENTRES = {{10, 20}, {0, -5}, {200, 89.2}, {77, -89.8}, {45, 41.81}, {180, 0}};

    private static final String[] NAMES = {"Alpha", "beta", "Gamma", "\u00c9t\u00e9", "it's", "", "back\\slash", "50%"};

    private final Map<String, List<@Nullable Object[]>> rows = new LinkedHashMap<>();
    private final List<double[]> places = new ArrayList<>();
    private final Random random = new Random(42);

    SkySample() {
        rows.put("sample.stars", stars(2000));
        rows.put("sample.faint", stars(120));
        rows.put("sample.spots", spots(80));
        rows.put("sample.plates", plates(25));
    }

    /** Rows by qualified table name, in the order of the columns. */
    Map<String, List<@Nullable Object[]>> rows() {
        return rows;
    }

    private List<@Nullable Object[]> stars(int count) {
        List<@Nullable Object[]> stars = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] p = place();
            boolean nowhere = random.nextInt(20) == 0;
            stars.add(new Object[] {
                (long) i,
                nowhere ? null : (Object) p[0],
                nowhere && random.nextBoolean() ? null : (Object) p[1],
                orNull((double) (float) (random.nextInt(200) / 10.0)),
                orNull(random.nextGaussian() * 100),
                orNull((long) random.nextInt(12)),
                orNull((long) random.nextInt(-5, 40)),
                orNull(NAMES[random.nextInt(NAMES.length)]),
                orNull(LocalDateTime.of(2020, 1 + random.nextInt(3), 1 + random.nextInt(5), random.nextInt(2) * 12, 30))
            });
        }
        return stars;
    }

    private List<@Nullable Object[]> spots(int count) {
        List<@Nullable Object[]> spots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] p = place();
            spots.add(new Object[] {
                (long) i,
                random.nextInt(15) == 0 ? null : p,
                orNull(Math.exp(random.nextDouble() * 12 - 10)),
                orNull((long) random.nextInt(12)),
                orNull(NAMES[random.nextInt(NAMES.length)])
            });
        }
        return spots;
    }

    private List<@Nullable Object[]> plates(int count) {
        List<@Nullable Object[]> plates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] p = place();
            double size = Math.exp(random.nextDouble() * 5 - 2);
            plates.add(new Object[] {
                (long) i,
                orNull(new double[] {p[0], p[1], size}),
                orNull(star(random, p[0], p[1], size)),
                orNull((long) random.nextInt(12)),
                orNull(NAMES[random.nextInt(NAMES.length)])
            });
        }
        return plates;
    }

    private @Nullable Object orNull(Object value) {
        return random.nextInt(12) == 0 ? null : value;
    }

    private double[] place() {
        int kind = random.nextInt(20);
        double[] centre = CENTRES[random.nextInt(CENTRES.length)];
        double[] p;
        if (kind == 0) {
            p = new double[] {360 * random.nextDouble(), Math.toDegrees(Math.asin(2 * random.nextDouble() - 1))};
        } else if (kind == 1) {
            p = new double[] {random.nextInt(4) * 90, random.nextInt(3) * 90 - 90};
        } else if (kind < 9 && !places.isEmpty()) {
            double[] other = places.get(random.nextInt(places.size()));
            double shift = kind < 4 ? 0 : random.nextGaussian() / 3600;
            p = new double[] {other[0], Math.clamp(other[1] + shift, -90, 90)};
        } else {
            double lat = Math.clamp(centre[1] + random.nextGaussian(), -90, 90);
            double lon = centre[0] + random.nextGaussian() / Math.max(0.01, Math.cos(Math.toRadians(lat)));
            p = new double[] {((lon % 360) + 360) % 360, lat};
        }
        places.add(p);
        return p;
    }

    /** Corners of a star-shaped, often concave polygon around a position; {@code size} in degrees. */
    static double[] star(Random random, double lon, double lat, double size) {
        int corners = 3 + random.nextInt(5);
        double[] numbers = new double[2 * corners];
        boolean clockwise = random.nextBoolean();
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * (i + 0.7 * random.nextDouble()) / corners * (clockwise ? -1 : 1);
            double r = Math.toRadians(size * (0.4 + 0.6 * random.nextDouble()));
            double b = Math.toRadians(Math.clamp(lat, -89.9, 89.9));
            double sin = Math.sin(b) * Math.cos(r) + Math.cos(b) * Math.sin(r) * Math.cos(angle);
            double dLon = Math.atan2(Math.sin(angle) * Math.sin(r) * Math.cos(b), Math.cos(r) - Math.sin(b) * sin);
            double cornerLon = lon + Math.toDegrees(dLon);
            numbers[2 * i] = ((cornerLon % 360) + 360) % 360;
            numbers[2 * i + 1] = Math.toDegrees(Math.asin(Math.clamp(sin, -1, 1)));
        }
        return numbers;
    }

    // ---- schema

    /** Columns of a table as the query generator sees them. */
    static Map<String, Kind> columns(String table) {
        Map<String, Kind> columns = new LinkedHashMap<>();
        for (TapColumn column : schema().tables().stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow()
                .columns()) {
            columns.put(
                    column.name(),
                    switch (column.type()) {
                        case Numeric numeric when numeric == Numeric.REAL || numeric == Numeric.DOUBLE -> Kind.NUMBER;
                        case Numeric numeric -> Kind.INTEGER;
                        case Simple simple -> simple == Simple.TIMESTAMP ? Kind.TIME : Kind.TEXT;
                        case Geometry geometry ->
                            switch (geometry) {
                                case POINT -> Kind.POINT;
                                case CIRCLE -> Kind.CIRCLE;
                                case POLYGON, REGION, MOC -> Kind.POLYGON;
                            };
                        case ValueType.Array array -> throw new IllegalStateException();
                    });
        }
        return columns;
    }

    /** What is published. */
    static TapSchema schema() {
        SkyIndex.Position lonLat = new SkyIndex.LonLatColumns("ra", "dec");
        TapTable.Sky sky = new TapTable.Sky(List.of(new SkyIndex(lonLat, "_hpx", "_hpx14")), List.of());
        TapTable.Sky spotSky =
                new TapTable.Sky(List.of(new SkyIndex(new SkyIndex.PointColumn("pos"), "_hpx", "_hpx14")), List.of());
        TapTable.Sky plateSky = new TapTable.Sky(
                List.of(),
                List.of(
                        new SkyIndex.RegionIndex("disc", "_row", "sample.disc_cover"),
                        new SkyIndex.RegionIndex("outline", "_row", "sample.outline_cover")));
        List<TapColumn> star = List.of(
                column("id", Primitive.LONG, Numeric.BIGINT),
                column("ra", Primitive.DOUBLE, Numeric.DOUBLE),
                column("dec", Primitive.DOUBLE, Numeric.DOUBLE),
                column("mag", Primitive.FLOAT, Numeric.REAL),
                column("flux", Primitive.DOUBLE, Numeric.DOUBLE),
                column("n", Primitive.INT, Numeric.INTEGER),
                column("s", Primitive.SHORT, Numeric.SMALLINT),
                column("name", Primitive.TEXT, Simple.TEXT),
                column("seen", Primitive.TIMESTAMP, Simple.TIMESTAMP));
        List<TapColumn> spot = List.of(
                column("id", Primitive.INT, Numeric.INTEGER),
                geometry("pos", "2", Geometry.POINT),
                column("err", Primitive.DOUBLE, Numeric.DOUBLE),
                column("n", Primitive.INT, Numeric.INTEGER),
                column("kind", Primitive.TEXT, Simple.TEXT));
        List<TapColumn> plate = List.of(
                column("id", Primitive.INT, Numeric.INTEGER),
                geometry("disc", "3", Geometry.CIRCLE),
                geometry("outline", "*", Geometry.POLYGON),
                column("n", Primitive.INT, Numeric.INTEGER),
                column("title", Primitive.TEXT, Simple.TEXT));
        return new TapSchema(List.of(new TapSchema.Schema(
                "sample",
                Optional.empty(),
                Optional.empty(),
                List.of(
                        table("stars", star, sky),
                        table("faint", star, sky),
                        table("spots", spot, spotSky),
                        table("plates", plate, plateSky)))));
    }

    private static TapTable table(String name, List<TapColumn> columns, TapTable.Sky sky) {
        return new TapTable("sample", name, "table", Optional.empty(), Optional.empty(), columns, List.of(), sky);
    }

    private static TapColumn column(String name, Primitive primitive, ValueType type) {
        return new TapColumn(Field.of(name, primitive), type, false, true, false);
    }

    private static TapColumn geometry(String name, String arraysize, Geometry type) {
        Field plain = Field.of(name, Primitive.DOUBLE);
        Field field = new Field(
                name,
                Primitive.DOUBLE,
                Optional.of(arraysize),
                plain.unit(),
                plain.ucd(),
                plain.utype(),
                Optional.of(type.name().toLowerCase(java.util.Locale.ROOT)),
                plain.description(),
                plain.frame());
        return new TapColumn(field, type, true, true, false);
    }

    // ---- database

    /** Makes the tables and their indexes, and lets queries read them. */
    void load(Database database) throws SQLException {
        database.migrate(new Migrations("tap", "classpath:org/meridian/tap/db/migration"));
        try (Connection owner = database.owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE SCHEMA sample");
            for (TapTable table : schema().tables()) {
                create(statement, table);
            }
            for (String cover : List.of("disc_cover", "outline_cover")) {
                statement.execute("CREATE TABLE sample." + cover + " (row int8, ord int2, lo int8, \"full\" bool)");
            }
            covers(statement, 1, "disc_cover");
            covers(statement, 2, "outline_cover");
            for (String table : List.of("stars", "faint", "spots", "plates", "disc_cover", "outline_cover")) {
                statement.execute("ANALYZE sample." + table);
                database.grants().publish(owner, "sample", table);
            }
        }
    }

    private void create(Statement statement, TapTable table) throws SQLException {
        String name = table.qualifiedName();
        StringBuilder ddl = new StringBuilder("CREATE TABLE " + name + " (");
        for (TapColumn column : table.columns()) {
            ddl.append(SqlLiteral.identifier(column.name()))
                    .append(' ')
                    .append(PostgresType.of(column.type()))
                    .append(", ");
        }
        boolean positions = !table.sky().positions().isEmpty();
        statement.execute(
                ddl.append(positions ? "_hpx int8, _hpx14 int8)" : "_row int8)").toString());
        List<String> values = new ArrayList<>();
        for (@Nullable Object[] row : java.util.Objects.requireNonNull(rows.get(name))) {
            List<String> cells = new ArrayList<>();
            Arrays.stream(row).forEach(value -> cells.add(literal(value)));
            if (positions) {
                cells.add(cell(row, 29));
                cells.add(cell(row, 14));
            } else {
                cells.add(String.valueOf(values.size()));
            }
            values.add("(" + String.join(", ", cells) + ")");
        }
        statement.execute("INSERT INTO " + name + " VALUES " + String.join(", ", values));
        for (String hidden : positions ? List.of("_hpx", "_hpx14") : List.of("_row")) {
            statement.execute("CREATE INDEX ON " + name + " (" + hidden + ")");
        }
    }

    private static String cell(@Nullable Object[] row, int order) {
        double[] p = row[1] instanceof double[] point
                ? point
                : row[1] instanceof Double lon && row[2] instanceof Double lat ? new double[] {lon, lat} : null;
        return p == null ? "NULL" : SqlLiteral.of(Healpix.hash(order, p[0], p[1]));
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Long x -> SqlLiteral.of(x);
            case Double x -> SqlLiteral.of(x);
            case String x -> SqlLiteral.text(x);
            case LocalDateTime x -> SqlLiteral.of(x);
            case double[] x -> SqlLiteral.of(x);
            default -> throw new IllegalStateException();
        };
    }

    private void covers(Statement statement, int column, String table) throws SQLException {
        List<@Nullable Object[]> plates = java.util.Objects.requireNonNull(rows.get("sample.plates"));
        for (int i = 0; i < plates.size(); i++) {
            if (plates.get(i)[column] instanceof double[] numbers) {
                SkyRegion region = numbers.length == 3 ? DaliRegion.circle(numbers) : DaliRegion.polygon(numbers);
                for (CoverCell cell : Cover.rows(region, 64)) {
                    statement.execute("INSERT INTO sample." + table + " VALUES (" + i + ", " + cell.order() + ", "
                            + SqlLiteral.of(cell.lo()) + ", " + cell.full() + ")");
                }
            }
        }
        statement.execute("CREATE INDEX ON sample." + table + " (lo); CREATE INDEX ON sample." + table + " (row)");
    }
}
