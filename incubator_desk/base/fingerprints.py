"""Fingerprints of keys: short enough to be read out, long enough that nobody makes a second key with the same."""

import re
from hashlib import sha256

from .text import identity

DIGITS = 32
"""Hexadecimal digits: 128 bits, which nobody can search through."""
_FORM = re.compile(rf"[0-9A-F]{{{DIGITS}}}")


def fingerprint(public: bytes) -> str:
    """The first digits of the SHA-256 of a raw public key, in groups of four: ``7C4E 91A0 52D8 0B3F …``."""
    return _grouped(sha256(public).hexdigest()[:DIGITS].upper())


def read(text: str) -> str:
    """A fingerprint as people type it, blanks, hyphens, colons and letter case aside; otherwise ``ValueError``."""
    digits = identity(text).replace(":", "")
    if not _FORM.fullmatch(digits):
        raise ValueError(text)
    return _grouped(digits)


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, DIGITS, 4))
