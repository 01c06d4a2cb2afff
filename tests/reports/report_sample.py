"""A report with everything that is hard to put into a file: the rows of the tests of all formats."""

from datetime import date
from decimal import Decimal

from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Choice, Code, Day, Money, Option, Percent, Text, Uscc, Whole, YesNo
from incubator_desk.catalog.report import Asked, Column, Paper, Party, Report, Sheet

PERIOD = Period.parse("2020-Q1")
ASKED = Asked(PERIOD, PERIOD.last)
SIZES = Choice((Option("small", "Small"), Option("large", "Large")))
PAYLOADS = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    '=HYPERLINK("http://x.example","x")',
    "=cmd|' /C calc'!A0",
    "-5.00",
    "－1",
)
COLUMNS = (
    Column("no", "No.", Whole()),
    Column("code", "Case no.", Code(), stacked=True),
    Column("tenant", "Tenant", Text()),
    Column("uscc", "Credit code", Uscc(), stacked=True),
    Column("size", "Size", SIZES),
    Column("service", "Service sector", YesNo()),
    Column("percent", "Percent", Percent()),
    Column("on", "From", Day()),
    Column("rent", "Monthly rent", Money()),
    Column("amount", "Amount", Money(), total=True),
    Column("count", "Employees", Whole(), total=True),
)
AMOUNTS = (Decimal("1234567.89"), Decimal("2345678.90"), None, Decimal("3456789.01"))
ROWS = (
    (1, "00123", "青岚朴石新材料有限公司", "91340171MA0DEMX130", "small", True, Decimal(50), date(2020, 2, 1), Decimal("3888.00"), AMOUNTS[0], 12),
    (2, "1E5", "𠮷野家与㙓氏（青岚）有限公司", None, "large", False, Decimal("33.3333"), date(2020, 2, 29), Decimal("15000.00"), AMOUNTS[1], 0),
    (3, "3-4", "=1+1", None, None, None, None, None, None, AMOUNTS[2], None),
    (4, "=A1", "行一\n行二 <b>&amp;", None, "small", True, Decimal(0), date(2199, 12, 31), Decimal("-2500.00"), AMOUNTS[3], 7),
)  # fmt: skip
TOTAL = Decimal("7037035.80")


def report(rows=ROWS, *, columns=COLUMNS, landscape=True, facts=(), name="sample", **options):
    """A report of these rows."""
    return Report(
        name, "Sample report", columns, lambda *_: (Sheet(rows, facts),), Paper(landscape=landscape), **options
    )


def per_tenant(*tenants):
    """A report of one row for each tenant."""
    sheets = [Sheet([row], [("Tenant", code)], tenant=code) for code, row in tenants]
    return Report("each", "Sample statement", COLUMNS, lambda *_: sheets, Paper(landscape=True), per_tenant=True)


PARTIES = (
    Party("Lessor (seal):", (("Signed by:", ""), ("Telephone:", "0532-88886666"))),
    Party("Lessee (seal):", (("Signed by:", "𠮷野明"), ("Telephone:", ""))),
)


def letters(*sheets, columns=COLUMNS, **options):
    """Letters of these sheets; what a sheet leaves out it has of a usual letter."""
    usual = {"title": "房租减免确认书", "opening": ["Dear 𠮷野,"], "closing": ["Kind regards."], "parties": PARTIES}
    made = [Sheet(**{"rows": ROWS, **usual, **sheet}) for sheet in sheets]
    return Report("letter", "Sample letter", columns, lambda *_: made, per_tenant=True, group="letter", **options)
