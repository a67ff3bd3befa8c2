// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.IvoaFunctions;
import org.meridian.tap.adql.NameResolver;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** The table {@code f.t}, made by {@code ddl}, with functions to call on it; one row's value of an expression as text. */
final class FunctionSample implements AutoCloseable {
    private static final NameResolver RESOLVER = name ->
            name.equals("GJ 699") ? Optional.of(new SkyPoint(269.452076958619, 4.69336496657667)) : Optional.empty();

    static final Udfs UDFS = IvoaFunctions.with(Optional.of(RESOLVER));

    private static final TapSchema SCHEMA = new TapSchema(List.of(new TapSchema.Schema(
            "f",
            Optional.empty(),
            Optional.empty(),
            List.of(new TapTable(
                    "f",
                    "t",
                    "table",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(
                            column("id", Primitive.INT, Numeric.INTEGER),
                            column("ra", Primitive.DOUBLE, Numeric.DOUBLE),
                            column("dec", Primitive.DOUBLE, Numeric.DOUBLE),
                            column("x", Primitive.DOUBLE, Numeric.DOUBLE),
                            column("s", Primitive.TEXT, Simple.TEXT),
                            column("w", Primitive.TEXT, Simple.TEXT),
                            column("seen", Primitive.TIMESTAMP, Simple.TIMESTAMP),
                            column("iv", Primitive.DOUBLE, new ValueType.Array(Primitive.DOUBLE)),
                            column("disc", Primitive.DOUBLE, Geometry.CIRCLE),
                            column("outline", Primitive.DOUBLE, Geometry.POLYGON),
                            column("cov", Primitive.CHAR, Geometry.MOC)),
                    List.of(),
                    new TapTable.Sky(
                            List.of(new SkyIndex(new SkyIndex.LonLatColumns("ra", "dec"), "_hpx", "_hpx14")),
                            List.of()))))));

    private final TestDatabase database;
    private final Connection connection;

    FunctionSample(String... statements) throws SQLException {
        database = TestDatabase.create();
        new SkySample().load(database.database());
        try (Connection owner = database.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "CREATE SCHEMA f; CREATE TABLE f.t (id int4, ra float8, dec float8, x float8, s text, w text,"
                            + " seen timestamp, iv float8[], disc float8[], outline float8[], cov text, _hpx int8, _hpx14 int8)");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        connection = database.superuser();
    }

    private static TapColumn column(String name, Primitive primitive, ValueType type) {
        Field field = Field.of(name, primitive);
        return new TapColumn(field, type, false, true, false);
    }

    static String sql(String adql) throws AdqlException {
        return new PostgresEngine()
                .translate(Adql.check(adql, SCHEMA, UDFS), TranslationContext.UNLIMITED)
                .sql();
    }

    /** The first column of each row. */
    List<@Nullable String> column(String adql) throws AdqlException, SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql(adql))) {
            List<@Nullable String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Of the row with id 1. */
    @Nullable
    String value(String expression) throws AdqlException, SQLException {
        List<@Nullable String> values = column("SELECT " + expression + " AS v FROM f.t WHERE id = 1");
        assertTrue(values.size() == 1, expression);
        return values.get(0);
    }

    double number(String expression) throws AdqlException, SQLException {
        return Double.parseDouble(Objects.requireNonNull(value(expression), expression));
    }

    double[] numbers(String expression) throws AdqlException, SQLException {
        String text = Objects.requireNonNull(value(expression), expression);
        return Arrays.stream(text.substring(1, text.length() - 1).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Lines of reference values. */
    static List<String[]> reference(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                FunctionSample.class.getResourceAsStream("/org/meridian/tap/functions/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
