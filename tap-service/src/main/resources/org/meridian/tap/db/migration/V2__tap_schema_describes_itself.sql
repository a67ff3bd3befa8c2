-- SPDX-License-Identifier: Apache-2.0
-- TAP_SCHEMA describes itself (TAP 1.1, section 4), with the five foreign keys of section 4.4.
INSERT INTO tap_schema.schemas (schema_name, description, schema_index) VALUES
    ('tap_schema', 'What can be queried here: schemas, tables, columns and foreign keys (TAP 1.1)', 100000);

INSERT INTO tap_schema.tables (schema_name, table_name, table_type, description, table_index) VALUES
    ('tap_schema', 'tap_schema.schemas', 'table', 'Schemas that can be queried', 1),
    ('tap_schema', 'tap_schema.tables', 'table', 'Tables that can be queried', 2),
    ('tap_schema', 'tap_schema.columns', 'table', 'Columns of the tables that can be queried', 3),
    ('tap_schema', 'tap_schema.keys', 'table', 'Foreign keys: how tables can be joined', 4),
    ('tap_schema', 'tap_schema.key_columns', 'table', 'Pairs of columns that make up the foreign keys', 5);

INSERT INTO tap_schema.columns
    (table_name, column_name, datatype, arraysize, description, ucd, indexed, std, column_index) VALUES
    ('tap_schema.schemas', 'schema_name', 'unicodeChar', '*', 'Name of the schema, with quotes where a query must write them', 'meta.id;meta.main', 1, 1, 1),
    ('tap_schema.schemas', 'utype', 'char', '*', 'Data model path of the schema', 'meta.id', 0, 1, 2),
    ('tap_schema.schemas', 'description', 'unicodeChar', '*', 'What the schema holds', 'meta.note', 0, 1, 3),
    ('tap_schema.schemas', 'schema_index', 'int', NULL, 'Recommended place of the schema in a listing', 'meta.number', 0, 1, 4),
    ('tap_schema.tables', 'schema_name', 'unicodeChar', '*', 'Schema the table belongs to', 'meta.id', 0, 1, 1),
    ('tap_schema.tables', 'table_name', 'unicodeChar', '*', 'Name of the table as a query writes it', 'meta.id;meta.main', 1, 1, 2),
    ('tap_schema.tables', 'table_type', 'char', '*', 'table or view', 'meta.code.class', 0, 1, 3),
    ('tap_schema.tables', 'utype', 'char', '*', 'Data model path of the table', 'meta.id', 0, 1, 4),
    ('tap_schema.tables', 'description', 'unicodeChar', '*', 'What a row of the table is', 'meta.note', 0, 1, 5),
    ('tap_schema.tables', 'table_index', 'int', NULL, 'Recommended place of the table in a listing', 'meta.number', 0, 1, 6),
    ('tap_schema.columns', 'table_name', 'unicodeChar', '*', 'Table the column belongs to', 'meta.id', 1, 1, 1),
    ('tap_schema.columns', 'column_name', 'unicodeChar', '*', 'Name of the column as a query writes it', 'meta.id;meta.main', 0, 1, 2),
    ('tap_schema.columns', 'datatype', 'char', '*', 'VOTable datatype of the values', 'meta.code', 0, 1, 3),
    ('tap_schema.columns', 'arraysize', 'char', '*', 'VOTable arraysize; NULL for a scalar', 'meta.code', 0, 1, 4),
    ('tap_schema.columns', 'xtype', 'char', '*', 'What the values stand for beyond their datatype (DALI)', 'meta.code', 0, 1, 5),
    ('tap_schema.columns', '"size"', 'int', NULL, 'Number of elements where arraysize says one; deprecated', 'meta.number', 0, 1, 6),
    ('tap_schema.columns', 'description', 'unicodeChar', '*', 'What the column holds', 'meta.note', 0, 1, 7),
    ('tap_schema.columns', 'utype', 'char', '*', 'Data model path of the column', 'meta.id', 0, 1, 8),
    ('tap_schema.columns', 'unit', 'unicodeChar', '*', 'Unit of the values (VOUnits)', 'meta.unit', 0, 1, 9),
    ('tap_schema.columns', 'ucd', 'char', '*', 'UCD1+ of the column', 'meta.ucd', 0, 1, 10),
    ('tap_schema.columns', 'indexed', 'int', NULL, '1 if conditions on the column can use an index, else 0', 'meta.code', 0, 1, 11),
    ('tap_schema.columns', 'principal', 'int', NULL, '1 if the column belongs to the core of the table, else 0', 'meta.code', 0, 1, 12),
    ('tap_schema.columns', 'std', 'int', NULL, '1 if a standard defines the column, else 0', 'meta.code', 0, 1, 13),
    ('tap_schema.columns', 'column_index', 'int', NULL, 'Recommended place of the column in a listing', 'meta.number', 0, 1, 14),
    ('tap_schema.keys', 'key_id', 'char', '*', 'Identifier of the foreign key', 'meta.id;meta.main', 1, 1, 1),
    ('tap_schema.keys', 'from_table', 'unicodeChar', '*', 'Table the key goes out from', 'meta.id', 0, 1, 2),
    ('tap_schema.keys', 'target_table', 'unicodeChar', '*', 'Table the key points to', 'meta.id', 0, 1, 3),
    ('tap_schema.keys', 'description', 'unicodeChar', '*', 'What the key relates', 'meta.note', 0, 1, 4),
    ('tap_schema.keys', 'utype', 'char', '*', 'Data model path of the key', 'meta.id', 0, 1, 5),
    ('tap_schema.key_columns', 'key_id', 'char', '*', 'Foreign key the pair of columns belongs to', 'meta.id', 1, 1, 1),
    ('tap_schema.key_columns', 'from_column', 'unicodeChar', '*', 'Column of the table the key goes out from', 'meta.id', 0, 1, 2),
    ('tap_schema.key_columns', 'target_column', 'unicodeChar', '*', 'Column of the table the key points to', 'meta.id', 0, 1, 3);

INSERT INTO tap_schema.keys (key_id, from_table, target_table, description) VALUES
    ('tap_schema_tables_schema', 'tap_schema.tables', 'tap_schema.schemas', 'Schema of a table'),
    ('tap_schema_columns_table', 'tap_schema.columns', 'tap_schema.tables', 'Table of a column'),
    ('tap_schema_keys_from_table', 'tap_schema.keys', 'tap_schema.tables', 'Table a key goes out from'),
    ('tap_schema_keys_target_table', 'tap_schema.keys', 'tap_schema.tables', 'Table a key points to'),
    ('tap_schema_key_columns_key', 'tap_schema.key_columns', 'tap_schema.keys', 'Key of a pair of columns');

INSERT INTO tap_schema.key_columns (key_id, from_column, target_column) VALUES
    ('tap_schema_tables_schema', 'schema_name', 'schema_name'),
    ('tap_schema_columns_table', 'table_name', 'table_name'),
    ('tap_schema_keys_from_table', 'from_table', 'table_name'),
    ('tap_schema_keys_target_table', 'target_table', 'table_name'),
    ('tap_schema_key_columns_key', 'key_id', 'key_id');
