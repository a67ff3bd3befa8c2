# SPDX-License-Identifier: Apache-2.0
"""Compares cutouts with what astropy cuts out of the same files.

  cutouts_of_astropy.py make FOLDER SOURCE     writes files of further kinds, made of those in SOURCE
  cutouts_of_astropy.py compare SYNC PREFIX FOLDER NUMBER   asks SYNC for NUMBER parts of datasets PREFIX + file name
"""

import functools
import glob
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import warnings

import numpy as np
from astropy import log
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

warnings.simplefilter("ignore")
log.setLevel("ERROR")


def make(folder, source):
    with fits.open(os.path.join(source, "gc_2mass_j.fits")) as hdus:
        fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(hdus[0].data, hdus[0].header, compression_type="RICE_1")]).writeto(
            os.path.join(folder, "rice.fits.fz"))
    with fits.open(os.path.join(source, "gc_bolocam_gps.fits")) as hdus:
        fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(hdus[0].data, hdus[0].header, name="MAP", compression_type="GZIP_2",
            quantize_level=0)]).writeto(os.path.join(folder, "gzip.fits"))
    header = fits.Header()
    for key, value in {"CTYPE1": "RA---TAN-SIP", "CTYPE2": "DEC--TAN-SIP", "CRPIX1": 128.5, "CRPIX2": 120.25, "CRVAL1": 0.01,
            "CRVAL2": -89.95, "CD1_1": -3e-4, "CD1_2": 1e-5, "CD2_1": 1e-5, "CD2_2": 3e-4, "A_ORDER": 2, "A_2_0": 2e-5,
            "A_1_1": -1e-5, "B_ORDER": 2, "B_0_2": 1.5e-5, "B_1_1": 2e-5, "CTYPE1A": "LINEAR", "CTYPE2A": "LINEAR",
            "CRPIX1A": 1.0, "CRPIX2A": 1.0, "LTV1": 10.0, "LTM1_1": 1.0}.items():
        header[key] = value
    data = np.arange(256 * 240, dtype=">i4").reshape(240, 256)
    extension = header.copy()
    extension["CRVAL2"] = -89.9
    fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(data, header, name="SCI"), fits.ImageHDU(-data, extension, name="SCI", ver=2)]).writeto(
        os.path.join(folder, "sip_at_the_pole.fits"))
    cubes(folder)
    numbers(folder)


def numbers(folder):
    """Images of all kinds of numbers."""
    noise = np.random.default_rng(1)
    images = [fits.ImageHDU(noise.integers(0, np.iinfo(kind).max, (7, 50, 60), dtype=kind, endpoint=True), name=kind)
        for kind in ("uint8", "uint16", "uint32", "int16", "int32", "int64")]
    real = noise.normal(size=(90, 300))
    real[3:5] = np.nan
    images += [fits.ImageHDU(real.astype(kind), name=kind) for kind in (">f4", ">f8")]
    images[3].header["BLANK"] = -32768
    fits.HDUList([fits.PrimaryHDU(np.full((3, 40000), 7, ">i2")), *images]).writeto(os.path.join(folder, "numbers.fits"))


def cubes(folder):
    """Cubes of wavelengths, frequencies, and velocities, of which one is compressed and two have states of polarization."""
    sky = {"CTYPE1": "RA---SIN", "CTYPE2": "DEC--SIN", "CRPIX1": 20.5, "CRPIX2": 15.5, "CRVAL1": 359.99, "CRVAL2": 40.0,
        "CDELT1": -2e-3, "CDELT2": 2e-3}
    wave = {"CTYPE3": "WAVE", "CUNIT3": "nm", "CRVAL3": 480.0, "CDELT3": 1.25, "CRPIX3": 1.0}
    frequency = {"CTYPE3": "FREQ", "CUNIT3": "GHz", "CRVAL3": 1.42, "CDELT3": -0.01, "CRPIX3": 12.5}
    velocity = {"CTYPE3": "VRAD", "CUNIT3": "km/s", "CRVAL3": 4.0, "CDELT3": 0.5, "CRPIX3": 9.0, "RESTFRQ": 1.152712018e11}
    stokes = {"CTYPE4": "STOKES", "CRVAL4": 1.0, "CDELT4": 1.0, "CRPIX4": 1.0}
    for name, cards, shape in (("wave", wave, (50, 30, 40)), ("frequency", {**frequency, **stokes}, (4, 25, 30, 40)),
            ("velocity", {**velocity, **stokes}, (3, 30, 30, 40))):
        header = fits.Header({**sky, **cards})
        data = np.arange(np.prod(shape), dtype=">f4").reshape(shape)
        fits.PrimaryHDU(data, header).writeto(os.path.join(folder, name + "_cube.fits"))
        if name == "wave":
            fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(data.astype(">i4"), header, compression_type="RICE_1")]).writeto(
                os.path.join(folder, "rice_cube.fits.fz"))


