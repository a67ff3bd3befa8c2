#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the reference values of core.sky's tests with cdshealpix, healpy, mocpy and astropy.

    python3 -m venv venv && venv/bin/pip install cdshealpix healpy mocpy astropy
    venv/bin/python core/src/test/python/make_sky_reference.py

Writes into core/src/test/resources/org/meridian/core/sky; every file says which versions made it.
"""
import pathlib
import random
import warnings

import astropy
import astropy.units as u
import cdshealpix
import healpy
import mocpy
import numpy as np
from astropy.coordinates import Latitude, Longitude, SkyCoord, angular_separation
from cdshealpix.nested import cone_search, lonlat_to_healpix, polygon_search

OUT = pathlib.Path(__file__).parent.parent / "resources/org/meridian/core/sky"
VERSIONS = (
    f"# made by make_sky_reference.py with cdshealpix {cdshealpix.__version__}, healpy {healpy.__version__},"
    f" mocpy {mocpy.__version__}, astropy {astropy.__version__}, numpy {np.__version__}\n"
)
rng = random.Random(20260101)


def write(name, columns, rows):
    with open(OUT / name, "w") as f:
        f.write(VERSIONS)
        f.write("# " + "\t".join(columns) + "\n")
        for row in rows:
            f.write("\t".join(repr(float(v)) if isinstance(v, float) else str(v) for v in row) + "\n")


def position():
    kind = rng.randrange(6)
    lon = rng.uniform(0, 360)
    if kind == 0:
        return lon, rng.choice([-1, 1]) * (90 - 10 ** rng.uniform(-8, 0))
    if kind == 1:
        return rng.choice([0.0, 45.0, 90.0, 180.0, 359.999999]) + rng.uniform(0, 1e-5), rng.uniform(-90, 90)
    if kind == 2:
        return lon, rng.choice([-1, 1]) * (41.810314895778596 + rng.uniform(-1e-5, 1e-5))
    return lon, float(np.degrees(np.arcsin(rng.uniform(-1, 1))))


def healpix():
    rows = []
    for order in range(30):
        for _ in range(12):
            lon, lat = position()
            cell = int(lonlat_to_healpix(Longitude(lon, u.deg), Latitude(lat, u.deg), order)[0])
            nside = 1 << order
            clon, clat = healpy.pix2ang(nside, cell, nest=True, lonlat=True)
            around = sorted(int(c) for c in set(healpy.get_all_neighbours(nside, cell, nest=True)) if c >= 0)
            rows.append((order, lon, lat, cell, float(clon), float(clat), ",".join(map(str, around))))
    write("healpix.tsv", ["order", "lon", "lat", "cell", "centreLon", "centreLat", "neighbours"], rows)


def vertices():
    rows = []
    for order in range(0, 30, 2):
        for _ in range(4):
            cell = rng.randrange(12 << 2 * order)
            v = healpy.boundaries(1 << order, cell, nest=True)  # north, west, south, east
            flat = []
            for i in (2, 3, 0, 1):
                flat += [repr(float(x)) for x in v[:, i]]
            rows.append((order, cell, ",".join(flat)))
    write("vertices.tsv", ["order", "cell", "x,y,z of south, east, north, west"], rows)


def flat(cells, depth, order):
    found = set()
    for c, d in zip(cells, depth):
        c, d = int(c), int(d)
        if d >= order:
            found.add(c >> 2 * (d - order))
        else:
            found.update(range(c << 2 * (order - d), (c + 1) << 2 * (order - d)))
    return ",".join(map(str, sorted(found)))


def cones():
    rows = []
    for _ in range(40):
        lon, lat = position()
        order = rng.randrange(2, 15)
        radius = float(np.degrees(2.0**-order * 10 ** rng.uniform(-1, 0.7)))
        cells, depth, _ = cone_search(
            Longitude(lon, u.deg), Latitude(lat, u.deg), radius * u.deg, order, depth_delta=min(9, 29 - order)
        )
        rows.append((lon, lat, radius, order, flat(cells, depth, order)))
    write("cones.tsv", ["lon", "lat", "radius", "order", "cells"], rows)


def polygons():
    rows = []
    for _ in range(30):
        lon, lat = position()
        lat = max(-89.0, min(89.0, lat))
        order = rng.randrange(3, 13)
        size = np.degrees(2.0**-order) * 10 ** rng.uniform(0, 0.7)
        n = rng.randrange(3, 7)
        angles = sorted(rng.uniform(0, 360) for _ in range(n))
        c = SkyCoord(lon, lat, unit="deg")
        p = [c.directional_offset_by(a * u.deg, size * u.deg) for a in angles]
        lons = [float(q.ra.deg) for q in p]
        lats = [float(q.dec.deg) for q in p]
        cells, depth, _ = polygon_search(Longitude(lons, u.deg), Latitude(lats, u.deg), order)
        rows.append((order, ",".join(f"{a!r},{b!r}" for a, b in zip(lons, lats)), flat(cells, depth, order)))
    write("polygons.tsv", ["order", "vertices", "cells"], rows)


def separations():
    rows = []
    for _ in range(60):
        lon1, lat1 = position()
        if rng.random() < 0.3:
            lon2, lat2 = lon1 + 10 ** rng.uniform(-9, 0), max(-90.0, min(90.0, lat1 + 10 ** rng.uniform(-9, 0)))
        elif rng.random() < 0.3:
            lon2, lat2 = lon1 + 180 + 10 ** rng.uniform(-9, 0), -lat1
        else:
            lon2, lat2 = position()
        d = angular_separation(*np.radians([lon1, lat1, lon2, lat2]))
        rows.append((lon1, lat1, lon2, lat2, float(np.degrees(d))))
    write("separations.tsv", ["lon1", "lat1", "lon2", "lat2", "distance"], rows)


def mocs():
    rows = []
    for i in range(12):
        made = []
        for _ in range(2):
            order = rng.randrange(0, 9)
            cells, depths = [], []
            for o in range(order + 1):
                some = {rng.randrange(12 << 2 * o) for _ in range(rng.randrange(0, 4))}
                cells += sorted(some)
                depths += [o] * len(some)
            made.append(
                mocpy.MOC.from_healpix_cells(np.array(cells, np.uint64), np.array(depths, np.uint8), order)
                if cells
                else mocpy.MOC.new_empty(order)
            )
        a, b = made
        results = [a, b, a | b, a & b, a - b]
        rows.append([" ".join(m.to_string().split()) for m in results] + [float(m.sky_fraction) for m in results])
        if i == 0:
            for fits_name, m in (("mocpy-a.fits", a), ("mocpy-union.fits", a | b)):
                m.save(OUT / fits_name, "fits", overwrite=True)
    columns = ["a", "b", "union", "intersection", "difference"]
    write("mocs.tsv", columns + [c + "Fraction" for c in columns], rows)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    healpix()
    vertices()
    cones()
    polygons()
    separations()
    mocs()
