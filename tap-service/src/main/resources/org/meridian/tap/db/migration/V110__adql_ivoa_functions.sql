-- SPDX-License-Identifier: Apache-2.0
-- Functions of the IVOA's catalogue of ADQL user defined functions (EN 1.2) and their kin, as the translation calls them.
-- Pure functions: no tables, no extension. Positions in degrees.

-- The position of a vector of any length. A longitude so little below 0 that 360 is the nearest number is 0.
CREATE OR REPLACE FUNCTION meridian_adql.position(x float8, y float8, z float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT ARRAY[
  CASE WHEN atan2(y, x) >= 0 THEN degrees(atan2(y, x))
    WHEN degrees(atan2(y, x)) + 360 < 360 THEN degrees(atan2(y, x)) + 360 ELSE 0 END,
  degrees(atan2(z, sqrt(x * x + y * y)))]
$$;

-- The cell (NESTED) of a position. The same operations, in the same order, as the gateway's own code for its index, so that
-- both give the same cell.
CREATE FUNCTION meridian_adql.healpix_index(ord int, lon float8, lat float8) RETURNS int8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
  n int8 := 1::int8 << ord;
  nf float8 := n;
  r float8 := lon;
  turns float8; z float8; sigma float8; part float8;
  quarter int8; face int8; jp int8; jm int8; fp int8; fm int8;
  x int8; y int8;
BEGIN
  IF ord < 0 OR ord > 29 THEN
    RAISE EXCEPTION USING ERRCODE = '22M11', MESSAGE = 'no order of HEALPix: ' || ord;
  ELSIF NOT (lat BETWEEN -90 AND 90) THEN
    RAISE EXCEPTION USING ERRCODE = '22M02', MESSAGE = 'no latitude: ' || lat;
  ELSIF NOT (abs(lon) < 'Infinity') THEN
    RAISE EXCEPTION USING ERRCODE = '22M12', MESSAGE = 'no longitude: ' || lon;
  END IF;
  IF lon < 0 OR lon >= 360 THEN
    -- What remains of whole turns has no more digits than the longitude itself, so nothing is rounded here.
    r := lon - 360 * trunc(lon / 360);
    IF r < 0 AND lon > 0 THEN r := r + 360; ELSIF r > 0 AND lon < 0 THEN r := r - 360; END IF;
    IF r < 0 THEN r := r + 360; END IF;
    IF r >= 360 THEN r := 0; END IF;
  END IF;
  -- Too near to zero to matter, and to be divided.
  IF r < 1e-290 THEN r := 0; END IF;
  turns := r / 90;
  z := CASE WHEN abs(lat) < 1e-290 THEN 0 ELSE sin(lat * 0.017453292519943295) END;
  IF abs(z) <= 2::float8 / 3 THEN
    jp := floor(nf * (0.5 + turns - z * 0.75));
    jm := floor(nf * (0.5 + turns + z * 0.75));
    fp := jp >> ord;
    fm := jm >> ord;
    face := CASE WHEN fp = fm THEN (fp & 3) | 4 WHEN fp < fm THEN fp & 3 ELSE (fm & 3) + 8 END;
    x := jm & (n - 1);
    y := n - 1 - (jp & (n - 1));
  ELSE
    quarter := least(3, floor(turns));
    part := turns - quarter;
    sigma := sqrt(6::float8) * sin((90 - abs(lat)) * 0.017453292519943295 / 2);
    jp := least(n - 1, floor(part * sigma * nf)::int8);
    jm := least(n - 1, floor((1 - part) * sigma * nf)::int8);
    IF lat >= 0 THEN
      face := quarter; x := n - 1 - jm; y := n - 1 - jp;
    ELSE
      face := quarter + 8; x := jp; y := jm;
    END IF;
  END IF;
  x := (x | (x << 16)) & x'0000ffff0000ffff'::int8;
  x := (x | (x << 8)) & x'00ff00ff00ff00ff'::int8;
  x := (x | (x << 4)) & x'0f0f0f0f0f0f0f0f'::int8;
  x := (x | (x << 2)) & x'3333333333333333'::int8;
  x := (x | (x << 1)) & x'5555555555555555'::int8;
  y := (y | (y << 16)) & x'0000ffff0000ffff'::int8;
  y := (y | (y << 8)) & x'00ff00ff00ff00ff'::int8;
  y := (y | (y << 4)) & x'0f0f0f0f0f0f0f0f'::int8;
  y := (y | (y << 2)) & x'3333333333333333'::int8;
  y := (y | (y << 1)) & x'5555555555555555'::int8;
  RETURN (face << (2 * ord)) | x | (y << 1);
END $$;

-- The centre of a cell.
CREATE FUNCTION meridian_adql.healpix_center(ord int, cell int8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
  face int; x int8; y int8;
  ring float8; cap float8; lon float8; z float8; t float8;
BEGIN
  IF ord < 0 OR ord > 29 OR cell < 0 OR cell >= 12::int8 << (2 * ord) THEN
    RAISE EXCEPTION USING ERRCODE = '22M11', MESSAGE = format('no cell %s of order %s', cell, ord);
  END IF;
  face := cell >> (2 * ord);
  x := cell & ((1::int8 << (2 * ord)) - 1);
  y := x >> 1;
  x := x & x'5555555555555555'::int8;
  x := (x | (x >> 1)) & x'3333333333333333'::int8;
  x := (x | (x >> 2)) & x'0f0f0f0f0f0f0f0f'::int8;
  x := (x | (x >> 4)) & x'00ff00ff00ff00ff'::int8;
  x := (x | (x >> 8)) & x'0000ffff0000ffff'::int8;
  x := 2 * ((x | (x >> 16)) & x'00000000ffffffff'::int8) + 1;
  y := y & x'5555555555555555'::int8;
  y := (y | (y >> 1)) & x'3333333333333333'::int8;
  y := (y | (y >> 2)) & x'0f0f0f0f0f0f0f0f'::int8;
  y := (y | (y >> 4)) & x'00ff00ff00ff00ff'::int8;
  y := (y | (y >> 8)) & x'0000ffff0000ffff'::int8;
  y := 2 * ((y | (y >> 16)) & x'00000000ffffffff'::int8) + 1;
  -- Distance from the north pole in steps of base cells, and from a pole within its cap.
  ring := (((2 + face / 4)::int8 << (ord + 1)) - x - y)::float8 / (1::int8 << (ord + 1));
  cap := least(1, ring, 4 - ring);
  lon := ('{1,3,5,7,0,2,4,6,1,3,5,7}'::int[])[face + 1] * cap + (x - y)::float8 / (1::int8 << (ord + 1));
  IF lon < 0 THEN
    lon := lon + 8 * cap;
  END IF;
  z := CASE WHEN ring < 1 THEN 1 - ring * ring / 3 WHEN ring > 3 THEN (4 - ring) * (4 - ring) / 3 - 1
    ELSE (2 - ring) * 2 / 3 END;
  t := cap * cap / 3;
  RETURN ARRAY[45 * lon / cap,
    atan2(z, CASE WHEN cap < 1 THEN sqrt(t * (2 - t)) ELSE sqrt((1 - z) * (1 + z)) END) * 57.29577951308232];
END $$;

-- Uniform motion in space (ESA SP-1200, section 1.5.5): right ascension and declination (deg), parallax (mas), proper motion
-- (mas/yr, that in right ascension times cos of declination), radial velocity (km/s) at another epoch (years). No parallax
-- is infinitely far; what cannot be known then is NaN.
CREATE FUNCTION meridian_adql.epoch_prop(
  ra float8, decl float8, parallax float8, pmra float8, pmdec float8, rv float8, ref_epoch float8, out_epoch float8)
RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 300 AS $$
DECLARE
  mas CONSTANT float8 := pi() / 648000000;
  -- One astronomical unit per Julian year, in km/s.
  unit CONSTANT float8 := 4.740470463533349;
  t float8 := out_epoch - ref_epoch;
  ma float8 := coalesce(pmra, 0) * mas;
  md float8 := coalesce(pmdec, 0) * mas;
  zeta float8 := coalesce(rv, 0) * coalesce(parallax, 0) / unit * mas;
  sa float8; ca float8; sd float8; cd float8;
  rx float8; ry float8; rz float8;
  mx float8; my float8; mz float8;
  x float8; y float8; z float8;
  w float8; m2 float8; f float8; rho float8; rest float8;
  place float8[];
BEGIN
  IF ra IS NULL OR decl IS NULL OR t IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '22M13', MESSAGE = 'no position or no epoch';
  ELSIF NOT (decl BETWEEN -90 AND 90) THEN
    RAISE EXCEPTION USING ERRCODE = '22M02', MESSAGE = 'no latitude: ' || decl;
  END IF;
  sa := sin(radians(ra)); ca := cos(radians(ra));
  sd := sind(decl); cd := cosd(decl);
  rx := cd * ca; ry := cd * sa; rz := sd;
  mx := - sa * ma - sd * ca * md;
  my := ca * ma - sd * sa * md;
  mz := cd * md;
  m2 := ma * ma + md * md;
  w := 1 + zeta * t;
  x := rx * w + mx * t;
  y := ry * w + my * t;
  z := rz * w + mz * t;
  f := sqrt(w * w + m2 * t * t);
  IF f = 0 THEN
    RAISE EXCEPTION USING ERRCODE = '22012', MESSAGE = 'the star reaches the sun';
  END IF;
  f := 1 / f;
  place := meridian_adql.position(x, y, z);
  rho := sqrt(x * x + y * y);
  sa := CASE WHEN rho > 0 THEN y / rho ELSE 0 END;
  ca := CASE WHEN rho > 0 THEN x / rho ELSE 1 END;
  sd := z * f;
  cd := rho * f;
  rest := m2 * t;
  -- The proper motion at the other epoch, in rad/yr.
  x := (mx * w - rx * rest) * f ^ 3;
  y := (my * w - ry * rest) * f ^ 3;
  z := (mz * w - rz * rest) * f ^ 3;
  RETURN place || ARRAY[
    coalesce(parallax * f, 'NaN'),
    (ca * y - sa * x) / mas,
    (cd * z - sd * (ca * x + sa * y)) / mas,
    CASE WHEN parallax <> 0 THEN (zeta * w + rest) * f * f / mas * unit / (parallax * f) ELSE 'NaN' END];
END $$;

-- The position of the same alone.

CREATE FUNCTION meridian_adql.epoch_prop_pos(
  ra float8, decl float8, parallax float8, pmra float8, pmdec float8, rv float8, ref_epoch float8, out_epoch float8)
RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT (meridian_adql.epoch_prop(ra, decl, parallax, pmra, pmdec, rv, ref_epoch, out_epoch))[1:2]
$$;

-- A geometry, every position of it turned by a matrix of three rows.
CREATE FUNCTION meridian_adql.rotated(g float8[], m float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 300 AS $$
DECLARE
  n int := cardinality(g) / 2;
  v float8[] := meridian_adql.vectors(meridian_adql.checked(g), n);
  turned float8[] := '{}';
  i int := 1;
BEGIN
  WHILE i <= 3 * n LOOP
    turned := turned || meridian_adql.position(
      m[1] * v[i] + m[2] * v[i+1] + m[3] * v[i+2],
      m[4] * v[i] + m[5] * v[i+1] + m[6] * v[i+2],
      m[7] * v[i] + m[8] * v[i+1] + m[9] * v[i+2]);
    i := i + 3;
  END LOOP;
  RETURN CASE WHEN cardinality(g) = 3 THEN turned || g[3] ELSE turned END;
END $$;

-- Julian date; days have 86400 seconds.
CREATE FUNCTION meridian_adql.to_jd(t timestamp) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT (extract(epoch FROM t) / 86400 + 2440587.5)::float8
$$;

CREATE FUNCTION meridian_adql.to_mjd(t timestamp) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT (extract(epoch FROM t) / 86400 + 40587)::float8
$$;

-- Whether every word of needle is in haystack, as PostgreSQL's text search takes words of English: case and endings do not
-- count, nor do the commonest words, unless there are no others. Nothing has no words, and is not found. Expressions that
-- PostgreSQL inlines and simplifies, so that an index on to_tsvector('english', haystack) is used.
CREATE FUNCTION meridian_adql.hasword(haystack text, needle text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector('english'::regconfig, haystack) @@ plainto_tsquery('english'::regconfig, needle)
  OR numnode(plainto_tsquery('english'::regconfig, needle)) = 0
    AND to_tsvector('simple'::regconfig, haystack) @@ plainto_tsquery('simple'::regconfig, needle)
$$;

-- Whether a list joined by hash signs has an item; case does not count. No item has a hash sign.
CREATE FUNCTION meridian_adql.hashlist_has(hashlist text, item text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT lower(item) = ANY (string_to_array(lower(hashlist), '#'))
$$;

-- Hours, minutes and seconds in degrees; NULL for what is not written so.
CREATE FUNCTION meridian_adql.hms_to_degrees(hms text) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  m text[] := coalesce(
    regexp_match(hms, '^\s*(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d*)?)\s*$'),
    regexp_match(hms, '^\s*(\d{1,2})\s*h\s*(\d{1,2})\s*m\s*(\d{1,2}(?:\.\d*)?)\s*s\s*$', 'i'),
    regexp_match(hms, '^\s*(\d\d)(\d\d)(\d\d(?:\.\d*)?)\s*$'));
BEGIN
  RETURN CASE WHEN m[1]::int <= 24 AND m[2]::int < 60 AND m[3]::float8 < 60
    THEN 15 * (m[1]::int + (m[2]::int * 60 + m[3]::float8) / 3600) END;
END $$;

-- Degrees, minutes and seconds in degrees; NULL for what is not written so.
CREATE FUNCTION meridian_adql.dms_to_degrees(dms text) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  m text[] := coalesce(
    regexp_match(dms, '^\s*([-+]?)(\d{1,3}):(\d{1,2}):(\d{1,2}(?:\.\d*)?)\s*$'),
    regexp_match(dms, '^\s*([-+]?)(\d{1,3})\s*d\s*(\d{1,2})\s*m\s*(\d{1,2}(?:\.\d*)?)\s*s\s*$', 'i'),
    regexp_match(dms, '^\s*([-+]?)(\d{2,3})(\d\d)(\d\d(?:\.\d*)?)\s*$'));
BEGIN
  RETURN CASE WHEN m[2]::int <= 360 AND m[3]::int < 60 AND m[4]::float8 < 60
    THEN CASE m[1] WHEN '-' THEN -1 ELSE 1 END * (m[2]::int + (m[3]::int * 60 + m[4]::float8) / 3600) END;
END $$;

-- From a normal distribution (Box and Muller).
CREATE FUNCTION meridian_adql.normal_random(mu float8, sigma float8) RETURNS float8
LANGUAGE sql VOLATILE PARALLEL RESTRICTED AS $$
SELECT mu + sigma * (sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))
$$;

-- Counts in bins of equal width, with one bin before for what is less or NULL and one behind for what is more (or NaN). The
-- upper limit itself is in the last bin of the width.
CREATE FUNCTION meridian_adql.histogram_add(counts int8[], val float8, lower float8, upper float8, nbins int)
RETURNS int8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  bin int;
BEGIN
  IF counts IS NULL THEN
    IF (nbins BETWEEN 1 AND 10000 AND lower > '-Infinity' AND lower < upper AND upper < 'Infinity') IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = '22M14', MESSAGE = format('no histogram of %s bins from %s to %s', nbins, lower, upper);
    END IF;
    counts := array_fill(0::int8, ARRAY[nbins + 2]);
  END IF;
  bin := CASE WHEN val IS NULL OR val < lower THEN 1 WHEN val > upper THEN nbins + 2 WHEN val = upper THEN nbins + 1
    ELSE width_bucket(val, lower, upper, nbins) + 1 END;
  IF bin IS NULL OR cardinality(counts) <> nbins + 2 THEN
    RAISE EXCEPTION USING ERRCODE = '22M14', MESSAGE = 'limits or number of bins change within a group';
  END IF;
  counts[bin] := counts[bin] + 1;
  RETURN counts;
END $$;

CREATE FUNCTION meridian_adql.histogram_join(a int8[], b int8[]) RETURNS int8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN a IS NULL THEN b WHEN b IS NULL THEN a
  ELSE ARRAY(SELECT u.x + u.y FROM unnest(a, b) WITH ORDINALITY AS u (x, y, i) ORDER BY u.i) END
$$;

CREATE FUNCTION meridian_adql.histogram_end(counts int8[]) RETURNS int4[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT counts::int4[]
$$;

CREATE AGGREGATE meridian_adql.histogram(val float8, lower float8, upper float8, nbins int) (
  SFUNC = meridian_adql.histogram_add, STYPE = int8[], COMBINEFUNC = meridian_adql.histogram_join,
  FINALFUNC = meridian_adql.histogram_end, PARALLEL = SAFE);
