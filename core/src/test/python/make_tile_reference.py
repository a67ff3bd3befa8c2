# SPDX-License-Identifier: Apache-2.0
"""Images compressed in tiles by astropy (its cfitsio), and what astropy makes of them again.

    python3 make_tile_reference.py FOLDER

writes tiles.fits.fz and, with an image extension for each of its own, expected.fits.
"""

import os
import sys

import numpy
from astropy.io import fits

random = numpy.random.default_rng(6)


def smooth(shape):
    grids = numpy.meshgrid(*[numpy.arange(n) for n in shape], indexing="ij")
    return sum(numpy.sin(g / (5.0 + i)) * 50 for i, g in enumerate(grids)) + random.normal(300, 5, shape)


def floats(shape, kind):
    image = smooth(shape).astype(kind)
    image.flat[7] = numpy.nan
    image.flat[100:140] = 0
    return image


PLANE, CUBE = (37, 50), (3, 20, 31)
CASES = [
    (smooth(PLANE).astype("u1"), dict(compression_type="RICE_1", tile_size=(17, 11))),
    (smooth(PLANE).astype("i2"), dict(compression_type="RICE_1")),
    (smooth(PLANE).astype("i4") * 1000, dict(compression_type="RICE_1", tile_size=(50, 10))),
    (smooth(CUBE).astype("i2"), dict(compression_type="RICE_1", tile_size=(10, 7, 2))),
    (floats(PLANE, "f4"), dict(compression_type="RICE_1", quantize_level=16, quantize_method=-1, tile_size=(20, 37))),
    (floats(PLANE, "f4"), dict(compression_type="RICE_1", quantize_level=16, quantize_method=1, dither_seed=42)),
    (floats(PLANE, "f4"), dict(compression_type="RICE_1", quantize_level=4, quantize_method=2, dither_seed=9999)),
    (floats(PLANE, "f8"), dict(compression_type="RICE_1", quantize_level=8, quantize_method=1, dither_seed=7)),
    (smooth(PLANE).astype("i2"), dict(compression_type="GZIP_1", tile_size=(17, 11))),
    (floats(PLANE, "f4"), dict(compression_type="GZIP_1", quantize_level=0)),
    (floats(PLANE, "f4"), dict(compression_type="GZIP_1", quantize_level=16, quantize_method=1, dither_seed=3)),
    (smooth(PLANE).astype("i4"), dict(compression_type="GZIP_2", tile_size=(17, 11))),
    (floats(PLANE, "f8"), dict(compression_type="GZIP_2", quantize_level=0)),
    (smooth(PLANE).astype("i2"), dict(compression_type="HCOMPRESS_1", tile_size=(50, 16))),
    (smooth(PLANE).astype("i4"), dict(compression_type="HCOMPRESS_1", tile_size=(25, 37))),
    (smooth(PLANE).astype("f4"), dict(compression_type="HCOMPRESS_1", quantize_level=16, quantize_method=1, dither_seed=5, tile_size=(50, 16))),
    ((smooth(PLANE) > 300).astype("i2"), dict(compression_type="PLIO_1")),
    ((smooth(PLANE).astype("i4") % 2000), dict(compression_type="PLIO_1", tile_size=(50, 5))),
]


def main(folder):
    packed = fits.HDUList([fits.PrimaryHDU()])
    for number, (image, options) in enumerate(CASES):
        packed.append(fits.CompImageHDU(image, name="CASE%d" % number, **options))
    path = os.path.join(folder, "tiles.fits.fz")
    packed.writeto(path, overwrite=True)
    plain = fits.HDUList([fits.PrimaryHDU()])
    with fits.open(path) as again:
        for hdu in again[1:]:
            plain.append(fits.ImageHDU(hdu.data, name=hdu.name))
    plain.writeto(os.path.join(folder, "expected.fits"), overwrite=True)


if __name__ == "__main__":
    main(sys.argv[1])
