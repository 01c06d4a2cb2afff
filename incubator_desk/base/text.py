"""How text that people type is made comparable."""

import unicodedata

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))


def normal(text: str) -> str:
    """NFKC, trimmed: the form in which codes are compared and text is stored."""
    return unicodedata.normalize("NFKC", text).strip()


def identity(text: str) -> str:
    """Letter case, blanks, hyphens and full-width forms aside: how identities are compared."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf").upper().replace("-", "")


def folded(text: str | None) -> str:
    """Letter case, blanks and full-width forms aside, hyphens kept: how numbers of papers are compared."""
    if not text:
        return ""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).casefold()


def listed(text: str | None) -> list[str]:
    """The parts of a text that people separate by “;” in either width."""
    return [part.strip() for part in (text or "").replace("；", ";").split(";") if part.strip()]


def heading(text: str) -> str:
    """How headings and sheet names are compared: letter case, blanks, ``_`` and ``*`` aside."""
    return identity(text).replace("_", "").replace("*", "").lower()


def tidy(text: str) -> str:
    """Free text as stored: NFC, no outer blanks, no controls but line breaks and tabs, no non-characters."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed.strip()
    lines = composed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or _is_writable(c)).strip()


def _is_writable(character: str) -> bool:
    """Whether files can hold it: no control, no half of a character, no non-character."""
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
