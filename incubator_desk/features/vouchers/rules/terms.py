"""The facts that a voucher claim rests on, as the rules take them. Money is in fen."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Rounding = Literal["fen", "yuan_down"]
LOCKED = ("batched", "paid")
"""The states in which a claim keeps the amount that was approved."""
TAKES_NOTHING = ("draft", "returned", "rejected", "withdrawn", "void", "reversed")
"""The states in which a claim takes nothing and disturbs nobody."""
REDEEMABLE = ("issued", "used_up")
"""The states of a voucher that can be claimed on."""
MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Programme:
    """A voucher programme: at what rate, within which caps and dates, for which kinds of service."""

    code: str
    rate: int
    """Millionths of a percent: 50 % is 50,000,000."""
    use_by: date
    redeem_by: date
    rounding: Rounding = "fen"
    claim_cap: int | None = None
    holder_year_cap: int | None = None
    controller_year_cap: int | None = None
    budget: int | None = None
    service_kinds: frozenset[str] = frozenset()
    """Folded; empty covers all."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who renders the service. Identities are folded; unknown ones are empty."""

    code: str
    uscc: str = ""
    controller: str = ""
    listed_from: date | None = None
    listed_to: date | None = None
    service_kinds: frozenset[str] = frozenset()

    @property
    def identity(self) -> str:
        """What tells that two records are one provider: the credit code, else the record's own code."""
        return self.uscc or f"={self.code}"


@dataclass(frozen=True, slots=True)
class Holder:
    """The company that holds a voucher."""

    code: str
    uscc: str = ""
    controller: str = ""

    @property
    def group(self) -> str:
        """All companies of one actual controller; a company without one is its own group."""
        return self.controller or f"={self.code}"


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher: so much of a company's bills the programme may bear."""

    code: str
    programme: Programme
    holder: Holder
    face_value: int
    issued_on: date
    use_by: date | None = None
    """None: the programme's."""
    status: str = "issued"

    @property
    def last_day(self) -> date:
        """The last day on which a contract may be signed under it."""
        return self.use_by or self.programme.use_by


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on a voucher for one service. Invoice and contract numbers and the kind of service are folded."""

    code: str
    voucher: Voucher
    provider: Provider
    service_kind: str
    contract_on: date
    invoice_no: str
    invoice_on: date
    eligible: int
    claimed_on: date
    delivered_on: date | None = None
    contract_no: str = ""
    status: str = "submitted"
    approved: int | None = None
    """The amount that a locked claim keeps."""
    flags: tuple[str, ...] = ()
    """Further audit flags found that block it, where its programme switched them on."""
    doubts: tuple[str, ...] = ()
    """Further audit flags found that only warn."""

    @property
    def locked(self) -> bool:
        """Whether it keeps what was approved, whatever is entered later."""
        return self.status in LOCKED

    @property
    def takes(self) -> bool:
        """Whether it takes anything at all."""
        return self.status not in TAKES_NOTHING

    @property
    def order(self) -> "Order":
        """Where it stands among all claims: locked ones first, each in order of claim date and code."""
        return (not self.locked, self.claimed_on, self.code)


Order = tuple[bool, date, str]
