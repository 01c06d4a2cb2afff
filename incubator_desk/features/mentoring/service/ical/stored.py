"""The sessions that calendars are held against or made from, and how often each was changed."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.features.mentoring.model import MentoringSession, Participation
from incubator_desk.store.history import ChangeRow, StepRow

_DOMAIN = "incubator-desk"


class Changes(NamedTuple):
    """How often a session was changed since it was entered, and when it was last."""

    times: int
    last: datetime


def identifier(uid: str, calendar_id: str | None) -> str:
    """The identifier of a session's entry: the one that it came with, else one made from its record's uid."""
    return calendar_id or f"{uid}@{_DOMAIN}"


def changes(session: Reading, wanted: Collection[str]) -> dict[str, Changes]:
    """What the history knows of some sessions (uids), with who takes part in them.

    A record's version would not do: it does not count participations, and begins anew where a deletion is undone.
    """
    steps: defaultdict[str, set[int]] = defaultdict(set)
    of_sessions = select(ChangeRow.record, ChangeRow.step).where(ChangeRow.table_name == MentoringSession.__tablename__)
    for uid, step in session.execute(of_sessions):
        steps[uid].add(step)
    owners = dict(session.execute(select(Participation.uid, Participation.session_uid)).all())
    taking_part = select(ChangeRow.record, ChangeRow.step, ChangeRow.after).order_by(ChangeRow.seq)
    for uid, step, after in session.execute(taking_part.where(ChangeRow.table_name == Participation.__tablename__)):
        if uid not in owners and after is not None:  # one that was removed since; its first change is its whole
            owners[uid] = json.loads(after).get("session_uid", "")
        steps[owners.get(uid, "")].add(step)
    found = {uid: steps[uid] for uid in wanted if steps[uid]}
    last = {max(each) for each in found.values()}
    days = {seq: at for seq, at in session.execute(select(StepRow.seq, StepRow.at)) if seq in last}
    return {uid: Changes(len(each) - 1, datetime.fromisoformat(days[max(each)])) for uid, each in found.items()}
