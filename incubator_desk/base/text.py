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


def heading(text: str) -> str:
    """How headings and sheet names are compared: letter case, blanks, ``_`` and ``*`` aside."""
    return identity(text).replace("_", "").replace("*", "").lower()


def tidy(text: str) -> str:
    """Free text as stored: NFC, no outer blanks, no control characters but line breaks."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in composed if c == "\n" or c == "\t" or unicodedata.category(c) != "Cc").strip()
