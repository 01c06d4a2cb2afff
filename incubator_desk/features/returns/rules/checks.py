"""The checks before sending (handbook, section 7): each a condition that every row of its subject has to fulfil.

An *error* is a contradiction in the records, which no park can have: it is mended, and until then the period is not
closed. Whatever may have happened, however irregular, and whatever our facts cannot tell for sure, is a *warning*: it
is explained in writing, and the explanation travels with the package. So these are warnings here that the handbook has
as errors: a code that a company has in the park beside the one under which it is incubated (C02b), a missing code
(C03), a company founded after it was admitted as a team (C08b), cumulative figures that do not continue those of a
closed period (C06, C07: its facts may still change, its figures do not), the park's area where rooms may not have been
entered (C14), leases that do not say what of a room they have (C15b), leakage of cases still under way (C19b, C19c),
limits that paid claims went over and the numbers of their invoices (C23, C24: what was paid is clawed back, not
changed), sessions that were held and wait for being confirmed (C27b).

A letter after the number tells apart several rules that the handbook has as one. Not here, for there is nothing to
hold them over yet: C13 (no register has the ground of a graduation), C16 (bills are not stored: what is charged is
worked out from the contract), C28 (no register has certificates).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from string import Formatter
from typing import Any

from incubator_desk.base.errors import Severity, worded
from incubator_desk.base.expressions import Expression, read
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import grouped

from .subjects import SUBJECTS, Row


@dataclass(frozen=True)
class Rule:
    """A check; it finds the rows of which its condition is false. A condition that is blank finds nothing."""

    code: str
    severity: Severity
    subject: str
    """The table of :data:`.subjects.SUBJECTS` that it is held over."""
    condition: str
    label: str
    """What is checked, in a few words."""
    text: str
    """What is said of a row that it finds, with the row's values in their places."""
    fields: tuple[str, ...] = ()
    """The columns of the record to open."""

    @cached_property
    def expression(self) -> Expression:
        """The condition, read; Refused where it does not fit its subject."""
        return read(self.condition, SUBJECTS[self.subject])

    def finds(self, row: Row) -> bool:
        """Whether a row breaks it."""
        return not self.expression.holds(row.values)

    def said(self, row: Row) -> "Said":
        """What it says of a row that it finds."""
        facts = {**row.values, **row.words}
        return Said(self.text, {name: shown(facts[name]) for name in self.places})

    @cached_property
    def places(self) -> tuple[str, ...]:
        """What fills its text."""
        return tuple(name for _text, name, _spec, _how in Formatter().parse(self.text) if name)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its values, worded when it is shown: it stands within another one."""

    message: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return worded(self.message, self.values)


def shown(value: Any) -> object:
    """A fact as it stands in a sentence: numbers grouped, with the decimals they need; of money both."""
    if not isinstance(value, Decimal):
        return value.isoformat() if isinstance(value, date) else value
    carried, needed = (-int(number.as_tuple().exponent) for number in (value, value.normalize()))
    return grouped(value, max(min(carried, 2), needed, 0))


_TIMES = "max(now / before, before / now)"
_SLIPPED = " or ".join(f"abs({_TIMES} - {factor}) <= {factor} * slip / 100" for factor in (10, 1000, 10000))
_STEADY = "abs(now - before) <= abs(before) * change / 100"
_NONE_GIVEN = "blank(revenue) and blank(tax) and blank(rd_spending) and blank(employees)"
_ALL_GIVEN = "not blank(revenue) and not blank(tax) and not blank(rd_spending) and not blank(employees)"

RULES: tuple[Rule, ...] = (
    Rule(
        "C01", "error", "companies", "blank(uscc) or uscc_valid",
        N_("Credit codes have the right check character"),
        N_("The check character of credit code {uscc} is wrong. Compare it with the licence."),
        ("uscc",),
    ),
    Rule(
        "C02", "error", "companies", "blank(incubated_as)",
        N_("No company is incubated twice"),
        N_("Credit code {uscc} is incubated as {incubated_as} too. Join the records, or correct one of the codes."),
        ("uscc",),
    ),
    Rule(
        "C02b", "warning", "companies", "not blank(incubated_as) or blank(code_also_of)",
        N_("No credit code is in the park twice"),
        N_("Credit code {uscc} is in the park as {code_also_of} too."),
        ("uscc",),
    ),
    Rule(
        "C03", "warning", "companies", "kind = 'team' or not blank(uscc)",
        N_("Companies have a credit code"),
        N_("The credit code is missing. Returns need it."),
        ("uscc",),
    ),
    Rule(
        "C03b", "warning", "companies", "status <> 'incubating' or not blank(admitted_on)",
        N_("Incubated companies have a day of admission"),
        N_("It is incubated, and its day of admission is missing: its term cannot be judged."),
        ("admitted_on",),
    ),
    Rule(
        "C03c", "warning", "companies", "kind <> 'team' or not blank(leader)",
        N_("Teams have a leader"),
        N_("Nobody is named who answers for the team. Enter its legal representative or its contact."),
        ("contact_name",),
    ),
    Rule(
        "C03d", "warning", "companies", "blank(months_missing)",
        N_("Incubated companies have their figures of each month"),
        N_("Its figures are missing for {months_missing}."),
    ),
    Rule(
        "C04", "error", "grants", "allotted <= amount",
        N_("No more is passed on than a landlord granted"),
        N_(
            "The landlord granted {amount}; the cases that name this grant say {allotted} in all. Correct “Granted "
            "upstream” of these cases."
        ),
        ("amount",),
    ),
    Rule(
        "C04b", "warning", "claims",
        "not decided or eligible <= contract_amount and eligible <= invoice_amount and eligible <= payment_amount",
        N_("Eligible amounts are within contract, invoice and payment"),
        N_("The eligible amount {eligible} is more than the contract, the invoice or the payment."),
        ("eligible_amount",),
    ),
    Rule(
        "C05", "error", "leases",
        "gross = relief + net and net = paid + outstanding and received = paid + credit + refund_due + refunded",
        N_("The sums of every lease agree"),
        N_(
            "The sums do not agree: rent {gross}, relief {relief}, payable {net}, paid {paid}, outstanding "
            "{outstanding}; received {received}, credit {credit}, owed back {refund_due}, paid back {refunded}."
        ),
    ),
    Rule(
        "C06", "warning", "totals", "adjustment = 0",
        N_("Cumulative figures continue those of the period before"),
        N_(
            "{figure}: {adjustment} changed in periods that are closed, and stands here as an adjustment. Before the "
            "period it was {cumulative_before}, in it {now}, since January {cumulative}."
        ),
        ("adjustment",),
    ),
    Rule(
        "C07", "warning", "totals", "cumulative >= cumulative_before",
        N_("Cumulative figures do not fall"),
        N_("{figure} since January is {cumulative}, less than the {cumulative_before} of the period before."),
        ("cumulative",),
    ),
    Rule(
        "C08", "error", "companies",
        "admitted_on <= graduated_on and admitted_on <= left_on and graduated_on <= left_on",
        N_("Admission, graduation and leaving are in order"),
        N_("Admitted, graduated and left are not in order of their days."),
        ("admitted_on", "graduated_on", "left_on"),
    ),
    Rule(
        "C08b", "warning", "companies", "founded_on <= admitted_on",
        N_("Companies were founded before they were admitted"),
        N_("It was founded on {founded_on}, after its admission on {admitted_on}. Say whether it came as a team."),
        ("founded_on", "admitted_on"),
    ),
    Rule(
        "C08c", "warning", "reliefs", "approved_on <= notice_from and notice_to < agreed_on",
        N_("Approval, public notice and agreement are in order"),
        N_("Approval, public notice and agreement are not in order of their days."),
        ("approved_on", "notice_from", "notice_to", "agreed_on"),
    ),
    Rule(
        "C08d", "warning", "receipts", "kind <> 'rent' or received_on >= earliest",
        N_("Rent is received from the lease's beginning on"),
        N_("Rent is dated {received_on}; on this lease it can come in from {earliest} on."),
        ("received_on",),
    ),
    Rule(
        "C09", "warning", "changes", f"not money or not ({_SLIPPED})",
        N_("No figure is in another unit than before"),
        N_("{figure} is {now}, before it was {before}: about 10, 1,000 or 10,000 times. Look at the unit."),
    ),
    Rule(
        "C10", "warning", "changes", f"before = 0 or {_STEADY} or money and ({_SLIPPED})",
        N_("No company's figure changes much"),
        N_("{figure} is {now}, before it was {before}: a change of {percent} %."),
    ),
    Rule(
        "C10b", "warning", "totals", f"before = 0 or {_STEADY}",
        N_("No total changes much"),
        N_("{figure} is {now}, before it was {before}: a change of {percent} %."),
        ("current",),
    ),
    Rule(
        "C11", "warning", "companies", "not admitted_now or admitted_on <= later(founded_on, oldest)",
        N_("Companies are young when they are admitted"),
        N_("Founded on {founded_on}, it was more than {oldest} months old when it was admitted on {admitted_on}."),
        ("founded_on", "admitted_on"),
    ),
    Rule(
        "C12", "warning", "companies", "not incubated or later(admitted_on, term) > last_day",
        N_("Companies graduate within their term"),
        N_("Incubated since {admitted_on}, for more than {term} months, and not graduated."),
        ("admitted_on", "graduated_on"),
    ),
    Rule(
        "C14", "warning", "park", "let <= lettable",
        N_("No more is let than can be let"),
        N_(
            "On {let_on}, {let} m² are let; all rooms entered have {lettable} m². Enter the rooms that are missing, or "
            "correct the areas."
        ),
    ),
    Rule(
        "C15", "error", "rooms", "stated_let <= area",
        N_("No room is let beyond its area"),
        N_("On {stated_on}, {leases} have {stated_let} m² of it; the room has {area} m². Correct their areas or days."),
        ("area_sqm",),
    ),
    Rule(
        "C15b", "warning", "rooms", "stated_let > area or most_let <= area",
        N_("Leases that share a room say which part of it they have"),
        N_(
            "On {most_on}, {leases} would have {most_let} m² of it; the room has {area} m². Enter what part of it each "
            "of them has."
        ),
        ("area_sqm",),
    ),
    Rule(
        "C17", "error", "leases", "relieved <= charged",
        N_("No relief is larger than the rent"),
        N_("On the days of the period {relieved} was relieved of a rent of {charged}."),
    ),
    Rule(
        "C17b", "warning", "reliefs", "kind <> 'fixed' or amount <= monthly_rent",
        N_("No fixed relief is larger than a month's rent"),
        N_("It grants {amount} a line; a month's rent is {monthly_rent}. It is cut to what there is."),
        ("amount",),
    ),
    Rule(
        "C18", "error", "reliefs", "blank(excluded_by)",
        N_("No double relief where a policy excludes it"),
        N_("Relief {excluded_by} has some of the same days, and a policy of the two excludes others."),
        ("starts_on", "ends_on"),
    ),
    Rule(
        "C18b", "warning", "reliefs", "blank(repeats)",
        N_("No policy relieves the same days twice"),
        N_("Relief {repeats} of the same policy has some of the same days."),
        ("starts_on", "ends_on"),
    ),
    Rule(
        "C19", "error", "reliefs", "not complete or upstream <= granted",
        N_("Completed cases pass on all that a landlord granted"),
        N_(
            "The landlord granted {upstream} for these premises and the completed case {granted}: {leak} did not reach "
            "the lessee."
        ),
        ("upstream_amount",),
    ),
    Rule(
        "C19b", "warning", "reliefs", "complete or upstream <= granted",
        N_("Cases under way pass on all that a landlord granted"),
        N_(
            "The landlord granted {upstream} for these premises and the case {granted}: {leak} would not reach the "
            "lessee."
        ),
        ("upstream_amount",),
    ),
    Rule(
        "C19c", "warning", "grants", "leakage = 0",
        N_("Landlords' grants reach the lessees"),
        N_("Of {amount} that the landlord granted, {leakage} does not reach the lessees yet."),
        ("amount",),
    ),
    Rule(
        "C20", "error", "reliefs", "executed <= entitled",
        N_("No more is carried out than was granted"),
        N_("On the days of the period {entitled} was granted and {executed} carried out."),
    ),
    Rule(
        "C21", "error", "reliefs", "not defers or granted = 0",
        N_("Deferrals are no reliefs"),
        N_("This deferral takes {granted} from the rent."),
        ("kind",),
    ),
    Rule(
        "C21b", "warning", "reliefs", "not defers or blank(percent) and blank(amount) and blank(cap)",
        N_("Deferrals name no reduction"),
        N_("It defers, and names a percentage or an amount too, which counts for nothing. Say which is meant."),
        ("kind", "percent", "amount", "cap"),
    ),
    Rule(
        "C22", "warning", "reliefs", "notice_days >= notice_wanted",
        N_("Public notices run long enough"),
        N_("It was on public notice for {notice_days} working days; {notice_wanted} are asked for."),
        ("notice_from", "notice_to"),
    ),
    Rule(
        "C22b", "warning", "reliefs", "not noticed or not blank(notice_from) and not blank(notice_to)",
        N_("Public notices are entered"),
        N_("No public notice is entered."),
        ("notice_from", "notice_to"),
    ),
    Rule(
        "C23", "warning", "vouchers", "taken <= face_value",
        N_("No voucher pays more than its face value"),
        N_("{taken} is claimed or paid on a face value of {face_value}."),
        ("face_value",),
    ),
    Rule(
        "C23b", "warning", "vouchers", "status <> 'issued' or available = 0 or last_day <= redeem_by",
        N_("Vouchers past their last day are expired"),
        N_("Nothing can be claimed on it since {redeem_by}, and {available} still counts as available."),
        ("status",),
    ),
    Rule(
        "C23c", "warning", "claims", "not decided or blank(findings)",
        N_("Nothing stands against claims that were approved"),
        N_("Against this claim stands: {findings}."),
        ("status",),
    ),
    Rule(
        "C24", "warning", "claims", "not decided or blank(duplicate_of)",
        N_("No invoice is paid twice"),
        N_("Claim {duplicate_of} has the same invoice of the same provider."),
        ("invoice_no",),
    ),
    Rule(
        "C25", "error", "vouchers", "issued = parts",
        N_("What was issued is in one place each"),
        N_("Issued are {issued}, all parts of it come to {parts}."),
    ),
    Rule(
        "C26", "error", "sessions", "blank(overlaps)",
        N_("No mentor is in two sessions at once"),
        N_("It overlaps session {overlaps} of the same mentor."),
        ("starts_at", "ends_at"),
    ),
    Rule(
        "C27", "error", "sessions", "not counts or confirmed",
        N_("Only confirmed sessions count"),
        N_("It counts, and nobody has confirmed it."),
        ("confirmed_on",),
    ),
    Rule(
        "C27b", "warning", "sessions", "status <> 'held' or confirmed",
        N_("Sessions that were held are confirmed"),
        N_("It was held, and nobody has confirmed it: it does not count."),
        ("confirmed_on",),
    ),
    Rule(
        "C27c", "warning", "sessions", "status <> 'planned' or not over",
        N_("Sessions that are over are not planned any more"),
        N_("Its day is over, and it is still planned: it does not count. Say whether it was held."),
        ("status",),
    ),
    Rule(
        "C29", "warning", "figures", f"{_NONE_GIVEN} or {_ALL_GIVEN}",
        N_("Figures are given, or 0"),
        N_("Some figures of the month are given and others blank. Where there was none, enter 0."),
        ("revenue", "tax", "rd_spending", "employees"),
    ),
    Rule(
        "C29b", "warning", "figures", "employees > 0 or revenue <= 0",
        N_("No 0 stands for a figure that is not known"),
        N_("It has a revenue of {revenue} and 0 employees. Leave blank what is not known."),
        ("employees",),
    ),
    Rule(
        "C30", "error", "companies", "kind <> 'team' or blank(uscc)",
        N_("Teams have no credit code"),
        N_("A team has no credit code. If it is registered now, its kind is “Company”."),
        ("kind", "uscc"),
    ),
    Rule(
        "C30b", "warning", "companies",
        "kind = 'company' and not starts(uscc, '92') or kind = 'sole_trader' and starts(uscc, '92') or kind = 'team'",
        N_("Credit codes fit the kind"),
        N_("Codes that begin with 92 are those of sole traders; its kind does not fit {uscc}."),
        ("kind", "uscc"),
    ),
    Rule(
        "C31", "error", "texts", "blank(identity_number)",
        N_("No identity number in any text"),
        N_("“{column}” has an identity number, {identity_number}. It must not leave the park: take it out."),
    ),
    Rule(
        "C31b", "warning", "texts", "blank(phone)",
        N_("No telephone number in any free text"),
        N_("“{column}” has a mobile number, {phone}. It is not masked there."),
    ),
)  # fmt: skip
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}


def of_subject(subject: str, rules: Iterable[Rule] = RULES) -> tuple[Rule, ...]:
    """The rules that are held over a subject."""
    return tuple(rule for rule in rules if rule.subject == subject)
