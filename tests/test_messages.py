"""Every user-visible string is in the Chinese catalogue, and what is compiled is what is written."""

import importlib.util
import re
from pathlib import Path

_spec = importlib.util.spec_from_file_location("messages", Path(__file__).parent.parent / ".ci" / "messages.py")
messages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(messages)

FIELD = re.compile(r"\{(\w*)")


def test_every_message_has_a_chinese_text() -> None:
    stored = messages.catalogue()
    missing = [m.id for m in messages.extracted() if m.id and m.id not in stored]
    assert missing == []
    assert messages.untranslated(stored) == []


def test_the_chinese_texts_have_the_same_places_to_fill() -> None:
    for message in messages.catalogue():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in strings:
            assert set(FIELD.findall(text)) <= set(FIELD.findall(" ".join(ids))), message.id


def test_the_compiled_catalogue_is_fresh() -> None:
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.compiled(messages.catalogue())
