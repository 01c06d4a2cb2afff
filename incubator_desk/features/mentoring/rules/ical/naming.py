"""Mentors and companies recognised in what is written in a calendar, where they are unmistakable."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from incubator_desk.base.text import normal

_LEAST = 4
"""Shorter names stand in other words too; they count only where they stand alone."""
_AROUND = r"[\s,，;；、/|·:：()（）\[\]【】<>《》“”\"'-]"
_CODE = re.compile(r"(?=[\w.-]*[A-Za-z])(?=[\w.-]*\d)[A-Za-z0-9][\w.-]{3,}", re.ASCII)
"""What may be a code among other words: letters and digits, and not so short that a room is called the same."""


class Named(NamedTuple):
    """A mentor or company, as people write of it."""

    uid: str
    code: str
    name: str


class Names:
    """The mentors or the companies of a park by their names and codes."""

    def __init__(self, known: Iterable[Named]) -> None:
        names: defaultdict[str, set[str]] = defaultdict(set)
        codes: defaultdict[str, set[str]] = defaultdict(set)
        for each in known:
            names[normal(each.name)].add(each.uid)
            codes[normal(each.code).casefold()].add(each.uid)
        self._names = {name: _single(uids) for name, uids in names.items() if name}
        self._codes = {code: _single(uids) for code, uids in codes.items()}
        self._longest_first = sorted(self._names, key=len, reverse=True)

    def one(self, text: str) -> str | None:
        """Whom a text means that names one alone, by name, by code, or by both: ``王强 (M-0001)``."""
        plain = normal(text)
        if uid := self._names.get(plain) or self._codes.get(plain.casefold()):
            return uid
        found = re.fullmatch(r"(.*?)\s*\(([^()]+)\)", plain)
        return self._codes.get(found[2].strip().casefold()) if found else None

    def within(self, text: str) -> tuple[str, ...]:
        """Whom a text speaks of: of names that contain one another the longest is meant."""
        plain = normal(text)
        found = {self._codes.get(code.rstrip(".-").casefold()) for code in _CODE.findall(plain)}
        for name in self._longest_first:
            if name in plain and (len(name) >= _LEAST or _alone(name, plain)):
                found.add(self._names[name])
                plain = plain.replace(name, "\n")
        return tuple(sorted(uid for uid in found if uid))

    def named(self, text: str) -> str | None:
        """The one who has exactly this name."""
        return self._names.get(normal(text))


def _single(uids: set[str]) -> str | None:
    """The one who is called so; a name that two of them have tells neither."""
    return next(iter(uids)) if len(uids) == 1 else None


def _alone(name: str, text: str) -> bool:
    return re.search(f"(?:^|{_AROUND}){re.escape(name)}(?:$|{_AROUND})", text) is not None
