"""The words of conditions on companies, in the language in use."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from incubator_desk.base.i18n import translate
from incubator_desk.base.money import grouped
from incubator_desk.catalog.kinds import Choice, Choices

from .model import KINDS, SIZES, STATUSES
from .rules.criteria import Check

Known = Mapping[str, Choice]
"""The choices behind a check's values, by the names of these; a list of them has the plural."""
CRITERIA: dict[str, Choice] = {
    "kind": KINDS, "kinds": KINDS, "status": STATUSES, "statuses": STATUSES, "size": SIZES, "sizes": SIZES,
}  # fmt: skip


def words(check: Check, known: Known = CRITERIA) -> str:
    """A condition with its outcome."""
    values = {name: _word(known.get(name), value) for name, value in check.values.items()}
    return translate(check.message).format_map(values)


def _word(kind: Choice | None, value: object) -> object:
    if kind is not None and isinstance(value, tuple):
        return Choices(kind.options).show(";".join(value))
    if kind is not None and value is not None:
        return kind.show(str(value))
    return grouped(value) if isinstance(value, Decimal) else value


def served(kinds: Sequence[str], statuses: Sequence[str], sizes: Sequence[str]) -> list[str]:
    """Whom an offer serves, a text for each condition that it makes."""
    asked = ((KINDS, kinds), (STATUSES, statuses), (SIZES, sizes))
    return [Choices(kind.options).show(";".join(values)) for kind, values in asked if values]
