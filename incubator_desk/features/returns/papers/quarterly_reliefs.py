"""The quarterly return of reliefs (handbook, section 7, Q2): the relief ledger by policy, ownership and size."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import ZERO
from incubator_desk.catalog.kinds import Choice, Money, OpenChoice, Option, Whole
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.leases.model import OWNERSHIPS
from incubator_desk.features.rent.ledger import RELIEF_LEDGER
from incubator_desk.features.tenants.model import SIZES
from incubator_desk.store.record import Actor

_UNSTATED = "unstated"
_BLOCKS = {"policy": (), "ownership": OWNERSHIPS.options, "size": SIZES.options}
"""The columns of the ledger by which it is summed, with what is known to stand there, in its order."""
_COLUMNS = (
    Column(
        "by",
        N_("Summed by"),
        Choice(
            (
                Option("policy", N_("Policy")),
                Option("ownership", N_("Ownership of the premises")),
                Option("size", N_("Size of the company")),
            )
        ),
    ),
    Column(
        "group",
        N_("Group"),
        OpenChoice(options=(*OWNERSHIPS.options, *SIZES.options, Option(_UNSTATED, N_("Not stated")))),
    ),
    Column("cases", N_("Number of cases"), Whole(), total=True),
    Column("companies", N_("Number of companies"), Whole()),
    Column("entitled", N_("Entitled"), Money(), total=True),
    Column("executed", N_("Executed"), Money(), total=True),
    Column("deferred", N_("Deferred"), Money(), total=True),
)
_AMOUNTS = ("entitled", "executed", "deferred")
_Case = dict[str, Any]


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each group that has a case in the relief ledger, block by block; each block has all of them."""
    names = [column.id for column in RELIEF_LEDGER.columns]
    ledger = [
        dict(zip(names, row, strict=True)) for sheet in RELIEF_LEDGER.rows(reading, actor, asked) for row in sheet.rows
    ]
    return (Sheet(settled([line for by in _BLOCKS for line in _block(by, ledger)])),)


def settled(found: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """The rows block by block: the known groups in their order, own ones by name, and last what is not stated."""
    return sorted(found, key=lambda row: _place(row[0], row[1]))


def _place(by: str, group: str) -> tuple[int, bool, int, str]:
    usual = [option.value for option in _BLOCKS[by]]
    return list(_BLOCKS).index(by), group == _UNSTATED, usual.index(group) if group in usual else len(usual), group


def _block(by: str, ledger: Sequence[_Case]) -> Iterator[tuple[Any, ...]]:
    """A row for each group."""
    groups: defaultdict[str, list[_Case]] = defaultdict(list)
    for case in ledger:
        groups[case[by] or _UNSTATED].append(case)
    for group, found in groups.items():
        companies = {(case["tenant"], case["uscc"]) for case in found}
        yield by, group, len(found), len(companies), *(_sum(found, name) for name in _AMOUNTS)


def _sum(found: Sequence[_Case], name: str) -> Decimal | None:
    """What cases come to; None where all are of a kind that has no such amount."""
    known = [case[name] for case in found if case[name] is not None]
    return sum(known, ZERO) if known else None


QUARTERLY_RELIEFS = Report(
    "quarterly_reliefs",
    N_("Quarterly return of reliefs"),
    _COLUMNS,
    rows,
    note=N_("The relief ledger three times summed: each part shows all cases, and the totals are those of the ledger."),
    lines="relief_ledger",
    blocks="by",
    adds_by=("by", "group"),
    settled=settled,
)
