# SPDX-License-Identifier: Apache-2.0
"""Uses the services of observations of the demo as a notebook would. Usage: ask_observations_with_pyvo.py BASE_URL. Prints
"all is well" or fails."""
import sys
import tempfile

import pyvo
import requests
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.time import Time
from astropy.units import Quantity
from pyvo.dal import sia2

base = sys.argv[1]
orion = SkyCoord(83.82, -5.39, unit="deg")

# SIA 2.0: place, wavelength, instrument, product; rows are right and know their links.
images = sia2.search(base + "/sia2/query", pos=(83.82, -5.39, 0.05), band=Quantity([600e-9, 620e-9], "m"))
assert len(images) >= 4, len(images)
for row in images:
    assert row["em_min"] <= 620e-9 and row["em_max"] >= 600e-9
    assert row["target_name"] == "M42", row["target_name"]
cubes = sia2.search(base + "/sia2/query", data_type="cube")
assert sorted(cubes["obs_collection"].tolist()) == ["demo"] * 4
assert sorted(cubes["pol_states"].tolist())[-1] == "/I/Q/U/V/"
night = (Time("2023-11-14T00:00:00"), Time("2023-11-16T00:00:00"))
assert 9 <= len(sia2.search(base + "/sia2/query", time=night, instrument="WMC", calib_level=1)) <= 20
assert len(sia2.search(base + "/sia2/query", pos=(0, 89, 0.1))) == 0

# Links of several datasets at once, and what belongs to one.
deep = sia2.search(base + "/sia2/query", instrument="WMC", calib_level=3, maxrec=3)
for links in deep.iter_datalinks():
    semantics = list(links["semantics"])
    assert semantics.count("#this") == 1 and semantics.count("#progenitor") == 3, semantics
    this = next(links.bysemantics("#this", include_narrower=False))
    answer = requests.get(this.access_url)
    answer.raise_for_status()
    with tempfile.NamedTemporaryFile(suffix=".fits.fz") as file:
        file.write(answer.content)
        file.flush()
        with fits.open(file.name) as hdus:
            assert hdus[1].header["CTYPE1"] == "RA---TAN" and hdus[1].data.std() > 1
for links in sia2.search(base + "/sia2/query", instrument="NICA", maxrec=3).iter_datalinks():
    preview = requests.get(next(links.bysemantics("#preview", include_narrower=False)).access_url)
    assert preview.headers["Content-Type"] == "image/png" and preview.content.startswith(b"\x89PNG")

# TAP knows the same rows.
rows = pyvo.dal.TAPService(base + "/tap").search(
    "SELECT obs_publisher_did FROM ivoa.obscore"
    " WHERE INTERSECTS(s_region, CIRCLE(83.82, -5.39, 0.05)) = 1 AND em_min <= 620e-9 AND em_max >= 600e-9")
assert sorted(rows["obs_publisher_did"]) == sorted(images["obs_publisher_did"])

# SIA 1.0 and cone search.
old = pyvo.dal.SIAService(base + "/sia1/query").search(pos=orion, size=0.1, format="image/fits")
assert len(old) >= 4 and all(record.format for record in old)
stars = pyvo.dal.SCSService(base + "/scs/demo.hipparcos/query").search(pos=SkyCoord(56.75, 24.12, unit="deg"), radius=1.0)
assert 10 < len(stars) < 100, len(stars)
assert len(pyvo.dal.SCSService(base + "/scs/ivoa.obscore/query").search(pos=orion, radius=0.2)) > 4

# What is not for everybody is not found, and what is not yet for everybody is not sent.
hidden = "ivo://meridian.local/demo?wmc/m57/wmc-m57-r-1.fits"
assert len(sia2.search(base + "/sia2/query", publisher_did=hidden)) == 0
embargoed = sia2.search(base + "/sia2/query", target_name="M51")
assert len(embargoed) == 1 and embargoed["data_rights"][0] == "proprietary"
assert requests.get(base + "/archive/demo/wmc/m51/wmc-m51-g-1.fits").status_code in (401, 403)
assert requests.get(base + "/archive/demo/wmc/m57/wmc-m57-r-1.fits").status_code in (401, 403, 404)

# A cutout by SODA's descriptor; the image is compressed in tiles.
links = next(iter(deep.iter_datalinks()))
cutout = next(links.bysemantics("#cutout", include_narrower=False))
answer = cutout.processed(circle=(deep[0]["s_ra"], deep[0]["s_dec"], 0.05)).read()
assert answer.startswith(b"SIMPLE  =")

print("all is well")
