# SPDX-License-Identifier: Apache-2.0
"""Compares cut tables, spectra and maps with what astropy finds in the same files.

  tables_of_astropy.py make FOLDER                        writes files of kinds that are not among the real ones
  tables_of_astropy.py compare SYNC PREFIX FOLDER NUMBER  asks SYNC for NUMBER parts of each dataset PREFIX + file name
"""

import gzip
import io
import os
import random
import re
import sys
import urllib.error

import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.time import Time
from astropy.wcs import WCS
from astropy_healpix import HEALPix

from cutouts_of_astropy import ask, verify

LARGE = 50_000_000  # bytes that are not verified, and of which one part is enough
LIGHT_BY_PLANCK = 299792458 * 6.62607015e-34 / 1.602176634e-19  # metres times eV


def make(folder):
    """Files of kinds that are not among the real ones."""
    noise = np.random.default_rng(6)
    write(folder, "events.fits", [fits.PrimaryHDU(), events(noise), good_times()])
    write(folder, "events_radec.fits", [fits.PrimaryHDU(), events_with_arrays(noise)])
    write(folder, "spectrum_rows.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns([
        fits.Column("FLUX", "E", array=noise.normal(size=3900)),
        fits.Column("LOGLAM", "E", array=3.58 + 1e-4 * np.arange(3900)),
        fits.Column("IVAR", "E", array=np.ones(3900))], name="COADD")])
    wave = np.linspace(3800, 9000, 2600)
    row = fits.BinTableHDU.from_columns([
        fits.Column("WAVE", "2600D", unit="angstrom", array=[wave]),
        fits.Column("FLUX", "2600E", unit="erg/cm**2/s/angstrom", array=[noise.normal(size=2600)]),
        fits.Column("ERR", "2600E", array=[np.ones(2600)]),
        fits.Column("NAME", "8A", array=["star"])], name="SPECTRUM")
    row.header["NELEM"] = 2600
    row.header["TDMIN1"] = 3800.0
    write(folder, "spectrum_row.fits", [fits.PrimaryHDU(), row])
    orders = np.array([np.linspace(900 + 50 * i, 960 + 50 * i, 200) for i in range(30)])
    write(folder, "spectrum_orders.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns([
        fits.Column("ORDER", "I", array=np.arange(30)),
        fits.Column("FREQUENCY", "200D", unit="GHz", array=orders),
        fits.Column("FLUX", "400E", dim="(200,2)", array=noise.normal(size=(30, 2, 200)))])])
    for name, cards in {
            "image_linear": {"CTYPE1": "LINEAR", "CUNIT1": "Angstrom", "CRPIX1": 1.0, "CRVAL1": 3800.0, "CDELT1": 2.0},
            "image_log": {"CTYPE1": "LINEAR", "DC-FLAG": 1, "CRPIX1": 1.0, "CRVAL1": 3.58, "CDELT1": 1e-4},
            "image_sloan": {"COEFF0": 3.58, "COEFF1": 1e-4}}.items():
        image = fits.PrimaryHDU(noise.normal(size=2600).astype(">f4"))
        image.header.update(cards)
        write(folder, name + ".fits", [image])
    for name, partial, ordering, frame, each in [
            ("map_ring", False, "RING", "G", 1024), ("map_nested", False, "NESTED", "C", 1), ("map_ecliptic", False, "NESTED", "E", 16),
            ("map_partial_ring", True, "RING", "C", 1), ("map_partial_nested", True, "NESTED", "G", 1)]:
        write(folder, name + ".fits", [fits.PrimaryHDU(), healpix_map(noise, partial, ordering, frame, each)])


def write(folder, name, hdus):
    # Of heaps astropy writes wrong sums.
    heap = any("HITS" in hdu.columns.names for hdu in hdus[1:])
    fits.HDUList(hdus).writeto(os.path.join(folder, name), checksum=not heap)


