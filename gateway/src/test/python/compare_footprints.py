# SPDX-License-Identifier: Apache-2.0
"""Compares INTERSECTS of footprints, as a gateway answers it by TAP, with geometry of its own (Shapely) and with MOCPy.

Usage: compare_footprints.py make FOLDER            writes FITS headers at the poles and at RA 0, of one part and of several
       compare_footprints.py TAP_URL [PAIRS [SEED]] (pip install mocpy pyvo shapely)

Regions are put where they are hardest to judge: with a boundary that crosses that of a footprint, or passes it within three
percent of its size, inside of it, or around it; circles, convex and concave polygons. A gnomonic projection makes planes of
great circles, so that Shapely judges polygons as they are; a circle overlaps a polygon that contains its centre, or has a side
no farther from it than its radius. Only pairs within a thousandth of an arcsecond of touching have no judge. MOCs of order 13
are asked where they can tell: where those of two regions have nothing in common, or where that of a region made smaller by more
than a cell's diagonal meets the footprint's. =1, =0, NOT and COUNT must go together, for all footprints."""
import math
import random
import sys
import warnings
from pathlib import Path

import astropy.units as u
import numpy as np
from astropy.coordinates import Latitude, Longitude, SkyCoord
from astropy.io import fits

ORDER = 13
MARGIN_DEG = 0.02
TOUCHING_DEG = 0.001 / 3600
warnings.simplefilter("ignore")


def unit(ra, dec):
    a, d = math.radians(ra), math.radians(dec)
    return np.array([math.cos(d) * math.cos(a), math.cos(d) * math.sin(a), math.sin(d)])


def place(v):
    return math.degrees(math.atan2(v[1], v[0])) % 360, math.degrees(math.atan2(v[2], math.hypot(v[0], v[1])))


def apart(a, b):
    return math.degrees(math.atan2(np.linalg.norm(np.cross(a, b)), np.dot(a, b)))


def toward(v, direction, degrees):
    """The place at a distance along a unit tangent."""
    r = math.radians(degrees)
    return math.cos(r) * v + math.sin(r) * direction


def tangent(v, angle):
    east = np.cross([0.0, 0.0, 1.0] if abs(v[2]) < 0.9 else [1.0, 0.0, 0.0], v)
    east /= np.linalg.norm(east)
    return math.cos(angle) * east + math.sin(angle) * np.cross(v, east)


def footprint(text):
    """The parts of an STC-S text: POLYGON, CIRCLE or UNION of them; circles as (centre, radius), polygons as places."""
    shapes = []
    for word in text.replace("(", " ").replace(")", " ").split():
        if word in ("POLYGON", "CIRCLE"):
            shapes.append((word, []))
        elif word not in ("UNION", "ICRS"):
            shapes[-1][1].append(float(word))
    return [shape(kind, n) for kind, n in shapes]


def shape(kind, n):
    if kind == "CIRCLE":
        return kind, (unit(n[0], n[1]), n[2])
    return kind, [unit(n[i], n[i + 1]) for i in range(0, len(n), 2)]


def plane(centre, places):
    import shapely

    x, y = tangent(centre, 0.0), tangent(centre, math.pi / 2)
    return shapely.Polygon([(np.dot(p, x) / np.dot(p, centre), np.dot(p, y) / np.dot(p, centre)) for p in places])


def middle(places):
    v = np.sum(places, axis=0)
    return v / np.linalg.norm(v)


def to_arc(p, a, b):
    """From a place to an arc of a great circle."""
    n = np.cross(a, b)
    n /= np.linalg.norm(n)
    foot = p - np.dot(p, n) * n
    foot /= np.linalg.norm(foot)
    within = np.dot(np.cross(a, foot), n) >= 0 and np.dot(np.cross(foot, b), n) >= 0
    return abs(math.degrees(math.asin(max(-1, min(1, np.dot(p, n)))))) if within else min(apart(p, a), apart(p, b))


def sides(places):
    return list(zip(places, places[1:] + places[:1]))


def gap(one, other):
    """How far two shapes are apart: negative where they overlap; None where no plane holds both."""
    if one[0] == "CIRCLE" and other[0] == "CIRCLE":
        return apart(one[1][0], other[1][0]) - one[1][1] - other[1][1]
    if other[0] == "CIRCLE":
        one, other = other, one
    corners = other[1]
    if one[0] == "CIRCLE":
        centre, radius = one[1]
        if all(np.dot(centre, p) > 0.02 for p in corners):
            import shapely

            if plane(centre, corners).contains(shapely.Point(0, 0)):
                return -1.0
        return min(to_arc(centre, a, b) for a, b in sides(corners)) - radius
    centre = middle(one[1])
    if any(np.dot(centre, p) < 0.02 for p in one[1] + corners):
        return 180.0 if all(np.dot(centre, p) < 0.3 for p in corners) else None
    a, b = plane(centre, one[1]), plane(centre, corners)
    if a.intersects(b):
        deep = a.intersection(b).area
        return -math.degrees(math.sqrt(deep)) if deep > 0 else 0.0
    return math.degrees(a.distance(b)) * 0.2


