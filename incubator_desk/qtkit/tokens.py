"""The colours and measures of both themes: the only place where they are written."""

from dataclasses import dataclass
from typing import Literal

from incubator_desk.catalog.kinds import Tone

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours, as ``#RRGGBB``."""

    window: str
    nav: str
    surface: str
    subtle: str
    hover: str
    selected: str
    border: str
    line: str
    control: str
    text: str
    text2: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    bar: str
    """The dark bar that offers to undo, with its text and its link."""
    on_bar: str
    bar_link: str
    tones: dict[str, tuple[str, str]]
    """By tone of a state: its colour and the background it stands on."""
    chart: tuple[str, ...]

    def ink(self, role: str) -> str:
        """The colour of a token, or a tone's own."""
        return found[0] if (found := self.tones.get(role)) else str(getattr(self, role))

    def bar_ink(self, tone: Tone | None) -> str:
        """The colour of a bar that tells a tone: the chart's, softer than that of words."""
        return self.chart[CHART_TONES.index(tone) if tone in CHART_TONES else 0]


LIGHT = Tokens(
    window="#F3F5F9", nav="#E9EDF4", surface="#FFFFFF", subtle="#F6F8FB", hover="#EDF3FC", selected="#D9E7FB",
    border="#D6DDE8", line="#E6EAF1", control="#7D8A9E", text="#1A2433", text2="#445064", muted="#586579",
    accent="#1B5CB8", on_accent="#FFFFFF", accent_soft="#E2ECFA", bar="#1A2433", on_bar="#FFFFFF", bar_link="#98C0FF",
    tones={
        "success": ("#17673A", "#E1F3E8"), "warning": ("#7F4A00", "#FFF0D1"), "danger": ("#AF231B", "#FCE6E4"),
        "info": ("#1B57AD", "#E2ECFA"), "deferred": ("#673A9E", "#EFE7FA"), "neutral": ("#445064", "#E8ECF2"),
    },
    chart=("#3B76C9", "#BF822A", "#4C9F70", "#C8554C", "#8A63BF", "#7C8799"),
)  # fmt: skip
DARK = Tokens(
    window="#11151C", nav="#161B24", surface="#1B212B", subtle="#212834", hover="#263043", selected="#223E68",
    border="#353F4F", line="#2A323F", control="#76839A", text="#E7ECF3", text2="#C0CAD8", muted="#A1ADBE",
    accent="#84B3FF", on_accent="#0A1A33", accent_soft="#22375A", bar="#3A465A", on_bar="#FFFFFF", bar_link="#B9D4FF",
    tones={
        "success": ("#84D8A4", "#173728"), "warning": ("#F3C673", "#3D2E12"), "danger": ("#FFA29A", "#472220"),
        "info": ("#98C0FF", "#1D3354"), "deferred": ("#CFB2F7", "#35264C"), "neutral": ("#C0CAD8", "#2E3745"),
    },
    chart=("#6B9FEA", "#E5B45C", "#6DBE8F", "#E07F77", "#AE8BE0", "#8E9AAD"),
)  # fmt: skip
THEMES: dict[Scheme, Tokens] = {"light": LIGHT, "dark": DARK}

CHART_TONES: tuple[Tone, ...] = ("info", "warning", "success", "danger", "deferred", "neutral")
"""The tone that each colour of a chart stands for."""
TONE_ICONS: dict[Tone, str] = {
    "success": "check-circle", "info": "clock", "warning": "warning", "danger": "error-circle", "deferred": "clock",
    "neutral": "minus-circle",
}  # fmt: skip
"""The icon of a state that names none of its own: a state is never told by colour alone."""

CAPTION, BODY, GROUP, CARD, PAGE, BIG = 12, 13, 13, 15, 18, 24
"""Sizes of type in pixels at 100 % and the usual size of body type."""
LINE = 1.45
"""The height of a line of the bundled face, as a multiple of its size."""
SMALLEST = 12
"""No type is smaller, in pixels."""
ROW, COMPACT_ROW, CARD_ROW, HEADER, CONTROL, CHIP = 32, 28, 36, 32, 30, 22
TOP_BAR, PAGE_HEAD, STATUS, NAV, NAV_SLIM, HIT = 44, 56, 28, 208, 48, 28
"""Heights and widths in pixels at 100 %; HIT is the least side of what can be clicked."""