def wavelengths(header):
    """Edges of the pixels of the third axis, metres in vacuum; None where it measures something else."""
    kind = header.get("CTYPE3", "").strip()
    if kind not in ("WAVE", "FREQ") and not (kind == "VRAD" and "RESTFRQ" in header):
        return None
    pixels = np.arange(header["NAXIS3"] + 1) + 0.5
    values = u.Quantity(header["CRVAL3"] + (pixels - header["CRPIX3"]) * header["CDELT3"], header["CUNIT3"])
    if kind == "VRAD":
        values = values.to(u.Hz, u.doppler_radio(header["RESTFRQ"] * u.Hz))
    return values.to_value(u.m, u.spectral())


def ask(sync, parameters):
    url = sync + "?" + urllib.parse.urlencode(parameters, doseq=True)
    with urllib.request.urlopen(url) as answer:
        return answer.status, answer.read()


@functools.cache
def stored(path):
    """The HDUs of a file as they are stored, read once."""
    with fits.open(path, do_not_scale_image_data=True, memmap=False) as hdus:
        return [(hdu.header.copy(), hdu.data.copy() if hdu.is_image and hdu.data is not None else None) for hdu in hdus]


def images(path):
    return [i for i, (_, data) in enumerate(stored(path)) if data is not None and data.size > 0]


@functools.cache
def world(path, number, key=" "):
    return WCS(stored(path)[number][0], key=key)


@functools.cache
def sky(path, number):
    """Directions of the middles of all pixels of the first plane, as unit vectors (ICRS)."""
    ny, nx = stored(path)[number][1].shape[-2:]
    y, x = np.mgrid[0:ny, 0:nx]
    return world(path, number).celestial.pixel_to_world(x, y).icrs.cartesian.xyz.value.astype(np.float64)


def within(path, number, shape):
    """Which pixels' middles lie in a circle."""
    centre = SkyCoord(shape[0], shape[1], unit="deg").cartesian.xyz.value
    chord = np.sqrt(((sky(path, number) - centre[:, None, None]) ** 2).sum(axis=0))
    return chord <= 2 * np.sin(np.radians(shape[2]) / 2)


def verify(answer):
    with tempfile.NamedTemporaryFile(suffix=".fits") as file:
        file.write(answer)
        file.flush()
        said = subprocess.run(["fitsverify", "-q", file.name], capture_output=True, text=True).stdout
        if "OK" in said:
            return 0
        return subprocess.run(["fitsverify", file.name], capture_output=True, text=True).stdout


def compare(path, answer, shape=None, choice=None):
    """Pixels, coordinates and sums of all images of a result; returns how many there are."""
    compared = 0
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="(Checksum|Datasum) verification failed")
        with fits.open(io.BytesIO(answer), checksum=True) as cut:
            assert all(hdu.data is None or hdu.data.size > 0 for hdu in cut), "sums"
    with fits.open(io.BytesIO(answer), do_not_scale_image_data=True) as cut:
        for hdu in cut:
            if hdu.data is None:
                continue
            said = re.search(r"pixels \[([0-9:,]+)\] of HDU (\d+)", "".join(hdu.header["HISTORY"]))
            box = [[int(n) for n in each.split(":")] for each in said.group(1).split(",")]
            number = int(said.group(2))
            header, data = stored(path)[number]
            a = data[tuple(slice(first - 1, last) for first, last in reversed(box))]
            b = np.ascontiguousarray(hdu.data)
            assert a.shape == b.shape, "shape"
            assert a.astype(b.dtype).tobytes() == b.tobytes(), "pixels"
            for key in " A":
                if "CTYPE1" + key.strip() in header:
                    coordinates(world(path, number, key), WCS(hdu.header, key=key), b.shape, box)
            if shape is not None:
                covered(within(path, number, shape), box)
            if choice is not None:
                planes(header, box, choice)
            compared += 1
    return compared


