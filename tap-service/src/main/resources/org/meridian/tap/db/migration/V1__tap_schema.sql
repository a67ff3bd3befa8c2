-- SPDX-License-Identifier: Apache-2.0
-- TAP_SCHEMA as TAP 1.1, section 4 wants it. Names that a query must delimit stand here with their quotes.
CREATE SCHEMA tap_schema;

CREATE TABLE tap_schema.schemas (
    schema_name text PRIMARY KEY,
    utype text,
    description text,
    schema_index integer
);

CREATE TABLE tap_schema.tables (
    schema_name text NOT NULL REFERENCES tap_schema.schemas,
    table_name text PRIMARY KEY,
    table_type text NOT NULL CHECK (table_type IN ('table', 'view')),
    utype text,
    description text,
    table_index integer
);

CREATE TABLE tap_schema.columns (
    table_name text NOT NULL REFERENCES tap_schema.tables,
    column_name text NOT NULL,
    datatype text NOT NULL,
    arraysize text,
    xtype text,
    "size" integer,
    description text,
    utype text,
    unit text,
    ucd text,
    indexed integer NOT NULL DEFAULT 0 CHECK (indexed IN (0, 1)),
    principal integer NOT NULL DEFAULT 1 CHECK (principal IN (0, 1)),
    std integer NOT NULL DEFAULT 0 CHECK (std IN (0, 1)),
    column_index integer,
    PRIMARY KEY (table_name, column_name)
);

CREATE TABLE tap_schema.keys (
    key_id text PRIMARY KEY,
    from_table text NOT NULL REFERENCES tap_schema.tables,
    target_table text NOT NULL REFERENCES tap_schema.tables,
    description text,
    utype text
);

CREATE TABLE tap_schema.key_columns (
    key_id text NOT NULL REFERENCES tap_schema.keys,
    from_column text NOT NULL,
    target_column text NOT NULL,
    PRIMARY KEY (key_id, from_column)
);

-- What the gateway knows beyond TAP_SCHEMA; never published. Tables are named as in TAP_SCHEMA, columns bare.
CREATE TABLE meridian.column_frames (
    table_name text NOT NULL,
    column_name text NOT NULL,
    coordinate_system text,
    epoch text,
    timescale text,
    refposition text,
    timeorigin text,
    PRIMARY KEY (table_name, column_name),
    FOREIGN KEY (table_name, column_name) REFERENCES tap_schema.columns ON DELETE CASCADE,
    CHECK ((coordinate_system IS NULL) <> (timescale IS NULL))
);
COMMENT ON COLUMN meridian.column_frames.column_name IS 'as in TAP_SCHEMA, with quotes where it has them';

CREATE TABLE meridian.sky_indexes (
    table_name text NOT NULL REFERENCES tap_schema.tables ON DELETE CASCADE,
    position_index integer NOT NULL,
    lon_column text NOT NULL,
    lat_column text,
    cell29_column text NOT NULL,
    cell14_column text NOT NULL,
    PRIMARY KEY (table_name, position_index)
);
COMMENT ON TABLE meridian.sky_indexes IS 'positions with HEALPix cells; without lat_column the position is one point column';

CREATE TABLE meridian.region_indexes (
    table_name text NOT NULL REFERENCES tap_schema.tables ON DELETE CASCADE,
    column_name text NOT NULL,
    row_column text NOT NULL,
    cover_table text NOT NULL,
    PRIMARY KEY (table_name, column_name)
);

CREATE TABLE meridian.table_loads (
    table_name text PRIMARY KEY REFERENCES tap_schema.tables ON DELETE CASCADE,
    row_count bigint NOT NULL,
    loaded timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE meridian.table_loads IS 'tables that an ingest made, and may replace or append to';

-- Cover cells of region columns: read by users' queries, not published in TAP_SCHEMA.
CREATE SCHEMA meridian_cover;

-- One row; its number tells every gateway whether what it remembers is still true.
CREATE TABLE meridian.tap_schema_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL
);
INSERT INTO meridian.tap_schema_version (version) VALUES (1);

CREATE FUNCTION meridian.tap_schema_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE meridian.tap_schema_version SET version = version + 1;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    watched text;
BEGIN
    FOREACH watched IN ARRAY ARRAY[
        'tap_schema.schemas', 'tap_schema.tables', 'tap_schema.columns', 'tap_schema.keys', 'tap_schema.key_columns',
        'meridian.column_frames', 'meridian.sky_indexes', 'meridian.region_indexes']
    LOOP
        EXECUTE 'CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ' || watched
            || ' FOR EACH STATEMENT EXECUTE FUNCTION meridian.tap_schema_changed()';
    END LOOP;
END
$$;
