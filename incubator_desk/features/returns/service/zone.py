"""The zone's side: keys that are trusted, packages taken in, what counts of them, and what is answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import identity
from incubator_desk.catalog.kinds import Text, Uscc
from incubator_desk.catalog.office import Office
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.model import Fingerprint, ReceivedPackage, ReceivedPart, TrustedKey
from incubator_desk.features.returns.rules.manifest import Entry, Heading, Manifest
from incubator_desk.features.returns.rules.receipt import Reason, Verdict, lines
from incubator_desk.features.returns.rules.tables import Table, counted, from_csv
from incubator_desk.store.replay import Tell
from incubator_desk.store.step import Step

from .frozen import packed, unpacked
from .verifying import Trusted, Verified, verify

TRUST, MERGE = N_("Trust the key of {uscc}"), N_("Merge packages ({count})")
OTHER_PARK = N_("The key {fingerprint} is trusted for the park {uscc} already; a key belongs to one park.")
UNTRUSTED = N_(
    "The key {fingerprint} of “{name}” ({uscc}) is not trusted here. Have the park read its fingerprint to you; where "
    "it is the same, trust it: zone trust {fingerprint} --uscc {uscc}."
)
OTHER_CONTENT = N_(
    "Another package {sequence} of “{name}” is here already, with other content. Ask the park which of the two it sent."
)
OLDER = N_("Package {sequence} of “{name}” is kept, but counts for nothing: {newer} of period {period} is here.")
OTHER_ZONE = N_("Package {sequence} of “{name}” is for the zone {theirs}; this one is {ours}.")
NO_TABLE = N_("“{name}” in the package is no table that can be read. Have the package built again.")
ROWS = N_("“{name}” in the package has {rows} rows; its manifest says {told}.")
NO_REASON = N_("A package is returned with a reason. Write what is to be mended.")


def trust(
    step: Step, fingerprint: str, uscc: str, on: date, *, role: str = "park", name: str | None = None,
    kind: str | None = None,
) -> str:  # fmt: skip
    """Trust a key, by its fingerprint, for the park (or the zone) with a credit code; gives the record's uid."""
    print_, code = Fingerprint().read(fingerprint), Uscc().read(uscc)
    mine = (TrustedKey.operator_uid == step.actor.operator, TrustedKey.fingerprint == print_)
    known = step.session.scalar(select(TrustedKey).where(*mine))
    values = {"name": name, "kind": kind}
    if known is None:
        return step.add(
            TrustedKey, {"uscc": code, "role": role, "fingerprint": print_, "trusted_on": on, "note": None, **values}
        )
    if known.uscc != code:
        values = {"fingerprint": print_, "uscc": known.uscc}
        raise Refused(Problem("key_of_another", OTHER_PARK, values))
    step.change(known, {"role": role} | {each: value for each, value in values.items() if value is not None})
    return known.uid


def trusted(session: Reading, operator: str, role: str = "park") -> Trusted:
    """Which keys are trusted here, and for whom."""
    mine = select(TrustedKey.uscc, TrustedKey.fingerprint)
    rows = session.execute(mine.where(TrustedKey.operator_uid == operator, TrustedKey.role == role)).all()
    known = {(row.uscc, row.fingerprint) for row in rows}
    return lambda uscc, fingerprint: (uscc, fingerprint) in known


@dataclass(frozen=True, slots=True)
class Merged:
    """A package that was merged."""

    file: Path
    name: str
    uscc: str
    period: str
    sequence: int
    outcome: Literal["added", "unchanged"]
    """Unchanged where the very same was here already."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a merge did."""

    packages: tuple[Merged, ...]
    problems: tuple[Problem, ...]
    """Warnings."""


