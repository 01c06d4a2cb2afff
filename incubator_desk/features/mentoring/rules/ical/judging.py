"""What a calendar's entries would do to the sessions stored: new ones, changes, what stays and what cannot be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import heading

from .entry import BETWEEN, Entry
from .naming import Names

Verdict = Literal["new", "updated", "cancelled", "unchanged", "left", "error"]
TAKEN: tuple[Verdict, ...] = ("new", "updated", "cancelled")

NO_UID = N_("The entry has no identifier (UID); it would come anew each time. Enter this session by hand.")
NO_END = N_("The entry has no end. Give it one in the calendar.")
BACKWARDS = N_("The entry ends before it starts. Correct it in the calendar.")
PAST_MIDNIGHT = N_("It runs past midnight, to {end}; a session begins and ends on one day.")
NO_MENTOR = N_("Nothing here tells whose it is. Choose the mentor above.")
TWICE = N_("The same entry stands on line {line} of the file.")
CALLED_OFF = N_("It is called off in the calendar, and nothing here belongs to it.")
HELD = N_("Session {code} was held; what is recorded of it stays.")
NOT_PLANNED = N_("Session {code} is called off here. Plan it again first.")
OLDER = N_("Session {code} was changed here after this file was written; it stays.")
ANOTHERS = N_("It is session {code} of another mentor already; it stays with that one.")
PRIVATE = N_("It is marked as private in the calendar; tick it if it is a session all the same.")
CUT = N_("Only the first {most} characters are kept.")


@dataclass(frozen=True, slots=True)
class Stored:
    """A session as it is stored."""

    uid: str
    code: str
    version: int
    mentor: str
    held_on: date
    starts_at: str
    ends_at: str
    status: str
    topic: str | None
    place: str | None
    identifier: str
    """What its entry in calendars is known by."""
    companies: frozenset[str] = frozenset()
    sequence: int = 0
    """How often it was changed."""


@dataclass(frozen=True)
class Says:
    """How the entries that the desk writes are worded, in every language."""

    lines: Mapping[str, str]
    """The attribute that a line of the description tells, by the word that it begins with."""
    values: Mapping[str, Mapping[str, str]]
    """The values of an attribute, by their words."""
    untitled: frozenset[str]
    """What heads a session without a topic."""


@dataclass(frozen=True)
class Known:
    """What the entries are held against."""

    mentors: Names
    companies: Names
    sessions: Sequence[Stored]
    says: Says
    most: Mapping[str, int]
    """How many characters the columns of a session hold, by attribute."""


@dataclass(frozen=True)
class Row:
    """An entry with what becomes of it."""

    entry: Entry
    verdict: Verdict
    stored: Stored | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    """What would be saved, by attribute; of a session that is changed, what differs."""
    companies: tuple[str, ...] = ()
    """The uids of the companies that would be entered as taking part."""
    problems: tuple[Problem, ...] = ()

    @property
    def mentor(self) -> str | None:
        """The uid of its mentor, where one is clear."""
        return self.values.get("mentor_uid") or (self.stored.mentor if self.stored else None)

    @property
    def ticked(self) -> bool:
        """Whether it is to be taken over unless the user says otherwise; errors wait for being left out."""
        return self.verdict in ("error", "updated", "cancelled") or (self.verdict == "new" and not self.entry.private)


def judge(entries: Sequence[Entry], known: Known, mentor: str | None, *, ours: bool, file: str) -> list[Row]:
    """The entries with what becomes of each; ``mentor`` (uid) is whose calendar it is, where the user said so.

    ``ours`` says that the desk itself wrote the file: what was changed here since is newer then.
    """
    stored = {each.identifier: each for each in known.sessions}
    seen: dict[str, int] = {}
    rows = []
    for entry in entries:
        found = next((stored[each] for each in entry.identifiers if each in stored), None) if entry.uid else None
        row = _judged(entry, found, known, mentor, ours=ours)
        mark = found.uid if found else entry.identifiers[0]
        if entry.uid and mark in seen and row.verdict not in ("error", "left"):
            row = Row(entry, "error", found, problems=(Problem("duplicate_entry", TWICE, {"line": seen[mark]}),))
        seen.setdefault(mark, entry.line)
        rows.append(_placed(row, file))
    return rows


def _placed(row: Row, file: str) -> Row:
    where = Where(file, row=row.entry.line)
    return replace(row, problems=tuple(replace(p, where=replace(where, column=p.where.column)) for p in row.problems))


def _judged(entry: Entry, stored: Stored | None, known: Known, mentor: str | None, *, ours: bool) -> Row:
    # Two mentors may have been asked to the same meeting: it is a session of one of them.
    of_another = stored is not None and not ours and mentor not in (None, stored.mentor)
    if entry.cancelled and entry.uid:
        return _called_off(entry, stored, ours=ours, of_another=of_another)
    if errors := tuple(_amiss(entry)):
        return Row(entry, "error", stored, problems=errors)
    if entry.starts is None:
        return Row(entry, "left", stored, problems=entry.problems)
    if stored is None:
        row = _new(entry, known, mentor)
    else:
        row = _changed(entry, stored, known, ours=ours)
        if of_another:
            row = replace(row, problems=(*row.problems, _warning("another_mentor", ANOTHERS, stored)))
    return replace(row, problems=(*entry.problems, *row.problems))


def _called_off(entry: Entry, stored: Stored | None, *, ours: bool, of_another: bool) -> Row:
    if stored is None:
        return Row(entry, "left", problems=(Problem("cancelled", CALLED_OFF, severity="warning"),))
    if stored.status == "held":
        return Row(entry, "left", stored, problems=(_warning("held", HELD, stored),))
    if of_another:
        return Row(entry, "left", stored, problems=(_warning("another_mentor", ANOTHERS, stored),))
    if stored.status == "planned" and _older(entry, stored, ours=ours):
        return Row(entry, "left", stored, problems=(_warning("older", OLDER, stored),))
    return Row(entry, "cancelled" if stored.status == "planned" else "unchanged", stored)


def _amiss(entry: Entry) -> Iterator[Problem]:
    """What keeps an entry from being a session, which is to be put right in the calendar."""
    errors = [problem for problem in entry.problems if problem.severity == "error"]
    yield from errors
    if errors or entry.starts is None:
        return
    if not entry.uid:
        yield Problem("no_uid", NO_UID)
    if entry.ends is None or entry.ends == entry.starts:
        yield Problem("no_end", NO_END)
    elif entry.ends < entry.starts:
        yield Problem("ends_before_starts", BACKWARDS)
    elif entry.ends.date() != entry.starts.date():
        yield Problem("past_midnight", PAST_MIDNIGHT, {"end": f"{entry.ends:%Y-%m-%d %H:%M}"})


def _new(entry: Entry, known: Known, mentor: str | None) -> Row:
    told = _told(entry, known.says)
    whose = mentor or _mentor(entry, told, known.mentors)
    if whose is None:
        return Row(entry, "error", problems=(Problem("no_mentor", NO_MENTOR),))
    values = {"mentor_uid": whose, **_times(entry), "status": "planned", "calendar_id": entry.identifiers[0]}
    notes: list[Problem] = []
    words = {"topic": _topic(entry.summary, known), "place": entry.place, "service_kind": told.get("service_kind")}
    for name, text in words.items():
        values[name] = _cut(name, text, known, notes)
    values["mode"] = known.says.values["mode"].get(heading(told.get("mode", "")))
    if values["service_kind"]:
        kinds = known.says.values["service_kind"]
        values["service_kind"] = kinds.get(heading(values["service_kind"]), values["service_kind"])
    if entry.private:
        notes.append(Problem("private", PRIVATE, severity="warning"))
    companies = known.companies.within(f"{entry.summary}\n{entry.text}")
    return Row(entry, "new", None, values, companies, tuple(notes))


def _changed(entry: Entry, stored: Stored, known: Known, *, ours: bool) -> Row:
    """What an entry changes of its session: when and where it is, and what it is about; the mentor stays."""
    notes: list[Problem] = []
    wanted: dict[str, Any] = dict(_times(entry))
    same = stored.topic and f"{entry.summary}{BETWEEN}".startswith(f"{stored.topic}{BETWEEN}")
    if not same and (topic := _topic(entry.summary, known)):
        wanted["topic"] = _cut("topic", topic, known, notes)
    if entry.place:
        wanted["place"] = _cut("place", entry.place, known, notes)
    values = {name: value for name, value in wanted.items() if value != getattr(stored, name)}
    companies = () if stored.companies else known.companies.within(f"{entry.summary}\n{entry.text}")
    if not values and not companies:
        return Row(entry, "unchanged", stored)
    if stored.status != "planned":
        message = HELD if stored.status == "held" else NOT_PLANNED
        return Row(entry, "left", stored, problems=(_warning("settled", message, stored),))
    if _older(entry, stored, ours=ours):
        return Row(entry, "left", stored, problems=(_warning("older", OLDER, stored),))
    return Row(entry, "updated", stored, values, companies, tuple(notes))


def _older(entry: Entry, stored: Stored, *, ours: bool) -> bool:
    """Whether the desk wrote the file before it changed the session again; other programs count by themselves."""
    return ours and entry.sequence < stored.sequence


def _times(entry: Entry) -> dict[str, Any]:
    assert entry.starts is not None
    assert entry.ends is not None
    return {"held_on": entry.starts.date(), "starts_at": clock(entry.starts), "ends_at": clock(entry.ends)}


def clock(time: datetime) -> str:
    """A time as sessions have it."""
    return f"{time:%H:%M}"


def _cut(name: str, text: str | None, known: Known, notes: list[Problem]) -> str | None:
    """A text as its column holds it."""
    most = known.most[name]
    if text and len(text) > most:
        notes.append(Problem("cut", CUT, {"most": most}, Where(column=name), "warning"))
        text = text[:most].rstrip()
    return text or None


def _topic(summary: str, known: Known) -> str | None:
    """What a heading says a session is about: without the companies that stand behind it."""
    parts = summary.split(BETWEEN)
    while parts and known.companies.named(parts[-1]):
        parts.pop()
    topic = BETWEEN.join(parts).strip()
    return None if topic in known.says.untitled else topic or None


def _told(entry: Entry, says: Says) -> dict[str, str]:
    """What the lines of a description say that the desk writes, by attribute."""
    found: dict[str, str] = {}
    for line in entry.text.splitlines():
        word, colon, rest = line.replace("：", ":").partition(":")
        name = says.lines.get(heading(word))
        if colon and name and rest.strip():
            found.setdefault(name, rest.strip())
    return found


def _mentor(entry: Entry, told: Mapping[str, str], mentors: Names) -> str | None:
    """Whom an entry names as its mentor."""
    return mentors.one(told.get("mentor_uid", "")) or mentors.one(entry.organizer)


def _warning(code: str, message: str, stored: Stored) -> Problem:
    return Problem(code, message, {"code": stored.code}, severity="warning")