def moc(shapes):
    from mocpy import MOC

    total = MOC.new_empty(ORDER)
    for kind, given in shapes:
        if kind == "CIRCLE":
            ra, dec = place(given[0])
            part = MOC.from_cone(Longitude(ra * u.deg), Latitude(dec * u.deg), radius=given[1] * u.deg, max_depth=ORDER)
        else:
            lon, lat = zip(*(place(p) for p in given))
            part = MOC.from_polygon_skycoord(SkyCoord(list(lon), list(lat), unit="deg"), max_depth=ORDER)
        total = total.union(part)
    return total


def star(rng, centre, radius, concave):
    """Corners around a centre, every second one nearer if it is concave; and how near the lines of its sides come."""
    n = 2 * rng.randint(3, 5) if concave else rng.randint(4, 8)
    begin = rng.uniform(0, 2 * math.pi)
    corners = []
    for i in range(n):
        reach = radius * (rng.uniform(0.45, 0.6) if concave and i % 2 else 1.0)
        angle = begin + 2 * math.pi * (i + (0 if concave else 0.25 * rng.uniform(-1, 1))) / n
        corners.append(toward(centre, tangent(centre, angle), reach))
    inner = min(abs(math.degrees(math.asin(np.dot(centre, np.cross(a, b) / np.linalg.norm(np.cross(a, b)))))) for a, b in sides(corners))
    return corners, inner


def edge_place(rng, part):
    """A place on the boundary of a part, and the direction out of it."""
    if part[0] == "CIRCLE":
        centre, radius = part[1]
        direction = tangent(centre, rng.uniform(0, 2 * math.pi))
        p = toward(centre, direction, radius)
        return p, toward(direction, -centre, radius)
    a, b = rng.choice(sides(part[1]))
    p = a + rng.uniform(0.02, 0.98) * (b - a)
    p /= np.linalg.norm(p)
    out = np.cross(a, b)
    out /= np.linalg.norm(out)
    inside = plane(middle(part[1]), part[1]).representative_point()
    m = middle(part[1])
    inner = m + inside.x * tangent(m, 0.0) + inside.y * tangent(m, math.pi / 2)
    return p, out if np.dot(out, inner) < 0 else -out


def any_region(rng, part):
    """How a region lies, the region, and the same made smaller by MARGIN_DEG, if anything is left."""
    size = 2 * part[1][1] if part[0] == "CIRCLE" else max(apart(a, b) for a in part[1] for b in part[1])
    size = max(size, 0.002)
    kind = rng.choice(("touching", "touching", "crossing", "inside", "around", "any"))
    p, out = edge_place(rng, part)
    radius = size * 10 ** rng.uniform(-1, 0.5)
    concave = rng.random() < 0.4
    circle = not concave and rng.random() < 0.5
    if kind == "around":
        radius = size * rng.uniform(1.1, 2)
        centre = toward(p, -out, size / 2)
    elif kind == "inside":
        radius = size * rng.uniform(0.02, 0.1)
        centre = toward(p, -out, radius * rng.uniform(1, 2))
    elif kind == "crossing":
        centre = toward(p, out, radius * rng.uniform(-0.9, 0.9))
    elif kind == "touching":
        centre = toward(p, out, radius + size * rng.uniform(-0.03, 0.03))
    else:
        centre = toward(p, tangent(p, rng.uniform(0, 2 * math.pi)), rng.uniform(0, 2 * radius + 0.5))
    radius = min(radius, 40)
    centre /= np.linalg.norm(centre)
    if circle:
        smaller = [("CIRCLE", (centre, radius - MARGIN_DEG))] if radius > 1.5 * MARGIN_DEG else []
        return kind, ("CIRCLE", (centre, radius)), smaller
    corners, inner = star(rng, centre, radius, concave)
    if kind == "touching":
        # Turned so that a corner points at the footprint.
        corners, inner = turned(corners, centre, p), inner
    share = 1 - 1.2 * MARGIN_DEG / inner
    smaller = [toward(centre, (c - np.dot(c, centre) * centre) / np.linalg.norm(c - np.dot(c, centre) * centre), share * apart(c, centre)) for c in corners]
    return kind, ("POLYGON", corners), [("POLYGON", smaller)] if share > 0.3 and radius < 5 else []


def turned(corners, centre, to):
    """The corners turned around their centre, the first to a place."""
    a = corners[0] - np.dot(corners[0], centre) * centre
    b = to - np.dot(to, centre) * centre
    angle = math.atan2(np.dot(np.cross(a, b), centre), np.dot(a, b))
    c, s = math.cos(angle), math.sin(angle)
    return [c * v + s * np.cross(centre, v) + (1 - c) * np.dot(centre, v) * centre for v in corners]


