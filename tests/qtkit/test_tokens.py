"""The promises of contrast: every text on every ground it may stand on (WCAG 2, 4.5:1 for text, 3:1 for the rest)."""

import pytest

from incubator_desk.base.places import resources
from incubator_desk.qtkit import icons
from incubator_desk.qtkit.tokens import THEMES, TONE_ICONS

GROUNDS = ("window", "nav", "surface", "subtle", "hover", "selected")


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("token", "light", "dark"),
    [("text", 12.4, 8.9), ("text2", 6.4, 6.4), ("muted", 4.6, 4.6), ("accent", 5.0, 4.9)],
)
def test_text_is_readable_on_every_ground(token, light, dark):
    for scheme, least in (("light", light), ("dark", dark)):
        t = THEMES[scheme]
        worst = min((ratio(getattr(t, token), getattr(t, ground)), ground) for ground in GROUNDS)
        assert worst[0] >= least, (scheme, worst)


@pytest.mark.parametrize("scheme", THEMES)
def test_inputs_stand_out_from_forms(scheme):
    t = THEMES[scheme]
    assert all(ratio(t.control, getattr(t, ground)) >= 3 for ground in ("surface", "subtle", "window"))


@pytest.mark.parametrize("scheme", THEMES)
def test_states_are_readable_in_chips_and_on_rows(scheme):
    t = THEMES[scheme]
    for tone, (ink, ground) in t.tones.items():
        assert ratio(ink, ground) >= 5.6, (tone, "own ground")
        assert all(ratio(ink, getattr(t, row)) >= 4.5 for row in GROUNDS), (tone, "row")


@pytest.mark.parametrize("scheme", THEMES)
def test_buttons_bars_and_charts_are_readable(scheme):
    t = THEMES[scheme]
    assert ratio(t.on_accent, t.accent) >= 4.5
    assert ratio(t.accent, t.accent_soft) >= 4.5
    assert ratio(t.on_bar, t.bar) >= 4.5
    assert ratio(t.bar_link, t.bar) >= 4.5
    assert all(ratio(color, t.surface) >= 3 for color in t.chart)


@pytest.mark.parametrize("scheme", THEMES)
def test_the_style_sheets_glyphs_are_the_icons_in_the_tokens_colours(scheme):
    t = THEMES[scheme]
    inks = dict.fromkeys(("down", "up", "left", "right"), t.text2) | dict.fromkeys(("check", "minus"), t.on_accent)
    folder = resources("icons", "glyphs", scheme)
    assert {path.stem for path in folder.iterdir()} == set(inks)
    for name, ink in inks.items():
        glyph = (folder / f"{name}.svg").read_text(encoding="utf-8")
        assert ink in glyph
        assert icons.drawing(name).split(' d="')[1] == glyph.split(' d="')[1]


def test_every_tone_has_a_drawn_icon():
    assert set(TONE_ICONS) == set(THEMES["light"].tones)
    assert all(resources("icons", f"{name}.svg").is_file() for name in TONE_ICONS.values())
