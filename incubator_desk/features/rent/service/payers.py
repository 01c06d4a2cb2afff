"""Whose money it is: the name on a bank statement matched to a company of the park."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.features.leases.model import Lease
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

How = Literal["name", "alike", "part", "person", "contract", "chosen"]
"""What told the company: its name, a name written otherwise, a part of it, its contact or legal representative, a
contract or lease in the remark, the user."""
_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|股份公司|责任公司|公司|\(?个体工商户\)?|co,?\.?,?ltd\.?|ltd\.?|inc\.?)$"
)
_LEAST = 4
"""So many characters of a name are needed where only a part of it stands there."""
_LETTERS = "A-Za-z0-9"


@dataclass(frozen=True, slots=True)
class Found:
    """The companies that a payer may be, and what told them; exactly one where it is clear."""

    tenants: tuple[str, ...]
    how: How | None = None

    @property
    def clear(self) -> str | None:
        """The company, where only one fits."""
        return self.tenants[0] if len(self.tenants) == 1 else None


def alike(name: str) -> str:
    """How names are compared: full-width forms, blanks, brackets, other marks and letter case aside."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return "".join(c for c in plain if c.isalnum())


def core(name: str) -> str:
    """A company's name without its legal form."""
    plain = "".join(unicodedata.normalize("NFKC", name).lower().split())
    return alike(_FORMS.sub("", plain)) or alike(name)


class Payers:
    """The park's companies by all that a bank statement may call them."""

    def __init__(self, session: Session, actor: Actor) -> None:
        columns = (Tenant.uid, Tenant.name, Tenant.contact_name, Tenant.legal_representative)
        rows = session.execute(select(*columns).where(Tenant.operator_uid == actor.operator)).all()
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._alike: defaultdict[str, set[str]] = defaultdict(set)
        self._cores: defaultdict[str, set[str]] = defaultdict(set)
        self._people: defaultdict[str, set[str]] = defaultdict(set)
        self._contracts: defaultdict[str, set[str]] = defaultdict(set)
        for uid, name, *people in rows:
            self._names[name].add(uid)
            self._alike[alike(name)].add(uid)
            self._cores[core(name)].add(uid)
            for person in filter(None, people):
                self._people[alike(person)].add(uid)
        leases = select(Lease.tenant_uid, Lease.code, Lease.contract_no).where(Lease.operator_uid == actor.operator)
        for tenant, *numbers in session.execute(leases):
            for number in filter(None, numbers):
                self._contracts[unicodedata.normalize("NFKC", number).upper()].add(tenant)

    def find(self, payer: str, remark: str) -> Found:
        """The company by the payer's name, else by what the remark says; several where both contradict each other."""
        by_name = self._by_name(payer)
        by_contract = self._in_remark(remark)
        if by_name.tenants and by_contract:
            agreed = by_contract & set(by_name.tenants)
            if agreed:
                return Found(_sorted(agreed), by_name.how)
            return Found(_sorted(by_contract | set(by_name.tenants)), "contract")
        if by_name.tenants:
            return by_name
        return Found(_sorted(by_contract), "contract") if by_contract else self._part(remark)

    def _by_name(self, payer: str) -> Found:
        if not payer.strip():
            return Found(())
        plain, short = alike(payer), core(payer)
        steps: tuple[tuple[How, set[str]], ...] = (
            ("name", self._names.get(payer.strip(), set())),
            ("alike", self._alike.get(plain, set())),
            ("alike", self._cores.get(short, set())),
            ("person", self._people.get(plain, set())),
        )
        for how, tenants in steps:
            if tenants:
                return Found(_sorted(tenants), how)
        return self._part(payer)

    def _part(self, text: str) -> Found:
        """Companies whose name stands in the text, or of whose name the text is a part, as where a bank cuts it."""
        plain = alike(text)
        if len(plain) < _LEAST:
            return Found(())
        found = [name for name in self._cores if len(name) >= _LEAST and (name in plain or _cut(plain, name))]
        # Of names that contain one another the longest is meant.
        longest = [name for name in found if not any(name != other and name in other for other in found)]
        return Found(_sorted(uid for name in longest for uid in self._cores[name]), "part" if longest else None)

    def _in_remark(self, remark: str) -> set[str]:
        """The companies whose contract or lease a remark names."""
        plain = unicodedata.normalize("NFKC", remark).upper()
        return {
            tenant
            for number, tenants in self._contracts.items()
            if number in plain and re.search(f"(?<![{_LETTERS}]){re.escape(number)}(?![{_LETTERS}])", plain)
            for tenant in tenants
        }


def _cut(text: str, name: str) -> bool:
    """Whether a text is the beginning of a name, or a large part of it."""
    return name.startswith(text) or (len(text) * 2 >= len(name) and text in name)


def _sorted(tenants: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(tenants)))
