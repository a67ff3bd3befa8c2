#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the reference values for functions in queries with astropy (and pyerfa, which it uses).

    apt install python3-astropy
    /usr/bin/python3 tap-service/src/test/python/make_function_reference.py

Writes into tap-service/src/test/resources/org/meridian/tap/functions; every file says which versions made it. Space motion is
uniform motion of Cartesian positions; no light time, as the catalogue of functions wants it. Frames are those astropy
calls ICRS, FK4 without elliptic aberration and Galactic; FK5 is taken for ICRS, and the ecliptic is a rotation by the
obliquity of IAU 2006, made here with numpy.
"""
import pathlib
import random

import astropy
import astropy.units as u
import erfa
import numpy as np
from astropy.coordinates import (
    CartesianDifferential,
    CartesianRepresentation,
    FK4NoETerms,
    ICRS,
    Galactic,
    SkyCoord,
    SphericalCosLatDifferential,
    SphericalRepresentation,
    Supergalactic,
)

OUT = pathlib.Path(__file__).parent.parent / "resources/org/meridian/tap/functions"
VERSIONS = (
    f"# made by make_function_reference.py with astropy {astropy.__version__}, pyerfa {erfa.__version__},"
    f" numpy {np.__version__}\n"
)
rng = random.Random(20261122)


def write(name, columns, rows):
    with open(OUT / name, "w") as f:
        f.write(VERSIONS)
        f.write("# " + "\t".join(columns) + "\n")
        for row in rows:
            f.write("\t".join(repr(float(v)) if isinstance(v, (float, np.floating)) else str(v) for v in row) + "\n")


def motion(ra, dec, parallax, pmra, pmdec, rv, years):
    # A parallax below zero is formally a distance below zero.
    distance = (1000 / parallax) * u.pc
    p = SphericalRepresentation(
        ra * u.deg, dec * u.deg, abs(distance),
        differentials={"s": SphericalCosLatDifferential(
            pmra * u.mas / u.yr, pmdec * u.mas / u.yr, rv * np.sign(parallax) * u.km / u.s)})
    c = p.represent_as(CartesianRepresentation, differential_class=CartesianDifferential)
    v = c.differentials["s"]
    moved = CartesianRepresentation((c.get_xyz() + v.get_d_xyz() * (years * u.yr)).to(u.pc), differentials={"s": v})
    s = moved.represent_as(SphericalRepresentation, differential_class=SphericalCosLatDifferential)
    d = s.differentials["s"]
    return (
        s.lon.wrap_at(360 * u.deg).deg, s.lat.deg, np.sign(parallax) * (1000 / s.distance.to_value(u.pc)),
        d.d_lon_coslat.to_value(u.mas / u.yr), d.d_lat.to_value(u.mas / u.yr),
        np.sign(parallax) * d.d_distance.to_value(u.km / u.s))


STARS = [
    (269.452076958619, 4.69336496657667, 546.9759, -801.551, 10362.394, -110.51),  # Barnard's star
    (7.606083572, 11.79044105, 125.0, 300.0, -428.8, 52.51),
    (219.9, -60.83, 750.0, -3679.25, 473.67, -22.4),
    (10.0, 20.0, -0.5, 3.0, -2.0, 40.0),
    (0.0, 0.0, 100.0, -1000.0, 500.0, 0.0),
    (359.9999999, 89.9999, 50.0, 2000.0, -3000.0, 100.0),
    (123.0, -89.99999, 20.0, 5000.0, 5000.0, -50.0),
    (45.0, 90.0, 10.0, 1000.0, 0.0, 10.0),
]
YEARS = [0.0, 0.5, -23.75, 100.0, -5000.0, 25000.0]
rows = []
for star in STARS:
    for years in YEARS:
        rows.append(star + (2016.0, 2016.0 + years) + motion(*star, years))
for _ in range(60):
    star = (
        rng.uniform(0, 360), float(np.degrees(np.arcsin(rng.uniform(-1, 1)))), 10 ** rng.uniform(-2, 2.8),
        rng.gauss(0, 500), rng.gauss(0, 500), rng.gauss(0, 80))
    years = rng.choice([1, -1]) * 10 ** rng.uniform(-1, 4)
    rows.append(star + (2000.0, 2000.0 + years) + motion(*star, (2000.0 + years) - 2000.0))
write(
    "epoch-prop.tsv",
    ["ra", "dec", "parallax", "pmra", "pmdec", "rv", "ref_epoch", "out_epoch",
     "ra", "dec", "parallax", "pmra", "pmdec", "rv"],
    rows)

FRAMES = {
    "ICRS": ICRS(), "FK5": ICRS(), "FK4": FK4NoETerms(equinox="B1950"), "GALACTIC": Galactic(),
    "SUPER_GALACTIC": Supergalactic()}
EPSILON = np.radians(84381.406 / 3600)


def ecliptic(lon, lat, sign):
    x, y, z = erfa.s2c(np.radians(lon), np.radians(lat))
    c, s = np.cos(EPSILON), sign * np.sin(EPSILON)
    lon, lat = erfa.c2s([x, c * y + s * z, c * z - s * y])
    return float(np.degrees(lon)) % 360, float(np.degrees(lat))


def transform(source, target, lon, lat):
    if source == "ECLIPTIC":
        lon, lat = ecliptic(lon, lat, -1)
        source = "ICRS"
    if target == "ECLIPTIC":
        lon, lat = transform(source, "ICRS", lon, lat)
        return ecliptic(lon, lat, 1)
    p = SkyCoord(lon * u.deg, lat * u.deg, frame=FRAMES[source]).transform_to(FRAMES[target])
    p = p.represent_as(SphericalRepresentation) if hasattr(p, "represent_as") else p
    return p.lon.deg % 360, p.lat.deg


rows = []
places = [(0.0, 0.0), (120.0, -23.0), (10.0, 90.0), (77.0, -90.0), (359.9999, 12.5)] + [
    (rng.uniform(0, 360), float(np.degrees(np.arcsin(rng.uniform(-1, 1))))) for _ in range(5)]
names = [*FRAMES, "ECLIPTIC"]
for source in names:
    for target in names:
        for lon, lat in places:
            rows.append((source, target, lon, lat) + transform(source, target, lon, lat))
write("frames.tsv", ["from", "to", "lon", "lat", "lon", "lat"], rows)