def events(noise):
    count = 20000
    hdu = fits.BinTableHDU.from_columns([
        fits.Column("TIME", "D", unit="s", array=np.sort(noise.uniform(4e8, 4.0002e8, count))),
        fits.Column("X", "E", unit="pixel", array=noise.uniform(0.5, 1024.5, count)),
        fits.Column("Y", "J", unit="pixel", array=noise.integers(1, 1025, count)),
        fits.Column("ENERGY", "E", unit="eV", array=noise.uniform(300, 10000, count))], name="EVENTS")
    hdu.header.update({"HDUCLAS1": "EVENTS", "MJDREF": 50814, "TIMEZERO": 0.5, "TIMEUNIT": "s", "TIMESYS": "TT",
        "TCTYP2": "RA---TAN", "TCTYP3": "DEC--TAN", "TCUNI2": "deg", "TCUNI3": "deg", "TCRVL2": 0.05, "TCRVL3": 60.0,
        "TCRPX2": 512.5, "TCRPX3": 512.5, "TCDLT2": -5e-4, "TCDLT3": 5e-4})
    return hdu


def good_times():
    return fits.BinTableHDU.from_columns([fits.Column("START", "D", unit="s", array=[4e8]),
        fits.Column("STOP", "D", unit="s", array=[4.0002e8])], name="GTI")


def events_with_arrays(noise):
    count = 3000
    lengths = noise.integers(0, 9, count)
    hdu = fits.BinTableHDU.from_columns([
        fits.Column("TIME", "D", unit="s", array=np.sort(noise.uniform(1e8, 1.001e8, count))),
        fits.Column("HITS", "PI(8)", array=np.array([noise.integers(0, 99, n) for n in lengths], dtype=object)),
        fits.Column("RA", "E", unit="deg", array=noise.uniform(80, 90, count)),
        fits.Column("DEC", "E", unit="deg", array=noise.uniform(-5, 5, count)),
        fits.Column("PI", "I", unit="eV", array=noise.integers(100, 9000, count)),
        fits.Column("TAGS", "QJ(8)", array=np.array([noise.integers(0, 99, 8 - n) for n in lengths], dtype=object))], name="EVENTS")
    hdu.header.update({"MJDREFI": 51910, "MJDREFF": 7.428703703703703e-4, "TIMESYS": "UTC"})
    return hdu


def healpix_map(noise, partial, ordering, frame, each):
    nside = 64
    cells = np.arange(12 * nside ** 2)
    values = noise.normal(size=cells.size).astype(">f4")
    weights = noise.normal(size=cells.size)
    columns = []
    if partial:
        cells = np.sort(noise.choice(cells, 20000, replace=False))
        columns.append(fits.Column("PIXEL", "J", array=cells))
        values, weights = values[cells], weights[cells]
    form = "" if each == 1 else str(each)
    shape = (-1, each) if each > 1 else (-1,)
    columns += [fits.Column("SIGNAL", form + "E", unit="K", array=values.reshape(shape)),
        fits.Column("WEIGHT", form + "D", array=weights.reshape(shape))]
    hdu = fits.BinTableHDU.from_columns(columns, name="MAP")
    hdu.header.update({"PIXTYPE": "HEALPIX", "ORDERING": ordering, "NSIDE": nside, "COORDSYS": frame,
        "INDXSCHM": "EXPLICIT" if partial else "IMPLICIT", "OBJECT": "PARTIAL" if partial else "FULLSKY"})
    if not partial:
        hdu.header.update({"FIRSTPIX": 0, "LASTPIX": 12 * nside ** 2 - 1})
    return hdu


def files(folder):
    """What is compared, by the name of the file."""
    names = {**{name: judge_events for name in ["events.fits", "events_radec.fits"]},
        **{name: judge_spectrum for name in ["spectrum_rows.fits", "spectrum_row.fits", "spectrum_orders.fits"]},
        **{f"image_{name}.fits": judge_image for name in ["linear", "log", "sloan"]},
        **{f"map_{name}.fits": judge_map for name in ["ring", "nested", "ecliptic", "partial_ring", "partial_nested"]},
        "hlsp_tess-data-alerts_tess_phot_00025155310-s01_tess_v1_lc.fits": judge_times,
        "wright_eastmann_2014_tau_ceti.fits": judge_times,
        "ligo_simulated.fits.gz": judge_map}
    return [(os.path.join(folder, name), judge) for name, judge in names.items() if os.path.exists(os.path.join(folder, name))]


