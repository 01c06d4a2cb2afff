"""Where the program's own files are, in a checkout, an installed wheel and a frozen build."""

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent.parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def resources(*parts: str) -> Path:
    """A file or folder under ``resources``."""
    return _root().joinpath(*parts)