def tiled(answer, packed, strict):
    """Tiles unpacked by CFITSIO and by astropy have the pixels of the result without tiles."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("plain.fits", answer), ("packed.fits.fz", packed)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        file = os.path.join(folder, "packed.fits.fz")
        subprocess.run(["funpack", "-O", os.path.join(folder, "funpacked.fits"), file], check=True, capture_output=True)
        with fits.open(os.path.join(folder, "plain.fits"), do_not_scale_image_data=True) as plain:
            expected = [hdu for hdu in plain if hdu.data is not None]
            readers = [("funpacked.fits", {}), ("packed.fits.fz", {"checksum": True})]
            # This astropy unpacks three axes at most.
            for name, options in readers[:1] if any(len(hdu.shape) > 3 for hdu in expected) else readers:
                with fits.open(os.path.join(folder, name), do_not_scale_image_data=True, **options) as unpacked:
                    got = [hdu for hdu in unpacked if hdu.data is not None]
                    assert len(got) == len(expected), f"{name} has {len(got)} images, not {len(expected)}"
                    for a, b in zip(expected, got):
                        assert a.shape == b.shape and a.header["BITPIX"] == b.header["BITPIX"], f"{name}: shape"
                        assert a.data.astype(a.data.dtype.newbyteorder(">")).tobytes() == \
                            b.data.astype(a.data.dtype.newbyteorder(">")).tobytes(), f"{name}: pixels"
                        for key in ("BZERO", "BSCALE", "BLANK", "CRPIX1", "CRVAL1", "CTYPE1", "EXTNAME"):
                            assert a.header.get(key) == b.header.get(key), f"{name}: {key}"
        if strict and (said := verify(packed)):
            # Of the table fitsverify expects coordinates of two axes: what fpack makes of a cube has the same warnings.
            of_cubes = re.compile(r"not in range 1-2 \(NAXIS\)|keywords appear to be missing; expected 2|^\*{4} Verification found")
            assert all(of_cubes.search(line) for line in said.splitlines() if "***" in line), said


def coordinates(old, new, shape, box):
    points = np.array([[random.uniform(0, n - 1) for n in shape[::-1]] for _ in range(20)])
    there, here = old.all_pix2world(points + np.array([first - 1 for first, _ in box]), 0), new.all_pix2world(points, 0)
    good = np.isfinite(there)
    assert (good == np.isfinite(here)).all() and np.allclose(there[good], here[good], rtol=1e-14, atol=1e-9), "coordinates"


def planes(header, box, choice):
    """The planes of a cube are those whose wavelengths touch the band, and from the first to the last of the states."""
    if "BAND" in choice:
        low, high = (float(n) for n in choice["BAND"].split())
        edges = wavelengths(header)
        touched = (np.minimum(edges[:-1], edges[1:]) <= high) & (np.maximum(edges[:-1], edges[1:]) >= low)
        rows = np.where(touched)[0]
        assert box[2] == [rows[0] + 1, rows[-1] + 1], f"the planes are {box[2]}, the band's {rows[0] + 1}:{rows[-1] + 1}"
    if "POL" in choice:
        states = sorted("IQUV".index(state) + 1 for state in choice["POL"])
        assert box[3] == [states[0], states[-1]], f"the planes are {box[3]}, the states' {states}"


def covered(inside, box):
    """All pixels in a circle are in the box, and each side of the box is near the circle."""
    outside = np.ones_like(inside)
    outside[box[1][0] - 1:box[1][1], box[0][0] - 1:box[0][1]] = False
    assert not (inside & outside).any(), "pixels of the circle are missing"
    if inside.any():
        rows, columns = np.where(inside.any(axis=1))[0], np.where(inside.any(axis=0))[0]
        ends = [columns[0] + 1, columns[-1] + 1, rows[0] + 1, rows[-1] + 1]
        got = box[0] + box[1]
        assert all(abs(a - b) <= 2 for a, b in zip(ends, got)), f"the box is {got}, the circle's pixels {ends}"


def circle(wcs, shape):
    ny, nx = shape
    centre = wcs.pixel_to_world(random.uniform(-5, nx + 5), random.uniform(-5, ny + 5)).icrs
    scale = np.sqrt(abs(np.linalg.det(wcs.pixel_scale_matrix)))
    return float(centre.ra.deg), float(centre.dec.deg), float(scale * 10 ** random.uniform(-1, np.log10(max(nx, ny) / 2)))


def axes(header):
    """A band and states of polarization, for most of the cubes that have such axes."""
    choice = {}
    edges = wavelengths(header)
    if edges is not None and random.random() < 0.7:
        low, high = sorted(random.uniform(edges.min(), edges.max()) for _ in range(2))
        choice["BAND"] = random.choice([f"{low!r} {high!r}", f"-Inf {high!r}", f"{low!r} +Inf"])
    if header.get("CTYPE4") == "STOKES" and random.random() < 0.5:
        choice["POL"] = random.sample("IQUV"[:header["NAXIS4"]], 2)
    return choice


def parameters(path, number):
    header, data = stored(path)[number]
    choice, shape = axes(header), None
    if world(path, number).has_celestial and random.random() < (0.5 if choice else 0.6):
        shape = circle(world(path, number).celestial, data.shape[-2:])
        if not np.isfinite(shape).all():
            return None, None
        choice["CIRCLE"] = " ".join(repr(n) for n in shape)
    if choice:
        return choice, shape
    spans = []
    for n in data.shape[::-1]:
        first = random.randint(1, n)
        spans.append(f"{first}:{random.randint(first, n + 3)}")
    return {"SUB": f"[{number}][{','.join(spans)}]"}, None


def judge(sync, prefix, path, original_ok, results):
    number = random.choice(images(path))
    choice, shape = parameters(path, number)
    if choice is None:
        return
    if len(images(path)) > 1:
        shape = None
    name = f"{os.path.basename(path)} {choice}"
    try:
        status, answer = ask(sync, {"ID": prefix + os.path.basename(path), **choice})
    except urllib.error.HTTPError as e:
        print("FAULT", name, e.code, e.read())
        return
    if status == 204:
        results["empty"] += 1
        if shape is not None and within(path, number, shape).any():
            print("MISSED", name)
        return
    try:
        results["images"] += compare(path, answer, shape, choice)
    except Exception as e:
        print("DIFFERENT", name, type(e).__name__, e)
    if random.random() < 0.15 or "numbers" in path:
        try:
            tiled(answer, ask(sync, {"ID": prefix + os.path.basename(path), "RESPONSEFORMAT": "application/fits;compression=tile",
                **choice})[1], original_ok)
            results["tiled"] += 1
        except Exception as e:
            print("TILED", name, type(e).__name__, e)
    if original_ok and (said := verify(answer)):
        print("INVALID", name, said)
    results["cutouts"] += 1


def main(sync, prefix, folder, number):
    random.seed(20261124)
    files = sorted(f for f in glob.glob(os.path.join(folder, "*.f*")) if images(f))
    clean = {f: verify(fits_bytes(f)) == 0 for f in files}
    results = {"cutouts": 0, "images": 0, "empty": 0, "tiled": 0}
    for i in range(number):
        path = files[i % len(files)]
        judge(sync, prefix, path, clean[path], results)
    print(f"files={len(files)} cutouts={results['cutouts']} images={results['images']} empty={results['empty']} tiled={results['tiled']}")


def fits_bytes(path):
    import bz2
    import gzip
    opener = gzip.open if path.endswith(".gz") else bz2.open if path.endswith(".bz2") else open
    with opener(path, "rb") as file:
        return file.read()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3])
    else:
        main(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
