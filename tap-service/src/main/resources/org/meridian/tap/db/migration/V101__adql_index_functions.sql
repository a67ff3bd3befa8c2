-- SPDX-License-Identifier: Apache-2.0
-- HEALPix cells (NESTED) around positions that are only known row by row: the keys with which one table looks into the
-- sky index of another.

-- All cells of order ord that a circle of radius r degrees can touch, and perhaps some more; none for what is no
-- position. Meant for circles that are not much larger than a cell.
--
-- Within a base cell, HEALPix is a map onto a square in which no coordinate changes faster than 1.46 sides per radian; it
-- continues over the edges of base cells. So the circle stays within a square of half side 1.46 r. Where three base cells
-- meet, one quarter of the square is missing; twice the square around the other sides of that corner covers it.
CREATE FUNCTION meridian_adql.cells(lon float8, lat float8, r float8, ord int) RETURNS int8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
  n int8 := 1::int8 << ord;
  z float8; za float8; tt float8; t float8; jp float8; jm float8;
  ip int; im int; face int;
  x float8; y float8;
  half float8 := 1.46 * radians(r) * n + 1e-5;
  x0 int8; x1 int8; y0 int8; y1 int8;
  px int8; py int8; vx int8; vy int8; swap int; way int; f int;
  outside bool; corner bool := false;
  found int8[] := '{}';
BEGIN
  IF NOT (lat BETWEEN -90 AND 90 AND abs(lon) < 1e15 AND r >= 0 AND r <= 180) THEN
    RETURN found;
  END IF;
  z := sin(radians(lat));
  za := abs(z);
  tt := lon / 90 - 4 * floor(lon / 360);
  IF tt >= 4 THEN
    tt := 0;
  END IF;
  IF za <= 0.66666666666666667 THEN
    jp := n * (0.5 + tt - 0.75 * z);
    jm := n * (0.5 + tt + 0.75 * z);
    ip := floor(jp / n);
    im := floor(jm / n);
    face := CASE WHEN ip = im THEN ip | 4 WHEN ip < im THEN ip ELSE im + 8 END;
    x := jm - im * n;
    y := n - (jp - ip * n);
  ELSE
    ip := least(3, floor(tt));
    t := n * CASE WHEN za < 0.99 THEN sqrt(3 * (1 - za)) ELSE cos(radians(lat)) / sqrt((1 + za) / 3) END;
    jp := (tt - ip) * t;
    jm := (1 - (tt - ip)) * t;
    IF z > 0 THEN
      face := ip;
      x := n - jm;
      y := n - jp;
    ELSE
      face := ip + 8;
      x := jp;
      y := jm;
    END IF;
  END IF;
  <<attempt>>
  LOOP
    x0 := floor(x - half); x1 := floor(x + half);
    y0 := floor(y - half); y1 := floor(y + half);
    outside := x0 < 0 OR y0 < 0 OR x1 >= n OR y1 >= n;
    IF x1 - x0 > 63 OR y1 - y0 > 63 OR x0 < -n OR y0 < -n OR x1 >= 2 * n OR y1 >= 2 * n THEN
      RETURN NULL;
    END IF;
    found := '{}';
    FOR i IN x0 .. x1 LOOP
      FOR j IN y0 .. y1 LOOP
        f := face;
        px := i;
        py := j;
        IF outside THEN
          way := 4;
          IF px < 0 THEN px := px + n; way := way - 1; ELSIF px >= n THEN px := px - n; way := way + 1; END IF;
          IF py < 0 THEN py := py + n; way := way - 3; ELSIF py >= n THEN py := py - n; way := way + 3; END IF;
          IF way <> 4 THEN
            f := ('{8,9,10,11,-1,-1,-1,-1,10,11,8,9,5,6,7,4,8,9,10,11,9,10,11,8,-1,-1,-1,-1,5,6,7,4,-1,-1,-1,-1,'
              '4,5,6,7,11,8,9,10,11,8,9,10,0,1,2,3,4,5,6,7,8,9,10,11,1,2,3,0,0,1,2,3,5,6,7,4,-1,-1,-1,-1,7,4,5,6,'
              '-1,-1,-1,-1,3,0,1,2,3,0,1,2,4,5,6,7,2,3,0,1,-1,-1,-1,-1,0,1,2,3}'::int[])[12 * way + face + 1];
            IF f < 0 THEN
              IF NOT corner THEN
                corner := true;
                half := 2 * half;
                CONTINUE attempt;
              END IF;
              CONTINUE;
            END IF;
            swap := ('{0,0,3,0,0,6,0,0,0,0,0,5,0,0,0,5,0,0,0,0,0,6,0,0,3,0,0}'::int[])[3 * way + face / 4 + 1];
            IF swap & 1 > 0 THEN px := n - px - 1; END IF;
            IF swap & 2 > 0 THEN py := n - py - 1; END IF;
            IF swap & 4 > 0 THEN vx := px; px := py; py := vx; END IF;
          END IF;
        END IF;
        IF ord <= 16 THEN
          -- Both at once: 16 bits each, one in either half of the word.
          vx := px | (py << 32);
          vx := (vx | (vx << 8)) & x'00ff00ff00ff00ff'::int8;
          vx := (vx | (vx << 4)) & x'0f0f0f0f0f0f0f0f'::int8;
          vx := (vx | (vx << 2)) & x'3333333333333333'::int8;
          vx := (vx | (vx << 1)) & x'5555555555555555'::int8;
          found := found || (f * n * n + ((vx & x'00000000ffffffff'::int8) | (vx >> 31)));
          CONTINUE;
        END IF;
        vx := (px | (px << 16)) & x'0000ffff0000ffff'::int8;
        vx := (vx | (vx << 8)) & x'00ff00ff00ff00ff'::int8;
        vx := (vx | (vx << 4)) & x'0f0f0f0f0f0f0f0f'::int8;
        vx := (vx | (vx << 2)) & x'3333333333333333'::int8;
        vx := (vx | (vx << 1)) & x'5555555555555555'::int8;
        vy := (py | (py << 16)) & x'0000ffff0000ffff'::int8;
        vy := (vy | (vy << 8)) & x'00ff00ff00ff00ff'::int8;
        vy := (vy | (vy << 4)) & x'0f0f0f0f0f0f0f0f'::int8;
        vy := (vy | (vy << 2)) & x'3333333333333333'::int8;
        vy := (vy | (vy << 1)) & x'5555555555555555'::int8;
        found := found || (f * n * n + (vx | (vy << 1)));
      END LOOP;
    END LOOP;
    RETURN found;
  END LOOP;
