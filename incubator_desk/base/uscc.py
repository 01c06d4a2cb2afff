"""The unified social credit code (统一社会信用代码, GB 32100-2015)."""

from .text import identity

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {c: i for i, c in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def normalise(text: str) -> str:
    """The code without blanks, hyphens and format characters, in half-width capitals."""
    return identity(text)


def check_character(first17: str) -> str | None:
    """The 18th character that the first 17 demand; None where one of them is not allowed."""
    if len(first17) != 17 or any(c not in _VALUE for c in first17):
        return None
    total = sum(_VALUE[c] * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code: str) -> bool:
    """Whether the normalised code has the right form and check character."""
    return len(code) == 18 and check_character(code[:17]) == code[17]
