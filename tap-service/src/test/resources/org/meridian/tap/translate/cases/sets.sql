SELECT c0::float4 AS c0 FROM (SELECT c0 FROM ((SELECT t1."n"::float4 AS c0 FROM "sample"."stars" AS t1) UNION ALL (SELECT t2."mag" AS c0 FROM "sample"."faint" AS t2)) AS q ORDER BY 1) AS q
