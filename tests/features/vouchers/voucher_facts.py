"""Facts of vouchers as tests write them: money in yuan as text, dates as text."""

from datetime import date
from decimal import Decimal

from incubator_desk.base.money import to_fen
from incubator_desk.features.vouchers.rules import Claim, Holder, Programme, Provider, Voucher


def day(text):
    return None if text is None else date.fromisoformat(text)


def fen(text):
    return None if text is None else to_fen(Decimal(text))


def programme(code="P1", rate="50", use_by="2020-12-31", redeem_by="2021-03-31", kinds=(), rounding="fen", **caps):
    amounts = {name: fen(amount) for name, amount in caps.items()}
    millionths = int(Decimal(rate).scaleb(6))
    return Programme(code, millionths, day(use_by), day(redeem_by), rounding, service_kinds=frozenset(kinds), **amounts)


BASE = {"claim_cap": "50000", "holder_year_cap": "200000", "budget": "1000000"}


def voucher(code="V1", of=None, holder=None, face="100000", issued="2020-01-01", use_by=None, status="issued"):
    return Voucher(code, of or programme(), holder or Holder("T1"), fen(face), day(issued), day(use_by), status)


def claim(code="C1", of=None, provider=None, kind="testing", **values):
    """A claim that nothing is wrong with, but for what is given."""
    given = {
        "contract_on": "2020-02-01", "delivered_on": "2020-03-01", "invoice_on": "2020-03-02", "claimed_on": "2020-03-10",
        "eligible": "10000", "approved": None,
    } | values  # fmt: skip
    dates = {name: day(given.pop(name)) for name in ("contract_on", "delivered_on", "invoice_on", "claimed_on")}
    eligible, approved = fen(given.pop("eligible")), fen(given.pop("approved"))
    number = given.pop("invoice_no", f"inv-{code}")
    return Claim(
        code, of or voucher(), provider or Provider("S1"), kind, invoice_no=number, eligible=eligible,
        approved=approved, **dates, **given,
    )  # fmt: skip
