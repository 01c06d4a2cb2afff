"""JSON that is signed: the same bytes for the same content, read back without leaving anything in doubt."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from incubator_desk.base.text import tidy

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


def to_bytes(content: Mapping[str, Any]) -> bytes:
    """UTF-8 without blanks, keys in the order of their names."""
    return _encode(content).encode()


def from_bytes(data: bytes) -> dict[str, Any]:
    """The object that some bytes are; ``ValueError`` where they are none, or name a key twice."""
    try:
        found = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ValueError("{}") from error
    if not isinstance(found, dict):
        raise ValueError("{}")  # noqa: TRY004 - whatever is wrong with the bytes is one kind of error
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(pairs)
    return found


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


class Parts:
    """The values of an object, each taken by its key and type; ``ValueError`` names what is not as it should be."""

    def __init__(self, content: object, place: str, *keys: str) -> None:
        """The object and its place in the file; it has these keys, all of them and no others."""
        if not isinstance(content, dict) or set(content) != set(keys):
            raise ValueError(place)
        self._content, self._place = content, place

    def text(self, key: str, most: int) -> str:
        """A text of so many characters at most, not empty, as people's input is stored."""
        value = self._content[key]
        if not isinstance(value, str) or not 0 < len(value) <= most or tidy(value) != value:
            raise self.wrong(key)
        return value

    def text_or_none(self, key: str, most: int) -> str | None:
        """Such a text, or null."""
        return None if self._content[key] is None else self.text(key, most)

    def whole(self, key: str, least: int = 0, most: int = 2**31 - 1) -> int:
        """A whole number between two others."""
        value = self._content[key]
        if type(value) is not int or not least <= value <= most:
            raise self.wrong(key)
        return value

    def whole_or_none(self, key: str, least: int = 0) -> int | None:
        """Such a number, or null."""
        return None if self._content[key] is None else self.whole(key, least)

    def each(self, key: str) -> list[tuple[object, str]]:
        """The members of a list, each with its place."""
        value = self._content[key]
        if not isinstance(value, list):
            raise self.wrong(key)
        return [(member, f"{self.at(key)}[{number}]") for number, member in enumerate(value)]

    def inner(self, key: str, *keys: str) -> "Parts":
        """An object within."""
        return Parts(self._content[key], self.at(key), *keys)

    def at(self, key: str) -> str:
        """The place of a key in the file."""
        return f"{self._place}.{key}" if self._place else key

    def wrong(self, key: str) -> ValueError:
        """What to raise about a key."""
        return ValueError(self.at(key))
