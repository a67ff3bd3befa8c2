-- SPDX-License-Identifier: Apache-2.0
-- Regions of several parts, as observations by several detectors have: UNION ICRS (POLYGON ... CIRCLE ...) in columns of
-- regions. A union is {-Infinity, numbers of a part, -Infinity, numbers of a part, ...}; no other geometry begins so.

-- The parts of a union; of any other geometry itself.
CREATE FUNCTION meridian_adql.parts(g float8[]) RETURNS SETOF float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 4 AS $$
DECLARE
  begins int[] := array_positions(g, '-Infinity'::float8) || (cardinality(g) + 1);
BEGIN
  IF g[1] > '-Infinity' THEN
    RETURN NEXT g;
    RETURN;
  END IF;
  FOR i IN 1 .. cardinality(begins) - 1 LOOP
    RETURN NEXT g[begins[i] + 1 : begins[i + 1] - 1];
  END LOOP;
END $$;

-- A region in STC-S or DALI text form (Position, Circle, Polygon, Box and a UNION of such; frame words are passed over) as a
-- geometry.
CREATE OR REPLACE FUNCTION meridian_adql.region(value text) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  written text := upper(btrim(value, E' \t\r\n'));
  words text[];
  part text;
  numbers float8[] := '{}';
  n int;
BEGIN
  IF written LIKE 'UNION%' THEN
    words := regexp_split_to_array(
      translate(substr(written, 6), '(),', '   '), '(?=\m(?:POSITION|CIRCLE|POLYGON|BOX|UNION)\M)');
    -- The first is what stands before the parts.
    FOREACH part IN ARRAY words[2:] LOOP
      numbers := numbers || '-Infinity'::float8 || meridian_adql.region(part);
    END LOOP;
    IF cardinality(numbers) > 0 THEN
      RETURN numbers;
    END IF;
  END IF;
  words := regexp_split_to_array(written, '\s+');
  numbers := ARRAY(SELECT w::float8 FROM unnest(words[2:]) w WHERE w ~ '^[-+.0-9]');
  n := cardinality(numbers);
  IF words[1] = 'POSITION' AND n = 2 OR words[1] = 'CIRCLE' AND n = 3
      OR words[1] = 'POLYGON' AND n >= 6 AND n % 2 = 0 THEN
    RETURN meridian_adql.checked(numbers);
  ELSIF words[1] = 'BOX' AND n = 4 THEN
    RETURN meridian_adql.box(numbers[1], numbers[2], numbers[3], numbers[4]);
  END IF;
  RAISE EXCEPTION USING ERRCODE = '22M04', MESSAGE = 'a region in a column is none that can be understood';
END $$;

-- Whether the first geometry lies wholly in the second: all parts of a union; in one part of a union.
CREATE OR REPLACE FUNCTION meridian_adql.contains(a float8[], b float8[]) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1500 AS $$
DECLARE
  d float8;
BEGIN
  IF a[1] = '-Infinity' THEN
    RETURN (SELECT bool_and(meridian_adql.contains(p, b)) FROM meridian_adql.parts(a) p);
  ELSIF b[1] = '-Infinity' THEN
    RETURN (SELECT bool_or(meridian_adql.contains(a, p)) FROM meridian_adql.parts(b) p);
  ELSIF cardinality(a) = 2 AND cardinality(b) > 3 THEN
    RETURN meridian_adql.in_polygon(a[1], a[2], b);
  ELSIF cardinality(a) <= 3 AND cardinality(b) <= 3 THEN
    d := meridian_adql.distance(a[1], a[2], b[1], b[2]) + coalesce(a[3], 0);
    RETURN d <= meridian_adql.reach(coalesce(b[3], 0)) OR b[3] >= 180 AND b[3] < 'Infinity';
  ELSIF cardinality(a) = 3 THEN
    RETURN meridian_adql.in_polygon(a[1], a[2], b)
      AND (a[3] = 0 OR meridian_adql.outline_distance(a[1], a[2], b) >= a[3] - 5.8e-14);
  ELSIF cardinality(b) = 2 THEN
    RETURN false;
  ELSIF cardinality(b) = 3 THEN
    -- The farthest point of the polygon is the one nearest to the antipode.
    RETURN b[3] >= 180 OR (NOT meridian_adql.in_polygon(b[1] + 180, -b[2], a)
      AND 180 - meridian_adql.outline_distance(b[1] + 180, -b[2], a) <= meridian_adql.reach(b[3]));
  END IF;
  RETURN meridian_adql.corners_in(a, b, true) AND NOT meridian_adql.outlines_cross(a, b);
