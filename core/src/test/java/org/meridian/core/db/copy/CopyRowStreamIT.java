// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableFormat;
import org.meridian.core.votable.spool.SpoolArea;
import org.postgresql.PGConnection;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyRowStreamIT {
    private TestDatabase postgres;
    private Connection connection;

    @TempDir
    private java.nio.file.Path scratch;

    @BeforeAll
    void startPostgres() {
        postgres = TestDatabase.create();
    }

    @AfterAll
    void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = postgres.superuser();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private CopyRowStream open(String query, Field... fields) throws Exception {
        return CopyRowStream.open(connection.unwrap(PGConnection.class), query, List.of(fields));
    }

    private static Field array(String name, Primitive primitive) {
        return new Field(
                name,
                primitive,
                Optional.of("*"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private boolean connectionWorks() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 1")) {
            return result.next();
        }
    }

    private String csv(RowStream rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SpoolArea area = SpoolArea.open(scratch, SpoolArea.Limits.DEFAULT);
        ResponseFormat.of(TableFormat.CSV).writer(area).write(rows, ResultDocument.plain(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyTypeOfPostgresqlArrivesAsItsPrimitive() throws Exception {
        String query =
                "SELECT true, 7::int2, -2::int2, 3::int4, 9000000000::int8, 1.5::float4, 'NaN'::float8, 'ü,x'::text,"
                        + " timestamp '2020-02-29 12:34:56.789', '{1.5,NULL,-2}'::float8[], '{}'::int4[], '\\x00ff'::bytea,"
                        + " NULL::text, 'infinity'::timestamp, '{{1,2},{3,4}}'::int2[], timestamp '0001-01-01 00:00:00',"
                        + " timestamp '1999-12-31 23:59:59.999999'";
        try (CopyRowStream rows = open(
                query,
                Field.of("b", Primitive.BOOLEAN),
                Field.of("u", Primitive.UNSIGNED_BYTE),
                Field.of("s", Primitive.SHORT),
                Field.of("i", Primitive.INT),
                Field.of("l", Primitive.LONG),
                Field.of("f", Primitive.FLOAT),
                Field.of("d", Primitive.DOUBLE),
                Field.of("t", Primitive.TEXT),
                Field.of("time", Primitive.TIMESTAMP),
                array("da", Primitive.DOUBLE),
                array("ia", Primitive.INT),
                array("bytes", Primitive.UNSIGNED_BYTE),
                Field.of("none", Primitive.TEXT),
                Field.of("ever", Primitive.TIMESTAMP),
                array("m", Primitive.SHORT),
                Field.of("old", Primitive.TIMESTAMP),
                Field.of("late", Primitive.TIMESTAMP))) {
            assertEquals(
                    "true,7,-2,3,9000000000,1.5,NaN,\"ü,x\",2020-02-29T12:34:56.789,1.5 NaN -2.0,,0 255,,,1 2 3 4,"
                            + "0001-01-01T00:00:00,1999-12-31T23:59:59.999999\r\n",
                    csv(rows).replaceFirst(".*\r\n", ""));
        }
        assertTrue(connectionWorks());
    }

    @Test
    void manyRowsArriveInOrderAndLargeOnesWhole() throws Exception {
        try (CopyRowStream rows = open(
                "SELECT i, repeat('x', i % 1000 * 100) FROM generate_series(0, 20000) AS i",
                Field.of("i", Primitive.INT), Field.of("t", Primitive.TEXT))) {
            int expected = 0;
            while (rows.advance()) {
                byte[] b = rows.buffer();
                int o = rows.offset(0);
                assertEquals(expected, b[o + 1] << 16 | (b[o + 2] & 0xFF) << 8 | b[o + 3] & 0xFF);
                assertEquals(expected % 1000 * 100, rows.length(1));
                expected++;
            }
            assertEquals(20001, expected);
        }
        assertTrue(connectionWorks());
    }

    @Test
    void emptyResultsAndColumnlessRowsEndAtOnce() throws Exception {
        try (CopyRowStream rows = open("SELECT 1 WHERE false", Field.of("i", Primitive.INT))) {
            assertFalse(rows.advance());
        }
        assertTrue(connectionWorks());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 / (i - 2000) FROM generate_series(1, 5000) AS i | division by zero | 400",
                "SELECT 2147483647 + i FROM generate_series(0, 10) AS i | numeric overflow | 400",
                "SELECT ln(0.0::float8 - i)::int FROM generate_series(0, 10) AS i | logarithm | 400",
                "SELECT concat('x', i)::int FROM generate_series(0, 10) AS i | not a number | 400",
                "SELECT no_such_column FROM generate_series(0, 10) AS i | logged as | 500"
            })
    void errorsAreToldInPlainWordsWithoutSql(String query, String words, int status) throws Exception {
        RowStreamException fault = assertThrows(RowStreamException.class, () -> {
            try (CopyRowStream rows = open(query, Field.of("i", Primitive.INT))) {
                while (rows.advance()) {
                    assertEquals(4, rows.length(0));
                }
            }
        });
        assertTrue(fault.fault().message().contains(words), fault.fault().message());
        assertFalse(fault.fault().message().contains("no_such"));
        assertEquals(status, fault.fault().httpStatus());
        assertTrue(connectionWorks());
    }

    @Test
    void aStatementTimeoutIsToldAsSuch() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 200");
        }
        RowStreamException fault = assertThrows(RowStreamException.class, () -> {
            try (CopyRowStream rows = open("SELECT 1 FROM pg_sleep(30)", Field.of("i", Primitive.INT))) {
                rows.advance();
            }
        });
        assertTrue(fault.fault().message().contains("took longer"));
    }

    @Test
    void cancelFromAnotherThreadEndsAPendingAdvance() throws Exception {
        try (CopyRowStream rows = open("SELECT generate_series(1, 2000000000)", Field.of("i", Primitive.INT))) {
            assertTrue(rows.advance());
            CountDownLatch asked = new CountDownLatch(1);
            Thread.ofPlatform().start(() -> {
                rows.cancel();
                asked.countDown();
            });
            RowStreamException fault = assertThrows(RowStreamException.class, () -> {
                while (rows.advance()) {
                    assertEquals(4, rows.length(0));
                }
            });
            asked.await();
            assertEquals("the query was cancelled", fault.fault().message());
        }
        assertTrue(connectionWorks());
    }

    @Test
    void closingEarlyStopsTheQueryAndFreesTheConnection() throws Exception {
        CopyRowStream rows = open("SELECT generate_series(1, 2000000000)", Field.of("i", Primitive.INT));
        assertTrue(rows.advance());
        rows.close();
        rows.close();
        rows.cancel();
        assertTrue(connectionWorks());
    }

    @Test
    void aQueryCancelledBeforeItBeginsNeverRuns() throws Exception {
        CopyRowStream rows = open("SELECT no_such_column", Field.of("i", Primitive.INT));
        rows.cancel();
        RowStreamException fault = assertThrows(RowStreamException.class, rows::advance);
        assertEquals("the query was cancelled", fault.fault().message());
        rows.close();
        assertTrue(connectionWorks());
    }

    @Test
    void aLostConnectionIsTransient() throws Exception {
        try (Connection admin = postgres.superuser();
                Statement statement = admin.createStatement();
                CopyRowStream rows = open("SELECT generate_series(1, 2000000000)", Field.of("i", Primitive.INT))) {
            assertTrue(rows.advance());
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            statement.execute("SELECT pg_terminate_backend(" + pid + ")");
            RowStreamException fault = assertThrows(RowStreamException.class, () -> {
                while (rows.advance()) {
                    assertEquals(4, rows.length(0));
                }
            });
            assertInstanceOf(org.meridian.core.dali.DaliFault.TransientFault.class, fault.fault());
        }
    }
}
