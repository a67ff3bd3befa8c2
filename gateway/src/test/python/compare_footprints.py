# SPDX-License-Identifier: Apache-2.0
"""Compares INTERSECTS of footprints, as a gateway answers it by TAP, with MOCPy (pip install mocpy pyvo).

Usage: compare_footprints.py TAP_URL [PAIRS [SEED]]

Random circles and convex polygons are put near the footprints of ivoa.obscore (s_region). MOCs of order 13 hold all of their
regions, so regions whose MOCs have nothing in common cannot overlap; and where the MOC of a region that was made smaller by more
than a cell's diagonal meets the MOC of a footprint, the region overlaps the footprint. Pairs between are within 72 arcsec of
touching and not judged by MOCPy; that each has one answer, by =1, =0, NOT and COUNT, is looked at for all."""
import math
import random
import sys
import warnings

import astropy.units as u
import pyvo
from astropy.coordinates import Latitude, Longitude, SkyCoord
from mocpy import MOC

ORDER = 13
MARGIN_DEG = 0.02
warnings.simplefilter("ignore")


def moc(shapes):
    """The MOC of circles (ra, dec, radius) and polygons (lists of ra, dec)."""
    total = MOC.new_empty(ORDER)
    for kind, numbers in shapes:
        if kind == "CIRCLE":
            ra, dec, radius = numbers
            part = MOC.from_cone(Longitude(ra * u.deg), Latitude(dec * u.deg), radius=radius * u.deg, max_depth=ORDER)
        else:
            part = MOC.from_polygon_skycoord(SkyCoord(numbers[::2], numbers[1::2], unit="deg"), max_depth=ORDER)
        total = total.union(part)
    return total


def footprint(text):
    """The parts of an STC-S text: POLYGON, CIRCLE or UNION of them."""
    shapes = []
    for word in text.replace("(", " ").replace(")", " ").split():
        if word in ("POLYGON", "CIRCLE"):
            shapes.append((word, []))
        elif word not in ("UNION", "ICRS"):
            shapes[-1][1].append(float(word))
    return shapes


def around(ra, dec, radius, angle):
    """The place at a distance in a direction (degrees, radians)."""
    place = SkyCoord(ra, dec, unit="deg").directional_offset_by(angle * u.rad, radius * u.deg)
    return float(place.ra.deg), float(place.dec.deg)


def any_region(rng, near):
    """A region near a place, as ADQL, and as a shape that is smaller by MARGIN_DEG, if anything is left."""
    radius = 10 ** rng.uniform(-1.3, 0.4)
    ra, dec = around(near.ra.deg, near.dec.deg, rng.uniform(0, 2 * radius + 0.5), rng.uniform(0, 2 * math.pi))
    if rng.random() < 0.5:
        adql = f"CIRCLE({ra!r}, {dec!r}, {radius!r})"
        smaller = [("CIRCLE", (ra, dec, radius - MARGIN_DEG))] if radius > 1.5 * MARGIN_DEG else []
        return adql, [("CIRCLE", (ra, dec, radius))], smaller
    n = rng.randint(4, 8)
    angles = [2 * math.pi * (i + 0.3 * rng.uniform(-1, 1)) / n for i in range(n)]
    gaps = [(angles[(i + 1) % n] - angles[i]) % (2 * math.pi) for i in range(n)]
    inner = radius * math.cos(max(gaps) / 2)
    corners = [c for a in angles for c in around(ra, dec, radius, a)]
    share = 1 - 1.1 * MARGIN_DEG / inner
    smaller = [c for a in angles for c in around(ra, dec, radius * share, a)] if share > 0.2 else []
    adql = "POLYGON(" + ", ".join(repr(float(c)) for c in corners) + ")"
    return adql, [("POLYGON", corners)], [("POLYGON", smaller)] if smaller else []


def main():
    tap = pyvo.dal.TAPService(sys.argv[1])
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    rows = tap.search("SELECT obs_publisher_did AS did, s_ra, s_dec, s_region FROM ivoa.obscore WHERE s_region IS NOT NULL", maxrec=100_000)
    # A HEALPix map covers the whole sky, and says so by a circle that MOCPy would take minutes for.
    rows = [r for r in rows.to_table() if "180" not in str(r["s_region"]).split()[-1]]
    mocs = {str(r["did"]): moc(footprint(str(r["s_region"]))) for r in rows}
    judged = {"yes": 0, "no": 0, "near": 0}
    wrong = 0
    seen = 0
    while seen < pairs:
        row = rng.choice(rows)
        adql, shape, smaller = any_region(rng, SkyCoord(row["s_ra"], row["s_dec"], unit="deg"))
        whole, part = moc(shape), moc(smaller)
        test = f"INTERSECTS(s_region, {adql})"
        select = "SELECT obs_publisher_did AS did FROM ivoa.obscore WHERE s_region IS NOT NULL AND "
        yes = {str(d) for d in tap.search(select + test + " = 1")["did"]}
        no = {str(d) for d in tap.search(select + test + " = 0")["did"]}
        negated = {str(d) for d in tap.search(select + f"NOT ({test} = 1)")["did"]}
        count = tap.search("SELECT COUNT(*) AS n FROM ivoa.obscore WHERE " + test + " = 1")["n"][0]
        if yes & no or no != negated or count != len(yes) or not set(mocs) <= yes | no:
            wrong += 1
            print("answers contradict one another:", adql, len(yes), len(no), len(negated), count)
        for did, cells in mocs.items():
            seen += 1
            must = True if smaller and not part.intersection(cells).empty() else None
            must = False if whole.intersection(cells).empty() else must
            judged["near" if must is None else "yes" if must else "no"] += 1
            if must is not None and must != (did in yes):
                wrong += 1
                print("differs:", did, adql, "MOCPy says", must)
    print(f"{seen} pairs: {judged['yes']} overlap, {judged['no']} do not, {judged['near']} too near to say; {wrong} wrong")
    sys.exit(wrong != 0)


main()
