"""What of a claim would be otherwise, were it worked out now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .claim import Outcome
from .terms import Key

Field = Literal["base", "claim", "amount", "reason"]


class Stored(NamedTuple):
    """A line as the claim has it: its company, amount in fen, reason why it is not eligible."""

    company: str
    amount: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure or verdict that differs: as stored, as it would be now; of a line that one of them lacks, None."""

    field: Field
    before: int | str | None
    after: int | str | None
    company: str = ""
    key: Key | None = None


def differences(lines: Mapping[Key, Stored], base: int, claim: int, now: Outcome) -> Iterator[Difference]:
    """What differs: the claim's own amounts first, then line by line, in the order of companies."""
    if base != now.base:
        yield Difference("base", base, now.base)
    if claim != now.claim:
        yield Difference("claim", claim, now.claim)
    found = {each.line.key: Stored(each.line.company.code, each.line.amount, each.reason) for each in now.lines}
    either = {key: found.get(key) or lines[key] for key in lines.keys() | found.keys()}
    for key in sorted(either, key=lambda key: (either[key].company, key)):
        before, after, company = lines.get(key), found.get(key), either[key].company
        if before is None or after is None:
            yield Difference("amount", before and before.amount, after and after.amount, company, key)
            continue
        if before.amount != after.amount:
            yield Difference("amount", before.amount, after.amount, company, key)
        if before.reason != after.reason:
            yield Difference("reason", before.reason, after.reason, company, key)
