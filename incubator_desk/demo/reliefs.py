"""The relief cases of the demo park: who was granted what under which policy, and how far each case has come."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, cycle
from random import Random

from incubator_desk.base.dates import add_months
from incubator_desk.base.money import to_yuan
from incubator_desk.features.rent.rules import COUNTING, schedule

from .facts import facts
from .leases import Book
from .policies import DEFERRAL, DEFERRAL_2022, EXTENSION, HALF_RENT, STATE_WAIVER, TEAM_DESKS, WAIVER_2022
from .rows import Row, numbered, row
from .ways import working_day

_FEBRUARY = {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 2, 29)}
_SPRING = {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 4, 30)}
_LATE_SPRING = {"starts_on": date(2020, 3, 1), "ends_on": date(2020, 5, 31)}
_TERMS: dict[str, tuple[Row, ...]] = {
    STATE_WAIVER: ({"kind": "percent", "percent": Decimal(100), **_FEBRUARY},),
    HALF_RENT: ({"kind": "percent", "percent": Decimal(50), **_SPRING},),
    TEAM_DESKS: ({"kind": "fixed", "amount": Decimal(300), "cap": Decimal(900), **_SPRING},),
    EXTENSION: ({"kind": "extension", "months": 1}, {"kind": "extension", "months": 2}),
    DEFERRAL: (
        {"kind": "deferral", "months": 6, **_LATE_SPRING},
        {"kind": "instalments", "parts": 6, "first_due_on": date(2020, 7, 10), **_LATE_SPRING},
        {"kind": "deferral", "defer_to": date(2020, 9, 30), **_LATE_SPRING},
    ),
}
# How far the cases under each policy have come, taken in turn.
_STATES = {
    STATE_WAIVER: "reported completed in_force completed reported agreed completed in_force reported completed",
    HALF_RENT: "in_force agreed published in_force submitted reviewed agreed in_force approved accepted published "
    "in_force draft agreed in_force returned published in_force reviewed submitted agreed refused in_force published "
    "approved withdrawn accepted in_force void",
    TEAM_DESKS: "in_force agreed published in_force submitted in_force agreed draft",
    EXTENSION: "agreed in_force published in_force refused agreed submitted",
    DEFERRAL: "agreed in_force reviewed in_force published agreed submitted in_force returned",
}
# The days in which a case that has come so far was approved.
_APPROVED = {
    "reported": (date(2020, 2, 17), date(2020, 2, 21)),
    "completed": (date(2020, 2, 17), date(2020, 2, 26)),
    "in_force": (date(2020, 2, 24), date(2020, 3, 3)),
    "void": (date(2020, 2, 24), date(2020, 2, 27)),
    "agreed": (date(2020, 2, 27), date(2020, 3, 6)),
    "published": (date(2020, 3, 9), date(2020, 3, 17)),
    "approved": (date(2020, 3, 17), date(2020, 3, 19)),
}
_AFTER_NOTICE = ("agreed", "in_force", "completed", "reported", "void")
_NOTES = {
    "returned": "缺 2019 年度规模声明，退回补正。",
    "refused": "承租面积含转租部分，不符合条件。",
    "withdrawn": "企业申请撤回，改报缓缴。",
    "void": "企业补充协议签订后放弃，已作废。",
}
# Cases that stand at a number of their own: the ones a reader of the guide follows.
_TOLD: dict[int, Row] = {
    27: {"lease_code": "L-0011", "policy_code": HALF_RENT, "status": "agreed", "approved_on": date(2020, 3, 3),
         **_TERMS[HALF_RENT][0]},
    31: {"lease_code": "L-0035", "policy_code": STATE_WAIVER, "status": "in_force", "approved_on": date(2020, 3, 10),
         **_TERMS[STATE_WAIVER][0]},
    44: {"lease_code": "L-0035", "policy_code": HALF_RENT, "status": "published", "approved_on": date(2020, 3, 10),
         "kind": "percent", "percent": Decimal(50), "starts_on": date(2020, 4, 1), "ends_on": date(2020, 5, 31)},
    52: {"lease_code": "L-0035", "policy_code": DEFERRAL, "status": "agreed", "approved_on": date(2020, 3, 4),
         "kind": "deferral", "defer_to": date(2020, 12, 31),
         "starts_on": date(2020, 6, 1), "ends_on": date(2020, 8, 31)},
}  # fmt: skip


def reliefs(tenants: list[Row], premises: list[Row], book: Book, policies: list[Row], today: date) -> list[Row]:
    """All cases, those of spring 2020 in the order in which they were approved, then what is prepared for 2022."""
    rng = Random("reliefs")
    found = sorted(_spring(tenants, premises, book, today, rng), key=lambda case: case["approved_on"] or date.max)
    for number, told in sorted(_TOLD.items()):
        found.insert(number - 1, row("reliefs", **told))
    agreements = count(1)
    for case in found:
        _document(case, agreements, rng)
    cases = numbered("R-", [*found, *_of_2022(tenants, book)])
    _follow_extensions(cases, book)
    _pass_on(cases, premises, book, policies, today)
    return cases


def _spring(tenants: list[Row], premises: list[Row], book: Book, today: date, rng: Random) -> Iterator[Row]:
    """A case for most leases that run through spring: under the policy that suits company and premises."""
    companies = {tenant["code"]: tenant for tenant in tenants}
    rooms = {room["code"]: room for room in premises}
    states = {policy: cycle(words.split()) for policy, words in _STATES.items()}
    terms = {policy: cycle(variants) for policy, variants in _TERMS.items()}
    told = {case["lease_code"] for case in _TOLD.values()}
    running = (lease for lease in book.leases if lease["starts_on"] <= _SPRING["starts_on"] and today < _end(lease))
    for nth, lease in enumerate(running):
        company, room = companies[lease["tenant_code"]], rooms[lease["premises_code"]]
        policy = _policy(company, room)
        if lease["code"] in told or nth % 7 == 6:
            continue
        status = next(states[policy])
        yield row(
            "reliefs",
            lease_code=lease["code"],
            policy_code=policy,
            status=status,
            approved_on=_weekday(status, rng) if status in _APPROVED else None,
            final_lessee=company["name"] if policy == EXTENSION else None,
            note=_NOTES.get(status),
            **next(terms[policy]),
        )


def _end(lease: Row) -> date:
    end: date = lease["ended_on"] or lease["ends_on"]
    return end


def _policy(company: Row, room: Row) -> str:
    """The policy under which a company asks: by what it is, then by whose the premises are."""
    if company["kind"] == "team":
        return TEAM_DESKS
    if company["status"] != "incubating" or company["size_class"] == "medium":
        return DEFERRAL
    if room["ownership"] in ("private", "collective"):
        return EXTENSION
    return STATE_WAIVER if room["building"].startswith("C") else HALF_RENT


def _weekday(status: str, rng: Random) -> date:
    first, last = _APPROVED[status]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return rng.choice([day for day in days if day.weekday() < 5])


def _document(case: Row, agreements: Iterator[int], rng: Random) -> None:
    """The notice of five working days that follows an approval, and the agreement after it."""
    if case["status"] == "published" or case["status"] in _AFTER_NOTICE:
        case["notice_from"] = working_day(
            case["approved_on"], 2 if case["lease_code"] == "L-0035" else rng.choice((0, 1))
        )
        case["notice_to"] = working_day(case["notice_from"], 4)
    if case["status"] in _AFTER_NOTICE:
        case["agreed_on"] = working_day(case["notice_to"], 1)
        case["agreement_no"] = f"青科孵补〔2020〕{next(agreements):03}号"


def _follow_extensions(cases: list[Row], book: Book) -> None:
    """A lease that follows an extended one begins, rises and ends later by the months that were added to that one."""
    following = {lease["renewal_of"]: lease for lease in book.leases if lease["renewal_of"]}
    for case in cases:
        lease = following.get(case["lease_code"])
        if lease and case["kind"] == "extension" and case["status"] in COUNTING:
            lease["starts_on"] = add_months(lease["starts_on"], case["months"])
            lease["ends_on"] = add_months(lease["ends_on"] + timedelta(days=1), case["months"]) - timedelta(days=1)
            for step in book.steps:
                if step["lease_code"] == lease["code"]:
                    step["from_on"] = add_months(step["from_on"], case["months"])


def _pass_on(cases: list[Row], premises: list[Row], book: Book, policies: list[Row], today: date) -> None:
    """State-owned rooms: enter what the landlord granted, all of which the park passes on to the company."""
    state = {room["code"] for room in premises if room["ownership"] == "state"}
    owned = {lease["code"] for lease in book.leases if lease["premises_code"] in state}
    of_lease = {known.lease.code: known for known in facts(book, cases, policies)}
    for case in cases:
        if case["lease_code"] in owned and case["kind"] == "percent":
            drawn = schedule(of_lease[case["lease_code"]], today)
            amounts = {each.relief: each.amount for each in drawn.granted}
            if amount := amounts.get(case["code"]):
                case["upstream_amount"] = to_yuan(amount)


def _of_2022(tenants: list[Row], book: Book) -> Iterator[Row]:
    """Drafts for a few service companies in state-owned rooms whose leases run into 2022."""
    service = {tenant["code"] for tenant in tenants if tenant["is_service"] and tenant["status"] == "incubating"}
    spring = {"starts_on": date(2022, 3, 1), "ends_on": date(2022, 5, 31)}
    long = [
        lease["code"]
        for lease in book.leases
        if lease["ends_on"] >= date(2022, 3, 31)
        and lease["tenant_code"] in service
        and lease["premises_code"][0] == "B"
    ]
    for lease in long[:3]:
        waiver = {"policy_code": WAIVER_2022, "kind": "percent", "percent": Decimal(100), **spring}
        yield row("reliefs", lease_code=lease, status="draft", note="预拟，待政策细则。", **waiver)
    deferral = {"policy_code": DEFERRAL_2022, "kind": "deferral", "months": 6, **spring}
    yield row("reliefs", lease_code=long[-1], status="draft", **deferral)