class Source:
    """A file, and how parts of it are asked for."""

    def __init__(self, path, ask):
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rb") as file:
            self.bytes = file.read()
        self.path = path
        self.ask = ask
        self.hdus = fits.open(io.BytesIO(self.bytes))

    def cut(self, choice):
        """The result; None if there is nothing."""
        status, answer = self.ask({"ID": os.path.basename(self.path), **choice})
        if status == 204:
            return None, b""
        with fits.open(io.BytesIO(answer), checksum=True) as cut:
            for hdu in cut:
                assert hdu._checksum_valid in (True, None) and hdu._datasum_valid in (True, None), "sums"
        return fits.open(io.BytesIO(answer)), answer


def raw(hdu, data):
    """The rows of a table as they are stored."""
    at = hdu.fileinfo()["datLoc"]
    size, rows = hdu.header["NAXIS1"], hdu.header["NAXIS2"]
    return [data[at + i * size:at + (i + 1) * size] for i in range(rows)]


def same_rows(source, number, choice, sure, maybe):
    """Rows that are given are those of the mask; those within rounding of an end may be."""
    cut, answer = source.cut(choice)
    if cut is None:
        assert not sure.any(), "rows are missing"
        return None
    hdu = cut[source.hdus[number].name if source.hdus[number].name else number]
    heap = "P" in "".join(hdu.columns.formats) or "Q" in "".join(hdu.columns.formats)
    whole = source.hdus[number]
    candidates = np.where(maybe)[0]
    if heap:
        assert len(hdu.data) == sure.sum() == maybe.sum(), "rows"
        for name in whole.columns.names:
            for a, b in zip(whole.data[name][sure], hdu.data[name]):
                assert np.array_equal(a, b), name
        assert hdu.header["PCOUNT"] == sum(b.nbytes for name in ["HITS", "TAGS"] for b in hdu.data[name]), "heap"
        return answer
    all_rows, given = raw(whole, source.bytes), raw(hdu, answer)
    kept = [i for i in candidates if sure[i]] if len(given) == sure.sum() else list(candidates)
    assert len(given) == len(kept), f"{len(given)} rows, and not {len(kept)}"
    assert all(a == all_rows[i] for a, i in zip(given, kept)), "bytes of rows"
    assert hdu.header["NAXIS2"] == len(given)
    for other in source.hdus:
        if other is not whole and other.size:
            assert np.array_equal(cut[other.name].data, other.data), "other HDUs"
    return answer


def between(values, low, high, slack):
    sure = (values > low + slack) & (values < high - slack)
    maybe = (values >= low - slack) & (values <= high + slack)
    return sure, maybe


def interval(values):
    values = values[np.isfinite(values)]
    a, b = sorted(random.uniform(values.min(), values.max()) for _ in range(2))
    return a, b


def mjd_utc(hdu):
    header = hdu.header
    first = hdu.columns[0]
    values = np.asarray(hdu.data[first.name], dtype=float)
    if first.name.startswith("JD-2400000"):
        return values - 0.5
    if first.name == "MJD":
        return values
    if header.get("BJDREFI"):
        return Time(header["BJDREFI"] - 2400000.5 + header["BJDREFF"] + np.nan_to_num(values), format="mjd", scale="tdb").utc.mjd \
            + np.where(np.isfinite(values), 0, np.nan)
    reference = header.get("MJDREF", header.get("MJDREFI", 0) + header.get("MJDREFF", 0))
    return Time(reference + (values + header.get("TIMEZERO", 0)) / 86400, format="mjd", scale=header["TIMESYS"].lower()).utc.mjd


def judge_times(source):
    mjd = mjd_utc(source.hdus[1])
    low, high = interval(mjd)
    return same_rows(source, 1, {"TIME": f"{low!r} {high!r}"}, *between(mjd, low, high, 1e-7))


def positions(hdu):
    if "RA" in hdu.columns.names:
        return SkyCoord(hdu.data["RA"], hdu.data["DEC"], unit="deg")
    wcs = WCS(hdu.header, keysel=["pixel"], colsel=[2, 3])
    return SkyCoord(*wcs.wcs_pix2world(hdu.data["X"], hdu.data["Y"], 1), unit="deg")


def polygon(sky, centre, radius):
    """A triangle, and how far positions are inside of it."""
    corners = [centre.directional_offset_by((i * 120 + random.uniform(0, 60)) * u.deg, radius * u.deg) for i in range(3)]
    vectors = np.array([corner.cartesian.xyz.value for corner in corners])
    inside = np.full(len(sky), np.inf)
    turn = np.sign(np.linalg.det(vectors))
    for i in range(3):
        normal = np.cross(vectors[i], vectors[(i + 1) % 3]) * turn
        inside = np.minimum(inside, normal @ sky.cartesian.xyz.value)
    return " ".join(f"{c.ra.deg!r} {c.dec.deg!r}" for c in corners), inside


