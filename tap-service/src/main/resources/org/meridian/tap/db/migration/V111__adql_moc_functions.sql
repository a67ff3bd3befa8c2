-- SPDX-License-Identifier: Apache-2.0
-- Space MOCs (MOC 2.0) in queries: as text in ASCII form (section 4.3.2) where they are stored and delivered, as ranges of
-- order-29 cells where they are computed with.

-- The cells of a MOC in ASCII form.
CREATE FUNCTION meridian_adql.moc(value text) RETURNS int8multirange
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  word text;
  ends text[];
  lo int8; hi int8;
  shift int := -1;
  found int8range[] := '{}';
BEGIN
  FOREACH word IN ARRAY regexp_split_to_array(
      btrim(replace(regexp_replace(ltrim(value, E' \t\r\n'), '^s', ''), '/', '/ '), E' \t\r\n,'), '[\s,]+') LOOP
    CONTINUE WHEN word = '';
    IF word ~ '^[0-9]{1,2}/$' AND rtrim(word, '/')::int <= 29 THEN
      shift := 2 * (29 - rtrim(word, '/')::int);
      CONTINUE;
    END IF;
    ends := regexp_match(word, '^([0-9]{1,18})(?:-([0-9]{1,18}))?$');
    lo := ends[1]::int8;
    hi := coalesce(ends[2]::int8, lo);
    IF lo IS NULL OR shift < 0 OR hi < lo OR hi >= 12 * (1::int8 << (58 - shift)) THEN
      RAISE EXCEPTION USING ERRCODE = '22M15', MESSAGE = 'no MOC: ' || left(word, 40);
    END IF;
    found := found || int8range(lo << shift, (hi + 1) << shift);
  END LOOP;
  RETURN coalesce((SELECT range_agg(r) FROM unnest(found) r), '{}'::int8multirange);
END $$;

-- The order of a MOC in ASCII form: the largest that is written.
CREATE FUNCTION meridian_adql.moc_order(value text) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100 AS $$
SELECT coalesce(max(m[1]::int), 0) FROM regexp_matches(value, '([0-9]{1,2})\s*/', 'g') m
$$;

-- Cells as a MOC of an order in ASCII form, normal.
CREATE FUNCTION meridian_adql.moc_text(m int8multirange, ord int) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  r int8range;
  lo int8;
  shift int;
  orders int[] := '{}';
  cells int8[] := '{}';
  written text;
BEGIN
  FOR r IN SELECT unnest(m) LOOP
    lo := lower(r);
    shift := 0;
    WHILE lo < upper(r) LOOP
      WHILE shift < 58 AND lo & ((1::int8 << (shift + 2)) - 1) = 0 AND upper(r) - lo >= 1::int8 << (shift + 2) LOOP
        shift := shift + 2;
      END LOOP;
      WHILE upper(r) - lo < 1::int8 << shift LOOP
        shift := shift - 2;
      END LOOP;
      orders := orders || (29 - shift / 2);
      cells := cells || (lo >> shift);
      lo := lo + (1::int8 << shift);
    END LOOP;
  END LOOP;
  SELECT string_agg(o.ord || '/' || o.runs, ' ' ORDER BY o.ord) INTO written FROM (
    SELECT q.ord, string_agg(q.first || CASE WHEN q.last > q.first THEN '-' || q.last ELSE '' END, ' ' ORDER BY q.first) AS runs
    FROM (
      SELECT p.ord, min(p.cell) AS first, max(p.cell) AS last FROM (
        SELECT u.ord, u.cell, u.cell - row_number() OVER (PARTITION BY u.ord ORDER BY u.cell) AS run
        FROM unnest(orders, cells) AS u (ord, cell)) AS p
      GROUP BY p.ord, p.run) AS q
    GROUP BY q.ord) AS o;
  RETURN concat_ws(' ', written, CASE WHEN ord > coalesce((SELECT max(o) FROM unnest(orders) o), -1) THEN ord || '/' END);
