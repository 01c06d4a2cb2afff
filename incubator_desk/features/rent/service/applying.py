"""Entering the cases of a policy that was looked at: all in one step, or nothing where something changed meanwhile."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.catalog import saving
from incubator_desk.catalog.passages import Passage
from incubator_desk.catalog.register import Register
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.rules import Facts
from incubator_desk.store.step import Step

from . import facts, offers
from .previewing import Preview, Previewed, listed, preview

Standing = Literal["draft", "submitted", "approved"]
STALE = N_("Lease {lease} has changed since the preview, or its company, reliefs or money. Look at it again (F5).")
POLICY_STALE = N_("Policy {policy} has changed since the preview. Look at it again (F5).")
NOT_ENTITLED = N_("Policy {policy} does not serve lease {lease}: {reason}.")
NOTHING_CHOSEN = N_("Tick at least one lease.")


def apply(step: Step, register: Register, seen: Preview, chosen: Collection[str], standing: Standing) -> list[str]:
    """Enter a case for each chosen lease (uids), all in this step; gives the uids of the cases.

    Refused where the policy, a lease, its company, reliefs or money changed since the preview, or where the policy
    does not serve a lease. ``register`` is that of reliefs.
    """
    uids = frozenset(chosen)
    wanted = [each for each in seen.leases if each.subject.uid in uids]
    if not wanted:
        raise Refused(Problem("nothing_chosen", NOTHING_CHOSEN))
    if problems := [*_stale(step, seen, wanted), *_unserved(seen, wanted)]:
        raise Refused(*problems)
    code = saving.next_code(step, register)
    made: list[str] = []
    for each in wanted:
        made.append(_enter(step, register, seen, each, code, standing))
        code = saving.after(register, code)
    return made


def _stale(step: Step, seen: Preview, wanted: Sequence[Previewed]) -> Iterator[Problem]:
    session, operator, uids = step.session, step.actor.operator, [each.subject.uid for each in wanted]
    now = offers.read(session, operator, seen.terms.uid)
    if now != seen.terms:
        yield Problem("stale", POLICY_STALE, {"policy": seen.terms.offer.policy})
        return
    known = facts.by_uid(session, operator, uids)
    subjects_now = {each.uid: each for each in listed(session, operator, uids)}
    for each in wanted:
        uid = each.subject.uid
        if subjects_now.get(uid) != each.subject or _in_order(known.get(uid)) != _in_order(each.facts):
            values = {"lease": each.facts.lease.code}
            yield Problem("stale", STALE, values, Where(sheet="leases", record=uid))


def _in_order(known: Facts | None) -> Facts | None:
    """Facts in an order of their own: the database's is none."""
    if known is None:
        return None
    return replace(
        known,
        reliefs=tuple(sorted(known.reliefs, key=lambda each: each.code)),
        receipts=tuple(sorted(known.receipts, key=lambda each: each.code)),
        refunds=tuple(sorted(known.refunds, key=lambda each: each.code)),
    )


def _unserved(seen: Preview, wanted: Sequence[Previewed]) -> Iterator[Problem]:
    for each in wanted:
        if (check := each.judgement.decisive) is not None:
            values = {"policy": seen.terms.offer.policy, "lease": each.facts.lease.code, "reason": offers.words(check)}
            # What another relief excludes has one code, wherever it is entered (contract R6).
            code = "relief_overlap" if check.code == "overlap" else f"not_entitled_{check.code}"
            yield Problem(code, NOT_ENTITLED, values, Where(sheet="leases", record=each.subject.uid))


_TAKEN = (
    "kind", "starts_on", "ends_on", "percent", "amount", "cap", "months", "defer_to", "parts", "first_due_on",
)  # fmt: skip


def _enter(step: Step, register: Register, seen: Preview, each: Previewed, code: str, standing: Standing) -> str:
    assert each.effect is not None
    approved = seen.on if standing == "approved" else None
    values: dict[str, Any] = {name: getattr(each.effect.relief, name) for name in _TAKEN}
    values |= {"code": code, "lease_uid": each.subject.uid, "policy_uid": seen.terms.uid}
    values = saving.completed(register, values | {"status": standing, "approved_on": approved})
    if errors := [p for p in saving.problems_of(register, values) if p.severity == "error"]:
        raise Refused(*errors)
    uid = step.add(Relief, values)
    if standing != "draft":
        _note(step, register, uid, standing, seen.on)
    return uid


def _note(step: Step, register: Register, uid: str, standing: Standing, on: date) -> None:
    """The step that such a case has behind it when it comes into being."""
    passage: Mapping[str, Any] = {
        "register": register.name, "record": uid, "source": "draft", "target": standing, "taken_on": on,
        "taken_by": step.actor.name,
    }  # fmt: skip
    step.add(Passage, passage)


__all__ = ["Preview", "Previewed", "Standing", "apply", "preview"]
