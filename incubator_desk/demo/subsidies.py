"""The demo's post-subsidy: the city pays back part of what was relieved in spring 2020, and the park's claim."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.moving import MOVED
from incubator_desk.catalog.office import Office
from incubator_desk.features.subsidies.model import SubsidyClaim
from incubator_desk.features.subsidies.service.claiming import work_out

from .rows import Row, row

PROGRAMME, CLAIM = "SB-2020-1", "SC-2020-1"


def programmes() -> list[Row]:
    """30 % of what was relieved on premises that are not the state's, of three months of a company, 500,000 at most."""
    return [
        row(
            "subsidy_programmes",
            code=PROGRAMME,
            title="2020年科技企业孵化载体房租减免后补助",
            document_no="青科〔2020〕11号",
            issuer="青岚市科学技术局",
            claim_by=date(2020, 4, 10),
            pays_for="rent_relief",
            starts_on=date(2020, 2, 1),
            ends_on=date(2020, 4, 30),
            rate_percent=Decimal(30),
            cap=Decimal(500_000),
            months=3,
            ownerships="own;collective;private",
        )
    ]


def claims() -> list[Row]:
    """The claim that the park prepares; :func:`worked_out` gives it its amounts."""
    return [row("subsidy_claims", code=CLAIM, programme_code=PROGRAMME, note="4 月份减免到期后重新测算，再行上报。")]


def worked_out(office: Office, on: date) -> None:
    """Work the claim out, as the desk's own button does."""
    register = office.features.registers["subsidy_claims"]
    noun, label = Label(register.noun), Label(N_("Work out"))
    with office.writing(MOVED, noun=noun, code=CLAIM, move=label) as step:
        claim = step.session.scalars(select(SubsidyClaim).where(SubsidyClaim.code == CLAIM)).one()
        work_out(step, register, claim, on)
