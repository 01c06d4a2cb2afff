"""The card that says what a claim is worth: the amount, what limits it, and why in one sentence."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.vouchers.rules import Assessed
from incubator_desk.features.vouchers.service import reason, words
from incubator_desk.features.vouchers.service.columns import LIMITS
from incubator_desk.features.vouchers.service.typing import UNDECIDED, Judged
from incubator_desk.qtkit import widgets


class AmountCard(QWidget):
    """The allowed amount, large."""

    def __init__(self, label_of: Callable[[str], str]) -> None:
        """``label_of`` names an attribute of a claim."""
        super().__init__()
        self._label_of = label_of
        self._caption = widgets.label("", "facts")
        self.figure = widgets.label("", "figure")
        self.chip = ""
        self._chips = widgets.row(gap=6)
        self.sentence = widgets.wrapped("", "caption")
        line = widgets.row(self.figure, self._chips, None, gap=10)
        body = widgets.column(self._caption, line, self.sentence, gap=2, margins=(18, 10, 18, 10))
        self.setLayout(widgets.column(widgets.card(body)))
        self.wait()

    def wait(self) -> None:
        """The facts are being read yet."""
        self._tell("—", _("The park's other claims are being read…"))

    def show_judged(self, judged: Judged, status: str) -> None:
        """Show what a claim in a state is worth."""
        self._caption.setText(
            _("Would be worth (CNY), submitted as it stands") if status in UNDECIDED else _("Worth (CNY)")
        )
        if judged.assessed is None:
            self._tell("—", self._missing(judged.missing))
            return
        chip = self._chip(judged.assessed)
        self._tell(readable(judged.assessed.allowed), reason.sentence(judged), *chip)

    def _missing(self, names: Sequence[str]) -> str:
        labels = _(", ").join(map(self._label_of, names))
        return _("Still missing: {fields}").format(fields=labels) if names else ""

    @staticmethod
    def _chip(assessed: Assessed) -> tuple[str, Tone, str]:
        if assessed.binding is None:
            return "", "neutral", ""
        if assessed.blocked:
            return _("Blocked"), "danger", "error-circle"
        if assessed.binding == "rate":
            return translate(LIMITS["rate"]), "success", "check-circle"
        text = words.binding(assessed)
        if assessed.claim.locked:
            return text[:1].upper() + text[1:], "success", "lock"
        return _("Limited by {limit}").format(limit=text), "warning", "lock"

    def _tell(self, figure: str, sentence: str, chip: str = "", tone: Tone = "neutral", icon: str = "") -> None:
        self.figure.setText(figure)
        self.sentence.setText(sentence)
        if chip != self.chip:
            self.chip = chip
            widgets.clear(self._chips)
            if chip:
                self._chips.addWidget(widgets.Chip(chip, tone, icon))
        self.setAccessibleName(f"{self._caption.text()} {figure} {chip}".strip())
        self.setAccessibleDescription(sentence)
