# SPDX-License-Identifier: Apache-2.0
"""Uses a TAP service as a notebook would. Usage: ask_with_pyvo.py TAP_URL. Prints "all is well" or fails."""
import sys
import warnings

import numpy as np
import pyvo
import requests

tap = pyvo.dal.TAPService(sys.argv[1])

# What the service says of itself.
assert tap.available
assert tap.maxrec > 0 and tap.hardlimit >= tap.maxrec
tables = tap.tables
names = set(tables.keys())
assert {"demo.hipparcos", "demo.survey", "demo.deep_sky", "TAP_SCHEMA.tables".lower()} <= {n.lower() for n in names}, names
columns = {c.name: c for c in tables["demo.hipparcos"].columns}
assert columns["ra"].unit == "deg" and columns["ra"].ucd == "pos.eq.ra;meta.main"
assert len(tap.examples) >= 3

# A query with its metadata, NULLs and text beyond ASCII.
result = tap.search("SELECT hip, ra, dec, vmag, bayer FROM demo.hipparcos WHERE vmag < 2 ORDER BY vmag")
table = result.to_table()
assert table["ra"].unit == "deg" and table["ra"].dtype == np.float64
assert table["hip"].dtype == np.int32
assert any(ord(c) > 127 for name in table["bayer"] for c in str(name)), "Bayer letters are Greek"
assert 40 < len(table) < 60

# Geometry in the usual spellings finds the same stars.
spellings = [
    "DISTANCE(ra, dec, 56.75, 24.12) < 2",
    "2 > DISTANCE(POINT(56.75, 24.12), POINT(ra, dec))",
    "1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 56.75, 24.12, 2))",
    "CONTAINS(POINT(ra, dec), CIRCLE(POINT(56.75, 24.12), 2)) = 1",
    "INTERSECTS(CIRCLE(56.75, 24.12, 2), POINT(ra, dec)) = 1",
]
counts = [tap.search("SELECT COUNT(*) AS n FROM demo.hipparcos WHERE " + s)["n"][0] for s in spellings]
assert counts[0] > 10 and len(set(counts)) == 1, counts

# Truncation is said, errors are explained.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    cut = tap.run_sync("SELECT * FROM demo.survey", maxrec=10)
assert len(cut) == 10
status = [i.value for i in cut.votable.resources[0].infos if i.name == "QUERY_STATUS"]
assert status[-1] == "OVERFLOW", status
try:
    tap.search("SELECT rra FROM demo.hipparcos")
    raise AssertionError("a wrong column was accepted")
except pyvo.dal.DALQueryError as fault:
    assert "did you mean" in str(fault), fault

# The same by jobs: one at a stretch, one step by step, one that fails, one that is aborted.
assert len(tap.run_async("SELECT TOP 7 hip FROM demo.hipparcos")) == 7
job = tap.submit_job("SELECT TOP 5 hip, ra FROM demo.hipparcos ORDER BY hip", maxrec=3)
assert job.phase == "PENDING"
job.execution_duration = 60
assert job.execution_duration.sec == 60
job.run()
job.wait(phases=["COMPLETED", "ERROR", "ABORTED"], timeout=60)
assert job.phase == "COMPLETED", job.phase
assert job.result_uris == [job.url + "/results/result"], job.result_uris
assert list(job.fetch_result()["hip"]) == [1, 2, 3]
assert job.job_id in [j.jobid for j in tap.get_job_list()]
job.delete()
job = tap.submit_job("SELECT rra FROM demo.hipparcos")
job.run()
job.wait(phases=["COMPLETED", "ERROR", "ABORTED"], timeout=60)
assert job.phase == "ERROR", job.phase
try:
    job.raise_if_error()
    raise AssertionError("a wrong column was accepted")
except pyvo.dal.DALQueryError:
    pass
assert "did you mean" in requests.get(job.url + "/error").text
job = tap.submit_job("SELECT COUNT(*) AS n FROM demo.survey AS a, demo.survey AS b WHERE a.ra + b.ra < a.dec")
job.run()
job.abort()
assert job.phase == "ABORTED", job.phase
job.delete()

# Tables that come with a query, two at a time, and their metadata.
from astropy.table import Table

near = Table({"ra": [56.75, 0.0], "dec": [24.12, 0.0], "Naïve name": ["β Tau", ""], "k": np.array([1, 2], dtype=np.int16)})
near["ra"].unit = "deg"
other = Table({"k": np.array([1, 3], dtype=np.int16), "v": np.array([[1.5, 2.5], [3.5, 4.5]])})
matched = tap.search(
    "SELECT u.*, o.v, COUNT(h.hip) AS n FROM TAP_UPLOAD.near AS u JOIN TAP_UPLOAD.other AS o ON o.k = u.k"
    " JOIN demo.hipparcos AS h ON DISTANCE(u.ra, u.dec, h.ra, h.dec) < 2"
    ' GROUP BY u.ra, u.dec, u."Naïve name", u.k, o.v',
    uploads={"near": near, "other": other},
).to_table()
assert len(matched) == 1 and matched["n"][0] == counts[0], matched
assert matched["Naïve name"][0] == "β Tau" and matched["ra"].unit == "deg" and list(matched["v"][0]) == [1.5, 2.5], matched
assert {m.ivo_id.rsplit("-", 1)[1] for m in tap.upload_methods} == {"inline", "http", "https"}

# The examples of the service run.
for example in tap.examples:
    assert len(example.execute()) > 0, example
print("all is well")
