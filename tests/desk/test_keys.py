"""Every key of a feature is its own: no other button of the same place has it, and no menu."""

from collections import Counter
from typing import Any

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar

from incubator_desk.base import i18n
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.all import FEATURES

OF_LISTS = ["Alt+M", "Ctrl+N", "Ctrl+E"]
OF_RECORDS = ["Alt+A", "Ctrl+S", "Ctrl+Return"]


@pytest.mark.parametrize("register", FEATURES.registers)
def test_no_two_buttons_of_a_register_have_one_key(register: str) -> None:
    ways = [way for feature in FEATURES for way in feature.ways if way.on == register]
    commands = [command.key for feature in FEATURES for command in feature.commands if command.on == register]
    above, beside = ([way.key for way in ways if way.of_record == of_record] for of_record in (False, True))
    keys = Counter(key for key in (*OF_LISTS, *OF_RECORDS, *above, *beside, *commands) if key)
    shared = {key for key, count in keys.items() if count > 1}
    # A way that leads from the list and from the record to one screen is one action with one key.
    assert shared <= {way.key for way in ways if sum(other.key == way.key for other in ways) == 2}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_key_is_one_of_a_menus(show_window: Any, file_office: Any, language: str) -> None:
    window: MainWindow = show_window(file_office)
    window.set_language(language)
    titles = [action.text() for bar in window.findChildren(QMenuBar) for action in bar.actions()]
    menus = {QKeySequence.mnemonic(title).toString() for title in titles}
    assert len(menus) >= 5
    used = {each.key for feature in FEATURES for each in (*feature.commands, *feature.ways) if each.key}
    assert used & menus == set()
