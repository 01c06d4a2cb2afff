"""The command line: what can be asked, read or refused with status 2."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from incubator_desk import __version__
from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import LANGUAGES, N_
from incubator_desk.base.periods import Period

FORMATS = ("xlsx", "pdf", "csv", "json")
UNITS = ("yuan", "thousand", "wan")
CARRIERS = ("incubator", "makerspace", "univ_park")
ROLES = ("park", "zone")


class NotUnderstoodError(Exception):
    """The command line cannot be understood."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise NotUnderstoodError(Problem("usage", N_("{message}. See “incubator-desk --help”."), {"message": message}))


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        message = N_("“{text}” is not a period. Write 2020, 2020-H1, 2020-Q1 or 2020-02.")
        raise NotUnderstoodError(Problem("bad_period", message, {"text": text})) from None


def _day(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotUnderstoodError(Problem("bad_date", N_("“{text}” is not a date. Write it as 2020-02-01."), {"text": text}))


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line; general options stand before or after the command."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    shared.add_argument("--db", default=argparse.SUPPRESS, metavar="PATH|URL")
    main = _Parser(prog="incubator-desk", parents=[shared], allow_abbrev=False)
    main.add_argument("--version", action="version", version=__version__)
    main.add_argument("--exit-when-ready", action="store_true")
    commands: argparse._SubParsersAction[Any] = main.add_subparsers(dest="command", parser_class=_Parser)

    def command(name: str, under: "argparse._SubParsersAction[Any] | None" = None) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = (under or commands).add_parser(name, parents=[shared], allow_abbrev=False)
        return made

    init = command("init")
    for option in ("--operator", "--uscc", "--zone"):
        init.add_argument(option)
    command("demo").add_argument("--out", type=Path, required=True)
    command("template").add_argument("out", type=Path)
    imported = command("import")
    imported.add_argument("file", type=Path)
    imported.add_argument("--mapping")
    imported.add_argument("--dry-run", action="store_true")
    command("export").add_argument("out", type=Path)
    rent = command("rent").add_subparsers(dest="rent", parser_class=_Parser, required=True)
    schedule = command("schedule", rent)
    schedule.add_argument("--lease")
    schedule.add_argument("--as-of", type=_day)
    voucher = command("voucher").add_subparsers(dest="voucher", parser_class=_Parser, required=True)
    command("assess", voucher).add_argument("--programme")
    batch = command("batch", voucher).add_subparsers(dest="batch", parser_class=_Parser, required=True)
    lock = command("lock", batch)
    lock.add_argument("code")
    lock.add_argument("--on", type=_day)
    pay = command("pay", batch)
    pay.add_argument("code")
    pay.add_argument("--on", type=_day, required=True)
    mentoring = command("mentoring").add_subparsers(dest="mentoring", parser_class=_Parser, required=True)
    command("summary", mentoring).add_argument("--period", type=_period, required=True)
    report = command("report")
    report.add_argument("name")
    report.add_argument("--period", type=_period)
    report.add_argument("--as-of", type=_day)
    report.add_argument("--tenant")
    report.add_argument("--format", choices=FORMATS)
    report.add_argument("--out", type=Path)
    command("close").add_argument("period", type=_period)
    reopened = command("reopen")
    reopened.add_argument("period", type=_period)
    reopened.add_argument("--reason", required=True)
    command("changes").add_argument("period", type=_period)
    package = command("package").add_subparsers(dest="package", parser_class=_Parser, required=True)
    command("verify", package).add_argument("file", type=Path)
    built = command("build", package)
    built.add_argument("period", type=_period)
    built.add_argument("--out", type=Path, required=True)
    zone = command("zone").add_subparsers(dest="zone", parser_class=_Parser, required=True)
    trusted = command("trust", zone)
    trusted.add_argument("fingerprint", nargs="+")  # it is read out in groups
    trusted.add_argument("--uscc", required=True)
    trusted.add_argument("--name")
    trusted.add_argument("--kind", choices=CARRIERS)
    trusted.add_argument("--role", choices=ROLES, default="park")
    command("merge", zone).add_argument("files", type=Path, nargs="+", metavar="FILE")
    of_all = command("report", zone)
    of_all.add_argument("name")
    of_all.add_argument("--period", type=_period, required=True)
    of_all.add_argument("--format", choices=FORMATS, required=True)
    of_all.add_argument("--out", type=Path, required=True)
    for each in (report, of_all):
        each.add_argument("--unit", choices=UNITS, default="yuan")
    command("backup").add_argument("out", type=Path)
    restore = command("restore")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true")
    command("check")
    return main


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked; ``NotUnderstoodError`` says why it cannot be understood."""
    asked = parser().parse_args(arguments)
    if asked.command == "report" and asked.name != "list":
        for needed in ("period", "format", "out"):
            if getattr(asked, needed) is None:
                message = N_("A report needs --{option}.")
                raise NotUnderstoodError(Problem("usage", message, {"option": needed}))
    return asked
