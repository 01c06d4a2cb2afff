"""The codes of vouchers that are issued together, by a pattern that people write: V-{year}-{number:04}."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import normal

PATTERN = "V-{year}-{number:04}"
PLACES = ("year", "programme", "number")
"""What a pattern may name in braces; the number may say how many digits it has."""
MOST = 60
"""The longest code."""
_DIGITS = re.compile(r"0?[1-9]")

_SHOWN = "{year} {programme} {number:04}"
_NUMBER = "{number:04}"

BAD_PLACE = N_("“{name}” cannot be filled in. A pattern may have {places}.")
NO_NUMBER = N_("Several vouchers need {place} in the pattern: it counts up.")
TOO_LONG = N_("The codes would be longer than {most} characters.")
TAKEN = N_("“{code}” is already taken. Choose another pattern.")


def coded(pattern: str, known: Mapping[str, object], taken: Iterable[str], count: int) -> list[str]:
    """So many codes, counting on after the highest that is taken in the pattern's form.

    ``known`` fills the places but the number. Refused beside the field where the pattern is no pattern, or a code of
    it is taken: one that has no number serves a single voucher.
    """
    pattern = normal(pattern)
    if not pattern:
        raise _refused("required", N_("This is required."))
    before, digits, after = _parts(pattern, known)
    given = frozenset(taken)
    if digits is None:
        codes = [before] if count == 1 else []
        if count > 1:
            raise _refused("no_number", NO_NUMBER, place=_NUMBER)
    else:
        first = _highest(before, after, given) + 1
        codes = [f"{before}{number:0{digits}d}{after}" for number in range(first, first + count)]
    if any(len(code) > MOST for code in codes):
        raise _refused("too_long", TOO_LONG, most=MOST)
    if clash := next((code for code in codes if code in given), None):
        raise _refused("duplicate_code", TAKEN, code=clash)
    return codes


def _parts(pattern: str, known: Mapping[str, object]) -> tuple[str, int | None, str]:
    """What stands before the number, how many digits it has, and what stands after it."""
    sides, digits = [""], None
    for text, name, spec in _places(pattern):
        sides[-1] += text
        if name == "number" and digits is None:
            digits = int(spec or 1)
            sides.append("")
        elif name is not None:
            sides[-1] += str(known[name])
    return sides[0], digits, sides[-1] if digits is not None else ""


def _places(pattern: str) -> Iterator[tuple[str, str | None, str]]:
    try:
        parts: Sequence[tuple[str, str | None, str | None, str | None]] = list(Formatter().parse(pattern))
    except ValueError:
        raise _bad("{") from None
    numbers = [name for _text, name, _spec, _conversion in parts].count("number")
    for text, name, spec, conversion in parts:
        width = name == "number" and bool(_DIGITS.fullmatch(spec or "1"))
        if name is not None and (name not in PLACES or conversion or (spec and not width) or numbers > 1):
            raise _bad(f"{{{name}{':' + spec if spec else ''}}}")
        yield text, name, spec or ""


def _highest(before: str, after: str, taken: frozenset[str]) -> int:
    form = re.compile(f"{re.escape(before)}([0-9]{{1,18}}){re.escape(after)}")
    return max((int(found[1]) for code in taken if (found := form.fullmatch(code))), default=0)


def _bad(name: str) -> Refused:
    return _refused("unknown_placeholder", BAD_PLACE, name=name, places=_SHOWN)


def _refused(problem: str, message: str, **values: object) -> Refused:
    return Refused(Problem(problem, message, values, Where(column="pattern")))
