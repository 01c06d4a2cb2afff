"""The free texts of all records that go with a period's package."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from incubator_desk.base.errors import Label
from incubator_desk.catalog.kinds import Code, Phone, Text
from incubator_desk.catalog.register import Field, Register
from incubator_desk.features.returns.rules.personal import identity_number, mobile_number
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.features.returns.service.gathering import touching

from .looking import Looking

_CLEAN = {"identity_number": None, "phone": None}


def texts(looking: Looking) -> Sequence[Row]:
    """A row for each record of the package with a text in it that anyone may have typed."""
    found: list[Row] = []
    for register in looking.features.registers.values():
        fields = [spec for spec in register.fields if _free(spec)]
        wanted = looking.register in (None, register.name)
        if register.packed and register.exchanged and fields and wanted:
            found += _of_register(looking, register, fields)
    return found


def _free(spec: Field) -> bool:
    """Whether anything may be typed: no code, and nothing that a package has masked."""
    return isinstance(spec.kind, Text) and not isinstance(spec.kind, Code | Phone) and not spec.sensitive


def _of_register(looking: Looking, register: Register, fields: Sequence[Field]) -> Iterator[Row]:
    table = register.model.__table__
    columns = [table.c[spec.attribute] for spec in fields]
    mine = (table.c.operator_uid == looking.operator, *touching(looking.features, register, looking.period))
    key = table.c.code if "code" in register.by_attribute else table.c.uid
    given = or_(*(column.is_not(None) for column in columns))
    for uid, code, *values in looking.session.execute(select(table.c.uid, key, *columns).where(*mine, given)):
        yield _row(looking, register, uid, code, zip(fields, values, strict=True))


def _row(looking: Looking, register: Register, uid: str, code: str, values: Any) -> Row:
    """The record with the first that is found in its texts."""
    for spec, text in values:
        if text and len(text) > 10:
            number, phone = identity_number(text, looking.today), mobile_number(text)
            if number or phone:
                words = {"column": Label(spec.label)}
                return Row(
                    register.name, uid, code, {"identity_number": number, "phone": phone}, "", words, (spec.name,)
                )
    return Row(register.name, uid, code, _CLEAN)
