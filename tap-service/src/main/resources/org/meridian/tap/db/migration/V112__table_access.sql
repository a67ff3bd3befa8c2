-- SPDX-License-Identifier: Apache-2.0
-- Who may read which table, and which of its rows. A table without a row here is public. The rule of a table is also a policy
-- of PostgreSQL's row-level security on the table itself, made together with the row; gateways refuse a table where the two differ.
CREATE TABLE meridian.table_access (
    table_name text PRIMARY KEY REFERENCES tap_schema.tables ON DELETE CASCADE,
    -- Groups that may read the table; none: everybody.
    readers text[] NOT NULL DEFAULT '{}' CHECK (array_position(readers, NULL) IS NULL),
    -- Whether everybody else is not even told that it exists.
    hidden boolean NOT NULL DEFAULT false CHECK (NOT hidden OR cardinality(readers) > 0),
    -- Rows are for their owner until this column's time has passed; for ever where it is NULL.
    release_column text,
    -- The group that owns a row: in this column, or the same for all rows.
    owner_column text,
    owner_group text,
    CHECK (owner_column IS NULL OR owner_group IS NULL),
    CHECK (cardinality(readers) > 0 OR release_column IS NOT NULL OR owner_column IS NOT NULL OR owner_group IS NOT NULL)
);
COMMENT ON TABLE meridian.table_access IS 'tables that are not public: change them with "meridian table access", which also changes their policies';
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON meridian.table_access
    FOR EACH STATEMENT EXECUTE FUNCTION meridian.tap_schema_changed();

-- The groups on whose rights the transaction runs: UTF-8 in hexadecimal, separated by commas. None where nothing is set.
CREATE FUNCTION meridian_adql.caller_groups() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT ARRAY(SELECT pg_catalog.convert_from(pg_catalog.decode(hex, 'hex'), 'UTF8')
    FROM pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.current_setting('meridian.groups', true), ',')) AS g (hex))
$$;

-- Names of tables, schemas and foreign keys that the caller is not told of.
CREATE FUNCTION meridian_adql.hidden_tables() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
SELECT ARRAY(SELECT a.table_name FROM meridian.table_access AS a
    WHERE a.hidden AND NOT a.readers && (SELECT meridian_adql.caller_groups()))
$$;

CREATE FUNCTION meridian_adql.hidden_schemas() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
SELECT ARRAY(SELECT t.schema_name FROM tap_schema.tables AS t GROUP BY t.schema_name
    HAVING bool_and(t.table_name = ANY ((SELECT meridian_adql.hidden_tables())::text[])))
$$;

CREATE FUNCTION meridian_adql.hidden_keys() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
SELECT ARRAY(SELECT k.key_id FROM tap_schema.keys AS k
    WHERE k.from_table = ANY ((SELECT meridian_adql.hidden_tables())::text[])
        OR k.target_table = ANY ((SELECT meridian_adql.hidden_tables())::text[]))
$$;

ALTER TABLE tap_schema.schemas ENABLE ROW LEVEL SECURITY;
CREATE POLICY meridian_rows ON tap_schema.schemas FOR SELECT
    USING (schema_name <> ALL ((SELECT meridian_adql.hidden_schemas())::text[]));
ALTER TABLE tap_schema.tables ENABLE ROW LEVEL SECURITY;
CREATE POLICY meridian_rows ON tap_schema.tables FOR SELECT
    USING (table_name <> ALL ((SELECT meridian_adql.hidden_tables())::text[]));
ALTER TABLE tap_schema.columns ENABLE ROW LEVEL SECURITY;
CREATE POLICY meridian_rows ON tap_schema.columns FOR SELECT
    USING (table_name <> ALL ((SELECT meridian_adql.hidden_tables())::text[]));
ALTER TABLE tap_schema.keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY meridian_rows ON tap_schema.keys FOR SELECT
    USING (key_id <> ALL ((SELECT meridian_adql.hidden_keys())::text[]));
ALTER TABLE tap_schema.key_columns ENABLE ROW LEVEL SECURITY;
CREATE POLICY meridian_rows ON tap_schema.key_columns FOR SELECT
    USING (key_id <> ALL ((SELECT meridian_adql.hidden_keys())::text[]));
