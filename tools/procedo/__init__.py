"""procedo: an organisation's ISO procedures as code."""

from time import perf_counter

__version__ = "0.1.0"

__started__ = perf_counter()
"""When this process began to import procedo, for `--timings`."""
