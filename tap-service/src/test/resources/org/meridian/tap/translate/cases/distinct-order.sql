SELECT DISTINCT t1."name"::text AS c0, (t1."n" + '1'::int4)::int4 AS c1 FROM "sample"."faint" AS t1 ORDER BY 2 DESC NULLS LAST OFFSET 3
