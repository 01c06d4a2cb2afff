"""The entries of a calendar as cells of a table."""

from collections.abc import Mapping
from typing import Any

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.mentoring.rules.ical.judging import Row, Verdict
from incubator_desk.qtkit.cells import Cell

HEADINGS = (
    N_("File line"), N_("Verdict"), N_("Date"), N_("Time"), N_("Entry"), N_("Reason"), N_("Mentor"), N_("Companies"),
    N_("Place of meeting"),
)  # fmt: skip
REASON = 5
VERDICTS: Mapping[Verdict, tuple[str, Tone, str]] = {
    "new": (N_("New"), "success", "plus"),
    "updated": (N_("Updated"), "info", "pencil"),
    "cancelled": (N_("Called off"), "warning", "minus-circle"),
    "unchanged": (N_("Unchanged"), "neutral", "check"),
    "left": (N_("Not taken"), "neutral", "minus-circle"),
    "error": (N_("Error"), "danger", "error-circle"),
}


def reason(row: Row, further: tuple[Problem, ...]) -> str:
    """All that is to be said of a row."""
    return " ".join(problem.text() for problem in (*row.problems, *further))


def cells(
    row: Row, names: Mapping[str, str], further: tuple[Problem, ...], verdict: Verdict, *, ticked: bool | None
) -> list[Cell]:
    """A row of the table; ``further`` is what the rows beside it make of it, ``ticked`` None where it has no box."""
    label, tone, icon = VERDICTS[verdict]
    words = reason(row, further)
    told: Tone | None = {"error": "danger", "left": None}.get(verdict, "warning" if words else None)  # type: ignore[assignment]
    quiet = verdict in ("unchanged", "left")
    return [
        Cell(str(row.entry.line), checked=ticked, muted=True),
        Cell(translate(label), tone=tone, icon=icon, chip=True),
        *_when(row),
        _changed(row, "topic", row.entry.summary or translate(N_("(no heading)")), muted=quiet),
        Cell(words, tone=told, muted=told is None),
        Cell(names.get(row.mentor or "", ""), muted=quiet),
        Cell(_companies(row, names), muted=quiet),
        _changed(row, "place", row.entry.place.replace("\n", " "), muted=quiet),
    ]


def _when(row: Row) -> list[Cell]:
    """Day and time, with what they replace."""
    entry, stored = row.entry, row.stored
    if entry.starts is None:
        return [Cell(f"{entry.day}" if entry.day else "—", muted=True), Cell("—", muted=True)]
    day, time = (
        f"{entry.starts:%Y-%m-%d}",
        f"{entry.starts:%H:%M}–{entry.ends:%H:%M}" if entry.ends else f"{entry.starts:%H:%M}",
    )
    if row.verdict != "updated" or stored is None:
        return [Cell(day), Cell(time)]
    before = (stored.held_on.isoformat(), f"{stored.starts_at}–{stored.ends_at}")
    return [_replaced(now, old) for now, old in zip((day, time), before, strict=True)]


def _replaced(now: str, old: str) -> Cell:
    return Cell(now) if now == old else Cell(now, tone="info", old=old, bold=True)


def _changed(row: Row, name: str, text: str, *, muted: bool) -> Cell:
    """A text of the entry, with what it replaces in its session."""
    if row.verdict != "updated" or name not in row.values:
        return Cell(text, muted=muted)
    now: Any = row.values[name]
    return _replaced(str(now or "—"), str(getattr(row.stored, name) or "—"))


def _companies(row: Row, names: Mapping[str, str]) -> str:
    uids = (*(row.stored.companies if row.stored else ()), *row.companies)
    return _(", ").join(sorted(names.get(uid, "") for uid in uids))
