"""The language in use: gettext catalogues under ``resources/locale``; English is the source."""

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Literal, cast

from .places import resources

Language = Literal["zh_CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")
_current: Language = "zh_CN"


def N_(message: str) -> str:
    """Mark a message for translation where it is declared; it is translated when shown."""
    return message


@lru_cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("incubator_desk", resources("locale"), languages=[language], fallback=True)


def use(language: str) -> None:
    """Speak this language from now on."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(language)
    _current = language


def language() -> Language:
    """The language in use."""
    return _current


@contextmanager
def speaking(other: str) -> Iterator[None]:
    """Speak another language for a while (both headings of a template, say)."""
    before = _current
    use(other)
    try:
        yield
    finally:
        use(before)


def translate(message: str) -> str:
    """The message in the language in use; English where it has no translation."""
    return _catalogue(_current).gettext(message) if message else message


_ = translate


def said_in(other: str, message: str) -> str:
    """The message in a language, whichever is in use."""
    return _catalogue(cast("Language", other)).gettext(message) if message else message


def translate_many(one: str, many: str, count: int) -> str:
    """The message for a count, with ``{count}`` filled in."""
    return _catalogue(_current).ngettext(one, many, count).format(count=f"{count:,}")


def preferred() -> Language:
    """The machine's language where it is one of ours, else Chinese."""
    for name in (os.environ.get("LC_ALL"), os.environ.get("LANG"), locale.getlocale()[0]):
        if name and name.startswith("en"):
            return "en"
    return "zh_CN"
