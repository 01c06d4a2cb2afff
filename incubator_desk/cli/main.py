"""The console's entry: status 0 done, 2 not understood, 1 anything else; no traceback ever."""

import gc
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from incubator_desk.base import i18n
from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_, _

from .answers import Answer
from .arguments import NotUnderstoodError, parse

if TYPE_CHECKING:
    from incubator_desk.catalog.office import Office

DEFECT = N_("Something went wrong in the program. Nothing was changed. What happened is noted in {log}.")


Window = Callable[[str, str | None, bool], int]
"""Opens the window: place, language, whether to close it as soon as it is ready; gives the exit status."""

Pictures = Callable[["Office", Path], list[Path]]
"""Leaves pictures of every screen in a folder; gives their paths."""


def main(window: Window, pictures: Pictures, arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line, or without a command open the window; gives the exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    i18n.use(_language(arguments))
    as_json = "--json" in arguments
    try:
        asked = parse(arguments)
        if asked.command is None:
            from .opening import place_of

            return window(place_of(asked), getattr(asked, "lang", None), asked.exit_when_ready)
        from . import commands

        gc.freeze()
        gc.enable()
        asked.pictures = pictures
        answer = commands.carry_out(asked)
    except NotUnderstoodError as failed:
        return _tell(Answer({}, [failed.problem]), as_json=as_json, failed=2)
    except Refused as refused:
        return _tell(Answer({}, list(refused.problems)), as_json=as_json, failed=1)
    except KeyboardInterrupt:
        return _tell(
            Answer({}, [Problem("cancelled", N_("Cancelled. Nothing was changed."))]), as_json=as_json, failed=1
        )
    except Exception:  # noqa: BLE001 - the one border where a defect becomes a sentence
        return _tell(Answer({}, [Problem("defect", DEFECT, {"log": noted()})]), as_json=as_json, failed=1)
    return _tell(answer, as_json=as_json, failed=1)


def _language(arguments: Sequence[str]) -> str:
    """The last ``--lang``, else the machine's language."""
    chosen: str = i18n.preferred()
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return chosen if chosen in i18n.LANGUAGES else i18n.preferred()


def _tell(answer: Answer, *, as_json: bool, failed: int) -> int:
    """Print an answer; gives the exit status."""
    try:
        _print(answer, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the lines wants no more of them; at its end Python would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return failed if any(problem.severity == "error" for problem in answer.problems) else 0


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        content = {**answer.content, "problems": [problem.as_json() for problem in answer.problems]}
        print(json.dumps(content, ensure_ascii=False))
        return
    for line in answer.lines:
        print(line)
    for problem in answer.problems:
        print(_line(problem), file=sys.stderr)


def _line(problem: Problem) -> str:
    kind = _("Error") if problem.severity == "error" else _("Warning")
    where = problem.where
    place = [where.file, where.sheet, f"{_('row')} {where.row}" if where.row else None, where.column]
    named = " ".join(part for part in place if part)
    return f"{kind}: {named + ': ' if named else ''}{problem.text()}".replace("\n", " ")


def noted() -> Path:
    """Keep the traceback at hand in a file of the user's; gives its place."""
    from platformdirs import user_log_path

    try:
        log = user_log_path("incubator-desk", appauthor=False, ensure_exists=True) / "errors.log"
        file = log.open("a", encoding="utf-8")
    except OSError:
        log = Path(tempfile.gettempdir()) / "incubator-desk-errors.log"
        file = log.open("a", encoding="utf-8")
    with file:
        traceback.print_exc(file=file)
    return log
