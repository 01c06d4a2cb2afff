"""Benchmarks: what the desk's work costs beside well-known work on the same machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """Seconds that something took, beside a yardstick's; ``limit`` is the ratio not to exceed."""

    name: str
    seconds: float
    yardstick: str
    yardstick_seconds: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many times the yardstick it took."""
        return self.seconds / self.yardstick_seconds

    @property
    def kept(self) -> bool:
        """Whether it stays within its limit."""
        return self.ratio <= self.limit


def best_of(times: int, work: Callable[[], object]) -> float:
    """The seconds of the fastest of several runs: the one that others on the machine disturbed least."""
    return min(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
