# SPDX-License-Identifier: Apache-2.0
"""Compares cutouts with what astropy cuts out of the same files.

  cutouts_of_astropy.py make FOLDER SOURCE     writes files of further kinds, made of those in SOURCE
  cutouts_of_astropy.py compare SYNC PREFIX FOLDER NUMBER   asks SYNC for NUMBER parts of datasets PREFIX + file name
"""

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


def ask(sync, parameters):
    url = sync + "?" + urllib.parse.urlencode(parameters)
    with urllib.request.urlopen(url) as answer:
        return answer.status, answer.read()


def images(path):
    with fits.open(path) as hdus:
        return [i for i, hdu in enumerate(hdus) if hdu.is_image and hdu.data is not None and hdu.data.size > 0]


def has_sky(header):
    return WCS(header).has_celestial


def verify(answer):
    with tempfile.NamedTemporaryFile(suffix=".fits") as file:
        file.write(answer)
        file.flush()
        said = subprocess.run(["fitsverify", "-q", file.name], capture_output=True, text=True).stdout
        if "OK" in said:
            return 0
        return subprocess.run(["fitsverify", file.name], capture_output=True, text=True).stdout


def compare(path, answer, shape=None):
    """Pixels, coordinates and sums of all images of a result; returns how many there are."""
    compared = 0
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="(Checksum|Datasum) verification failed")
        with fits.open(io.BytesIO(answer), checksum=True) as cut:
            assert all(hdu.data is None or hdu.data.size > 0 for hdu in cut), "sums"
    with fits.open(io.BytesIO(answer)) as cut, fits.open(path) as whole, \
            fits.open(io.BytesIO(answer), do_not_scale_image_data=True) as raw, \
            fits.open(path, do_not_scale_image_data=True) as stored:
        for i, hdu in enumerate(cut):
            if hdu.data is None:
                continue
            said = re.search(r"pixels \[([0-9:,]+)\] of HDU (\d+)", "".join(hdu.header["HISTORY"]))
            box = [[int(n) for n in each.split(":")] for each in said.group(1).split(",")]
            source = whole[int(said.group(2))]
            index = tuple(slice(first - 1, last) for first, last in reversed(box))
            a = np.ascontiguousarray(stored[int(said.group(2))].data[index])
            b = np.ascontiguousarray(raw[i].data)
            assert a.shape == b.shape, "shape"
            assert a.astype(b.dtype).tobytes() == b.tobytes(), "pixels"
            for key in " A":
                if "CTYPE1" + key.strip() not in source.header:
                    continue
                old, new = WCS(source.header, key=key), WCS(hdu.header, key=key)
                points = np.array([[random.uniform(0, n - 1) for n in b.shape[::-1]] for _ in range(20)])
                moved = points + np.array([first - 1 for first, _ in box])
                there, here = old.all_pix2world(moved, 0), new.all_pix2world(points, 0)
                good = np.isfinite(there)
                assert (good == np.isfinite(here)).all() and np.allclose(there[good], here[good], rtol=0, atol=1e-9), "coordinates"
            if shape is not None:
                covered(source, box, shape)
            compared += 1
    return compared


def covered(source, box, shape):
    """All pixels in a circle are in the box, and each side of the box is near the circle."""
    wcs = WCS(source.header).celestial
    ny, nx = source.data.shape[-2:]
    y, x = np.mgrid[0:ny, 0:nx]
    sky = wcs.pixel_to_world(x, y).icrs
    inside = sky.separation(SkyCoord(shape[0], shape[1], unit="deg")).deg <= shape[2]
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


def parameters(hdu, number):
    header = hdu.header
    if has_sky(header) and random.random() < 0.6:
        shape = circle(WCS(header).celestial, hdu.data.shape[-2:])
        if not np.isfinite(shape).all():
            return None, None
        return {"CIRCLE": " ".join(repr(n) for n in shape)}, shape
    spans = []
    for n in hdu.data.shape[::-1]:
        first = random.randint(1, n)
        spans.append(f"{first}:{random.randint(first, n + 3)}")
    return {"SUB": f"[{number}][{','.join(spans)}]"}, None


def judge(sync, prefix, path, original_ok, results):
    number = random.choice(images(path))
    with fits.open(path) as hdus:
        choice, shape = parameters(hdus[number], number)
        several = len(images(path)) > 1
    if choice is None:
        return
    name = f"{os.path.basename(path)} {choice}"
    try:
        status, answer = ask(sync, {"ID": prefix + os.path.basename(path), **choice})
    except urllib.error.HTTPError as e:
        print("FAULT", name, e.code, e.read())
        return
    if status == 204:
        results["empty"] += 1
        if shape is not None and not several:
            with fits.open(path) as hdus:
                ny, nx = hdus[number].data.shape[-2:]
                y, x = np.mgrid[0:ny, 0:nx]
                sky = WCS(hdus[number].header).celestial.pixel_to_world(x, y).icrs
                if (sky.separation(SkyCoord(shape[0], shape[1], unit="deg")).deg <= shape[2]).any():
                    print("MISSED", name)
        return
    try:
        results["images"] += compare(path, answer, None if several else shape)
    except Exception as e:
        print("DIFFERENT", name, type(e).__name__, e)
    if original_ok and (said := verify(answer)):
        print("INVALID", name, said)
    results["cutouts"] += 1


def main(sync, prefix, folder, number):
    random.seed(20261124)
    files = sorted(f for f in glob.glob(os.path.join(folder, "*.f*")) if images(f))
    clean = {f: verify(fits_bytes(f)) == 0 for f in files}
    results = {"cutouts": 0, "images": 0, "empty": 0}
    for i in range(number):
        path = files[i % len(files)]
        judge(sync, prefix, path, clean[path], results)
    print(f"files={len(files)} cutouts={results['cutouts']} images={results['images']} empty={results['empty']}")


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
