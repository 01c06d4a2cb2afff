"""Brings the Chinese catalogue up to the source and compiles it; lists what still has no translation.

Run it after a user-visible string was added or changed, then fill in what it lists in the .po file and run it again.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent.parent
PO = HERE / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "incubator_desk.po"
KEYWORDS = {"_": None, "N_": None, "translate_many": (1, 2)}


def extracted() -> Catalog:
    """Every message that the source marks."""
    found = Catalog(project="Incubator Desk", version="1", charset="utf-8")
    messages = extract_from_dir(HERE / "incubator_desk", [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, _comments, _context in messages:
        found.add(message, locations=[(f"incubator_desk/{Path(file).as_posix()}", 0)])
    return found


def catalogue() -> Catalog:
    """The Chinese catalogue as it is stored."""
    if not PO.exists():
        return Catalog(locale="zh_CN", project="Incubator Desk", version="1", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def untranslated(messages: Catalog) -> list[str]:
    """The messages without a Chinese text."""
    return [
        str(m.id) for m in messages if m.id and not (all(m.string) if isinstance(m.string, tuple | list) else m.string)
    ]


def compiled(messages: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, messages)
    return out.getvalue()


def main() -> int:
    """Update, compile, and say what is missing."""
    stored = catalogue()
    stored.update(extracted(), no_fuzzy_matching=True, keep_user_comments=False)
    stored.obsolete.clear()
    stored.fuzzy = False
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, stored, width=120, omit_header=False, no_location=True, sort_output=True, include_previous=False)
    PO.with_suffix(".mo").write_bytes(compiled(catalogue()))
    for message in (missing := untranslated(catalogue())):
        print(message)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
