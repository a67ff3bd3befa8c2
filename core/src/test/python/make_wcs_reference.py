#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the reference values of core.sky.wcs' tests with astropy.wcs (wcslib) and astropy.coordinates.

    python3 -m venv venv && venv/bin/pip install astropy
    venv/bin/python core/src/test/python/make_wcs_reference.py [FOLDER OF REAL FILES]

Writes into core/src/test/resources/org/meridian/core/sky/wcs; every file says which versions made it. Without a folder
of real files their values (files.tsv) stay as they are.

A header is written as KEY=VALUE;KEY='TEXT'. Pixels and positions lie in rows, numbers of one point after the other.
"""
import math
import pathlib
import re
import sys
import warnings

import astropy
import numpy as np
from astropy import units as u
from astropy.coordinates import (
    FK4,
    FK5,
    ICRS,
    BarycentricMeanEcliptic,
    FK4NoETerms,
    Galactic,
    SkyCoord,
    Supergalactic,
)
from astropy.io import fits
from astropy.time import Time
from astropy.wcs import WCS

OUT = pathlib.Path(__file__).parent.parent / "resources/org/meridian/core/sky/wcs"
VERSIONS = f"# made by make_wcs_reference.py with astropy {astropy.__version__}, numpy {np.__version__}\n"


def number(v):
    return "NaN" if not math.isfinite(v) else repr(round(float(v), 12) + 0.0)


def numbers(values):
    return ",".join(number(v) for v in np.asarray(values, float).ravel())


def exact(values):
    return ",".join(repr(float(v)) if math.isfinite(v) else "NaN" for v in np.asarray(values, float).ravel())


def text(header):
    return ";".join(f"{k}='{v}'" if isinstance(v, str) else f"{k}={v!r}" for k, v in header.items())


def write(name, columns, rows):
    with open(OUT / name, "w") as f:
        f.write(VERSIONS)
        f.write("# " + "\t".join(columns) + "\n")
        for row in rows:
            f.write("\t".join(row) + "\n")


def wcs(header, version=" "):
    h = fits.Header()
    for k, v in header.items():
        h[k] = v
    return WCS(h, key=version)


def grid(n, low, high):
    side = np.linspace(low, high, n)
    return np.array([(x, y) for y in side for x in side])


# positions over the whole sky, away from edges of projections, and the poles
SKY = np.array([(lon, lat) for lat in (-77.3, -41.1, -8.7, 21.9, 55.2) for lon in np.arange(11.3, 360, 51.7)])


def projection(code, half, pv=(), crval=(0.0, 0.0), **more):
    """A header with pixels from 0 to 100 in both directions that reach half degrees from the reference point."""
    scale = half / 50
    header = dict(
        CTYPE1="RA---" + code, CTYPE2="DEC--" + code, CRPIX1=50.0, CRPIX2=50.0, CRVAL1=crval[0], CRVAL2=crval[1]
    )
    header.update(CDELT1=-scale, CDELT2=scale)
    for m, value in pv:
        header[f"PV2_{m}"] = value
    header.update(more)
    return header


def projections():
    cases = [
        ("AZP", 80, ((1, 2.0), (2, 30.0))),
        ("AZP", 60, ((1, -0.5), (2, 20.0))),
        ("AZP", 60, ((1, 0.5),)),
        ("AZP", 60, ()),
        ("AZP", 90, ((1, -3.0), (2, -35.0))),
        ("SZP", 80, ((1, 2.0), (2, 180.0), (3, 60.0))),
        ("SZP", 80, ((1, -2.5), (2, 30.0), (3, 70.0))),
        ("SZP", 50, ()),
        ("TAN", 90, ()),
        ("STG", 150, ()),
        ("SIN", 65, ()),
        ("SIN", 60, ((1, 0.3), (2, -0.5))),
        ("ARC", 190, ()),
        ("ZPN", 60, ((0, 0.05), (1, 0.975), (2, -0.807), (3, 0.337), (4, -0.065), (5, 0.01), (6, 0.003), (7, -0.001))),
        ("ZPN", 40, ((1, 1.0), (3, 42.0))),
        ("ZEA", 120, ()),
        ("AIR", 120, ((1, 45.0),)),
        ("AIR", 120, ()),
        ("CYP", 170, ((1, 1.0), (2, 0.7071))),
        ("CYP", 170, ((1, 2.5), (2, 0.9))),
        ("CEA", 185, ((1, 0.5),)),
        ("CEA", 100, ()),
        ("CAR", 185, ()),
        ("MER", 175, ()),
        ("SFL", 185, ()),
        ("PAR", 185, ()),
        ("MOL", 165, ()),
        ("AIT", 165, ()),
        ("COP", 130, ((1, 45.0), (2, 25.0))),
        ("COP", 130, ((1, -50.0),)),
        ("COE", 150, ((1, 45.0), (2, 25.0))),
        ("COE", 150, ((1, -30.0), (2, 0.0))),
        ("COD", 150, ((1, 45.0), (2, 25.0))),
        ("COD", 150, ((1, -60.0),)),
        ("COO", 150, ((1, 45.0), (2, 25.0))),
        ("COO", 150, ((1, -45.0),)),
        ("BON", 150, ((1, 45.0),)),
        ("BON", 150, ((1, -20.0),)),
        ("BON", 150, ((1, 0.0),)),
        ("PCO", 170, ()),
        ("TSC", 180, ()),
        ("QSC", 180, ()),
        ("HPX", 181, ()),
        ("HPX", 181, ((1, 3.0), (2, 4.0))),
        ("HPX", 181, ((1, 6.0), (2, 3.0))),
    ]
    places = [
        ((0.0, None), {}),
        ((83.6, 22.1), {}),
        ((211.0, -63.0), dict(LONPOLE=137.0, LATPOLE=-20.0)),
    ]
    for code, half, pv in cases:
        for (lon, lat), more in places:
            theta_a = dict(pv).get(1, 0.0)
            native = 90.0 if code in "AZP SZP TAN STG SIN ARC ZPN ZEA AIR" else 0.0
            if code in "COP COE COD COO":
                native = theta_a
                more = dict(more, LONPOLE=170.0) if more else more
            if code in "TSC QSC":
                more = dict(more, CRPIX1=87.5)
            header = projection(code, half, pv, (lon, native if lat is None else lat), **more)
            yield f"{code} {len(pv)} at {lon},{lat}", header


def special():
    for lat in (90.0, -90.0, 45.0, 0.0):
        for lonpole in (None, 0.0, 90.0, 180.0, -30.0):
            more = {} if lonpole is None else dict(LONPOLE=lonpole)
            yield f"TAN at {lat} lonpole {lonpole}", projection("TAN", 30, (), (120.0, lat), **more)
            if lat in (45.0, 0.0) and (lat == 0 or lonpole in (None, 0.0, 180.0, -30.0)):
                # 90 and 10 is left out: wcslib does not take LATPOLE there, as the paper has it
                for latpole in (None, 90.0, -90.0) if lonpole == 90 else (None, 90.0, -90.0, 10.0):
                    if latpole is not None:
                        more = dict(more, LATPOLE=latpole)
                    yield f"CAR at {lat} poles {lonpole} {latpole}", projection("CAR", 170, (), (120.0, lat), **more)
    yield "CAR at the pole", projection("CAR", 170, (), (120.0, 90.0))
    yield "CAR at the south pole", projection("CAR", 170, (), (120.0, -90.0))
    yield "CAR at the pole, latpole -90", projection("CAR", 170, (), (120.0, 90.0), LATPOLE=-90.0)
    yield "CEA far reference", dict(projection("CEA", 80, (), (0.0, 0.0)), CRPIX1=-40.0, CRPIX2=70.0)
    yield "COE south", projection("COE", 120, ((1, -45.0), (2, 20.0)), (10.0, -20.0))
    for offset in (0, 1):
        pv = dict(PV1_0=offset, PV1_1=20.0, PV1_2=30.0)
        for code in ("TAN", "CAR", "SFL", "ZEA"):
            yield f"{code} native reference moved {offset}", projection(code, 40, (), (60.0, 40.0), **pv)
    yield "poles by PV", projection("SFL", 100, (), (60.0, 40.0), PV1_3=170.0, PV1_4=-30.0, LONPOLE=10.0)
    yield "no projection", dict(projection("TAN", 20, (), (60.0, 40.0)), CTYPE1="RA", CTYPE2="DEC")
    yield "GLS", projection("GLS", 30, (), (60.0, 40.0))
    yield "GLS on the equator", projection("GLS", 100, (), (200.0, 0.0))
    yield "NCP", projection("NCP", 20, (), (60.0, 70.0))
    yield "NCP south", projection("NCP", 20, (), (60.0, -50.0))
    tan = projection("TAN", 2, (), (150.0, 2.2))
    cd = {k: v for k, v in tan.items() if not k.startswith("CDELT")}
    yield "CD", dict(cd, CD1_1=-0.03, CD1_2=0.01, CD2_1=0.012, CD2_2=0.028)
    yield "CD without zeros", dict(cd, CD1_2=0.02, CD2_1=0.03)
    yield "CD and CDELT", dict(tan, CD1_1=-0.03, CD2_2=0.03)
    yield "CD and CROTA2", dict(tan, CD1_1=-0.03, CD2_2=0.03, CROTA2=33.0)
    yield "PC", dict(tan, PC1_1=0.8, PC1_2=-0.6, PC2_1=0.6, PC2_2=0.8)
    yield "PC in part", dict(tan, PC1_2=-0.6)
    yield "PC and CD", dict(tan, PC1_2=-0.6, CD1_1=-0.2, CD2_2=0.3)
    yield "PC and CROTA2", dict(tan, PC1_2=-0.6, CROTA2=20.0)
    yield "PC of drafts", dict(tan, PC001001=0.8, PC001002=-0.6, PC002001=0.6, PC002002=0.8)
    yield "CROTA2", dict(tan, CDELT2=0.08, CROTA2=33.0)
    yield "CROTA1 alone", dict(tan, CROTA1=33.0)
    yield "CROTA1 and CROTA2", dict(tan, CROTA1=20.0, CROTA2=33.0)
    yield "latitude first", dict(tan, CTYPE1="DEC--TAN", CTYPE2="RA---TAN", CRVAL1=2.2, CRVAL2=150.0, CROTA1=12.0)
    yield "latitude first, slanted", dict(
        tan, CTYPE1="DEC--SIN", CTYPE2="RA---SIN", CRVAL1=62.2, CRVAL2=150.0, PV1_1=0.2, PV1_2=0.1
    )
    yield "arcsec", dict(tan, CUNIT1="arcsec", CUNIT2="arcmin", CRVAL1=540000.0, CRVAL2=132.0, CDELT1=-144.0, CDELT2=2.4)
    yield "radian", dict(tan, CUNIT1="rad", CUNIT2="rad", CRVAL1=2.6, CRVAL2=0.1, CDELT1=-0.001, CDELT2=0.001)
    yield "helioprojective", dict(tan, CTYPE1="HPLN-TAN", CTYPE2="HPLT-TAN", CRVAL1=0.1, CRVAL2=-0.1)
    yield "trailing blanks", dict(tan, CTYPE1="RA---TAN   ", CTYPE2="DEC--TAN ")
    yield "linear", dict(CTYPE1="X", CTYPE2="", CRPIX1=5.0, CRVAL1=7.5, CDELT1=0.25, CDELT2=3.0)
    yield "PV2_1 of TAN", dict(tan, PV2_1=0.0, PV2_2=1.0)
    distorted = dict(
        A_ORDER=3, B_ORDER=3, A_2_0=2e-5, A_1_1=-1e-5, A_0_2=3e-5, A_3_0=4e-7, A_1_2=-2e-7,
        B_2_0=-1e-5, B_1_1=2e-5, B_0_2=1e-5, B_2_1=3e-7, B_0_3=-5e-7, A_0_1=1e-4,
    )
    yield "SIP", dict(tan, CTYPE1="RA---TAN-SIP", CTYPE2="DEC--TAN-SIP", **distorted)
    yield "SIP without suffix", dict(cd, CD1_1=-0.03, CD1_2=0.01, CD2_1=0.012, CD2_2=0.028, **distorted)
    yield "SIP suffix without coefficients", dict(tan, CTYPE1="RA---TAN-SIP", CTYPE2="DEC--TAN-SIP")
    yield "SIP with its inverse", dict(
        tan, CTYPE1="RA---TAN-SIP", CTYPE2="DEC--TAN-SIP", **distorted, AP_ORDER=1, BP_ORDER=1, AP_1_0=0.5
    )
    scamp = {
        "PV1_0": 1e-3, "PV1_1": 1.01, "PV1_2": -0.004, "PV1_4": 0.002, "PV1_5": 0.001, "PV1_6": -0.003, "PV1_7": 0.0012,
        "PV1_10": 0.0006, "PV2_0": -2e-3, "PV2_1": 0.99, "PV2_2": 0.003, "PV2_4": 0.002, "PV2_5": -0.001, "PV2_6": 0.003,
        "PV2_8": 0.0009,
    }
    radial = dict(scamp, PV1_3=0.002, PV2_11=-0.0008, PV1_12=1e-4, PV2_22=2e-5, PV1_23=1e-5, PV2_39=1e-7, PV1_31=2e-7, PV2_30=1e-6)
    turned = dict(cd, CD1_1=-0.03, CD1_2=0.01, CD2_1=0.012, CD2_2=0.028)
    tpv = dict(turned, CTYPE1="RA---TPV", CTYPE2="DEC--TPV")
    yield "TPV", dict(tpv, **scamp)
    yield "TPV with radial terms", dict(tpv, CRVAL2=-72.2, **radial)
    yield "TPV with one term", dict(tpv, PV1_1=1.0, PV2_1=1.0)
    yield "TAN as SCAMP wrote it", dict(turned, **scamp)
    yield "TAN as SCAMP wrote it, with SIP", dict(
        turned, CTYPE1="RA---TAN-SIP", CTYPE2="DEC--TAN-SIP", **distorted, **scamp
    )
    yield "TPV with SIP", dict(tpv, **distorted, **scamp)


def plane(name, header):
    try:
        w = wcs(header)
        w.wcs.set()
    except Exception as e:
        print("refused:", name, str(e).strip().splitlines()[-1])
        return None
    n = 9 if "at 83" in name else 6
    pixels = grid(n, 0.7, 99.6)
    worlds = w.all_pix2world(pixels, 1)
    if w.wcs.lng >= 0:
        # longitudes in [0, 360), as we give them
        worlds[:, w.wcs.lng] %= 360
    # distortions are not undone by wcs_world2pix; of SZP wcslib gives no pixels for positions that it gives to pixels
    one_way = ("TPV" in name, "SCAMP" in name, "CAR at" in name, "SZP 3" in name, name in ("no projection", "helioprojective"))
    if w.sip is not None or w.wcs.lng < 0 or any(one_way):
        sky, image = np.empty(0), np.empty(0)
    else:
        sky = SKY[:, [w.wcs.lng, w.wcs.lat]]
        image = w.wcs_world2pix(sky, 1)
    return name, text(header), exact([n, 0.7, 99.6]), numbers(worlds), numbers(image)


def cubes():
    sky = dict(
        CTYPE1="RA---SIN", CRPIX1=20.0, CRVAL1=40.0, CDELT1=-0.01, CTYPE2="DEC--SIN", CRPIX2=25.0, CRVAL2=-30.0, CDELT2=0.01
    )
    rest = dict(RESTFRQ=1.420405752e9)

    def third(ctype, crval, cdelt, **more):
        return dict(sky, CTYPE3=ctype, CRPIX3=10.0, CRVAL3=crval, CDELT3=cdelt, **more)

    yield "FREQ", third("FREQ", 1.4e9, 1e6, CUNIT3="Hz")
    yield "FREQ in GHz", third("FREQ", 1.4, 0.002, CUNIT3="GHz")
    yield "FREQ-LOG", third("FREQ-LOG", 1.4e9, 1e6)
    for code, algorithm, crval, cdelt in (
        ("WAVE", "F2W", 0.21, 0.001), ("VRAD", "W2F", 2e5, 1e4), ("VRAD", "V2F", 2e5, 1e4), ("VOPT", "F2W", 2e5, 1e4),
        ("VOPT", "V2W", 2e5, 1e4), ("ZOPT", "F2W", 0.1, 0.01), ("ZOPT", "V2W", 0.1, 0.01), ("FREQ", "W2F", 1.4e9, 1e6),
        ("FREQ", "V2F", 1.4e9, 1e6), ("VELO", "F2V", 2e5, 1e4), ("VELO", "W2V", 2e5, 1e4), ("BETA", "F2V", 0.1, 0.01),
        ("WAVN", "W2F", 5.0, 0.02), ("ENER", "W2F", 9.3e-25, 1e-27),
    ):
        yield f"{code}-{algorithm}", third(f"{code}-{algorithm}", crval, cdelt, **rest)
    yield "VOPT-F2W by RESTWAV", third("VOPT-F2W", 2e5, 1e4, RESTWAV=0.21106)
    yield "WAVE in Angstrom", third("WAVE", 5000.0, 2.5, CUNIT3="Angstrom")
    yield "WAVE-LOG", third("WAVE-LOG", 5000.0, 2.5, CUNIT3="Angstrom")
    for algorithm in ("W2A", "F2A", "V2A"):
        yield f"AWAV-{algorithm}", third(f"AWAV-{algorithm}", 6000.0, 12.5, CUNIT3="Angstrom", RESTWAV=6.563e-7)
    for code in ("A2F", "A2W", "A2V"):
        name, crval, cdelt = {"A2F": ("FREQ", 5e14, 1e12), "A2W": ("WAVE", 6e-7, 1e-9), "A2V": ("VELO", 2e5, 1e4)}[code]
        yield f"{name}-{code}", third(f"{name}-{code}", crval, cdelt, RESTWAV=6.563e-7)
    for name in ("VRAD", "VOPT", "VELO"):
        yield f"{name} in km/s", third(name, 200.0, 10.0, CUNIT3="km/s", **rest)
    for name in ("VELO-LSR", "FELO-HEL", "FREQ-OBS", "FELO"):
        for velref in (2, 258):
            crval, cdelt = (1.4e9, 1e6) if name.startswith("FREQ") else (2e5, 1e4)
            yield f"{name} {velref}", third(name, crval, cdelt, VELREF=velref, **rest)
    yield "STOKES", third("STOKES", 1.0, 1.0)
    yield "TIME", third("TIME", 100.0, 2.0, CUNIT3="d", MJDREF=50000.0)
    yield "cross terms", third("FREQ", 1.4e9, 1e6, PC1_3=0.2, PC3_1=0.3, PC2_3=-0.1)
    yield "spectrum first", dict(
        CTYPE1="WAVE", CRPIX1=1.0, CRVAL1=4000.0, CDELT1=3.0, CUNIT1="Angstrom", CTYPE2="DEC--TAN", CRPIX2=20.0, CRVAL2=10.0,
        CDELT2=0.01, CTYPE3="RA---TAN", CRPIX3=3.0, CRVAL3=10.0, CDELT3=0.01,
    )
    yield "axes exchanged", dict(
        {k: v for k, v in third("WAVE", 5e-7, 1.0).items() if not k.startswith("CDELT")},
        CD1_2=0.01, CD2_3=0.01, CD3_1=2e-10,
    )


def cube(name, header):
    w = wcs(header)
    w.wcs.fix()
    side = (1.0, 17.3, 40.0)
    pixels = np.array([(x, y, z) for x in side for y in side for z in side])
    return name, text(header), exact(pixels), exact(w.wcs_pix2world(pixels, 1))


FRAMES = [
    ("RADESYS='ICRS'", ICRS()),
    ("RADESYS='FK5'", FK5(equinox="J2000")),
    ("EQUINOX=2000.0", FK5(equinox="J2000")),
    ("EPOCH=1985.0", FK5(equinox="J1985")),
    ("RADESYS='FK5';EQUINOX=1975.0", FK5(equinox="J1975")),
    ("RADESYS='FK5';EQUINOX=2050.0", FK5(equinox="J2050")),
    ("RADESYS='FK4'", FK4(equinox="B1950")),
    ("EQUINOX=1950.0", FK4(equinox="B1950")),
    ("EPOCH=1900.0", FK4(equinox="B1900")),
    ("RADECSYS='FK4';EQUINOX=1875.0", FK4(equinox="B1875")),
    ("RADESYS='FK4';MJD-OBS=43000.5", FK4(equinox="B1950", obstime=Time(43000.5, format="mjd", scale="tt"))),
    ("RADESYS='FK4';DATE-OBS='1965-03-02'", FK4(equinox="B1950", obstime=Time(38821.0, format="mjd", scale="tt"))),
    ("RADESYS='FK4-NO-E'", FK4NoETerms(equinox="B1950")),
    ("RADESYS='FK4-NO-E';EQUINOX=1925.0", FK4NoETerms(equinox="B1925")),
    ("GLON", Galactic()),
    ("SLON", Supergalactic()),
    ("ELON", BarycentricMeanEcliptic(equinox="J2000")),
    ("ELON;EQUINOX=1990.0", BarycentricMeanEcliptic(equinox="J1990")),
]


def frames():
    positions = np.array([(lon, lat) for lon in (0.0, 77.7, 123.4, 265.2) for lat in (-89.5, -45.0, 3.3, 66.0, 89.99)])
    for keywords, frame in FRAMES:
        names = ("RA", "DEC")
        first, _, rest = keywords.partition(";")
        if first in ("GLON", "SLON", "ELON"):
            names, keywords = (first, first.replace("LON", "LAT")), rest
        icrs = SkyCoord(*positions.T, unit="deg", frame=frame).icrs
        yield ",".join(names), keywords, exact(positions), exact(np.column_stack([icrs.ra.deg, icrs.dec.deg]))


WCS_KEYWORD = re.compile(
    r"(NAXIS|WCSAXES|CTYPE|CRPIX|CRVAL|CDELT|CUNIT|CROTA|PC|CD|PV|LONPOLE|LATPOLE|RADESYS|RADECSYS|EQUINOX|EPOCH|REST|VELREF"
    r"|[AB]P?_)[\d_]*[A-Z]?$|MJD-OBS|DATE-OBS|SPECSYS|AMD[XY]\d+|PLT(RA|DEC)\w+|PPO\d|[XY]PIXELSZ|CNPIX\d|RESTFRQ|RESTFREQ|RESTWAV|A_ORDER|B_ORDER"
)


def files(folder):
    for path in sorted(pathlib.Path(folder).iterdir()):
        if ".fits" not in path.name:
            continue
        with fits.open(path) as hdus:
            for i, hdu in enumerate(hdus):
                if not hdu.is_image or not any(k.startswith("CTYPE") for k in hdu.header):
                    continue
                w = WCS(hdu.header)
                n = w.naxis
                size = [hdu.header[f"NAXIS{j}"] for j in range(1, n + 1)]
                ends = np.array(np.meshgrid(*[(1.0, (s + 1) / 2, float(s)) for s in size])).T.reshape(-1, n)
                worlds = w.all_pix2world(ends, 1)
                keywords = {k: v for k, v in hdu.header.items() if WCS_KEYWORD.match(k)}
                yield path.name, str(i), text(keywords), exact(ends), exact(worlds)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    planes = [p for some in (projections(), special()) for header in some if (p := plane(*header))]
    write("sky.tsv", ["lon,lat of the sky"], [[exact(SKY)]])
    write("planes.tsv", ["name", "header", "grid: count, first, last", "worlds", "pixels of the sky"], planes)
    write("cubes.tsv", ["name", "header", "pixels", "worlds"], [cube(*c) for c in cubes()])
    write("frames.tsv", ["axes", "header", "positions", "ICRS"], list(frames()))
    if len(sys.argv) > 1:
        write("files.tsv", ["file", "HDU", "header", "pixels", "worlds"], list(files(sys.argv[1])))
