-- SPDX-License-Identifier: Apache-2.0
-- Places in listings are numbered without gaps: one that is missing would tell of a table, or a schema, that is hidden. Hidden
-- ones have none. Called by whatever publishes tables or changes who is told of them.
CREATE FUNCTION meridian.number_listing() RETURNS void LANGUAGE sql AS $$
    UPDATE tap_schema.tables AS t SET table_index = numbered.place
    FROM (SELECT l.table_name, CASE WHEN NOT COALESCE(a.hidden, false) THEN
            row_number() OVER (PARTITION BY l.schema_name, COALESCE(a.hidden, false)
                ORDER BY l.table_index NULLS LAST, l.table_name) END AS place
        FROM tap_schema.tables AS l LEFT JOIN meridian.table_access AS a ON a.table_name = l.table_name) AS numbered
    WHERE numbered.table_name = t.table_name AND t.table_index IS DISTINCT FROM numbered.place;

    -- The service's own schema is the last, with a number of its own.
    UPDATE tap_schema.schemas AS s SET schema_index = numbered.place
    FROM (SELECT l.schema_name, CASE WHEN NOT l.hidden THEN
            row_number() OVER (PARTITION BY l.hidden ORDER BY l.schema_index NULLS LAST, l.schema_name) END AS place
        FROM (SELECT schema_name, schema_index, COALESCE((SELECT bool_and(COALESCE(a.hidden, false))
                    FROM tap_schema.tables AS t LEFT JOIN meridian.table_access AS a ON a.table_name = t.table_name
                    WHERE t.schema_name = listed.schema_name), false) AS hidden
                FROM tap_schema.schemas AS listed
                WHERE schema_index IS NULL OR schema_index < 100000) AS l) AS numbered
    WHERE numbered.schema_name = s.schema_name AND s.schema_index IS DISTINCT FROM numbered.place;
$$;
SELECT meridian.number_listing();
