"""Run every benchmark, or those named: python3 run.py bench [national_build] [regions]."""

import sys

from benchmarks import national_build, regions

BENCHMARKS = {"national_build": national_build.main, "regions": regions.main}

for name in sys.argv[1:] or BENCHMARKS:
    BENCHMARKS[name]()