def adql(region):
    kind, given = region
    numbers = [*place(given[0]), given[1]] if kind == "CIRCLE" else [x for c in given for x in place(c)]
    return kind + "(" + ", ".join(repr(float(x)) for x in numbers) + ")"


def compare(url, pairs, seed):
    import pyvo

    tap = pyvo.dal.TAPService(url)
    rng = random.Random(seed)
    rows = tap.search("SELECT obs_publisher_did AS did, s_region FROM ivoa.obscore WHERE s_region IS NOT NULL", maxrec=100_000)
    # A HEALPix map covers the whole sky, and says so by a circle of 180 degrees.
    prints = {str(r["did"]): footprint(str(r["s_region"])) for r in rows.to_table() if "180" not in str(r["s_region"]).split()[-1]}
    mocs = {did: moc(parts) for did, parts in prints.items()}
    lies, judged, asked, skipped, wrong = {}, {"yes": 0, "no": 0}, {"yes": 0, "no": 0}, 0, 0
    near = 0
    for _ in range(pairs):
        did = rng.choice(list(prints))
        kind, region, smaller = any_region(rng, rng.choice(prints[did]))
        test = f"INTERSECTS(s_region, {adql(region)})"
        select = "SELECT obs_publisher_did AS did FROM ivoa.obscore WHERE s_region IS NOT NULL AND "
        yes = {str(d) for d in tap.search(select + test + " = 1", maxrec=100_000)["did"]}
        no = {str(d) for d in tap.search(select + test + " = 0", maxrec=100_000)["did"]}
        negated = {str(d) for d in tap.search(select + f"NOT ({test} = 1)", maxrec=100_000)["did"]}
        count = tap.search("SELECT COUNT(*) AS n FROM ivoa.obscore WHERE " + test + " = 1")["n"][0]
        if yes & no or no != negated or count != len(yes) or not set(prints) <= yes | no:
            wrong += 1
            print("answers contradict one another:", adql(region), len(yes), len(no), len(negated), count)
        # The pair that was made, and all others that are not plainly far.
        whole, part = moc([region]), moc(smaller)
        for other in prints:
            gaps = [gap(region, p) for p in prints[other]]
            if other == did:
                lies[kind] = lies.get(kind, 0) + 1
                near += kind != "any"
            if any(g is None or abs(g) < TOUCHING_DEG for g in gaps) and not any(g is not None and g < -TOUCHING_DEG for g in gaps):
                skipped += 1
            else:
                must = min(g for g in gaps if g is not None) < 0
                judged["yes" if must else "no"] += 1
                if must != (other in yes):
                    wrong += 1
                    print("differs:", other, adql(region), "geometry says", must, "apart", min(g for g in gaps if g is not None))
            sure = True if smaller and not part.intersection(mocs[other]).empty() else None
            sure = False if whole.intersection(mocs[other]).empty() else sure
            if sure is not None:
                asked["yes" if sure else "no"] += 1
                if sure != (other in yes):
                    wrong += 1
                    print("differs:", other, adql(region), "MOCPy says", sure)
    total = sum(judged.values()) + skipped
    print(f"{pairs} regions made for a footprint ({', '.join(f'{n} {k}' for k, n in sorted(lies.items()))}; {near} near), {total} pairs")
    print(f"geometry: {judged['yes']} overlap, {judged['no']} do not, {skipped} touch; MOCPy: {asked['yes']} overlap, {asked['no']} do not")
    print(f"{wrong} wrong")
    sys.exit(wrong != 0)


def make(folder):
    """Files of which a scan makes footprints: headers without many pixels, sizes from arcminutes to degrees."""
    centres = [(0.0, 0.0), (359.99, 0.01), (0.0, 90.0), (120.0, 89.9), (0.0, -90.0), (200.0, -89.95), (0.02, 45.0), (180.0, 0.0), (90.0, 66.56), (359.5, -30.0)]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for i, (ra, dec) in enumerate(centres):
        for j, scale in enumerate((0.002, 0.02, 0.2)):
            parts = [fits.PrimaryHDU()]
            for k in range(1 + (i + j) % 4):
                hdu = fits.ImageHDU(np.zeros((20, 30), "u1"), name=f"CCD{k}")
                turn = math.radians(37 * i + 20 * j)
                hdu.header.update(
                    CTYPE1="RA---TAN", CTYPE2="DEC--TAN", CRVAL1=ra, CRVAL2=dec,
                    CRPIX1=15.5 - 33 * (k % 2), CRPIX2=10.5 - 23 * (k // 2),
                    CD1_1=-scale * math.cos(turn), CD1_2=scale * math.sin(turn), CD2_1=scale * math.sin(turn), CD2_2=scale * math.cos(turn))
                parts.append(hdu)
            fits.HDUList(parts).writeto(Path(folder) / f"{i}-{j}.fits", overwrite=True)


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    compare(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
