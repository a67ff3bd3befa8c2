// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values survive the way through SQL text and a real server. */
class SqlLiteralIT {
    private static final int CASES = 2000;
    private static final int PER_STATEMENT = 200;

    private static TestDatabase database;

    private final Random random = new Random(20261122);

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private interface Column<T> {
        T read(ResultSet row, int index) throws SQLException;
    }

    private static <T> List<T> roundTrip(List<T> values, Function<T, String> literal, Column<T> column)
            throws SQLException {
        return roundTrip(values, literal, column, "SET standard_conforming_strings = on");
    }

    private static <T> List<T> roundTrip(List<T> values, Function<T, String> literal, Column<T> column, String setting)
            throws SQLException {
        List<T> back = new ArrayList<>();
        try (Connection connection = database.database().owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(setting);
            for (int from = 0; from < values.size(); from += PER_STATEMENT) {
                List<T> part = values.subList(from, Math.min(values.size(), from + PER_STATEMENT));
                String sql = part.stream().map(literal).collect(Collectors.joining(",", "SELECT ", ""));
                try (ResultSet row = statement.executeQuery(sql)) {
                    row.next();
                    for (int i = 1; i <= part.size(); i++) {
                        back.add(column.read(row, i));
                    }
                }
            }
            statement.execute("SET standard_conforming_strings = on");
        }
        return back;
    }

    private String randomText() {
        int length = random.nextInt(12);
        StringBuilder text = new StringBuilder();
        String nasty = "'\"\\$%;-/*?:{},E ab\n\t\u00e9\u4e2d\u202e\ufeff\uffff";
        for (int i = 0; i < length; i++) {
            if (random.nextInt(5) == 0) {
                int codePoint = 1 + random.nextInt(Character.MAX_CODE_POINT);
                text.appendCodePoint(codePoint >= 0xd800 && codePoint <= 0xdfff ? 0x1f52d : codePoint);
            } else {
                text.append(nasty.charAt(random.nextInt(nasty.length())));
            }
        }
        return text.toString();
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(
                List.of("", "'", "''", "\\", "\\'", "'; DROP TABLE x; --", "\\x41", "E'", "$$", "\u0001", "\u007f"));
        IntStream.range(0, CASES).forEach(i -> texts.add(randomText()));
        return texts;
    }

    @Test
    void keepsTextWhateverTheServerThinksOfBackslashes() throws SQLException {
        List<String> texts = texts();
        assertEquals(texts, roundTrip(texts, SqlLiteral::of, ResultSet::getString));
        assertEquals(texts, roundTrip(texts, SqlLiteral::text, ResultSet::getString));
        int version;
        try (Connection connection = database.database().owner().getConnection()) {
            version = connection.getMetaData().getDatabaseMajorVersion();
        }
        if (version < 19) {
            assertEquals(
                    texts,
                    roundTrip(
                            texts,
                            SqlLiteral::of,
                            ResultSet::getString,
                            "SET standard_conforming_strings = off; SET escape_string_warning = off"));
        }
    }

    @Test
    void keepsTextInArrays() throws SQLException {
        List<List<String>> arrays = new ArrayList<>(List.of(List.of(), List.of(""), List.of("NULL", "{}", ",")));
        IntStream.range(0, 300)
                .forEach(i -> arrays.add(IntStream.range(0, random.nextInt(5))
                        .mapToObj(j -> randomText())
                        .toList()));
        List<List<String>> back = roundTrip(
                arrays,
                array -> SqlLiteral.of(array.toArray(String[]::new)),
                (row, i) -> List.of((String[]) row.getArray(i).getArray()));
        assertEquals(arrays, back);
    }

    @Test
    void keepsNamesAsNames() throws SQLException {
        List<String> names = texts().stream()
                .filter(name -> !name.isEmpty() && name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 63)
                .toList();
        List<String> back = roundTrip(
                names,
                name -> "NULL AS " + SqlLiteral.identifier(name),
                (row, i) -> row.getMetaData().getColumnLabel(i));
        assertEquals(names, back);
    }

