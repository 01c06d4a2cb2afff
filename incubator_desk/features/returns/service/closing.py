"""Closing a period: its figures and the rows behind them are frozen; reopening it; what differs since."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.collecting import uncollected
from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.catalog import moving, saving
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.moving import Taking
from incubator_desk.catalog.office import Features, Office
from incubator_desk.catalog.register import Register
from incubator_desk.features.returns.flow import FROZEN
from incubator_desk.features.returns.model import FrozenPart, ReturnPeriod
from incubator_desk.features.returns.rules.tables import Table, to_csv
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from .checking import Outcome, check
from .frozen import packed, periods
from .gathering import gathered

CLOSE, REOPEN = N_("Close {period}"), N_("Reopen {period}")
CLOSED_ALREADY = N_("Period {period} is closed since {day}. Reopen it to close it anew.")
NOT_CLOSED = N_("Period {period} is not closed.")
WITHIN = N_("Period {period} lies in {longer}, which is closed. Reopen {longer} first.")
NOT_OVER = N_("Period {period} ends on {day}; what is entered until then will not be in it.")
_REGISTER = "return_periods"
CHECKS = "checks"
"""The table of what the check found."""
_outcomes: WeakKeyDictionary[Step, Outcome] = WeakKeyDictionary()


@dataclass(frozen=True)
class Closing:
    """What the steps of a period do beside its state; ``features`` are those of the product, asked when it happens."""

    features: Callable[[], Features]

    def checks(self, step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
        """Errors keep a period from being closed; one inside a closed longer one is reopened only with it."""
        assert isinstance(record, ReturnPeriod)
        if move.target in ("checked", "closed"):
            yield from (finding.problem for finding in self.outcome(step, record, day).errors)
        if move.target == "open":
            for longer in _around(step.session, record):
                values = {"period": record.code, "longer": longer.code}
                yield Problem("inside_closed_period", WITHIN, values)

    def also(self, step: Step, record: Record, move: Move, day: date) -> None:
        """Closing freezes; reopening lets go: what was frozen stays in the file, and counts no more."""
        assert isinstance(record, ReturnPeriod)
        if move.target == "closed":
            self._freeze(step, record, self.outcome(step, record, day))
        elif move.target == "open":
            blank = dict.fromkeys(("checked_on", "closed_on", "sent_on", "answered_on", "digest"))
            step.change(record, blank)

    def outcome(self, step: Step, record: ReturnPeriod, day: date) -> Outcome:
        """What the check finds, made once for a step."""
        if step not in _outcomes:
            step.flush()
            period = Period.parse(record.code)
            _outcomes[step] = check(step.session, step.actor, self.features(), period, day)
        return _outcomes[step]

    def _freeze(self, step: Step, record: ReturnPeriod, outcome: Outcome) -> None:
        step.flush()
        period, revision = Period.parse(record.code), record.revision + 1
        whole = hashlib.sha256()
        tables = chain(gathered(step.session, step.actor, self.features(), period), ((_findings(outcome), None),))
        for table, words in tables:
            parts = {f"data/{table.name}.csv": to_csv(table)}
            if words is not None:
                parts[f"texts/{table.name}.json"] = words.to_json()
            for name, data in parts.items():
                self._keep(step, record, name, len(table.rows), data, whole)
        for feature in self.features():
            for name, answer in feature.answers.items():
                data = json.dumps(answer(step.session, step.actor, period), ensure_ascii=False).encode()
                self._keep(step, record, f"answers/{name}.json", 0, data, whole)
        step.change(record, {"revision": revision, "digest": whole.hexdigest()})

    @staticmethod
    def _keep(step: Step, record: ReturnPeriod, name: str, rows: int, data: bytes, whole: "hashlib._Hash") -> None:
        """Store a part, and take it into the digest of the whole."""
        digest = hashlib.sha256(data).hexdigest()
        whole.update(f"{name}\0{digest}\n".encode())
        values = {"name": name, "rows": rows, "sha256": digest, "content": packed(data)}
        step.add(FrozenPart, {"period_uid": record.uid, "revision": record.revision + 1, **values})


def _findings(outcome: Outcome) -> Table:
    """What the check found, as it travels along: warnings with the reasons that were given for them."""
    rows = []
    for each in outcome.findings:
        known = outcome.explained.get(each.id)
        field = each.fields[0] if each.fields else ""
        reason = known.reason if known else ""
        rows.append((each.rule, each.severity, each.register, each.key, field, str(each.said), reason))
    return Table(CHECKS, ("rule", "severity", "table", "record", "field", "text", "explanation"), tuple(rows))


def _around(session: Reading, record: ReturnPeriod) -> list[ReturnPeriod]:
    """The closed periods that a period lies in."""
    others = (each for each in periods(session, record.operator_uid) if each.uid != record.uid)
    return [each for each in others if Period.parse(record.code).within(Period.parse(each.code))]


def found(session: Reading, actor: Actor, period: Period) -> ReturnPeriod | None:
    """A park's period; None where it was never opened."""
    mine = (ReturnPeriod.operator_uid == actor.operator, ReturnPeriod.code == period.text)
    return session.scalar(select(ReturnPeriod).where(*mine))


def close(office: Office, period: Period, today: date) -> tuple[Problem, ...]:
    """Check a period and close it as one step; gives the warnings, refused with the errors."""
    register, flow = office.features.registers[_REGISTER], office.features.flows[_REGISTER]
    warnings: list[Problem] = []
    if today < period.last:
        warnings.append(Problem("not_over", NOT_OVER, {"period": period.text, "day": period.last}, severity="warning"))
    with uncollected(), office.writing(CLOSE, period=period.text) as step:
        record = opened(step, register, period)
        if record.status in FROZEN:
            values = {"period": period.text, "day": record.closed_on}
            raise Refused(Problem("closed_already", CLOSED_ALREADY, values))
        moving.take(step, register, flow, [record], Taking("closed", today))
        if (outcome := _outcomes.get(step)) is not None:
            warnings += [finding.problem for finding in outcome.unexplained]
        warnings += [p for p in office.settle(step) if p.severity == "warning"]
    return tuple(warnings)


def opened(step: Step, register: Register, period: Period) -> ReturnPeriod:
    """The record of a period; made where there is none yet."""
    if (record := found(step.session, step.actor, period)) is not None:
        return record
    uid, _warnings = saving.save(step, register, {"code": period.text})
    step.flush()
    return step.session.get_one(ReturnPeriod, uid)


def reopen(office: Office, period: Period, reason: str, today: date) -> None:
    """Thaw a closed period, for a reason."""
    register, flow = office.features.registers[_REGISTER], office.features.flows[_REGISTER]
    with office.writing(REOPEN, reason=reason, period=period.text) as step:
        record = found(step.session, step.actor, period)
        if record is None or record.status not in FROZEN:
            raise Refused(Problem("not_closed", NOT_CLOSED, {"period": period.text}))
        moving.take(step, register, flow, [record], Taking("open", today))
