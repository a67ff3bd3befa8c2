// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridian.tap.ingest.IngestFixture;

class TapSchemaStoreIT {
    private static IngestFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = new IngestFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void describesEveryColumnOfTapSchemaAndNoOther() throws Exception {
        Set<String> inDatabase = new TreeSet<>(fixture.rows(
                "SELECT 'tap_schema.' || relname || '|' || CASE attname WHEN 'size' THEN '\"size\"' ELSE attname END"
                        + " || '|' || CASE format_type(atttypid, atttypmod) WHEN 'integer' THEN 'int' ELSE 'text' END"
                        + " FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relnamespace ="
                        + " 'tap_schema'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped"));
        Set<String> described = new TreeSet<>(fixture.rowsForUsers(
                "SELECT table_name || '|' || column_name || '|' || CASE WHEN datatype = 'int' AND arraysize IS NULL"
                        + " THEN 'int' WHEN datatype IN ('char', 'unicodeChar') AND arraysize = '*' THEN 'text' END"
                        + " FROM tap_schema.columns WHERE table_name LIKE 'tap_schema.%'"));
        assertEquals(inDatabase, described);
        assertEquals(32, described.size());
    }

    @Test
    void describesItsFiveForeignKeysAsTheDatabaseHasThem() throws Exception {
        List<String> described = fixture.rowsForUsers("SELECT from_table, from_column, target_table, target_column"
                + " FROM tap_schema.keys JOIN tap_schema.key_columns USING (key_id)"
                + " WHERE from_table LIKE 'tap_schema.%' ORDER BY 1, 2");
        assertEquals(
                List.of(
                        "tap_schema.columns|table_name|tap_schema.tables|table_name",
                        "tap_schema.key_columns|key_id|tap_schema.keys|key_id",
                        "tap_schema.keys|from_table|tap_schema.tables|table_name",
                        "tap_schema.keys|target_table|tap_schema.tables|table_name",
                        "tap_schema.tables|schema_name|tap_schema.schemas|schema_name"),
                described);
        assertEquals(
                List.of("5"),
                fixture.rows("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace ="
                        + " 'tap_schema'::regnamespace"));
    }

    @Test
    void modelHasBareNamesWhereTapSchemaHasQuotes() throws Exception {
        TapTable columns = fixture.table("tap_schema.columns");
        TapColumn size = columns.column("size").orElseThrow();
        assertEquals(ValueType.Numeric.INTEGER, size.type());
        assertTrue(size.std());
        assertEquals(
                Set.of("tap_schema.tables"),
                columns.foreignKeys().stream()
                        .map(TapTable.ForeignKey::targetTable)
                        .collect(Collectors.toSet()));
    }

    @Test
    void anotherGatewaySeesAChangeAtOnceAndKeepsTheSnapshotElse() throws Exception {
        TapSchemaStore other = new TapSchemaStore(fixture.test.database().owner());
        TapSchema before = other.snapshot();
        assertSame(before, other.snapshot());
        try (Connection owner = fixture.test.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("UPDATE tap_schema.tables SET description = 'new' WHERE table_name = 'tap_schema.keys'");
        }
        TapSchema after = other.snapshot();
        assertNotSame(before, after);
        assertTrue(after.tables().stream()
                .anyMatch(table -> table.description().orElse("").equals("new")));
    }
}
