"""How the face value of what was issued stands: every fen in exactly one place (handbook, section 4; check C25)."""

from dataclasses import dataclass, fields

from .terms import Voucher

_LOST = {"void": "void", "revoked": "revoked", "returned": "returned", "expired": "expired", "used_up": "lapsed"}
"""Where the rest of a voucher's face value is, once the voucher is no longer good."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums in fen: what was issued, and what became of it."""

    issued: int = 0
    redeemed: int = 0
    """Paid, and not claimed back since."""
    in_process: int = 0
    """Allowed on claims from submission on, not paid yet; and what contracts signed under a voucher hold."""
    expired: int = 0
    void: int = 0
    revoked: int = 0
    returned: int = 0
    lapsed: int = 0
    """The unspent rest of what was closed as used up."""
    available: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def parts(self) -> int:
        """All that the issued sum divides into."""
        return sum(getattr(self, f.name) for f in fields(self) if f.name != "issued")


def standing(voucher: Voucher, paid: int, pending: int, held: int) -> Standing:
    """What became of one voucher, given what was paid on it, what is allowed and not paid yet, what contracts hold.

    An application that was not granted counts nowhere. A contract holds no more than what is left.
    """
    if voucher.status == "applied":
        return Standing()
    rest = voucher.face_value - paid - pending
    where = _LOST.get(voucher.status)
    if where is not None:
        return Standing(**{"issued": voucher.face_value, "redeemed": paid, "in_process": pending, where: rest})
    held = max(0, min(held, rest))
    return Standing(voucher.face_value, paid, pending + held, available=rest - held)