def merge(office: Office, paths: Sequence[Path], today: date, tell: Tell = lambda _done, _all: None) -> Outcome:
    """Take packages in as one step, all of them or none; refused with all that is wrong with any of them.

    One after the other is read, so that a hundred need no more memory than one. ``tell`` is told how many of how many
    are done, and may raise to cancel.
    """
    with office.writing(MERGE, count=len(paths)) as step:
        merging = _Merging(step, today)
        for at, path in enumerate(paths):
            tell(at, len(paths))
            merging.take(path)
        if merging.errors:
            raise Refused(*merging.errors)
        merging.warnings += _without_effect(step.session, office.actor.operator, merging.merged)
    return Outcome(tuple(merging.merged), tuple(merging.warnings))


class _Merging:
    """Packages on their way into one step, and what is wrong with them."""

    def __init__(self, step: Step, today: date) -> None:
        self._step, self._today = step, today
        self._trusted = trusted(step.session, step.actor.operator)
        self._zone = park.own(step.session).zone_code
        self.merged: list[Merged] = []
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []

    def take(self, path: Path) -> None:
        """Verify a package and store it, unless it is here."""
        contents: list[tuple[Entry, bytes]] = []
        found = verify(path, self._trusted, lambda entry, data: contents.append((entry, data)))
        known = _known(self._step, found)
        problems = [*found.problems, *_refusals(found, known)]
        if found.manifest is None or problems:
            self._tell(path, problems)
            return
        head = found.manifest.heading
        if known is None:
            self._tell(path, _other_zone(found.manifest.heading, self._zone))
            self._tell(path, self._store(found, found.manifest, contents))
        outcome: Literal["added", "unchanged"] = "added" if known is None else "unchanged"
        self.merged.append(Merged(path, head.operator.name, head.operator.uscc, head.period, head.sequence, outcome))

    def _tell(self, path: Path, problems: Iterable[Problem]) -> None:
        for problem in problems:
            told = replace(problem, where=Where(file=str(path)))
            (self.errors if told.severity == "error" else self.warnings).append(told)

    def _store(self, found: Verified, manifest: Manifest, contents: list[tuple[Entry, bytes]]) -> Iterator[Problem]:
        head = manifest.heading
        package = self._step.add(
            ReceivedPackage,
            {
                "uscc": head.operator.uscc, "name": head.operator.name, "period": head.period,
                "sequence": head.sequence, "supersedes": head.supersedes, "status": "received",
                "created_at": head.created_at, "received_on": self._today, "errors": head.checks.errors,
                "warnings": head.checks.warnings, "fingerprint": found.fingerprint, "sha256": found.sha256,
            },
        )  # fmt: skip
        for entry, data in contents:
            try:
                rows = counted(entry.path, data)
            except ValueError:
                yield Problem("bad_table", NO_TABLE, {"name": entry.path})
                continue
            if rows != entry.rows:
                values = {"name": entry.path, "rows": rows, "told": entry.rows}
                yield Problem("rows_differ", ROWS, values, severity="warning")
            part = {"name": entry.path, "rows": rows, "sha256": entry.sha256, "content": packed(data)}
            self._step.add(ReceivedPart, {"package_uid": package, **part})
        self._step.flush()  # a package is written before the next one is read: memory stays as it is


def _known(step: Step, found: Verified) -> ReceivedPackage | None:
    """What is here under the same sequence of the same park."""
    if found.manifest is None:
        return None
    head = found.manifest.heading
    mine = (ReceivedPackage.operator_uid == step.actor.operator, ReceivedPackage.uscc == head.operator.uscc)
    return step.session.scalar(select(ReceivedPackage).where(*mine, ReceivedPackage.sequence == head.sequence))


def _refusals(found: Verified, known: ReceivedPackage | None) -> Iterator[Problem]:
    """Why a package that is as it was signed is not taken all the same."""
    if found.manifest is None or found.problems:
        return
    head = found.manifest.heading
    named = {"name": head.operator.name, "sequence": head.sequence}
    if not found.trusted:
        values = {**named, "uscc": head.operator.uscc, "fingerprint": found.fingerprint}
        yield Problem("untrusted_key", UNTRUSTED, values)
    elif known is not None and known.sha256 != found.sha256:
        yield Problem("other_content", OTHER_CONTENT, named)


