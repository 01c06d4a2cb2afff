"""Reports: columns and rows declared once, for xlsx, pdf, csv, json and the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.store.record import Actor

from .kinds import Kind

Unit = Literal["yuan", "thousand", "wan"]
UNITS: dict[Unit, tuple[str, int, int]] = {
    "yuan": (N_("CNY"), 1, 2),
    "thousand": (N_("thousand CNY"), 1_000, 0),
    "wan": (N_("10,000 CNY"), 10_000, 2),
}
"""Label, yuan per unit, decimals."""


@dataclass(frozen=True)
class Column:
    """A column of a report; ``total`` columns are added up at the foot."""

    id: str
    label: str
    kind: Kind
    total: bool = False
    stacked: bool = False
    """On paper it stands in one cell with the column before it, on a line below."""
    sensitive: bool = False
    """It tells of a person, as every phone does: masked, unless :attr:`Asked.unmasked_for` says why not."""
    printed: bool = True
    """Whether it stands on paper and in workbooks, which look like it: where a paper is of one thing, its facts say
    what each row of the data repeats."""
    by_hand: float = 0.0
    """Ems that are left free on paper for writing into it by hand; all rows are then high enough for that."""


@dataclass(frozen=True)
class Asked:
    """What a report is asked for."""

    period: Period
    as_of: date
    tenant: str | None = None
    unit: Unit = "yuan"
    unmasked_for: str | None = None
    """The reason why personal data is shown whole; without one it is masked."""
    record: str | None = None
    """The code of the one record of :attr:`Report.each` whose paper is wanted; without it all, one after the other."""


@dataclass(frozen=True)
class Party:
    """Who signs a paper: a heading (“Lessor (seal):”) and the lines below it, each a label and what is known of it."""

    heading: str
    lines: Sequence[tuple[str, str]] = ()
    seal: bool = True
    """Whether it sets a seal: paper has a place for it."""


class Whose(NamedTuple):
    """The record that a paper is of, where that is no company: its code, and what people know it by."""

    code: str
    name: str


@dataclass(frozen=True)
class Sheet:
    """The rows of a report (of one tenant, where it is per tenant), money in yuan.

    What stands around the table is for paper alone: the texts of a letter or form are worded already.
    """

    rows: Sequence[Sequence[Any]]
    facts: Sequence[tuple[str, str]] = ()
    """Label and text pairs that stand above the table on paper."""
    problems: Sequence[Problem] = ()
    tenant: str | None = None
    """The code of the tenant whose sheet it is."""
    title: str = ""
    """The paper's heading where it is not the report's label."""
    opening: Sequence[str] = ()
    """Paragraphs between heading and table."""
    closing: Sequence[str] = ()
    """Paragraphs below the table."""
    parties: Sequence[Party] = ()
    """Who signs, side by side, instead of the park's own signature block."""
    code: str = ""
    """What a scanner reads: paper shows it as a QR code beside the facts, its letters below."""
    whose: Whose | None = None
    """The record whose sheet it is, in a report with a paper for each record of another register."""


@dataclass(frozen=True)
class Paper:
    """How it is printed: A4, landscape for wide tables; ``seal`` prints the signature block."""

    landscape: bool = False
    seal: bool = True
    table: bool = True
    """Whether its rows stand on it as a table; a paper of a single thing says them in its facts."""
    certificate: bool = False
    """Whether it is handed over as a certificate: large type within a frame, the seal over name and date."""


@dataclass(frozen=True)
class Report:
    """One report: everything else (formats, totals, paper, the list) follows from it."""

    name: str
    label: str
    columns: tuple[Column, ...]
    rows: Callable[[Session, Actor, Asked], Sequence[Sheet]]
    """The sheets asked for; one, unless the report is per tenant."""
    paper: Paper = field(default_factory=Paper)
    per_tenant: bool = False
    each: str = ""
    """The register (mentors, sessions) of whose records each has a paper of its own."""
    note: str = ""
    """A sentence printed under the title."""
    group: Literal["report", "letter"] = "report"
    """A letter or form is made for one company or case; a report is a table."""
    lines: str = ""
    """The report that lists what a row of this one adds up, for the row's month."""
    blocks: str = ""
    """The column whose values part the rows into blocks that each show the whole, as by policy and by size: every block
    adds up to the same totals."""
    running: tuple[str, ...] = ()
    """The columns of a row that lead from one sum to the next, which is the last of them: a period's figure, its
    adjustment, the year's sum. They add up in any unit of money."""
    adds_by: tuple[str, ...] = ()
    """The columns that name a row when the same report of several parks is added up, its other numbers summed; without
    any, the rows of parks stand one below the other."""
    settled: Callable[[Sequence[Sequence[Any]]], Sequence[Sequence[Any]]] = lambda rows: rows
    """Its rows again, once those of parks were added up: what is no sum, as a share, worked out of what is."""