END $$;

-- Four ranges of order-29 cells, {from, to, from, to, ...}, both ends included, that contain a circle. Empty ranges are
-- {1, 0}.
CREATE FUNCTION meridian_adql.ranges(lon float8, lat float8, r float8) RETURNS int8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
  -- The finest order whose cells are as wide as the square around the circle: it touches four at most.
  ord int := least(29, floor(-ln(2.92 * radians(greatest(r, 0)) + 1e-14) / ln(2::float8)))::int;
  found int8[];
  shift int;
  ranges int8[] := '{}';
BEGIN
  IF NOT (lat BETWEEN -90 AND 90 AND abs(lon) < 1e15 AND r >= 0 AND r <= 180) THEN
    RETURN '{1,0,1,0,1,0,1,0}';
  END IF;
  WHILE ord >= 0 LOOP
    found := meridian_adql.cells(lon, lat, r, ord);
    IF cardinality(found) <= 4 THEN
      shift := 2 * (29 - ord);
      FOR i IN 1 .. 4 LOOP
        ranges := ranges || CASE WHEN i <= cardinality(found)
          THEN ARRAY[found[i] << shift, ((found[i] + 1) << shift) - 1] ELSE '{1,0}'::int8[] END;
      END LOOP;
      RETURN ranges;
    END IF;
    ord := ord - 1;
  END LOOP;
  RETURN ARRAY[0, 12 * (1::int8 << 58), 1, 0, 1, 0, 1, 0];
END $$;

-- The same for a region: the ranges of a circle around it.
CREATE FUNCTION meridian_adql.ranges(g float8[]) RETURNS int8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
  c float8[] := meridian_adql.bounding(g);
BEGIN
  RETURN meridian_adql.ranges(c[1], c[2], c[3]);
END $$;

-- The first order-29 cells of the cells of orders 0 to 29 that contain an order-29 cell.
CREATE FUNCTION meridian_adql.ancestors(cell int8) RETURNS int8[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT ARRAY(SELECT cell >> s << s FROM generate_series(0, 58, 2) s)
$$;