def _other_zone(head: Heading, ours: str | None) -> Iterator[Problem]:
    if ours is not None and head.zone_code is not None and identity(ours) != identity(head.zone_code):
        values = {"name": head.operator.name, "sequence": head.sequence, "theirs": head.zone_code, "ours": ours}
        yield Problem("other_zone", OTHER_ZONE, values, severity="warning")


def _without_effect(session: Reading, operator: str, merged: Iterable[Merged]) -> Iterator[Problem]:
    """The packages that were added though a newer one of their period is here."""
    for each in merged:
        if each.outcome == "added":
            mine = (ReceivedPackage.operator_uid == operator, ReceivedPackage.uscc == each.uscc)
            wanted = select(func.max(ReceivedPackage.sequence)).where(*mine, ReceivedPackage.period == each.period)
            newer = session.scalar(wanted) or 0
            if newer > each.sequence:
                values = {"name": each.name, "sequence": each.sequence, "period": each.period, "newer": newer}
                yield Problem("older_package", OLDER, values, Where(file=str(each.file)), "warning")


def effective(session: Reading, operator: str, period: str) -> list[ReceivedPackage]:
    """The packages that count for exactly this period: of each park the one with the highest sequence, by its code."""
    mine = (ReceivedPackage.operator_uid == operator, ReceivedPackage.period == period)
    latest = select(ReceivedPackage.uscc, func.max(ReceivedPackage.sequence).label("sequence")).where(*mine)
    newest = latest.group_by(ReceivedPackage.uscc).subquery()
    same = (newest.c.uscc == ReceivedPackage.uscc) & (newest.c.sequence == ReceivedPackage.sequence)
    return list(session.scalars(select(ReceivedPackage).join(newest, same).where(*mine).order_by(ReceivedPackage.uscc)))


def latest_period(session: Reading, operator: str) -> str | None:
    """The period of the package that came last."""
    mine = select(ReceivedPackage.period).where(ReceivedPackage.operator_uid == operator)
    return session.scalar(mine.order_by(ReceivedPackage.received_on.desc(), ReceivedPackage.uid.desc()).limit(1))


def counting(session: Reading, operator: str, period: str) -> list[ReceivedPackage]:
    """The packages that are added up: those that count for the period, without what was returned to be mended.

    What is still to be reviewed is added up. A returned package takes its park out of the sums, whatever came before
    it, until the park sends again: its figures are known to be wrong.
    """
    return [package for package in effective(session, operator, period) if package.status != "returned"]


def part(session: Reading, package_uid: str, name: str) -> Table | None:
    """A table of a package, ``data/leases.csv``; None where it has none of this name."""
    mine = (ReceivedPart.package_uid == package_uid, ReceivedPart.name == name)
    kept = session.scalar(select(ReceivedPart.content).where(*mine))
    return None if kept is None else from_csv(name, unpacked(kept))


def parts(session: Reading, package_uid: str) -> list[tuple[str, int]]:
    """The tables of a package, by name without folder and ending, and how many rows each has."""
    mine = select(ReceivedPart.name, ReceivedPart.rows).where(ReceivedPart.package_uid == package_uid)
    found = session.execute(mine.order_by(ReceivedPart.name)).all()
    return [(name.removeprefix("data/").removesuffix(".csv"), rows or 0) for name, rows in found]


def answer(step: Step, package: ReceivedPackage, verdict: Verdict, reasons: Sequence[Reason], on: date) -> None:
    """Accept a package, or return it with reasons; the receipt is written of what stands then."""
    text = lines(reasons)
    if verdict == "returned" and not text:
        raise Refused.because("no_reason", NO_REASON)
    step.change(package, {"status": verdict, "answered_on": on, "answer": Text(4000).read(text) if text else None})


def take_back(step: Step, package: ReceivedPackage) -> None:
    """A package that was answered is to be reviewed again: the answer was a mistake."""
    step.change(package, {"status": "received", "answered_on": None, "answer": None})
