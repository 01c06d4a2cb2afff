"""Whom an offer serves by kind, status and size of a company: what policies and voucher programmes ask alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from incubator_desk.base.i18n import N_

Outcome = Literal["passed", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Check:
    """A condition of an offer held against a company. ``unknown``: what it asks for is not entered.

    ``values`` fill the message: days, amounts in yuan, and identifiers of choices, which whoever shows it words.
    """

    code: str
    outcome: Outcome
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def told(code: str, met: bool, passed: str, failed: str, values: Mapping[str, object]) -> Check:
    """A condition that is met or not."""
    return Check(code, "passed", passed, values) if met else Check(code, "failed", failed, values)


def of_kind(kinds: tuple[str, ...], kind: str) -> Check:
    """The kinds that are served; none named are all."""
    values = {"kind": kind, "kinds": kinds}
    served = not kinds or kind in kinds
    return told("kind", served, N_("{kind}: this kind is served"), N_("{kind}; served: {kinds}"), values)


def of_status(statuses: tuple[str, ...], status: str) -> Check:
    """The statuses that are served; none named are all."""
    values = {"status": status, "statuses": statuses}
    served = not statuses or status in statuses
    return told("status", served, N_("{status}: this status is served"), N_("{status}; served: {statuses}"), values)


def of_size(sizes: tuple[str, ...], size: str | None) -> Check:
    """The sizes that are served; none named are all, known or not."""
    if not sizes:
        return Check("size", "passed", N_("Companies of any size are served"))
    values = {"size": size, "sizes": sizes}
    if size is None:
        return Check("size", "unknown", N_("Size not entered; served: {sizes}"), values)
    return told("size", size in sizes, N_("{size}: this size is served"), N_("{size}; served: {sizes}"), values)
