-- SPDX-License-Identifier: Apache-2.0
-- Functions that translated queries call. Points are (lon, lat), circles (lon, lat, radius), polygons (lon, lat, ...) as
-- float8[]; all in degrees, boundaries are inside. Pure functions: no tables, and anybody may call them.
CREATE SCHEMA IF NOT EXISTS meridian_adql;
COMMENT ON SCHEMA meridian_adql IS 'Functions that users'' ADQL queries are translated to';
GRANT USAGE ON SCHEMA meridian_adql TO PUBLIC;

-- Ends the query with one of this gateway's own SQLSTATEs of class 22 (data exception). It takes the wrong value, so that
-- it is not computed while the query is planned.
CREATE FUNCTION meridian_adql.refuse(value float8, state text) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1 AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = state, MESSAGE = format('out of the domain: %s', value);
END $$;

-- What is too small for double precision is 0 here, as IEEE 754 wants it; PostgreSQL's own functions refuse it. Below
-- -745.13 the exponential is less than half the least number.
CREATE FUNCTION meridian_adql.exp(x float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN x < -745.13 THEN 0 ELSE exp(x) END
$$;

-- The logarithm is not 0 where the base is neither 1 nor -1, so dividing by it neither under- nor overflows.
CREATE FUNCTION meridian_adql.power(x float8, y float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN (x > 0 OR y = floor(y)) AND CASE
    WHEN abs(x) > 1 THEN y < -745.13 / ln(abs(x))
    WHEN x <> 0 AND abs(x) < 1 THEN y > -745.13 / ln(abs(x)) END
  THEN 0 ELSE power(x, y) END
$$;

CREATE FUNCTION meridian_adql.acos(x float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT acos(CASE WHEN abs(x) > 1 THEN meridian_adql.refuse(x, '22M01') ELSE x END)
$$;

CREATE FUNCTION meridian_adql.asin(x float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT asin(CASE WHEN abs(x) > 1 THEN meridian_adql.refuse(x, '22M01') ELSE x END)
$$;

-- A latitude that was computed, or comes from a column nobody has checked.
CREATE FUNCTION meridian_adql.latitude(x float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN abs(x) > 90 THEN meridian_adql.refuse(x, '22M02') ELSE x END
$$;

-- The radius of a circle.
CREATE FUNCTION meridian_adql.radius(x float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN x BETWEEN 0 AND 180 OR x IS NULL THEN x ELSE meridian_adql.refuse(x, '22M03') END
$$;

-- What distances are compared with: a radius and 1e-15 rad, so that rounding leaves no boundary outside.
CREATE FUNCTION meridian_adql.reach(radius float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT radius + 5.8e-14
$$;

-- Great-circle distance: atan2(|a x b|, a.b), precise at all angles; cosd is exactly 0 at the poles, where all longitudes
-- are one place. One expression, so that PostgreSQL inlines it.
CREATE FUNCTION meridian_adql.distance(lon1 float8, lat1 float8, lon2 float8, lat2 float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT degrees(atan2(
  sqrt((cosd(lat2) * sin(radians(lon1 - lon2))) ^ 2
    + (cosd(lat1) * sind(lat2) - sind(lat1) * cosd(lat2) * cos(radians(lon1 - lon2))) ^ 2),
  sind(lat1) * sind(lat2) + cosd(lat1) * cosd(lat2) * cos(radians(lon1 - lon2))))
$$;

-- A geometry whose latitudes and radius have been looked at.
CREATE FUNCTION meridian_adql.checked(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  FOR i IN 1 .. cardinality(g) / 2 LOOP
    PERFORM meridian_adql.latitude(g[2 * i]);
  END LOOP;
  IF cardinality(g) = 3 THEN
    PERFORM meridian_adql.radius(g[3]);
  END IF;
  RETURN g;
END $$;

-- A text in DALI form ('12.3 45.6') as a geometry of a kind.
CREATE FUNCTION meridian_adql.geometry(value text, kind text) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  numbers float8[] := regexp_split_to_array(btrim(value, E' \t\r\n'), '\s+')::float8[];
  n int := cardinality(numbers);
BEGIN
  IF NOT (CASE kind WHEN 'POINT' THEN n = 2 WHEN 'CIRCLE' THEN n = 3 ELSE n >= 6 AND n % 2 = 0 END) THEN
    RAISE EXCEPTION USING ERRCODE = '22M04', MESSAGE = format('a %s cannot consist of %s numbers', lower(kind), n);
  END IF;
  RETURN meridian_adql.checked(numbers);
END $$;

-- A region in STC-S or DALI text form (Position, Circle, Polygon, Box; frame words are passed over) as a geometry.
CREATE FUNCTION meridian_adql.region(value text) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  words text[] := regexp_split_to_array(upper(btrim(value, E' \t\r\n')), '\s+');
  numbers float8[] := ARRAY(SELECT w::float8 FROM unnest(words[2:]) w WHERE w ~ '^[-+.0-9]');
  n int := cardinality(numbers);
BEGIN
  IF words[1] = 'POSITION' AND n = 2 OR words[1] = 'CIRCLE' AND n = 3
      OR words[1] = 'POLYGON' AND n >= 6 AND n % 2 = 0 THEN
    RETURN meridian_adql.checked(numbers);
  ELSIF words[1] = 'BOX' AND n = 4 THEN
    RETURN meridian_adql.box(numbers[1], numbers[2], numbers[3], numbers[4]);
  END IF;
  RAISE EXCEPTION USING ERRCODE = '22M04', MESSAGE = 'a region in a column is none that can be understood';
END $$;

-- Unit vectors of a geometry's positions: x, y, z of each.
CREATE FUNCTION meridian_adql.vectors(positions float8[], n int) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  v float8[] := array_fill(0::float8, ARRAY[3 * n]);
  lon float8;
  lat float8;
BEGIN
  FOR i IN 0 .. n - 1 LOOP
    lon := radians(positions[2 * i + 1]);
    lat := radians(positions[2 * i + 2]);
    v[3 * i + 1] := cos(lat) * cos(lon);
    v[3 * i + 2] := cos(lat) * sin(lon);
    v[3 * i + 3] := sin(lat);
  END LOOP;
  RETURN v;
END $$;

-- The position of a vector of any length.
CREATE FUNCTION meridian_adql.position(x float8, y float8, z float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT ARRAY[degrees(atan2(y, x)) + CASE WHEN atan2(y, x) < 0 THEN 360 ELSE 0 END, degrees(atan2(z, sqrt(x * x + y * y)))]
$$;

-- A box (ADQL 2.1, 4.2.9): the polygon of its corners.
CREATE FUNCTION meridian_adql.box(lon float8, lat float8, width float8, height float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  c float8[] := meridian_adql.vectors(ARRAY[lon, lat], 1);
  e float8 := tan(radians(width) / 2);
  n float8 := tan(radians(height) / 2);
  l float8 := radians(lon);
  b float8 := radians(lat);
  corners float8[] := '{}';
  s int[];
BEGIN
  IF NOT (width > 0 AND width < 180 AND height > 0 AND height < 180) THEN
    RAISE EXCEPTION USING ERRCODE = '22M05', MESSAGE = 'width and height of a box must lie above 0 and below 180 degrees';
  END IF;
  FOREACH s SLICE 1 IN ARRAY ARRAY[[-1, -1], [1, -1], [1, 1], [-1, 1]] LOOP
    corners := corners || meridian_adql.position(
      c[1] - s[1] * e * sin(l) - s[2] * n * sin(b) * cos(l),
      c[2] + s[1] * e * cos(l) - s[2] * n * sin(b) * sin(l),
      c[3] + s[2] * n * cos(b));
  END LOOP;
  RETURN corners;
END $$;

-- The sum of the turning angles at the corners: above 0 where the side under 2 pi lies to the left.
CREATE FUNCTION meridian_adql.turning(v float8[], n int) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  a int := 3 * (n - 2);
  b int := 3 * (n - 1);
  c int := 0;
  px float8; py float8; pz float8;
  qx float8; qy float8; qz float8;
  total float8 := 0;
BEGIN
  FOR i IN 0 .. n - 1 LOOP
    c := 3 * i;
    px := v[a+2] * v[b+3] - v[a+3] * v[b+2]; py := v[a+3] * v[b+1] - v[a+1] * v[b+3]; pz := v[a+1] * v[b+2] - v[a+2] * v[b+1];
    qx := v[b+2] * v[c+3] - v[b+3] * v[c+2]; qy := v[b+3] * v[c+1] - v[b+1] * v[c+3]; qz := v[b+1] * v[c+2] - v[b+2] * v[c+1];
    total := total + atan2(
      v[b+1] * (py * qz - pz * qy) + v[b+2] * (pz * qx - px * qz) + v[b+3] * (px * qy - py * qx),
      px * qx + py * qy + pz * qz);
    a := b;
    b := c;
  END LOOP;
  RETURN total;
END $$;

-- Whether the side under 2 pi of a polygon contains a position. A position so near to an edge that double precision
-- cannot tell the side (1e-15 rad) is on it, so inside.
CREATE FUNCTION meridian_adql.in_polygon(lon float8, lat float8, polygon float8[]) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  n int := cardinality(polygon) / 2;
  v float8[] := meridian_adql.vectors(polygon, n);
  x float8 := cos(radians(lat)) * cos(radians(lon));
  y float8 := cos(radians(lat)) * sin(radians(lon));
  z float8 := sin(radians(lat));
  a int := 3 * (n - 1);
  b int;
  ex float8; ey float8; ez float8;
  dx float8; dy float8; dz float8;
  e2 float8; det float8; along float8;
  winding float8 := 0;
BEGIN
  -- NaN is larger than any number.
  IF x + z > 2 THEN
    RETURN false;
  END IF;
  FOR i IN 0 .. n - 1 LOOP
    b := 3 * i;
    ex := v[b+1] - v[a+1]; ey := v[b+2] - v[a+2]; ez := v[b+3] - v[a+3];
    dx := x - v[a+1]; dy := y - v[a+2]; dz := z - v[a+3];
    e2 := ex * ex + ey * ey + ez * ez;
    det := v[a+1] * (ey * dz - ez * dy) + v[a+2] * (ez * dx - ex * dz) + v[a+3] * (ex * dy - ey * dx);
    along := ex * dx + ey * dy + ez * dz;
    IF abs(det) <= 1e-15 * sqrt(e2) AND along >= -1e-15 AND along <= e2 + 1e-15
        AND x * (v[a+1] + v[b+1]) + y * (v[a+2] + v[b+2]) + z * (v[a+3] + v[b+3]) > 0 THEN
      RETURN true;
    END IF;
    winding := winding + atan2(det,
      v[a+1] * v[b+1] + v[a+2] * v[b+2] + v[a+3] * v[b+3]
        - (v[a+1] * x + v[a+2] * y + v[a+3] * z) * (v[b+1] * x + v[b+2] * y + v[b+3] * z));
    a := b;
  END LOOP;
  IF abs(winding) < 3 THEN
    RETURN false;
  END IF;
  RETURN (winding > 0) = (meridian_adql.turning(v, n) > 0);
END $$;

-- Whether a union of convex parts contains a position. Part p has the sides (x, y, z, least scalar product) that begin at
-- sides[starts[p]] and end before those of the next; group g ends with the part groups[g] and lies in the cap (x, y, z,
-- cosine of the radius) at caps[4 * g - 3].
CREATE FUNCTION meridian_adql.in_parts(lon float8, lat float8, groups int4[], caps float8[], starts int4[], sides float8[])
RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
  x float8 := cos(radians(lat)) * cos(radians(lon));
  y float8 := cos(radians(lat)) * sin(radians(lon));
  z float8 := sin(radians(lat));
  first_part int := 1;
  i int;
BEGIN
  IF x + z > 2 THEN
    RETURN false;
  END IF;
  FOR g IN 1 .. cardinality(groups) LOOP
    IF caps[4*g-3] * x + caps[4*g-2] * y + caps[4*g-1] * z >= caps[4*g] THEN
      <<part>>
      FOR p IN first_part .. groups[g] LOOP
        i := starts[p];
        WHILE i < starts[p+1] LOOP
          CONTINUE part WHEN sides[i] * x + sides[i+1] * y + sides[i+2] * z < sides[i+3];
          i := i + 4;
        END LOOP;
        RETURN true;
      END LOOP;
    END IF;
    first_part := groups[g] + 1;
  END LOOP;
  RETURN false;
END $$;

-- The least distance of a position from the outline of a polygon.
CREATE FUNCTION meridian_adql.outline_distance(lon float8, lat float8, polygon float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  n int := cardinality(polygon) / 2;
  v float8[] := meridian_adql.vectors(polygon, n);
  p float8[] := meridian_adql.vectors(ARRAY[lon, lat], 1);
  a int := 3 * (n - 1);
  b int;
  cx float8; cy float8; cz float8;
  least_rad float8 := pi();
BEGIN
  FOR i IN 0 .. n - 1 LOOP
    b := 3 * i;
    cx := v[a+2] * v[b+3] - v[a+3] * v[b+2]; cy := v[a+3] * v[b+1] - v[a+1] * v[b+3]; cz := v[a+1] * v[b+2] - v[a+2] * v[b+1];
    IF p[1] * (cy * v[a+3] - cz * v[a+2]) + p[2] * (cz * v[a+1] - cx * v[a+3]) + p[3] * (cx * v[a+2] - cy * v[a+1]) >= 0
        AND p[1] * (v[b+2] * cz - v[b+3] * cy) + p[2] * (v[b+3] * cx - v[b+1] * cz) + p[3] * (v[b+1] * cy - v[b+2] * cx) >= 0 THEN
      least_rad := least(least_rad, atan2(
        abs(cx * p[1] + cy * p[2] + cz * p[3]),
        sqrt((cy * p[3] - cz * p[2]) ^ 2 + (cz * p[1] - cx * p[3]) ^ 2 + (cx * p[2] - cy * p[1]) ^ 2)));
    ELSE
      least_rad := least(least_rad, radians(
        meridian_adql.distance(lon, lat, polygon[2 * i + 1], polygon[2 * i + 2])));
    END IF;
    a := b;
  END LOOP;
  RETURN degrees(least_rad);
END $$;

-- Whether two outlines cross, touching aside (touching corners are inside the other polygon).
CREATE FUNCTION meridian_adql.outlines_cross(polygon1 float8[], polygon2 float8[]) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1500 AS $$
DECLARE
  n int := cardinality(polygon1) / 2;
  m int := cardinality(polygon2) / 2;
  v float8[] := meridian_adql.vectors(polygon1, n);
  w float8[] := meridian_adql.vectors(polygon2, m);
  a int := 3 * (n - 1);
  b int; c int; d int;
  px float8; py float8; pz float8;
  qx float8; qy float8; qz float8;
  s1 float8; s2 float8; s3 float8; s4 float8;
BEGIN
  FOR i IN 0 .. n - 1 LOOP
    b := 3 * i;
    px := v[a+2] * v[b+3] - v[a+3] * v[b+2]; py := v[a+3] * v[b+1] - v[a+1] * v[b+3]; pz := v[a+1] * v[b+2] - v[a+2] * v[b+1];
    c := 3 * (m - 1);
    FOR j IN 0 .. m - 1 LOOP
      d := 3 * j;
      s1 := px * w[c+1] + py * w[c+2] + pz * w[c+3];
      s2 := px * w[d+1] + py * w[d+2] + pz * w[d+3];
      IF s1 > 1e-16 AND s2 < -1e-16 OR s1 < -1e-16 AND s2 > 1e-16 THEN
        qx := w[c+2] * w[d+3] - w[c+3] * w[d+2]; qy := w[c+3] * w[d+1] - w[c+1] * w[d+3]; qz := w[c+1] * w[d+2] - w[c+2] * w[d+1];
        s3 := qx * v[a+1] + qy * v[a+2] + qz * v[a+3];
        s4 := qx * v[b+1] + qy * v[b+2] + qz * v[b+3];
        IF s1 > 0 AND s3 < -1e-16 AND s4 > 1e-16 OR s1 < 0 AND s3 > 1e-16 AND s4 < -1e-16 THEN
          RETURN true;
        END IF;
      END IF;
      c := d;
    END LOOP;
    a := b;
  END LOOP;
  RETURN false;
END $$;

-- Whether some (or, where so asked, every) corner of a polygon lies in another; with the middles of its edges.
CREATE FUNCTION meridian_adql.corners_in(inner_polygon float8[], outer_polygon float8[], every bool) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1500 AS $$
DECLARE
  n int := cardinality(inner_polygon) / 2;
  v float8[] := meridian_adql.vectors(inner_polygon, n);
  middle float8[];
  a int := 3 * (n - 1);
  b int;
BEGIN
  FOR i IN 0 .. n - 1 LOOP
    IF meridian_adql.in_polygon(inner_polygon[2 * i + 1], inner_polygon[2 * i + 2], outer_polygon) <> every THEN
      RETURN NOT every;
    END IF;
    IF every THEN
      b := 3 * i;
      middle := meridian_adql.position(v[a+1] + v[b+1], v[a+2] + v[b+2], v[a+3] + v[b+3]);
      IF NOT meridian_adql.in_polygon(middle[1], middle[2], outer_polygon)
          AND meridian_adql.outline_distance(middle[1], middle[2], outer_polygon) > 1e-12 THEN
        RETURN false;
      END IF;
      a := b;
    END IF;
  END LOOP;
  RETURN every;
END $$;

-- Whether the first geometry lies wholly in the second.
CREATE FUNCTION meridian_adql.contains(a float8[], b float8[]) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1500 AS $$
DECLARE
  d float8;
BEGIN
  IF cardinality(a) = 2 AND cardinality(b) > 3 THEN
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

-- Whether two geometries have a point in common.
CREATE FUNCTION meridian_adql.intersects(a float8[], b float8[]) RETURNS bool
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1500 AS $$
BEGIN
  IF cardinality(a) <= 3 AND cardinality(b) <= 3 THEN
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

-- Area in square degrees.
CREATE FUNCTION meridian_adql.area(g float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
  n int := cardinality(g) / 2;
BEGIN
  IF cardinality(g) = 2 THEN
    RETURN 0;
  ELSIF cardinality(g) = 3 THEN
    RETURN degrees(degrees(4 * pi() * sin(radians(g[3]) / 2) ^ 2));
  END IF;
  RETURN degrees(degrees(2 * pi() - abs(meridian_adql.turning(meridian_adql.vectors(g, n), n))));
END $$;

-- Centre of mass, projected onto the sphere.
CREATE FUNCTION meridian_adql.centroid(g float8[]) RETURNS float8[]
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
    RETURN g[1:2];
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
  s := sign(meridian_adql.turning(v, n));
  RETURN meridian_adql.position(s * x, s * y, s * z);
END $$;

-- A circle (lon, lat, radius) around a geometry; not the smallest.
CREATE FUNCTION meridian_adql.bounding(g float8[]) RETURNS float8[]
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
