"""The claim for a post-subsidy as a paper: its lines by company, how it is worked out, and where the evidence is."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.capitals import capitals
from incubator_desk.base.i18n import N_, _, language
from incubator_desk.base.money import grouped
from incubator_desk.base.numerals import in_words
from incubator_desk.catalog.kinds import Code, Money, Percent, Text, Whole
from incubator_desk.catalog.passages import Document
from incubator_desk.catalog.report import Asked, Column, Paper, Party, Report, Sheet
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import VoucherClaim
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from .model import REASONS, SOURCES, SubsidyClaim, SubsidyLine, SubsidyProgramme
from .service.claiming import key_of

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("tenant_code", N_("Company code"), Code()),
    Column("tenant", N_("Company"), Text()),
    Column("source", N_("Source"), SOURCES),
    Column("record", N_("Relief or claim"), Code()),
    Column("lease", N_("Lease or voucher"), Code()),
    Column("line", N_("Line"), Whole()),
    Column("month", N_("Month"), Code()),
    Column("given", N_("Given"), Money(), total=True),
    Column("eligible", N_("Eligible"), Money(), total=True),
    Column("not_eligible", N_("Not eligible"), Money(), total=True),
    Column("reason", N_("Not eligible because"), REASONS),
    Column("share", N_("Share of the claim"), Money(), total=True),
)


class _Line(NamedTuple):
    """A stored line with its company."""

    line: SubsidyLine
    code: str
    name: str


class _Known(NamedTuple):
    """What evidence there is, by the code of a case, lease or claim."""

    agreements: dict[str, str]
    contracts: dict[str, str]
    files: dict[str, list[str]]


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A paper for each claim that was worked out, under programmes whose window touches the period."""
    mine = (
        select(SubsidyClaim, SubsidyProgramme)
        .join(SubsidyProgramme, SubsidyClaim.programme_uid == SubsidyProgramme.uid)
        .where(SubsidyClaim.operator_uid == actor.operator, SubsidyClaim.computed_on.is_not(None))
        .where(SubsidyClaim.status.not_in(("rejected", "withdrawn")))
        .where(SubsidyProgramme.starts_on <= asked.period.last, SubsidyProgramme.ends_on >= asked.period.first)
    )
    found = [(claim, programme) for claim, programme in session.execute(mine.order_by(SubsidyClaim.code))]
    if not found:
        return ()
    park, known = session.get_one(Operator, actor.operator), _known(session, actor.operator)
    return [_sheet(session, park, claim, programme, known, asked) for claim, programme in found]


def _sheet(
    session: Session, park: Operator, claim: SubsidyClaim, programme: SubsidyProgramme, known: _Known, asked: Asked
) -> Sheet:
    lines = _lines(session, claim.uid)
    if asked.tenant is not None:
        lines = [each for each in lines if each.code == asked.tenant]
    return Sheet(
        [_row(no, each) for no, each in enumerate(lines, 1)],
        facts=_facts(claim, programme),
        title=_("Claim for a post-subsidy: {title}").format(title=programme.title),
        opening=(_opening(programme),),
        closing=[*(() if asked.tenant else _worked_out(claim)), _("Evidence, by company:"), *_evidence(lines, known)],
        parties=_parties(park),
    )


def _lines(session: Session, claim: str) -> list[_Line]:
    """The lines of a claim: company by company, month by month."""
    joined = select(SubsidyLine, Tenant.code, Tenant.name).join(Tenant, SubsidyLine.tenant_uid == Tenant.uid)
    found = [_Line(*row) for row in session.execute(joined.where(SubsidyLine.claim_uid == claim))]
    # Here, not in the database: a server orders text by rules of its own, and papers are alike everywhere.
    return sorted(found, key=lambda each: (each.code, each.line.month, *key_of(each.line)))


def _row(no: int, each: _Line) -> tuple[object, ...]:
    line = each.line
    eligible, other = (line.amount, None) if line.eligible else (None, line.amount)
    return (
        no, each.code, each.name, line.source, line.record_code, line.lease_code, line.line_no, line.month, line.amount,
        eligible, other, line.reason, line.share if line.eligible else None,
    )  # fmt: skip


def _facts(claim: SubsidyClaim, programme: SubsidyProgramme) -> tuple[tuple[str, str], ...]:
    window = f"{day_in_words(programme.starts_on)} – {day_in_words(programme.ends_on)}"
    found = [
        (_("Claim no."), claim.code),
        (_("Addressed to"), programme.issuer),
        (_("Programme document"), programme.document_no),
        (_("Window"), window),
        (_("Worked out as of"), day_in_words(claim.computed_on) if claim.computed_on else None),
    ]
    return tuple((label, text) for label, text in found if text)


