"""What all letters and forms have in common: the text in force, filled with what is known, around their table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.capitals import capitals
from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import _, language
from incubator_desk.base.money import grouped, to_yuan
from incubator_desk.base.numerals import in_words
from incubator_desk.catalog.report import Asked, Party, Sheet
from incubator_desk.features.park.letterhead import park_of, signed_by
from incubator_desk.features.rent.letters import texts
from incubator_desk.features.rent.letters.model import PAPERS
from incubator_desk.features.rent.letters.placeholders import MEANINGS
from incubator_desk.features.rent.rules import template
from incubator_desk.features.rent.service.companies import Company, companies
from incubator_desk.reports.wording import day_in_words, period_in_words
from incubator_desk.store.record import Actor

from . import parts

Values = Mapping[str, str | None]
LABELS = {option.value: option.label for option in PAPERS.options}


class Letters:
    """One kind of letter, as the park words it on the day of the paper."""

    def __init__(self, session: Session, actor: Actor, asked: Asked, paper: str) -> None:
        self.park = park_of(session, actor)
        self._words = texts.in_force(session, actor.operator, paper, asked.as_of)
        self._known: dict[str, str | None] = {
            **dict.fromkeys(MEANINGS),
            "park": self.park.name or None,
            "park_address": self.park.address,
            "park_phone": self.park.phone,
            "park_account": parts.account(self.park),
            "date": day_in_words(asked.as_of),
            "period": period_in_words(asked.period),
        }

    def written(
        self,
        rows: Sequence[Sequence[Any]],
        values: Values,
        facts: Sequence[tuple[str, str]] = (),
        parties: Sequence[Party] = (),
        tenant: str | None = None,
        problems: Sequence[Problem] = (),
    ) -> Sheet:
        """A letter with its table; what is blank in ``values`` is left to be written by hand."""
        known = {**self._known, "count": str(len(rows)), **values}
        above, below = template.paragraphs(self._words.body, known)
        return Sheet(
            rows, facts, problems, tenant, template.filled(self._words.title, known), above, below, parties
        )  # fmt: skip

    def none(self, session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
        """What there is where no letter is to be written: of the company asked for, who it is above the headings."""
        if asked.tenant is None:
            return ()
        (company,) = companies(session, actor, asked.tenant)
        title = template.filled(self._words.title, {**self._known, **of_company(company)})
        return (Sheet((), parts.heading(self.park, company), tenant=company.code, title=title),)

    def signed_by_park(self) -> Sequence[Party]:
        """The park alone signs."""
        return (signed_by(_("Park (seal):"), self.park),)


def of_company(company: Company) -> Values:
    """Who the company is: by its credit code, or by the person who is responsible for a team, which has none."""
    if company.kind == "team":
        identity = _("responsible person: {name}").format(name=template.BY_HAND)
    else:
        identity = _("unified social credit code: {code}").format(code=company.uscc or template.BY_HAND)
    return {"tenant": company.name, "uscc": company.uscc, "identity": identity}


def of_sum(fen: int) -> Values:
    """A sum in figures and in words."""
    yuan = to_yuan(fen)
    words = f"人民币{capitals(yuan)}" if language() == "zh_CN" else in_words(yuan)
    return {"amount": grouped(yuan), "amount_in_words": words}


def of_days(first: date | None, last: date | None) -> Values:
    """From a day to a day."""
    return {"from": day_in_words(first) if first else None, "to": day_in_words(last) if last else None}
