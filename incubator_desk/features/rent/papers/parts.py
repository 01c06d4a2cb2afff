"""What the papers of one company have in common: who rents from whom, amounts in words, who signs."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import _
from incubator_desk.base.money import grouped
from incubator_desk.catalog.report import Asked, Party, Sheet
from incubator_desk.features.park.letterhead import blank_date, park_of
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.service.companies import Company, Let, companies
from incubator_desk.store.record import Actor


def sheets(
    session: Session, actor: Actor, asked: Asked, sheet: Callable[[Operator, Company], Sheet]
) -> Sequence[Sheet]:
    """A sheet for each company that has something on it, or for the one asked for whatever it has."""
    park = park_of(session, actor)
    made = (sheet(park, company) for company in companies(session, actor, asked.tenant))
    return [each for each in made if each.rows or asked.tenant is not None]


def heading(park: Operator, company: Company, leases: Iterable[Let] = ()) -> tuple[tuple[str, str], ...]:
    """Who rents from whom, above the table; of what, where the table names its leases by their codes alone."""
    found = [(_("Lessor"), park.name), (_("Lessee"), company.name)]
    if company.uscc:
        found.append((_("Unified social credit code"), company.uscc))
    return (*found, *((_("Lease"), _lease(let)) for let in leases))


def _lease(let: Let) -> str:
    """A lease in a line: code, contract, rooms, area."""
    area = let.facts.lease.area
    said = (let.code, let.contract_no, let.rooms, _("{area} m²").format(area=grouped(area)) if area else None)
    return "    ".join(filter(None, said))


def policy(title: str, document: str | None) -> str:
    """A policy as documents name it."""
    if document:
        return _("“{title}” ({document})").format(title=title, document=document)
    return _("“{title}”").format(title=title)


def account(park: Operator) -> str | None:
    """The account that rent is paid to, in a line; nothing as long as the park has not said it."""
    if not park.bank_account:
        return None
    text = _("{name}, {bank}, account no. {number}") if park.bank_name else _("{name}, account no. {number}")
    return text.format(name=park.name, bank=park.bank_name, number=park.bank_account)


def parties(park: Operator, company: Company) -> Sequence[Party]:
    """Lessor and lessee, each with room to seal and sign. Of a company nothing personal is printed beforehand."""
    return tuple(
        Party(
            heading,
            (
                (_("Name:"), name),
                (_("Head (signature):"), ""),
                (_("Handled by:"), ""),
                (_("Telephone:"), phone),
                _date(),
            ),
        )
        for heading, name, phone in _sides(park, company)
    )


def checking(park: Operator, company: Company) -> Sequence[Party]:
    """Lessor and lessee, who only compare and seal."""
    return tuple(
        Party(heading, ((_("Name:"), name), (_("Handled by:"), ""), _date()))
        for heading, name, _phone in _sides(park, company)
    )


def lessor(park: Operator) -> Sequence[Party]:
    """The lessor alone."""
    lines = ((_("Name:"), park.name), (_("Telephone:"), park.phone or ""), _date())
    return (Party(_("Lessor (seal):"), lines),)


def _sides(park: Operator, company: Company) -> tuple[tuple[str, str, str], ...]:
    return (_("Lessor (seal):"), park.name, park.phone or ""), (_("Lessee (seal):"), company.name, "")


def _date() -> tuple[str, str]:
    return _("Date:"), blank_date()
