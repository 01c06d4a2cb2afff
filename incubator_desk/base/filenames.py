"""Names of files as every system takes them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .text import tidy

_LONGEST = 200
"""Bytes of a name: most systems take 255, and Windows counts the folders before it too."""
_LONGEST_SUFFIX = 10
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


@lru_cache(1024)
def safe_name(name: str) -> str:
    """The name without separators, reserved words, dots and blanks at its ends; not too long, and never empty."""
    plain = _FORBIDDEN.sub("_", tidy(name)).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, dot, suffix = plain, "", ""
    room = _LONGEST - len((dot + suffix).encode())
    stem = stem.encode()[:room].decode(errors="ignore").strip(" .") or "_"
    if _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return stem + dot + suffix


def numbered(path: Path) -> Iterator[Path]:
    """A place, then others beside it: plan.pdf, plan (2).pdf, plan (3).pdf …"""
    yield path
    for number in range(2, 1000):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
