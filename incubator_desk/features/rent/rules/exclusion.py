"""Reliefs that a policy does not suffer beside others (contract R6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from .terms import Lease, Relief, counting


@dataclass(frozen=True, slots=True)
class Clash:
    """Two reliefs that share a day though the policy of either is exclusive; the later is refused."""

    earlier: Relief
    later: Relief
    first: date
    last: date
    """The days that both reach."""


def overlaps(reliefs: Sequence[Relief], lease: Lease) -> tuple[Clash, ...]:
    """The pairs of counting reliefs of a lease that exclude each other, in the order of R4 (contract R6).

    Rent-free days are days of the lease like others; an extension reaches only the days it adds, which
    nothing else reaches.
    """
    reducing = [relief for relief in counting(tuple(reliefs)) if relief.kind in ("percent", "fixed")]
    found = (_clash(earlier, later, lease) for earlier, later in combinations(reducing, 2))
    return tuple(clash for clash in found if clash)


def _clash(earlier: Relief, later: Relief, lease: Lease) -> Clash | None:
    same = earlier.policy is not None and earlier.policy == later.policy
    if same or not (earlier.exclusive or later.exclusive):
        return None
    ends = (earlier.window(lease)[1], later.window(lease)[1], lease.ends_on, lease.ended_on or lease.ends_on)
    first = max(earlier.window(lease)[0], later.window(lease)[0], lease.starts_on)
    return Clash(earlier, later, first, min(ends)) if first <= min(ends) else None
