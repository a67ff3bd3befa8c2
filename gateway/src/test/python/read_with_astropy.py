# SPDX-License-Identifier: Apache-2.0
"""Reads 7 rows that were cut at MAXREC. Usage: read_with_astropy.py FORMAT FILE. Prints "all is well" or fails."""
import sys
import warnings

import numpy as np
from astropy.table import Table

warnings.simplefilter("ignore")
name, file = sys.argv[1:]
formats = {"votable": "votable", "fits": "fits", "csv": "ascii.csv", "tsv": "ascii.tab", "ecsv": "ascii.ecsv"}
table = Table.read(file, format=formats[name])
assert len(table) == 7, len(table)
assert table.colnames == ["hip", "ra", "dec", "vmag", "name"], table.colnames
assert table["ra"].dtype.kind == "f" and table["ra"].dtype.itemsize == 8, table.dtype
assert np.issubdtype(table["hip"].dtype, np.integer), table.dtype
if name in ("votable", "fits", "ecsv"):
    assert table["ra"].unit == "deg"
if name == "fits":
    assert table.meta["QSTATUS"] == "OVERFLOW", table.meta
if name == "ecsv":
    assert table.meta["QUERY_STATUS"] == "OVERFLOW", table.meta
    assert table["ra"].meta["ucd"] == "pos.eq.ra;meta.main", table["ra"].meta
print("all is well")
