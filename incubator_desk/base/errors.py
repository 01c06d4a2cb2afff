"""Refusals and problems: bad input as data, worded in the user's language at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .i18n import translate

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem; ``row`` as Excel numbers it, ``column`` by its identifier."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    record: str | None = None

    def as_json(self) -> dict[str, str | int]:
        """The parts that are known, under the contract's names."""
        parts = {"file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column}
        return {key: value for key, value in parts.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: a stable ``code``, its English message and what fills it."""

    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    where: Where = Where()
    severity: Severity = "error"

    def text(self) -> str:
        """The message in the language in use."""
        return worded(self.message, self.values)

    def as_json(self) -> dict[str, object]:
        """The problem as the contract's ``problems`` list it (contract section 1)."""
        return {"code": self.code, "severity": self.severity, "where": self.where.as_json(), "message": self.text()}


class Refused(Exception):  # noqa: N818 - a refusal is the product's word, not a defect
    """What the user asked for is not possible; carries every reason found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.code for p in problems))
        self.problems = problems

    @classmethod
    def because(cls, code: str, message: str, *, column: str | None = None, **values: object) -> "Refused":
        """A refusal with a single reason, beside a field where ``column`` is given."""
        return cls(Problem(code, message, values, Where(column=column)))


class Label(str):
    """A message identifier used as a value of another message: translated when shown."""

    __slots__ = ()


def worded(message: str, values: Mapping[str, object]) -> str:
    """A message in the language in use, filled with its values."""
    return translate(message).format_map({name: shown(value) for name, value in values.items()})


def shown(value: object) -> object:
    """A message's value as people read it; several are listed."""
    if isinstance(value, tuple):
        return translate(", ").join(str(shown(each)) for each in value) or "—"
    return translate(str(value)) if isinstance(value, Label) else value
