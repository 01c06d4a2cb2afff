"""The commands of periods: closed, reopened, what differs since."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date

from incubator_desk.base.i18n import N_, _

from .answers import Answer
from .opening import opened

DIFFERS = N_("{table} {key} {field}: {before} → {after}")


def _close(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.service import closing

    with opened(asked) as office:
        problems = closing.close(office, asked.period, date.today())
        with office.reading() as session:
            content = _standing(closing.found(session, office.actor, asked.period))
    return Answer(content, list(problems), [_("Period {period} is closed.").format(period=asked.period.text)])


def _reopen(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.service import closing

    with opened(asked) as office:
        closing.reopen(office, asked.period, asked.reason, date.today())
        with office.reading() as session:
            content = _standing(closing.found(session, office.actor, asked.period))
    return Answer(content, [], [_("Period {period} is open again.").format(period=asked.period.text)])


def _standing(found: object) -> dict[str, object]:
    """A period as the console shows it."""
    names = ("status", "revision", "closed_on", "digest")
    values = {name: getattr(found, name) for name in names}
    shown = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {"period": getattr(found, "code"), **shown}  # noqa: B009 - what is not there is a defect


def _changes(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.service.changes import changes

    with opened(asked) as office, office.reading() as session:
        found = changes(session, office.actor, office.features, asked.period)
    lines = [_(DIFFERS).format(**each.as_json()) + f"  {each.who} {each.when}".rstrip() for each in found]
    content = {"period": asked.period.text, "changes": [each.as_json() for each in found]}
    return Answer(content, [], lines or [_("Nothing differs from what was frozen.")])


PERIOD_COMMANDS: Mapping[str, Callable[[Namespace], Answer]] = {
    "close": _close,
    "reopen": _reopen,
    "changes": _changes,
}
