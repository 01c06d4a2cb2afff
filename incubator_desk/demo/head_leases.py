"""What the demo park itself rents from a landlord, what that one granted for February 2020, and to whom it goes."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from incubator_desk.base.money import half_up, to_fen, to_yuan
from incubator_desk.features.rent.rules.passing_on import let_within, shares

from .leases import Book
from .policies import STATE_WAIVER
from .premises import HEAD_LEASE
from .rows import Row, row

_TERM = (date(2020, 2, 1), date(2020, 2, 29))
_HEAD_RENT = Decimal(30)
"""Yuan per m² and month."""
GRANT = "U-0001"


def head_leases(premises: list[Row]) -> list[Row]:
    """The state-owned floors of building C, rented as a whole."""
    under = [room for room in premises if room["head_lease_code"] == HEAD_LEASE]
    return [
        row(
            "head_leases",
            code=HEAD_LEASE,
            landlord=under[0]["landlord"],
            contract_no="青国资租〔2017〕3号",
            ownership="state",
            area_sqm=sum((room["area_sqm"] for room in under), Decimal(0)),
            starts_on=date(2017, 1, 1),
            ends_on=date(2026, 12, 31),
        )
    ]


def grants(heads: list[Row]) -> list[Row]:
    """The landlord's waiver of the head rent of February."""
    return [
        row(
            "upstream_grants",
            code=GRANT,
            head_lease_code=head["code"],
            policy_code=STATE_WAIVER,
            granted_on=date(2020, 2, 7),
            amount=half_up(head["area_sqm"] * _HEAD_RENT),
            starts_on=_TERM[0],
            ends_on=_TERM[1],
            document_no="青国资〔2020〕14号",
        )
        for head in heads
    ]


def pass_on(cases: list[Row], premises: list[Row], book: Book, companies: list[Row]) -> None:
    """Enter on the cases of the landlord's waiver what of it falls on their premises; some leases have no case yet."""
    (head,) = head_leases(premises)
    (grant,) = grants([head])
    weights = _let_under(premises, book)
    leases = sorted(weights)
    parts = shares(to_fen(grant["amount"]), head["area_sqm"], [weights[lease] for lease in leases])
    share = dict(zip(leases, parts, strict=True))
    names = {company["code"]: company["name"] for company in companies}
    tenants = {lease["code"]: lease["tenant_code"] for lease in book.leases}
    for case in cases:
        if case["policy_code"] == STATE_WAIVER and case["lease_code"] in share:
            case["grant_code"] = GRANT
            case["upstream_amount"] = to_yuan(share[case["lease_code"]])
            case["final_lessee"] = names[tenants[case["lease_code"]]]


def _let_under(premises: list[Row], book: Book) -> dict[str, Fraction]:
    """What each lease rents under the head lease, by its share of February's days."""
    under = {room["code"] for room in premises if room["head_lease_code"] == HEAD_LEASE}
    further: defaultdict[str, list[Row]] = defaultdict(list)
    for room in book.rooms:
        further[room["lease_code"]].append(room)
    found: defaultdict[str, Fraction] = defaultdict(Fraction)
    for lease in book.leases:
        rooms = further[lease["code"]]
        own = lease["area_sqm"] - sum((room["area_sqm"] for room in rooms), Decimal(0))
        areas = [(lease["premises_code"], own), *((room["premises_code"], room["area_sqm"]) for room in rooms)]
        days = (lease["starts_on"], lease["ended_on"] or lease["ends_on"])
        for code, area in areas:
            if code in under and (part := let_within(area, days, _TERM)):
                found[lease["code"]] += part
    return dict(found)