END $$;

-- Whether a position lies between two longitudes and latitudes, {Infinity, lon, width, lat, lat}; by 1e-14 rad outside is
-- inside.
CREATE FUNCTION meridian_adql.in_range(lon float8, lat float8, r float8[]) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT lat BETWEEN r[4] - 5.8e-13 AND r[5] + 5.8e-13
  AND (r[3] >= 360 OR abs(lat) >= 90 - 5.8e-13
    OR lon - r[2] - 360 * floor((lon - r[2] + 5.8e-13 / cosd(lat)) / 360) <= r[3] + 5.8e-13 / cosd(lat))
$$;

-- How far a position is from such a range.
CREATE FUNCTION meridian_adql.range_distance(lon float8, lat float8, r float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
  d float8 := lon - r[2] - 360 * floor((lon - r[2]) / 360);
  foot float8;
  least_deg float8;
BEGIN
  IF meridian_adql.in_range(lon, lat, r) THEN
    RETURN 0;
  END IF;
  -- The longitude of the range that is nearest to the position's.
  d := CASE WHEN d <= r[3] THEN lon WHEN d - r[3] < 360 - d THEN r[2] + r[3] ELSE r[2] END;
  least_deg := least(meridian_adql.distance(lon, lat, d, r[4]), meridian_adql.distance(lon, lat, d, r[5]));
  foot := degrees(atan2(sin(radians(lat)), cos(radians(lat)) * cos(radians(lon - d))));
  RETURN CASE WHEN foot BETWEEN r[4] AND r[5] THEN least(least_deg, meridian_adql.distance(lon, lat, d, foot)) ELSE least_deg END;
END $$;

-- Whether such a range and a polygon have a point in common: a corner, a position where an edge has one of the bounds, or
-- all of the range.
CREATE FUNCTION meridian_adql.range_meets(r float8[], polygon float8[]) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 2000 AS $$
DECLARE
  n int := cardinality(polygon) / 2;
  v float8[] := meridian_adql.vectors(polygon, n);
  a int := 3 * (n - 1);
  b int;
  cx float8; cy float8; cz float8;
  ex float8; ey float8; ez float8;
  s float8; arc float8; t float8; bound float8; turn float8;
  found float8[];
  place float8[];
BEGIN
  FOR i IN 0 .. n - 1 LOOP
    IF meridian_adql.in_range(polygon[2 * i + 1], polygon[2 * i + 2], r) THEN
      RETURN true;
    END IF;
  END LOOP;
  FOR i IN 0 .. n - 1 LOOP
    b := 3 * i;
    cx := v[a+2] * v[b+3] - v[a+3] * v[b+2]; cy := v[a+3] * v[b+1] - v[a+1] * v[b+3]; cz := v[a+1] * v[b+2] - v[a+2] * v[b+1];
    s := sqrt(cx * cx + cy * cy + cz * cz);
    IF s > 0 THEN
      arc := atan2(s, v[a+1] * v[b+1] + v[a+2] * v[b+2] + v[a+3] * v[b+3]);
      -- A position of the edge is cos(t) times its beginning and sin(t) times this.
      ex := (cy * v[a+3] - cz * v[a+2]) / s; ey := (cz * v[a+1] - cx * v[a+3]) / s; ez := (cx * v[a+2] - cy * v[a+1]) / s;
      found := '{}';
      FOREACH bound IN ARRAY r[4:5] LOOP
        s := sind(bound) / nullif(sqrt(v[a+3] ^ 2 + ez ^ 2), 0);
        IF abs(s) <= 1 + 1e-15 THEN
          t := atan2(ez, v[a+3]);
          turn := acos(greatest(-1, least(1, s)));
          found := found || (t + turn) || (t - turn);
        END IF;
      END LOOP;
      FOREACH bound IN ARRAY ARRAY[radians(r[2]), radians(r[2] + r[3])] LOOP
        t := atan2(v[a+1] * sin(bound) - v[a+2] * cos(bound), ey * cos(bound) - ex * sin(bound));
        found := found || t || (t + pi());
      END LOOP;
      FOREACH t IN ARRAY found LOOP
        t := t - 2 * pi() * floor((t + 1e-14) / (2 * pi()));
        IF t <= arc + 1e-14 THEN
          place := meridian_adql.position(
            cos(t) * v[a+1] + sin(t) * ex, cos(t) * v[a+2] + sin(t) * ey, cos(t) * v[a+3] + sin(t) * ez);
          IF meridian_adql.in_range(place[1], place[2], r) THEN
            RETURN true;
          END IF;
        END IF;
      END LOOP;
    END IF;
    a := b;
  END LOOP;
  RETURN meridian_adql.in_polygon(r[2], r[4], polygon);
END $$;

-- Whether two geometries have a point in common; the first may be a range.
CREATE OR REPLACE FUNCTION meridian_adql.intersects(a float8[], b float8[]) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1500 AS $$
BEGIN
  IF a[1] = '-Infinity' THEN
    RETURN (SELECT bool_or(meridian_adql.intersects(p, b)) FROM meridian_adql.parts(a) p);
  ELSIF b[1] = '-Infinity' THEN
    RETURN (SELECT bool_or(meridian_adql.intersects(a, p)) FROM meridian_adql.parts(b) p);
  ELSIF a[1] = 'Infinity' THEN
    RETURN CASE WHEN cardinality(b) <= 3
      THEN meridian_adql.range_distance(b[1], b[2], a) <= meridian_adql.reach(coalesce(b[3], 0))
      ELSE meridian_adql.range_meets(a, b) END;
  ELSIF cardinality(a) <= 3 AND cardinality(b) <= 3 THEN
    RETURN meridian_adql.distance(a[1], a[2], b[1], b[2]) <= meridian_adql.reach(coalesce(a[3], 0) + coalesce(b[3], 0));
  ELSIF cardinality(a) <= 3 THEN
    RETURN meridian_adql.in_polygon(a[1], a[2], b)
      OR coalesce(a[3], 0) > 0 AND meridian_adql.outline_distance(a[1], a[2], b) <= meridian_adql.reach(a[3]);
  ELSIF cardinality(b) <= 3 THEN
    RETURN meridian_adql.intersects(b, a);
  END IF;
  RETURN meridian_adql.corners_in(a, b, false) OR meridian_adql.corners_in(b, a, false)
    OR meridian_adql.outlines_cross(a, b);
END $$;

-- Whether parts of a union have a point in common: what their areas add up to is then not that of the union.
CREATE FUNCTION meridian_adql.parts_meet(g float8[]) RETURNS bool
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
SELECT EXISTS (SELECT FROM meridian_adql.parts(g) WITH ORDINALITY AS p (part, at),
  meridian_adql.parts(g) WITH ORDINALITY AS q (part, at)
  WHERE p.at < q.at AND meridian_adql.intersects(p.part, q.part))
$$;

-- Area in square degrees; of a union whose parts meet unknown.
CREATE OR REPLACE FUNCTION meridian_adql.area(g float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  n int := cardinality(g) / 2;
BEGIN
  IF g[1] = '-Infinity' THEN
    RETURN CASE WHEN NOT meridian_adql.parts_meet(g)
      THEN (SELECT sum(meridian_adql.area(p)) FROM meridian_adql.parts(g) p) END;
  ELSIF cardinality(g) = 2 THEN
    RETURN 0;
  ELSIF cardinality(g) = 3 THEN
    RETURN degrees(degrees(4 * pi() * sin(radians(g[3]) / 2) ^ 2));
  END IF;
  RETURN degrees(degrees(2 * pi() - abs(meridian_adql.turning(meridian_adql.vectors(g, n), n))));
END $$;

-- The integral of the unit vectors of a circle or polygon, in steradian.
CREATE FUNCTION meridian_adql.moment(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  n int := cardinality(g) / 2;
  v float8[];
  a int := 3 * (n - 1);
  b int;
  cx float8; cy float8; cz float8;
  s float8; f float8;
  x float8 := 0; y float8 := 0; z float8 := 0;
BEGIN
  IF cardinality(g) <= 3 THEN
    v := meridian_adql.vectors(g[1:2], 1);
    f := pi() * sin(radians(coalesce(g[3], 0))) ^ 2;
    RETURN ARRAY[f * v[1], f * v[2], f * v[3]];
  END IF;
  v := meridian_adql.vectors(g, n);
  FOR i IN 0 .. n - 1 LOOP
    b := 3 * i;
    cx := v[a+2] * v[b+3] - v[a+3] * v[b+2]; cy := v[a+3] * v[b+1] - v[a+1] * v[b+3]; cz := v[a+1] * v[b+2] - v[a+2] * v[b+1];
    s := sqrt(cx * cx + cy * cy + cz * cz);
    IF s > 0 THEN
      f := atan2(s, v[a+1] * v[b+1] + v[a+2] * v[b+2] + v[a+3] * v[b+3]) / s;
      x := x + cx * f; y := y + cy * f; z := z + cz * f;
    END IF;
    a := b;
  END LOOP;
  s := sign(meridian_adql.turning(v, n)) / 2;
  RETURN ARRAY[s * x, s * y, s * z];
END $$;

-- Centre of mass, projected onto the sphere; of a union whose parts meet, or all of whose parts are points, unknown.
CREATE OR REPLACE FUNCTION meridian_adql.centroid(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  m float8[];
BEGIN
  IF g[1] = '-Infinity' THEN
    IF meridian_adql.parts_meet(g) THEN
      RETURN NULL;
    END IF;
    SELECT ARRAY[sum(q.m[1]), sum(q.m[2]), sum(q.m[3])] INTO m
    FROM (SELECT meridian_adql.moment(p) AS m FROM meridian_adql.parts(g) p) AS q;
    RETURN CASE WHEN m[1] <> 0 OR m[2] <> 0 OR m[3] <> 0 THEN meridian_adql.position(m[1], m[2], m[3]) END;
  ELSIF cardinality(g) <= 3 THEN
    RETURN g[1:2];
  END IF;
  m := meridian_adql.moment(g);
  RETURN meridian_adql.position(m[1], m[2], m[3]);
END $$;

-- A circle (lon, lat, radius) around a geometry; not the smallest.
CREATE OR REPLACE FUNCTION meridian_adql.bounding(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  n int := cardinality(g) / 2;
  v float8[];
  x float8 := 0; y float8 := 0; z float8 := 0;
  c float8[];
  r float8 := 0;
BEGIN
  IF cardinality(g) <= 3 THEN
    RETURN ARRAY[g[1], g[2], coalesce(g[3], 0)];
  ELSIF g[1] = '-Infinity' THEN
    -- Around the first of the parts, which lie near each other.
    SELECT ARRAY[q.b[1], q.b[2]] INTO c FROM (SELECT meridian_adql.bounding(p) AS b FROM meridian_adql.parts(g) p LIMIT 1) AS q;
    SELECT max(meridian_adql.distance(c[1], c[2], q.b[1], q.b[2]) + q.b[3]) INTO r
    FROM (SELECT meridian_adql.bounding(p) AS b FROM meridian_adql.parts(g) p) AS q;
    RETURN ARRAY[c[1], c[2], least(180, r + 1e-12)];
  END IF;
  v := meridian_adql.vectors(g, n);
  FOR i IN 0 .. n - 1 LOOP
    x := x + v[3*i+1]; y := y + v[3*i+2]; z := z + v[3*i+3];
  END LOOP;
  c := meridian_adql.position(x, y, z);
  FOR i IN 0 .. n - 1 LOOP
    r := greatest(r, meridian_adql.distance(c[1], c[2], g[2*i+1], g[2*i+2]));
  END LOOP;
  -- Circles up to a hemisphere are convex: they contain what lies between their points.
  RETURN ARRAY[c[1], c[2], CASE WHEN r < 89.9 THEN r + 1e-12 ELSE 180 END];
END $$;

-- The cells of an order that a geometry has a position in common with.
ALTER FUNCTION meridian_adql.moc(int, float8[]) RENAME TO moc_of_part;
CREATE FUNCTION meridian_adql.moc(ord int, g float8[]) RETURNS int8multirange
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000 AS $$
SELECT range_agg(meridian_adql.moc_of_part(ord, p)) FROM meridian_adql.parts(g) p
$$;