    @Test
    void keepsIntegers() throws SQLException {
        List<Long> longs = new ArrayList<>(
                List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, -(1L << 31), (1L << 31) - 1));
        IntStream.range(0, CASES).forEach(i -> longs.add(random.nextLong() >> random.nextInt(64)));
        assertEquals(longs, roundTrip(longs, SqlLiteral::of, ResultSet::getLong));
        List<Integer> ints = new ArrayList<>(List.of(0, Integer.MAX_VALUE, Integer.MIN_VALUE));
        IntStream.range(0, CASES).forEach(i -> ints.add(random.nextInt() >> random.nextInt(32)));
        assertEquals(ints, roundTrip(ints, SqlLiteral::of, ResultSet::getInt));
        // Two minus signs would begin a comment.
        assertEquals(
                List.of(1L),
                roundTrip(
                        List.of(-1L),
                        value -> "-" + SqlLiteral.of((long) value),
                        (row, i) -> row.getLong(i) > 0 ? 1L : row.getLong(i)));
    }

    @Test
    void keepsFloatingPointBitForBit() throws SQLException {
        List<Double> doubles = new ArrayList<>(List.of(
                0.0,
                -0.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                -Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                0.1,
                1e23));
        List<Float> floats = new ArrayList<>(List.of(
                0.0f, -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE));
        for (int i = 0; i < CASES; i++) {
            doubles.add(canonical(Double.longBitsToDouble(random.nextLong())));
            floats.add(Float.intBitsToFloat(Float.floatToIntBits(Float.intBitsToFloat(random.nextInt()))));
        }
        assertEquals(doubles, roundTrip(doubles, SqlLiteral::of, ResultSet::getDouble));
        assertEquals(floats, roundTrip(floats, SqlLiteral::of, ResultSet::getFloat));
        double[] all = doubles.stream().mapToDouble(d -> d).toArray();
        assertArrayEquals(
                all,
                roundTrip(List.of(all), SqlLiteral::of, SqlLiteralIT::doubles).getFirst());
        assertArrayEquals(
                new double[0],
                roundTrip(List.of(new double[0]), SqlLiteral::of, SqlLiteralIT::doubles)
                        .getFirst());
    }

    private static double canonical(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }

    private static double[] doubles(ResultSet row, int index) throws SQLException {
        return java.util.Arrays.stream((Double[]) row.getArray(index).getArray())
                .mapToDouble(d -> d)
                .toArray();
    }

    @Test
    void keepsLongArraysAndBytes() throws SQLException {
        long[] longs = random.longs(500).toArray();
        assertArrayEquals(
                longs,
                roundTrip(
                                List.of(longs),
                                SqlLiteral::of,
                                (row, i) -> java.util.Arrays.stream(
                                                (Long[]) row.getArray(i).getArray())
                                        .mapToLong(l -> l)
                                        .toArray())
                        .getFirst());
        byte[] bytes = new byte[1000];
        random.nextBytes(bytes);
        assertArrayEquals(
                bytes,
                roundTrip(List.of(bytes), SqlLiteral::of, ResultSet::getBytes).getFirst());
    }

    @Test
    void keepsDecimals() throws SQLException {
        List<BigDecimal> decimals =
                new ArrayList<>(List.of(BigDecimal.ZERO, new BigDecimal("1E+20"), new BigDecimal("-1E-20")));
        IntStream.range(0, CASES)
                .forEach(i -> decimals.add(BigDecimal.valueOf(random.nextLong(), random.nextInt(40))
                        .stripTrailingZeros()));
        assertEquals(
                decimals.stream().map(BigDecimal::stripTrailingZeros).toList(),
                roundTrip(
                        decimals,
                        SqlLiteral::of,
                        (row, i) -> row.getBigDecimal(i).stripTrailingZeros()));
    }

    @Test
    void keepsTimesToTheMicrosecond() throws SQLException {
        List<Instant> instants = new ArrayList<>(List.of(
                Instant.EPOCH,
                Instant.parse("-4712-01-01T00:00:00Z"),
                Instant.parse("0000-12-31T23:59:59.999999Z"),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("+290000-12-31T23:59:59Z")));
        for (int i = 0; i < CASES; i++) {
            long seconds = random.nextLong(-62_000_000_000L, 250_000_000_000L);
            instants.add(Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L));
        }
        // As numbers: the driver's own reading of dates before 1582 is not what is tested here.
        assertEquals(
                instants.stream().map(SqlLiteralIT::epochMicros).toList(),
                roundTrip(
                        instants.stream().map(SqlLiteralIT::epochMicros).toList(),
                        micros -> "(extract(epoch FROM " + SqlLiteral.of(instant(micros)) + ") * 1000000)::bigint",
                        ResultSet::getLong));
        List<LocalDateTime> local = instants.stream()
                .map(instant -> LocalDateTime.ofInstant(instant, java.time.ZoneOffset.UTC))
                .filter(time -> time.getYear() > 1600 && time.getYear() < 9999)
                .toList();
        assertEquals(local, roundTrip(local, SqlLiteral::of, (row, i) -> row.getObject(i, LocalDateTime.class)));
        Instant recent = Instant.parse("2026-11-22T12:34:56.123456Z");
        assertEquals(
                List.of(recent),
                roundTrip(
                        List.of(recent),
                        SqlLiteral::of,
                        (row, i) -> row.getObject(i, OffsetDateTime.class).toInstant()));
    }

    private static long epochMicros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    @Test
    void keepsTruth() throws SQLException {
        List<Boolean> truth = List.of(true, false);
        assertEquals(truth, roundTrip(truth, SqlLiteral::of, ResultSet::getBoolean));
    }
}
