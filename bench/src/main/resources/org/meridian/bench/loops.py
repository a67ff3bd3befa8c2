# SPDX-License-Identifier: Apache-2.0
"""What a program with astropy or fitsio does in the gateway's place: reads commands, answers each with seconds."""
import io
import os
import sys
import time

import numpy
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.nddata import Cutout2D
from astropy.wcs import WCS

try:
    import fitsio
except ImportError:
    fitsio = None


def lines(path):
    with open(path) as file:
        return [line.split() for line in file]


def drop(path):
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def section(path, x, y, size):
    x, y, size = int(x), int(y), int(size)
    with fits.open(path, memmap=True) as file:
        numpy.array(file[0].section[y:y + size, x:x + size])


def cutouts(path, size):
    for name, ra, dec, _, _ in lines(path):
        with fits.open(name) as file:
            image = file[0]
            cut = Cutout2D(image.data, SkyCoord(float(ra), float(dec), unit="deg"), int(size), wcs=WCS(image.header))
            header = image.header.copy()
            header.update(cut.wcs.to_header())
            fits.PrimaryHDU(cut.data, header).writeto(io.BytesIO())


def sections(path, size):
    size = int(size)
    for name, _, _, x, y in lines(path):
        x, y = int(x), int(y)
        with fitsio.FITS(name) as file:
            file[0].read_header()
            file[0][y:y + size, x:x + size]


def headers(path, hdus):
    for (name,) in lines(path):
        for hdu in range(int(hdus)):
            fits.getheader(name, hdu)


commands = {"drop": drop, "section": section, "cutouts": cutouts, "headers": headers}
if fitsio:
    commands["sections"] = sections
print(" ".join(commands), flush=True)
for line in sys.stdin:
    command, *arguments = line.split()
    begin = time.perf_counter()
    commands[command](*arguments)
    print(time.perf_counter() - begin, flush=True)
