"""Seconds and peak memory of a piece of work, in a process of its own."""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: wall seconds, and the process's peak memory in MB."""

    seconds: float
    megabytes: float


def peak_megabytes() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(work: Callable[..., Any], *given: Any) -> tuple[Cost, Any]:
    """Run `work` in a fresh process and say what it cost; its answer comes along."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, work, given))
    process.start()
    cost, answer = here.recv()
    process.join()
    return cost, answer


def median_of(runs: int, work: Callable[..., Any], *given: Any) -> tuple[Cost, Any]:
    """The run with the median time of several, each in a fresh process."""
    costs = [alone(work, *given) for _ in range(runs)]
    middle = statistics.median_low([cost.seconds for cost, _ in costs])
    return next(pair for pair in costs if pair[0].seconds == middle)


def _run(pipe: Connection, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    begun = time.perf_counter()
    answer = work(*given)
    pipe.send((Cost(time.perf_counter() - begun, peak_megabytes()), answer))


def need_shared() -> bool:
    """Whether the real files are there; says so where they are not."""
    if not SHARED.is_dir():
        print("This benchmark reads the real public files in ../shared/data; they are not there.")
        return False
    return True
