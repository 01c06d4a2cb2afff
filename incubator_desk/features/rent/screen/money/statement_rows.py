"""The rows of a pasted bank statement as cells of a table."""

from collections.abc import Mapping

from incubator_desk.base import masking
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.rent.service.payers import How
from incubator_desk.features.rent.service.statements import Row, Verdict
from incubator_desk.qtkit.cells import Cell

from .dues import told

HEADINGS = (
    N_("Row"), N_("Verdict"), N_("Received on"), N_("Payer"), N_("Amount"), N_("Company"), N_("Goes to"),
    N_("Reference"), N_("Remark"),
)  # fmt: skip
RIGHT = (4,)
VERDICTS: Mapping[Verdict, tuple[str, Tone, str]] = {
    "new": (N_("New"), "success", "plus"),
    "recorded": (N_("Already recorded"), "neutral", "minus-circle"),
    "unclear": (N_("Unclear"), "warning", "warning"),
    "unreadable": (N_("Unreadable"), "danger", "error-circle"),
}
HOW: Mapping[How, str] = {
    "name": "",
    "alike": N_("name alike"),
    "part": N_("part of the name"),
    "person": N_("its contact"),
    "contract": N_("by the contract"),
    "chosen": N_("chosen"),
}
"""What told the company, where it was not its name alone."""


def cells(row: Row, names: Mapping[str, str], *, ticked: bool) -> list[Cell]:
    """A row of the table."""
    label, tone, icon = VERDICTS[row.verdict]
    entry, wrong = row.entry, {p.where.column for p in row.problems}
    day = entry.day.isoformat() if entry.day else entry.texts.get("day", "")
    amount = readable(entry.amount) if entry.amount is not None else entry.texts.get("amount", "")
    unread = row.verdict == "unreadable"
    return [
        Cell(str(entry.row), checked=ticked if row.possible else None, muted=True),
        Cell(translate(label), tone=tone, icon=icon, chip=True),
        _read(day, wrong=unread and "received_on" in wrong),
        Cell(payer(row)),
        _read(amount, "right", wrong=unread and "amount" in wrong),
        Cell(company(row, names)),
        _goes_to(row, ticked=ticked),
        Cell(entry.reference, muted=True),
        Cell(entry.remark, muted=True),
    ]


def payer(row: Row) -> str:
    """Who paid; a person whom the company is known by is masked, as everywhere in lists."""
    return masking.name(row.entry.payer) if row.how == "person" else row.entry.payer


def company(row: Row, names: Mapping[str, str]) -> str:
    """The company, and what told it."""
    if row.tenant is None:
        return ""
    name, how = names.get(row.tenant, ""), HOW[row.how] if row.how else ""
    return _("{company} ({how})").format(company=name, how=translate(how)) if how else name


def _read(text: str, align: str = "left", *, wrong: bool) -> Cell:
    if wrong:
        return Cell(text or "—", align, "danger", "error-circle", bold=True)  # type: ignore[arg-type]
    return Cell(text, align)  # type: ignore[arg-type]


def _goes_to(row: Row, *, ticked: bool) -> Cell:
    """What the money fills; else why it is no new receipt."""
    reason = " ".join(problem.text() for problem in row.problems)
    if row.laid and ticked:
        nothing_due = not any(share.filled for _opening, share in row.laid)
        return Cell(told(row.laid), tone="warning", icon="warning") if nothing_due else Cell(told(row.laid))
    tone: Tone | None = {"unreadable": "danger", "unclear": "warning"}.get(row.verdict)  # type: ignore[assignment]
    return Cell(reason, tone=tone, muted=tone is None)