def judge_events(source):
    hdu = source.hdus[1]
    choice, sure, maybe = {}, np.full(len(hdu.data), True), np.full(len(hdu.data), True)
    kind = random.choice(["CIRCLE", "POLYGON", ""])
    sky = positions(hdu)
    middle = sky[random.randrange(len(sky))] if random.random() < 0.9 else SkyCoord(10, 10, unit="deg")
    size = random.uniform(0.01, 0.3) * (1 if "X" in hdu.columns.names else 10)
    if kind == "CIRCLE":
        choice["CIRCLE"] = f"{middle.ra.deg!r} {middle.dec.deg!r} {size!r}"
        s, m = between(sky.separation(middle).deg, -1, size, 1e-9)
        sure, maybe = sure & s, maybe & m
    elif kind == "POLYGON":
        choice["POLYGON"], inside = polygon(sky, middle, size)
        sure, maybe = sure & (inside > 1e-11), maybe & (inside > -1e-11)
    if not choice or random.random() < 0.5:
        mjd = mjd_utc(hdu)
        low, high = interval(mjd)
        choice["TIME"] = f"{low!r} {high!r}"
        s, m = between(mjd, low, high, 1e-10)
        sure, maybe = sure & s, maybe & m
    if random.random() < 0.4:
        ev = np.asarray(hdu.data["ENERGY"], dtype=float) if "ENERGY" in hdu.columns.names else np.asarray(hdu.data["PI"], dtype=float)
        low, high = interval(LIGHT_BY_PLANCK / ev)
        choice["BAND"] = f"{low!r} {high!r}"
        s, m = between(LIGHT_BY_PLANCK / ev, low, high, 1e-18)
        sure, maybe = sure & s, maybe & m
    return same_rows(source, 1, choice, sure, maybe)


def wavelengths(hdu):
    if "LOGLAM" in hdu.columns.names:
        return 10 ** np.asarray(hdu.data["LOGLAM"], dtype=float) * 1e-10
    if "WAVE" in hdu.columns.names:
        return np.asarray(hdu.data["WAVE"]) * 1e-10
    return 299792458 / (hdu.data["FREQUENCY"] * 1e9)


def judge_spectrum(source):
    hdu = source.hdus[1]
    wave = wavelengths(hdu)
    low, high = interval(wave.ravel())
    low, high = (high * 2, high * 3) if random.random() < 0.1 else (low, high)
    choice = {"BAND": f"{low!r} {high!r}"}
    sure, maybe = between(wave, low, high, 1e-17 * 1e3)
    if wave.ndim == 1:
        return same_rows(source, 1, choice, sure, maybe)
    assert (sure == maybe).all()
    cut, answer = source.cut(choice)
    if cut is None:
        assert not sure.any(), "elements are missing"
        return None
    rows, elements = np.where(sure.any(axis=1))[0], np.where(sure.any(axis=0))[0]
    part = slice(elements[0], elements[-1] + 1)
    for name in hdu.columns.names:
        whole, given = hdu.data[name][rows], cut[1].data[name]
        cells = whole[..., part] if whole.shape[-1] == wave.shape[1] else whole
        assert np.array_equal(np.asarray(cells), np.asarray(given)), name
    assert cut[1].header.get("NELEM") in (None, elements[-1] - elements[0] + 1)
    assert "TDMIN1" not in cut[1].header
    return answer


def edges(header, count):
    pixels = np.arange(count + 1) - 0.5
    if "COEFF0" in header:
        return 10 ** (header["COEFF0"] + header["COEFF1"] * pixels) * 1e-10
    values = header["CRVAL1"] + header["CDELT1"] * (pixels + 1 - header["CRPIX1"])
    return (10 ** values if "DC-FLAG" in header else values) * 1e-10


