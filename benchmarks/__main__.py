"""Run every benchmark, or those named: python3 run.py bench [national_build] [regions] [table]."""

import sys

from benchmarks import national_build, regions
from benchmarks.table import load as table

BENCHMARKS = {"national_build": national_build.main, "regions": regions.main, "table": table.main}

for name in sys.argv[1:] or BENCHMARKS:
    BENCHMARKS[name]()
