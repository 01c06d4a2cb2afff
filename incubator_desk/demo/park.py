"""The demo park 青岚创业园, spring 2020: a pure function without clock or chance, the same at each call."""

from datetime import date

from . import mentoring, subsidies
from . import vouchers as voucher_rows
from .facts import facts
from .figures import figures
from .head_leases import grants, head_leases, pass_on
from .holidays import calendar_days
from .leases import leases
from .letters import letter_texts
from .money import receipts, refunds, with_receipts
from .policies import policies
from .premises import premises
from .reliefs import reliefs
from .rows import Row
from .tenants import tenants

WORKING_DATE = date(2020, 3, 20)
"""The day on which the demo plays: no receipt or refund is dated after it."""
_SIZE_UNSAID = "T-0051"
_ADDRESS = "青岚市高新区望湖路66号青岚创业园"
OPERATOR = {
    "name": "青岚科创孵化器有限公司",
    "short_name": "青岚创业园",
    "kind": "incubator",
    "uscc": "91340171MA0DEMX130",
    "zone_code": "QLGX",
    "address": _ADDRESS,
    "phone": "0999-6600066",
    "bank_name": "青岚银行高新支行",
    "bank_account": "9900123456780001234",
    "prepared_by": "王敏",
    "reviewed_by": "赵会计",
    "head": "李主任",
}
"""The park's own profile, by the columns of the register of operators."""


def park() -> dict[str, list[dict[str, object]]]:
    """The demo's data as sheets of the interchange workbook (contract section 2), all columns in each row.

    Values are str, int, Decimal, date, bool (columns of yes and no) or None.
    """
    companies, rooms, known = tenants(), premises(), policies()
    book = leases(companies, rooms, WORKING_DATE)
    cases = reliefs(companies, rooms, book, known, WORKING_DATE)
    pass_on(cases, rooms, book, companies)
    heads = head_leases(rooms)
    paid = with_receipts(facts(book, cases, known), book, WORKING_DATE)
    _move_in(companies, rooms, book.leases)
    _leave_unsaid(companies)
    held, listed = voucher_rows.vouchers(companies), voucher_rows.providers()
    held_sessions, present = mentoring.sessions(companies, WORKING_DATE)
    given, used = mentoring.services(companies, WORKING_DATE)
    return {
        "tenants": companies,
        "head_leases": heads,
        "premises": rooms,
        "leases": book.leases,
        "lease_rooms": book.rooms,
        "lease_steps": book.steps,
        "relief_policies": known,
        "upstream_grants": grants(heads),
        "reliefs": cases,
        "receipts": receipts(paid, book, WORKING_DATE),
        "refunds": refunds(paid, cases, WORKING_DATE),
        "voucher_programmes": voucher_rows.programmes(),
        "providers": listed,
        "vouchers": held,
        "voucher_batches": voucher_rows.batches(),
        "voucher_claims": voucher_rows.claims(held, listed, companies, WORKING_DATE),
        "mentors": mentoring.mentors(),
        "mentor_terms": mentoring.terms(),
        "mentor_ties": mentoring.ties(companies),
        "mentoring_sessions": held_sessions,
        "participations": present,
        "services": given,
        "service_uses": used,
        "tenant_figures": figures(companies),
        "calendar_days": calendar_days(),
        "letter_texts": letter_texts(),
        "subsidy_programmes": subsidies.programmes(),
        "subsidy_claims": subsidies.claims(),
    }


def _move_in(companies: list[Row], rooms: list[Row], lettings: list[Row]) -> None:
    """Enter the addresses of those that have a lease and have not left."""
    places = {room["code"]: f"{_ADDRESS}{room['building'].replace(' ', '')}{room['room']}室" for room in rooms}
    let = {lease["tenant_code"]: places[lease["premises_code"]] for lease in lettings}
    for company in companies:
        if not company["left_on"]:
            company["address"] = let.get(company["code"])


def _leave_unsaid(companies: list[Row]) -> None:
    """One company has not stated its size yet: what asks for it cannot be judged."""
    next(company for company in companies if company["code"] == _SIZE_UNSAID)["size_class"] = None