END $$;

-- The same cells at a lower order: every cell that has one of them.
CREATE FUNCTION meridian_adql.moc(ord int, m int8multirange) RETURNS int8multirange
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
SELECT coalesce(range_agg(int8range(
  lower(r) >> (58 - 2 * ord) << (58 - 2 * ord), (((upper(r) - 1) >> (58 - 2 * ord)) + 1) << (58 - 2 * ord))),
  '{}'::int8multirange) FROM unnest(m) r
$$;

-- Square degrees.
CREATE FUNCTION meridian_adql.moc_area(m int8multirange) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
SELECT coalesce(sum(upper(r) - lower(r)), 0)::float8 / (12 * (1::int8 << 58))::float8 * (129600 / pi()) FROM unnest(m) r
$$;

-- The cells of an order that a point, circle or polygon has a position in common with. Cells are divided until they lie
-- inside, outside, or contain a position that is inside. A cell that is touched, or that 5000 smaller ones leave undecided,
-- counts.
CREATE FUNCTION meridian_adql.moc(ord int, g float8[]) RETURNS int8multirange
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 20000 AS $$
DECLARE
  n int := cardinality(g);
  anchor int8 := meridian_adql.healpix_index(29, g[1], g[2]);
  orders int[] := array_fill(0, ARRAY[12]);
  cells int8[] := '{0,1,2,3,4,5,6,7,8,9,10,11}';
  top int := 12;
  o int; cell int8; c float8[];
  rad float8; beyond float8; depth float8;
  shift int := 58 - 2 * ord;
  owner int8; decided int8 := -1;
  visited int := 0;
  undecided int := 0;
  found int8range[] := '{}';
BEGIN
  IF n = 2 THEN
    RETURN int8multirange(int8range(anchor >> shift << shift, ((anchor >> shift) + 1) << shift));
  END IF;
  WHILE top > 0 LOOP
    o := orders[top];
    cell := cells[top];
    top := top - 1;
    owner := CASE WHEN o >= ord THEN cell >> (2 * (o - ord)) ELSE -2 END;
    CONTINUE WHEN owner = decided;
    undecided := CASE WHEN o > ord THEN undecided + 1 ELSE 0 END;
    visited := visited + 1;
    IF visited > 1000000 THEN
      RAISE EXCEPTION USING ERRCODE = '22M16', MESSAGE = 'too many cells';
    END IF;
    c := meridian_adql.healpix_center(o, cell);
    -- No position of a cell is farther from its centre.
    rad := degrees(1.2 / (1::int8 << o)::float8);
    -- How far the centre is outside, and how deep inside.
    IF n = 3 THEN
      beyond := meridian_adql.distance(c[1], c[2], g[1], g[2]) - g[3];
      depth := - beyond;
    ELSIF meridian_adql.in_polygon(c[1], c[2], g) THEN
      beyond := 0;
      depth := meridian_adql.outline_distance(c[1], c[2], g);
    ELSE
      beyond := meridian_adql.outline_distance(c[1], c[2], g);
      depth := 0;
    END IF;
    CONTINUE WHEN beyond > rad + 1e-13;
    IF o < ord AND depth > rad + 1e-13 THEN
      found := found || int8range(cell << (58 - 2 * o), (cell + 1) << (58 - 2 * o));
    ELSIF o >= ord AND (beyond <= 0 OR anchor >> (58 - 2 * o) = cell OR o = 29
        OR undecided >= 5000) THEN
      found := found || int8range(owner << shift, (owner + 1) << shift);
      decided := owner;
    ELSE
      FOR i IN 0 .. 3 LOOP
        top := top + 1;
        orders[top] := o + 1;
        cells[top] := 4 * cell + i;
      END LOOP;
    END IF;
  END LOOP;
  RETURN (SELECT range_agg(r) FROM unnest(found) r);
END $$;
