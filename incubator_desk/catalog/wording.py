"""The words by which people name registers and columns, in either language."""

from incubator_desk.base.i18n import LANGUAGES, speaking, translate
from incubator_desk.base.text import heading

from .register import Field, Register


def words(label: str, identifier: str) -> set[str]:
    """An identifier and its label in all languages, as headings are compared."""
    found = {heading(identifier)}
    for language in LANGUAGES:
        with speaking(language):
            found.add(heading(translate(label)))
    return found


def fields_by_word(register: Register) -> dict[str, Field]:
    """Each column of a register by its identifier and its label in either language."""
    found = {word: f for f in register.fields for word in words(f.label, f.name)}
    return found | {heading(f.name): f for f in register.fields}