def judge_image(source):
    hdu = source.hdus[0]
    wave = edges(hdu.header, hdu.data.size)
    low, high = interval(wave)
    cut, answer = source.cut({"BAND": f"{low!r} {high!r}"})
    inside = np.where((wave[:-1] < high) & (wave[1:] > low))[0]
    assert np.array_equal(cut[0].data, hdu.data[inside[0]:inside[-1] + 1]), "pixels"
    assert np.allclose(edges(cut[0].header, cut[0].data.size), wave[inside[0]:inside[-1] + 2], rtol=1e-12, atol=0), "wavelengths"
    return answer


def judge_map(source):
    hdu = source.hdus[1]
    header = hdu.header
    frame = {"G": "galactic", "E": "barycentricmeanecliptic"}.get(header.get("COORDSYS", "C")[0], "icrs")
    grid = HEALPix(nside=header["NSIDE"], order=header["ORDERING"].lower())
    names = [name for name in hdu.columns.names if name != "PIXEL"]
    if not hasattr(source, "values"):
        source.values = {name: np.asarray(hdu.data[name]).ravel() for name in names}
    values = source.values
    partial = "PIXEL" in hdu.columns.names
    centre = SkyCoord(random.uniform(0, 360), np.degrees(np.arcsin(random.uniform(-1, 1))), unit="deg")
    cell = np.degrees(np.sqrt(4 * np.pi / grid.npix))
    size = cell * 10 ** random.uniform(-1, 1.2)
    cut, answer = source.cut({"CIRCLE": f"{centre.ra.deg!r} {centre.dec.deg!r} {size!r}"})
    turned = centre.transform_to(frame).spherical
    near = grid.cone_search_lonlat(turned.lon, turned.lat, (size + 2 * cell) * u.deg)
    inner, outer = set(touched(grid, near, turned, size * (1 - 1e-6))), set(touched(grid, near, turned, size + 0.35 * cell))
    if partial:
        inner, outer = inner & set(hdu.data["PIXEL"]), outer & set(hdu.data["PIXEL"])
    if cut is None:
        assert not inner, "cells are missing"
        return None
    part = cut[1]
    assert part.header["INDXSCHM"] == "EXPLICIT" and part.header["OBJECT"] == ("PARTIAL" if "OBJECT" in header else None) \
        or "OBJECT" not in header or source.path.endswith(".gz")
    assert all(part.header.get(key) == header.get(key) for key in ["NSIDE", "ORDERING", "COORDSYS"]), "frame"
    given = part.data["PIXEL"]
    assert (np.diff(given) > 0).all() and inner <= set(given) <= outer, f"cells: {inner - set(given)} {set(given) - outer}"
    index = np.searchsorted(hdu.data["PIXEL"], given) if partial else given
    for name in names:
        assert np.array_equal(values[name][index], part.data[name]), name
    return answer


def touched(grid, near, centre, size):
    """Cells of which a centre, or one of many positions of the boundary, lies in a circle, and the one that has its middle."""
    lon, lat = grid.healpix_to_lonlat(near)
    blon, blat = grid.boundaries_lonlat(near, 16)
    middle = SkyCoord(centre.lon, centre.lat)
    inside = (SkyCoord(lon, lat).separation(middle).deg <= size) \
        | (SkyCoord(blon, blat).separation(middle).deg <= size).any(axis=1)
    return np.append(near[inside], grid.lonlat_to_healpix(centre.lon, centre.lat))


def compare(ask, folder, times):
    """Judges each file some times; says what is wrong, and how many parts there were, and how many were empty."""
    done = {"parts": 0, "empty": 0}
    for path, judge in files(folder):
        source = Source(path, ask)
        large = len(source.bytes) > LARGE
        clean = large or verify(source.bytes) == 0
        for _ in range(1 if large else times):
            try:
                answer = judge(source)
            except urllib.error.HTTPError as e:
                print("FAULT", os.path.basename(path), e.code, e.read())
                continue
            except Exception as e:
                print("DIFFERENT", os.path.basename(path), type(e).__name__, e)
                continue
            done["parts" if answer else "empty"] += 1
            if answer and clean and (said := verify(answer)):
                print("INVALID", os.path.basename(path), re.sub(r"\s+", " ", str(said))[:2000])
    print(f"files={len(files(folder))} parts={done['parts']} empty={done['empty']}")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        random.seed(20261124)
        sync, prefix = sys.argv[2:4]
        compare(lambda choice: ask(sync, {**choice, "ID": prefix + choice["ID"]}), sys.argv[4], int(sys.argv[5]))
