"""The look is exchanged live, with the icons, and grows with the type."""

import os

import pytest
from PySide6.QtGui import QFontInfo, QPalette, QRawFont
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu

from incubator_desk.base.places import resources
from incubator_desk.features.all import FEATURES
from incubator_desk.qtkit import fonts, icons, theme, widgets
from incubator_desk.qtkit.tokens import DARK, LIGHT


def colors(widget) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_a_switch_recolours_what_is_on_screen(qapp, qtbot):
    made = widgets.boxed(
        widgets.column(
            widgets.button("plus", "", "plus"), widgets.tool("close", "Close"), widgets.Chip("x", "danger", "clock"),
            widgets.Picture("home", "warning", 24), widgets.label("words", "facts"),
        ), "surface",
    )  # fmt: skip
    qtbot.addWidget(made)
    made.show()
    light = colors(made)
    with qtbot.waitSignal(theme.look.changed):
        theme.apply(qapp, "dark")
    dark = colors(made)
    for seen, there, gone in ((light, LIGHT, DARK), (dark, DARK, LIGHT)):
        assert {there.surface, there.text2, there.tones["danger"][1], there.tones["warning"][0]} <= seen
        assert not {gone.surface, gone.tones["danger"][1]} & seen


def test_icons_of_buttons_menus_and_fields_follow_the_theme(qapp, qtbot):
    menu, field = QMenu(), QLineEdit()
    qtbot.addWidget(menu)
    qtbot.addWidget(field)
    entry = menu.addAction(icons.icon("print"), "Print")
    inside = field.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
    theme.apply(qapp, "dark")
    for action, ink in ((entry, DARK.text2), (inside, DARK.muted)):
        image = action.icon().pixmap(16, 16).toImage()
        solid = {
            image.pixelColor(x, y).name().upper()
            for x in range(16)
            for y in range(16)
            if image.pixelColor(x, y).alpha() > 250
        }
        assert solid == {ink}


def test_a_disabled_and_a_checked_icon_look_different():
    made = icons.icon("home", "text2", checked="accent")
    images = [
        made.pixmap(16, 16, mode, state).toImage()
        for mode in (made.Mode.Normal, made.Mode.Disabled)
        for state in (made.State.Off, made.State.On)
    ]
    assert images[0] != images[1]
    assert images[0] != images[2]


def test_palette_and_style_come_from_the_same_tokens(qapp):
    theme.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    assert DARK.surface in qapp.styleSheet()
    assert "@" not in qapp.styleSheet().split("*/", 1)[1]


@pytest.mark.parametrize("points", [9, 10, 14, 20])
def test_type_of_any_size_fits_its_boxes(qapp, qtbot, points):
    theme.apply(qapp, "light", points)
    assert fonts.pixels() >= 12
    assert fonts.caption().pixelSize() >= 12
    button, chip, field = (
        widgets.button("登记收款", "primary", "receipt"),
        widgets.Chip("已结清", "success", "check-circle"),
        QLineEdit(),
    )
    for made in (button, chip, field):
        qtbot.addWidget(made)
        assert made.sizeHint().height() >= made.fontMetrics().height()
    assert button.sizeHint().width() > button.fontMetrics().horizontalAdvance("登记收款") + 16


def test_chinese_is_drawn_in_the_bundled_faces(qtbot):
    label = QLabel("孵化器 㙓")
    qtbot.addWidget(label)
    assert QFontInfo(label.font()).family() == "Noto Sans SC"
    for file, text in (("NotoSansSC-Regular.ttf", "孵化器㙓"), ("HanaMin-Rare.ttf", "𠮷")):
        assert QRawFont(str(resources("fonts", file)), 13).supportsCharacter(ord(text[-1]))


def test_what_features_ask_for_is_drawn():
    names = {register.icon for feature in FEATURES for register in feature.registers}
    names |= {entry.icon for feature in FEATURES for entry in feature.entries}
    missing = [name for name in names if not resources("icons", f"{name}.svg").is_file()]
    assert missing == []


@pytest.mark.skipif(os.name != "posix", reason="Linux desktops alone")
def test_fcitx_without_its_plug_in_becomes_ibus(monkeypatch):
    monkeypatch.setenv("QT_IM_MODULE", "fcitx5")
    monkeypatch.setattr("sys.platform", "linux")
    theme.prepare_environment()
    assert os.environ["QT_IM_MODULE"] == "ibus"
    monkeypatch.setenv("QT_IM_MODULE", "compose")
    theme.prepare_environment()
    assert os.environ["QT_IM_MODULE"] == "compose"