def _opening(programme: SubsidyProgramme) -> str:
    text = _(
        "Under “{title}” we claim the post-subsidy for what we granted the companies below. "
        "Every amount stands in our rent ledger or in the list of paid vouchers."
    )
    return text.format(title=programme.title)


def _worked_out(claim: SubsidyClaim) -> Iterator[str]:
    """Base, rate, cap, other money, and what it comes to."""
    zero = Decimal(0)
    yield _("Eligible amounts (base): CNY {amount}.").format(amount=grouped(claim.base_amount or zero))
    rate = Percent().show(claim.rate_percent or zero)
    exact = (claim.base_amount or zero) * (claim.rate_percent or zero) / 100
    yield _("Rate: {rate}, which gives CNY {amount}.").format(rate=rate, amount=grouped(exact))
    cap = _("none") if claim.cap is None else _("CNY {amount}").format(amount=grouped(claim.cap))
    yield _("Cap: {cap}.").format(cap=cap)
    other = claim.other_public_money or zero
    yield _("Other public money, deducted: CNY {amount}.").format(amount=grouped(other))
    amount = claim.claim_amount or zero
    words = f"人民币{capitals(amount)}" if language() == "zh_CN" else in_words(amount)
    yield _("Claimed: CNY {amount} ({words}).").format(amount=grouped(amount), words=words)


def _evidence(lines: Sequence[_Line], known: _Known) -> Iterator[str]:
    """Where the evidence is: a paragraph for each company."""
    between = "、" if language() == "zh_CN" else ", "
    text = _("{no}. {code} {name}: granted CNY {granted}, eligible CNY {eligible}; {index}.")
    for no, (code, found) in enumerate(groupby(lines, key=lambda each: each.code), 1):
        of_company = list(found)
        granted = sum((each.line.amount for each in of_company), Decimal(0))
        eligible = sum((each.line.amount for each in of_company if each.line.eligible), Decimal(0))
        index = _("; ").join(
            _("{label} {texts}").format(label=label, texts=between.join(texts) if texts else _("none"))
            for label, texts in _index(of_company, known)
        )
        yield text.format(
            no=no, code=code, name=of_company[0].name, granted=grouped(granted), eligible=grouped(eligible), index=index
        )


def _index(lines: Sequence[_Line], known: _Known) -> Iterator[tuple[str, list[str]]]:
    """Case codes, agreement numbers, contract numbers, files attached of one company."""
    records = list(dict.fromkeys(each.line.record_code for each in lines))
    leases = list(dict.fromkeys(each.line.lease_code for each in lines))
    yield _("cases"), records
    yield _("agreements"), [known.agreements[code] for code in records if code in known.agreements]
    yield _("contracts"), [known.contracts.get(code, code) for code in leases]
    yield _("files"), [name for code in (*records, *leases) for name in known.files.get(code, ())]


def _known(session: Session, operator: str) -> _Known:
    """Agreement and contract numbers and the names of attached files, of a whole park."""
    agreed = select(Relief.code, Relief.agreement_no).where(Relief.operator_uid == operator)
    leases = select(Lease.code, Lease.contract_no).where(Lease.operator_uid == operator)
    files: dict[str, list[str]] = {}
    for model in (Relief, Lease, VoucherClaim):
        attached = select(model.code, Document.name).join(Document, Document.record == model.uid)
        for code, name in session.execute(attached.where(model.operator_uid == operator).order_by(Document.uid)):
            files.setdefault(code, []).append(name)
    return _Known(
        {code: number for code, number in session.execute(agreed) if number},
        {code: number for code, number in session.execute(leases) if number},
        files,
    )


def _parties(park: Operator) -> tuple[Party, ...]:
    lines = (
        (_("Name:"), park.name), (_("Head (signature):"), ""), (_("Prepared by:"), park.prepared_by or ""),
        (_("Telephone:"), park.phone or ""), (_("Date:"), " " * 8 + _("(year)      (month)      (day)")),
    )  # fmt: skip
    return (Party(_("Applicant (seal):"), lines),)


SUBSIDY_CLAIM = Report("subsidy_claim", N_("Post-subsidy claim"), _COLUMNS, rows, Paper(landscape=True))
