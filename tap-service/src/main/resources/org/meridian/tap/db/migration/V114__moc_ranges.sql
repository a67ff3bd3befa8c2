-- SPDX-License-Identifier: Apache-2.0
-- First and last order-29 cells of at most four ranges that hold all of a MOC, for look-ups in sky indexes: the widest gaps are
-- left out. Of fewer ranges the array is shorter; nothing lies between the bounds that it lacks.
CREATE FUNCTION meridian_adql.moc_ranges(m int8multirange) RETURNS int8[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
WITH r AS (SELECT lower(x) AS lo, upper(x) - 1 AS hi, lead(lower(x)) OVER (ORDER BY lower(x)) AS next FROM unnest(m) AS x),
gap AS (SELECT hi, next FROM r WHERE next IS NOT NULL ORDER BY next - hi DESC LIMIT 3)
SELECT array_agg(bound ORDER BY bound) FROM (
    SELECT min(lo) AS bound FROM r UNION ALL SELECT max(hi) FROM r
    UNION ALL SELECT hi FROM gap UNION ALL SELECT next FROM gap) AS bounds
$$;
