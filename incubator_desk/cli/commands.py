"""The commands: each a function from what was asked to its answer."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_, _, speaking, translate
from incubator_desk.base.text import normal
from incubator_desk.catalog import saving
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park

from .answers import Answer
from .arguments import NotUnderstoodError
from .opening import held, opened, place_of
from .packages import PACKAGE_COMMANDS
from .periods import PERIOD_COMMANDS


def carry_out(asked: Namespace) -> Answer:
    """Carry out a command."""
    return COMMANDS[asked.command](asked)


def _init(asked: Namespace) -> Answer:
    register = FEATURES.registers["operators"]
    given = {"name": asked.operator, "uscc": asked.uscc, "zone_code": asked.zone}
    values, problems = {}, []
    for name, text in given.items():
        if text is not None:
            try:
                values[name] = register.by_attribute[name].kind.read(text)
            except Refused as refused:
                problems += [Problem(p.code, p.message, p.values, Where(column=name)) for p in refused.problems]
    if problems:
        raise Refused(*problems)
    with opened(asked, create=True) as office:
        if values:
            with office.writing(N_("Set the park profile")) as step:
                saving.save(step, register, values, park.own(step.session))
        with office.reading() as session:
            own = park.own(session)
            content = {"database": place_of(asked), "operator": own.name, "uscc": own.uscc, "zone_code": own.zone_code}
    return Answer(content, [], [_("The database {place} is ready.").format(place=place_of(asked))])


def _demo(asked: Namespace) -> Answer:
    from incubator_desk.demo.show import show

    with opened(asked, create=True) as office:
        left = show(office, asked.out, asked.pictures)
    paths = [str(path) for path in left]
    return Answer({"files": paths}, [], paths)


def _template(asked: Namespace) -> Answer:
    from incubator_desk.features.exchange.template import write_template

    write_template(FEATURES, asked.out)
    return Answer({"file": str(asked.out)}, [], [str(asked.out)])


def _import(asked: Namespace) -> Answer:
    from incubator_desk.features.exchange.importing import import_workbook

    if asked.mapping:
        message = N_("There is no mapping named “{name}”.")
        raise Refused(Problem("unknown_mapping", message, {"name": asked.mapping}))
    with opened(asked) as office:
        outcome = import_workbook(office, asked.file, dry_run=asked.dry_run)
    counts = {} if outcome.failed else {name: asdict(each) for name, each in outcome.sheets.items()}
    line = _("{sheet}: {added} added, {updated} updated, {unchanged} unchanged, {deleted} deleted")
    lines = [
        line.format(sheet=translate(FEATURES.registers[name].label), **each)
        for name, each in counts.items()
        if any(each.values())
    ]
    return Answer({"sheets": counts}, outcome.problems, lines)


def _export(asked: Namespace) -> Answer:
    from incubator_desk.features.exchange.exporting import export_workbook

    with opened(asked) as office:
        counts = export_workbook(office, asked.out)
    return Answer({"file": str(asked.out), "sheets": counts}, [], [str(asked.out)])


def _rent(asked: Namespace) -> Answer:
    from sqlalchemy import select

    from incubator_desk.features.leases.model import Lease
    from incubator_desk.features.rent.rules import schedule, to_json
    from incubator_desk.features.rent.service import facts

    as_of = asked.as_of or date.today()
    with opened(asked) as office, office.reading() as session:
        leases = None
        if asked.lease is not None:
            mine = Lease.operator_uid == office.actor.operator
            leases = session.scalars(select(Lease.uid).where(mine, Lease.code == normal(asked.lease))).all()
            if not leases:
                message = N_("There is no lease with the code “{code}”.")
                raise Refused(Problem("unknown_lease", message, {"code": asked.lease}))
        found = [to_json(schedule(known, as_of)) for known in facts.load(session, office.actor.operator, leases)]
    return Answer({"as_of": as_of.isoformat(), "leases": found}, [], list(_schedule_lines(found)))


def _schedule_lines(leases: list[dict[str, object]]) -> Iterator[str]:
    headings = (
        _("No."),
        _("From"),
        _("To"),
        _("Charged"),
        _("Relief"),
        _("Payable"),
        _("Paid"),
        _("Outstanding"),
        _("Due on"),
    )
    widths = (4, 11, 11, 13, 13, 13, 13, 13, 11)
    for lease in leases:
        yield f"{lease['lease']}  {lease['tenant']}"
        yield _aligned(headings, widths)
        for line in lease["lines"]:  # type: ignore[attr-defined]
            dues = ", ".join(due["due_on"] for due in line["dues"])
            names = ("no", "from", "to", "gross", "relief", "net", "paid", "outstanding")
            yield _aligned((*(str(line[name]) for name in names), dues), widths)
        yield "  ".join(f"{name} {amount}" for name, amount in lease["totals"].items())  # type: ignore[attr-defined]
        yield ""


def _aligned(cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    def wide(text: str) -> int:
        return sum(2 if ord(c) > 0x2E7F else 1 for c in text)

    return " ".join(" " * (width - wide(cell)) + cell for cell, width in zip(cells, widths, strict=True))


def _voucher(asked: Namespace) -> Answer:
    return _assess(asked) if asked.voucher == "assess" else _batch(asked)


def _assess(asked: Namespace) -> Answer:
    from incubator_desk.features.vouchers.rules.outward import to_json
    from incubator_desk.features.vouchers.service.standing import stand

    with opened(asked) as office, office.reading() as session:
        stood = stand(session, office.actor.operator)
    known, only = stood.known, None if asked.programme is None else normal(asked.programme)
    if only is not None and only not in {each.code for each in known.programmes.values()}:
        message = N_("There is no programme with the code “{code}”.")
        raise Refused(Problem("unknown_programme", message, {"code": asked.programme}))
    content = to_json(stood.standing.assessed, known.vouchers.values(), known.programmes.values(), only)
    headings = (_("Claim"), _("Worth"), _("Limited by"), _("Findings"))
    widths = (16, 15, 20, 0)
    lines = [_aligned(headings, widths)]
    for claim in content["claims"]:  # type: ignore[attr-defined]
        cells = (claim["claim"], claim["allowed"], claim["binding"] or "", ", ".join(claim["findings"]))
        lines.append(_aligned(cells, widths).rstrip())
    return Answer(content, [], lines)


def _batch(asked: Namespace) -> Answer:
    from sqlalchemy import select

    from incubator_desk.catalog.moving import Taking, move_cases
    from incubator_desk.features.vouchers.model import VoucherBatch
    from incubator_desk.features.vouchers.service.columns import of_batches

    target = {"lock": "locked", "pay": "paid"}[asked.batch]
    register = FEATURES.registers["voucher_batches"]
    with opened(asked) as office:
        with office.reading() as session:
            mine = VoucherBatch.operator_uid == office.actor.operator
            uid = session.scalar(select(VoucherBatch.uid).where(mine, VoucherBatch.code == normal(asked.code)))
        if uid is None:
            message = N_("There is no batch with the code “{code}”.")
            raise Refused(Problem("unknown_batch", message, {"code": asked.code}))
        move_cases(office, register, [uid], Taking(target, asked.on or date.today()), None)
        with office.reading() as session:
            found = session.get_one(VoucherBatch, uid)
            total = f"{of_batches(session, [uid], found.locked_on or date.today())[uid]:.2f}"
            content = {"batch": found.code, "status": found.status, "total": total}
    return Answer(content, [], ["\t".join(str(each) for each in content.values())])


def _mentoring(asked: Namespace) -> Answer:
    from incubator_desk.features.returns.service.standing import answered

    with opened(asked) as office, office.reading() as session:
        content = answered(session, office.actor, office.features, "mentoring_summary", asked.period)
    lines = [_("{sessions} sessions, {hours} hours").format(sessions=content["sessions"], hours=content["hours"])]
    widths = (16, 9, 10, 10)
    for name, others in (("mentors", "tenants"), ("tenants", "mentors")):
        headings = (_("Mentor"), _("Company")) if name == "mentors" else (_("Company"), _("Mentor"))
        lines += ["", _aligned((headings[0], _("Sessions"), _("Hours"), headings[1]), widths)]
        for each in content[name]:  # type: ignore[attr-defined]
            cells = (each[name[:-1]], str(each["sessions"]), each["hours"], str(each[others]))
            lines.append(_aligned(cells, widths))
    left_out = content["not_counted"]
    lines += ["", *(f"{each['session']}  {each['reason']}" for each in left_out)]  # type: ignore[attr-defined]
    return Answer(content, [], lines)


def _report(asked: Namespace) -> Answer:
    if asked.name == "list":
        return _report_list()
    report = FEATURES.reports.get(asked.name)
    if report is None:
        message = N_("There is no report “{name}”. “report list” names them all.")
        raise NotUnderstoodError(Problem("unknown_report", message, {"name": asked.name}))
    from incubator_desk.catalog.report import Asked
    from incubator_desk.reports.making import make

    wanted = Asked(asked.period, asked.as_of or asked.period.last, asked.tenant, asked.unit)
    with opened(asked) as office:
        problems = make(office, report, wanted, asked.format, asked.out)
    return Answer({"file": str(asked.out)}, list(problems), [str(asked.out)])


def _report_list() -> Answer:
    entries = []
    for report in FEATURES.reports.values():
        labels = {}
        for key, language in (("zh", "zh_CN"), ("en", "en")):
            with speaking(language):
                labels[key] = translate(report.label)
        entries.append({"name": report.name, **labels})
    return Answer({"reports": entries}, [], [f"{e['name']}\t{e['zh']}\t{e['en']}" for e in entries])


def _backup(asked: Namespace) -> Answer:
    from incubator_desk.store import backup

    problems: list[Problem] = []
    with opened(asked) as office:
        made = backup.backup(office.database, asked.out, problems.append)
    return Answer({"file": str(made)}, problems, [str(made)])


def _restore(asked: Namespace) -> Answer:
    from incubator_desk.store import backup

    place = place_of(asked)
    problems: list[Problem] = []
    with held(place):
        backup.restore(place, asked.file, replace=asked.replace, note=problems.append)
    return Answer({"database": place}, problems, [_("The database {place} is restored.").format(place=place)])


def _check(asked: Namespace) -> Answer:
    with opened(asked) as office:
        problems = office.check()
    errors = any(problem.severity == "error" for problem in problems)
    return Answer({"ok": not errors}, problems, [] if problems else [_("Nothing is wrong.")])


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "init": _init,
    "demo": _demo,
    "template": _template,
    "import": _import,
    "export": _export,
    "rent": _rent,
    "voucher": _voucher,
    "mentoring": _mentoring,
    "report": _report,
    "backup": _backup,
    "restore": _restore,
    "check": _check,
    **PERIOD_COMMANDS,
    **PACKAGE_COMMANDS,
}
