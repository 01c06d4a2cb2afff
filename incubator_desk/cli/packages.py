"""The commands of packages: built and verified, and at the zone trusted, merged and added up."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.store.database import is_url

from .answers import Answer
from .arguments import NotUnderstoodError
from .opening import opened, place_of

if TYPE_CHECKING:
    from incubator_desk.features.returns.service.verifying import Trusted, Verified

NO_REPORT = N_("Packages carry no report “{name}”. There are: {names}.")
OUTCOMES = {"added": N_("taken in"), "unchanged": N_("here already")}


def _package(asked: Namespace) -> Answer:
    return {"verify": _verify, "build": _build}[asked.package](asked)


def _build(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.service import sending

    with opened(asked) as office:
        sent = sending.build(office, asked.period, asked.out, datetime.now().astimezone())
    content = {
        "file": str(sent.file), "period": asked.period.text, "sequence": sent.sequence, "supersedes": sent.supersedes,
        "fingerprint": sent.fingerprint,
    }  # fmt: skip
    return Answer(content, list(sent.problems), [str(sent.file)])


def _verify(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.service.verifying import verify

    found = verify(asked.file, _trusted(asked))
    head = found.manifest and found.manifest.heading
    content = {
        "valid": found.valid,
        "trusted": found.trusted,
        "operator": head and {"name": head.operator.name, "uscc": head.operator.uscc},
        "period": head and head.period,
        "sequence": head and head.sequence,
        "fingerprint": found.fingerprint,
    }
    return Answer(content, list(found.problems), list(_lines(found)))


def _trusted(asked: Namespace) -> "Trusted":
    """Whom the database trusts; nobody where there is none: a package can be verified all the same."""
    from incubator_desk.features.returns.service.zone import trusted

    place = place_of(asked)
    if not is_url(place) and not Path(place).expanduser().exists():
        return lambda _uscc, _fingerprint: False
    with opened(asked) as office, office.reading() as session:
        return trusted(session, office.actor.operator)


def _lines(found: "Verified") -> list[str]:
    if found.manifest is None or not found.valid:
        return []
    head = found.manifest.heading
    line = _("Package {sequence} of “{name}” ({uscc}) for {period} is as it was signed.")
    told = line.format(name=head.operator.name, uscc=head.operator.uscc, period=head.period, sequence=head.sequence)
    key = (
        _("The key {fingerprint} is trusted here.")
        if found.trusted
        else _("The key {fingerprint} is not trusted here.")
    )
    return [told, key.format(fingerprint=found.fingerprint)]


def _zone(asked: Namespace) -> Answer:
    return {"trust": _trust, "merge": _merge, "report": _report}[asked.zone](asked)


def _trust(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.model import TrustedKey
    from incubator_desk.features.returns.service import zone

    with opened(asked) as office:
        with office.writing(zone.TRUST, uscc=asked.uscc) as step:
            uid = zone.trust(
                step, " ".join(asked.fingerprint), asked.uscc, date.today(), role=asked.role, name=asked.name,
                kind=asked.kind,
            )  # fmt: skip
        with office.reading() as session:
            key = session.get_one(TrustedKey, uid)
            content = {name: getattr(key, name) for name in ("fingerprint", "uscc", "role", "name", "kind")}
    line = _("The key {fingerprint} is trusted for {uscc}.").format(fingerprint=key.fingerprint, uscc=key.uscc)
    return Answer(content, [], [line])


def _merge(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.service import zone

    with opened(asked) as office:
        outcome = zone.merge(office, asked.files, date.today())
    packages = [
        {
            "file": str(each.file), "operator": {"name": each.name, "uscc": each.uscc}, "period": each.period,
            "sequence": each.sequence, "outcome": each.outcome,
        }
        for each in outcome.packages
    ]  # fmt: skip
    lines = [
        f"{each.name} {each.period} {each.sequence}: {translate(OUTCOMES[each.outcome])}" for each in outcome.packages
    ]
    return Answer({"packages": packages}, list(outcome.problems), lines)


def _report(asked: Namespace) -> Answer:
    from incubator_desk.catalog.report import Asked
    from incubator_desk.features.all import FEATURES
    from incubator_desk.features.returns.service import consolidated
    from incubator_desk.reports.making import make

    known = consolidated.reports(FEATURES)
    report = known.get(asked.name)
    if report is None:
        values = {"name": asked.name, "names": ", ".join(known)}
        raise NotUnderstoodError(Problem("unknown_report", NO_REPORT, values))
    wanted = Asked(asked.period, asked.period.last, unit=asked.unit)
    with opened(asked) as office:
        problems = make(office, report, wanted, asked.format, asked.out)
    return Answer({"file": str(asked.out)}, list(problems), [str(asked.out)])


PACKAGE_COMMANDS: Mapping[str, Callable[[Namespace], Answer]] = {"package": _package, "zone": _zone}
