"""A pasted bank statement against what is known: whose money each row is, whether it is recorded, where it goes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_, translate
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.pasting import cells
from incubator_desk.catalog.register import Register
from incubator_desk.features.rent.rules.statement import Entry, read
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.bulk import among
from incubator_desk.store.record import Actor
from incubator_desk.store.step import Step

from .payers import How, Payers
from .receiving import Laid, Laying, Payment, Recorded, openings_of, receive, recorded

Verdict = Literal["new", "recorded", "unclear", "unreadable"]
TRANSFER = N_("Bank transfer")
MOST = 2000
TOO_MANY = N_("These are {count} rows; at most {most} can be taken over at once. Copy fewer.")
NO_ROWS = N_("The clipboard holds no rows. Copy some from the bank statement first.")
ALREADY = N_("Already recorded as {code}.")
ALIKE = N_("{code} has the same company, day and amount, but another reference.")
TWICE = N_("The same stands in row {row}.")
SEVERAL = N_("{count} companies fit. Choose one.")
NOBODY = N_("No company fits. Choose one.")
CONTRADICTION = N_("The payer is one company, the remark names another one's contract. Choose one.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the statement: whose money it is, what becomes of it."""

    entry: Entry
    verdict: Verdict
    tenant: str | None = None
    candidates: tuple[str, ...] = ()
    how: How | None = None
    problems: tuple[Problem, ...] = ()
    """Why it is no new receipt, or cannot be one."""
    laid: Laid = ()
    """What each lease would get, were the ticked rows above it recorded."""

    @property
    def possible(self) -> bool:
        """Whether it can be recorded at all: one that seems recorded still can, where the user knows better."""
        return self.tenant is not None and self.verdict in ("new", "recorded")


@dataclass(frozen=True, slots=True)
class Looked:
    """The rows of a statement, how many others there were, and what the companies are called."""

    rows: tuple[Row, ...]
    passed_over: int


def look(session: Session, actor: Actor, text: str) -> Looked:
    """Read a pasted statement; refused where it holds no rows or its columns are not clear."""
    block = cells(text)
    if not block:
        raise Refused(Problem("nothing_pasted", NO_ROWS))
    if len(block) > MOST:
        raise Refused(Problem("too_many_rows", TOO_MANY, {"count": len(block), "most": MOST}))
    statement = read(block)
    payers = Payers(session, actor)
    known = recorded(session, actor, {each.day for each in statement.entries if each.day})
    rows: list[Row] = []
    for entry in statement.entries:
        rows.append(_judged(_whose(entry, payers), known, rows))
    return Looked(tuple(rows), statement.passed_over)


def _whose(entry: Entry, payers: Payers) -> Row:
    if entry.problems:
        return Row(entry, "unreadable", problems=entry.problems)
    found = payers.find(entry.payer, entry.remark)
    return Row(entry, "new", found.clear, found.tenants, found.how)


def _judged(row: Row, known: Iterable[Recorded], earlier: Collection[Row]) -> Row:
    """The row with its verdict: money that is recorded goes before a company that is not clear."""
    if row.verdict == "unreadable":
        return row
    if problem := _recorded(row, known) or _twice(row, earlier):
        return replace(row, verdict="recorded", problems=(problem,))
    if row.tenant is None:
        return replace(row, verdict="unclear", problems=(_open(row),))
    return replace(row, verdict="new", problems=())


def _open(row: Row) -> Problem:
    if row.how == "contract" and row.candidates:
        return Problem("payer_unclear", CONTRADICTION)
    if row.candidates:
        return Problem("payer_unclear", SEVERAL, {"count": len(row.candidates)})
    return Problem("payer_unknown", NOBODY)


def _recorded(row: Row, known: Iterable[Recorded]) -> Problem | None:
    entry, amount = row.entry, to_yuan(row.entry.amount or 0)
    same = [each for each in known if each.received_on == entry.day and each.amount == amount]
    for each in same:
        if entry.reference and each.reference == entry.reference:
            return Problem("already_recorded", ALREADY, {"code": ", ".join(each.codes)})
    for each in same:
        if each.tenant == row.tenant:
            differs = entry.reference and each.reference and each.reference != entry.reference
            return Problem("already_recorded", ALIKE if differs else ALREADY, {"code": ", ".join(each.codes)})
    return None


def _twice(row: Row, earlier: Iterable[Row]) -> Problem | None:
    """Whether an earlier row of the block tells of the same money."""
    entry = row.entry
    for other in earlier:
        if (other.entry.day, other.entry.amount) == (entry.day, entry.amount):
            told = entry.reference or other.entry.reference
            alike = entry.reference == other.entry.reference if told else entry.payer == other.entry.payer
            if alike:
                return Problem("already_recorded", TWICE, {"row": other.entry.row})
    return None


def chosen(session: Session, actor: Actor, rows: Sequence[Row], at: int, tenant: str | None) -> Row:
    """A row whose company the user chose, judged anew."""
    row = replace(rows[at], tenant=tenant, how="chosen" if tenant else None)
    known = recorded(session, actor, [row.entry.day] if row.entry.day else [])
    return _judged(row, known, rows[:at])


def proposed(session: Session, actor: Actor, rows: Sequence[Row], ticked: Collection[int], today: date) -> list[Row]:
    """The rows with what each lease would get, were the ticked ones recorded in their order.

    A row whose company's leases cannot take the money becomes unclear, with the reason.
    """
    days = [row.entry.day for row in rows if row.entry.day]
    tenants = {row.tenant for row in rows if row.tenant}
    laying = Laying(openings_of(session, actor, tenants, max([today, *days])))
    found: list[Row] = []
    for at, row in enumerate(rows):
        if at not in ticked or not row.possible:
            found.append(replace(row, laid=()))
            continue
        try:
            found.append(replace(row, laid=laying.lay(payment(row))))
        except Refused as refused:
            found.append(replace(row, verdict="unclear", problems=refused.problems, laid=()))
    return found


def payment(row: Row, name: str = "") -> Payment:
    """The payment that a row tells of. A payer of another name than the company's is kept in the note."""
    entry = row.entry
    assert row.tenant is not None
    assert entry.day is not None
    payer = entry.payer if row.how in ("part", "contract", "chosen") and entry.payer != name else ""
    note = "  ".join(part for part in (payer, entry.remark) if part)
    return Payment(
        row.tenant, entry.day, to_yuan(entry.amount or 0), method=translate(TRANSFER),
        reference=entry.reference or None, note=note or None,
    )  # fmt: skip


def take_over(step: Step, register: Register, rows: Sequence[Row], today: date) -> list[str]:
    """Record the payments of some rows; gives the receipts. Refused as a whole where one of them is."""
    names = named(step.session, {row.tenant for row in rows if row.tenant})
    return receive(step, register, [payment(row, names.get(row.tenant or "", "")) for row in rows], today)


def named(session: Session, tenants: Collection[str]) -> dict[str, str]:
    """What companies are called, by uid."""
    return dict(session.execute(select(Tenant.uid, Tenant.name).where(among(Tenant.uid, tenants))).all())
