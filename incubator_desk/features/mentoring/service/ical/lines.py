"""The lines of a calendar file from anywhere: bounded, decoded, unfolded, and put together to its events and zones."""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_

MOST_BYTES = 20 * 1024 * 1024
MOST_EVENTS = 20_000
"""What a calendar may hold; ten busy years of one person are a tenth of it."""

NO_FILE = N_("There is no such file.")
UNREADABLE = N_("The file cannot be read: access is denied.")
NOT_CALENDAR = N_("The file is not a calendar (line {line}). Export the calendar as an iCalendar file (.ics).")
OLD_FORM = N_("The file has the old form vCalendar 1.0. Export the calendar as iCalendar 2.0 (.ics).")
BROKEN = N_("The file is damaged at line {line}. Export or download the calendar again.")
TRUNCATED = N_("The file ends in the middle of what begins on line {line}. Export or download it again.")
TOO_LARGE = N_("The file is larger than a calendar of sessions: at most {most} MB. Export a shorter span.")
TOO_MANY = N_("There are more than {most} events from line {line} on. Export a shorter span.")
NO_EVENTS = N_("The calendar holds no events.")
DAMAGED = N_("The text on line {line} is damaged. Correct the entry in the calendar, then export it again.")

_DEEPEST = 8
"""How deep components lie within each other; an alarm in an event in a calendar is three."""
_NAME = re.compile(r"[^:;]*")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FOLDED = (b" ", b"\t")


@dataclass(frozen=True, slots=True)
class Line:
    """A line put together again; ``number`` is where it begins in the file."""

    number: int
    text: str
    whole: bool = True
    """Whether its text could be decoded."""

    @property
    def name(self) -> str:
        """The property that it gives."""
        return _NAME.match(self.text)[0].strip().upper()  # type: ignore[index]  # it always matches


@dataclass(frozen=True)
class Block:
    """A component of the calendar, from its BEGIN to its END."""

    kind: str
    line: int
    lines: list[Line] = field(default_factory=list)
    """Its own properties."""
    every: list[Line] = field(default_factory=list)
    """Of a time zone all lines: also those of its rules, which are components within."""


@dataclass(frozen=True)
class Blocks:
    """What of a file matters here."""

    program: str
    """The program that wrote it (PRODID)."""
    events: Sequence[Block]
    zones: Sequence[Block]


def blocks(path: Path) -> Blocks:
    """The events and zones of a calendar file; ``Refused`` names the file and the line where it is none."""
    where = Where(file=path.name)
    found = list(_blocks(lines(_content(path, where)), path.name))
    events = [each for each in found if each.kind == "VEVENT"]
    if not events:
        raise Refused(Problem("no_events", NO_EVENTS, where=where))
    programs = (line.text.partition(":")[2].strip() for each in found for line in each.lines if line.name == "PRODID")
    return Blocks(next(programs, ""), events, [each for each in found if each.kind == "VTIMEZONE"])


def _content(path: Path, where: Where) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except PermissionError:
        raise Refused(Problem("unreadable", UNREADABLE, where=where)) from None
    except OSError:
        raise Refused(Problem("no_file", NO_FILE, where=where)) from None
    if len(content) > MOST_BYTES:
        raise Refused(Problem("too_large", TOO_LARGE, {"most": MOST_BYTES // 1024 // 1024}, where))
    return content


def lines(content: bytes) -> list[Line]:
    """The lines that are not blank, each with what was folded off it.

    They are put together before they are decoded: some programs fold in the middle of a character.
    """
    if content.startswith(_UTF16):
        content = content.decode("utf-16", "replace").encode()
    content = content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    joined: list[tuple[int, list[bytes]]] = []
    for number, each in enumerate(content.split(b"\n"), 1):
        if each.startswith(_FOLDED) and joined:
            joined[-1][1].append(each[1:])
        elif each.strip():
            joined.append((number, [each]))
    raw = [(number, b"".join(parts)) for number, parts in joined]
    encoding = _encoding(each for _number, each in raw)
    return [_decoded(number, each, encoding) for number, each in raw]


def _encoding(raw: Iterator[bytes]) -> str:
    """UTF-8 as the standard has it, else GB 18030, which older Chinese programs write.

    Where most of the Chinese text is UTF-8 all of it is, and what is not is damaged.
    """
    wide = [each for each in raw if not each.isascii()]
    fit = {encoding: sum(_decodes(each, encoding) for each in wide) for encoding in ("utf-8", "gb18030")}
    return "gb18030" if fit["utf-8"] * 2 < len(wide) < fit["gb18030"] * 2 else "utf-8"


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(number: int, raw: bytes, encoding: str) -> Line:
    return Line(number, raw.decode(encoding, "replace"), raw.isascii() or _decodes(raw, encoding))


def _blocks(found: Sequence[Line], file: str) -> Iterator[Block]:
    """The components, each as it ends."""

    def refused(code: str, message: str, line: int, **values: object) -> Refused:
        return Refused(Problem(code, message, {"line": line, **values}, Where(file, row=line)))

    if not found or not _is(found[0], "BEGIN", "VCALENDAR"):
        raise refused("not_a_calendar", NOT_CALENDAR, found[0].number if found else 1)
    begun: list[tuple[Block, int]] = []
    events = 0
    for at, line in enumerate(found):
        name, value = line.name, _value(line)
        if name == "BEGIN":
            events += value == "VEVENT"
            if events > MOST_EVENTS:
                raise refused("too_many", TOO_MANY, line.number, most=MOST_EVENTS)
            begun.append((Block(value, line.number), at))
        if not begun or len(begun) > _DEEPEST or (name == "END" and begun[-1][0].kind != value):
            raise refused("broken", BROKEN, line.number)
        block, first = begun[-1]
        if name == "END":
            if block.kind == "VTIMEZONE":
                block.every.extend(found[first : at + 1])
            yield block
            begun.pop()
        elif name == "VERSION" and value == "1.0":
            raise refused("old_form", OLD_FORM, line.number)
        elif name != "BEGIN":
            block.lines.append(line)
    if begun:
        raise refused("truncated", TRUNCATED, begun[-1][0].line)


def _is(line: Line, name: str, value: str) -> bool:
    return line.name == name and _value(line) == value


def _value(line: Line) -> str:
    return line.text.partition(":")[2].strip().upper()
