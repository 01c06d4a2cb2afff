"""Texts with places to fill: which places they name, whether their braces match, the paragraphs that come of them."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

TABLE = "table"
"""The place of a letter's table: a paragraph of its own."""
BY_HAND = "________"
"""What is printed for what is not known: room to write it in."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_WIDE = str.maketrans("｛｝", "{}")


class Paragraphs(NamedTuple):
    """The paragraphs of a letter above and below its table."""

    above: tuple[str, ...]
    below: tuple[str, ...]


def places(text: str) -> list[str]:
    """The names in braces, in their order; full-width braces are braces too."""
    return [_name(found) for found in _PLACE.findall(_half(text))]


def balanced(text: str) -> bool:
    """Whether every brace has its other one, with a name between them."""
    rest = _PLACE.sub("", _half(text))
    return not {"{", "}"} & set(rest) and all(places(text))


def stray_table(body: str) -> bool:
    """Whether the table's place is named twice, or stands within a paragraph."""
    with_table = [line for line in body.splitlines() if TABLE in places(line)]
    return len(with_table) > 1 or any(not _is_table(line) for line in with_table)


def filled(text: str, values: Mapping[str, str | None]) -> str:
    """The text with its places filled; what is None is left to be written by hand."""

    def value(found: re.Match[str]) -> str:
        known = values[_name(found[1])]
        return BY_HAND if known is None else known

    return _PLACE.sub(value, _half(text))


def paragraphs(body: str, values: Mapping[str, str | None]) -> Paragraphs:
    """The filled paragraphs, a line each, parted by the table; those that come to nothing are left out."""
    lines = body.splitlines()
    at = next((at for at, line in enumerate(lines) if _is_table(line)), len(lines))
    return Paragraphs(tuple(_filled(lines[:at], values)), tuple(_filled(lines[at + 1 :], values)))


def _filled(lines: list[str], values: Mapping[str, str | None]) -> Iterator[str]:
    for line in lines:
        # A value may itself be several paragraphs, or none.
        yield from (text for part in filled(line, values).splitlines() if (text := part.strip()))


def _is_table(line: str) -> bool:
    return places(line) == [TABLE] and not _PLACE.sub("", _half(line)).strip()


def _half(text: str) -> str:
    return text.translate(_WIDE)


def _name(place: str) -> str:
    return place.strip().lower()
