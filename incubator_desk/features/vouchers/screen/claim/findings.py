"""What is found of a claim: errors, warnings, what is right, each with its facts and what it collides with."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.vouchers.service.told import Finding, Passed
from incubator_desk.features.vouchers.service.typing import Judged
from incubator_desk.qtkit import widgets

_ICONS: dict[Tone, str] = {"danger": "error-circle", "warning": "warning", "success": "check-circle"}


class FindingsCard(widgets.Card):
    """What is wrong or doubtful, below it the field that answers the warnings, then what is right."""

    opened = Signal(str)
    """The uid of a claim that is to be shown."""

    def __init__(self, explanation: widgets.FormRow) -> None:
        chips = widgets.row(gap=6)
        super().__init__(_("Checks"), widgets.boxed(chips), None)
        self._chips = chips
        self._rows = widgets.column(gap=6)
        self._shown: tuple[tuple[Finding, ...], tuple[Passed, ...]] | None = None
        self.links: list[QPushButton] = []
        self._fine = widgets.column(gap=6)
        self.body.addLayout(self._rows)
        above = widgets.label(_("On the warnings (printed on the audit sheet)"), "facts")
        above.setBuddy(explanation.editor)
        explanation.label.hide()
        self.body.setSpacing(6)
        for part in (above, explanation):
            self.body.addWidget(part)
        self.body.addLayout(self._fine)
        self.body.addStretch(1)
        self.show_judged(Judged())

    def show_judged(self, judged: Judged) -> None:
        """Show what is found; nothing moves where it is what was shown before."""
        if (judged.findings, judged.passed) == self._shown:
            return
        self._shown = judged.findings, judged.passed
        errors = sum(each.blocks for each in judged.findings)
        self._count(errors, len(judged.findings) - errors, known=bool(judged.findings or judged.passed))
        for place in (self._rows, self._fine):
            widgets.clear(place)
        self.links = []
        for finding in judged.findings:
            self._rows.addWidget(self._found(finding))
        for passed in judged.passed:
            self._fine.addWidget(self._box("success", passed.title, passed.facts))

    def texts(self) -> list[str]:
        """All that the card says, line by line."""
        rows = (place.itemAt(at).widget() for place in (self._rows, self._fine) for at in range(place.count()))
        return [label.text() for row in rows for label in row.findChildren(QLabel) if label.text()]

    def _count(self, errors: int, warnings: int, *, known: bool) -> None:
        widgets.clear(self._chips)
        if not known:
            return
        for text, count, tone in (
            (_("Errors {count}"), errors, "danger"),
            (_("Warnings {count}"), warnings, "warning"),
        ):
            shown: Tone = tone if count else "success"  # type: ignore[assignment]
            self._chips.addWidget(widgets.Chip(text.format(count=count), shown, _ICONS[shown]))

    def _found(self, finding: Finding) -> QWidget:
        tone: Tone = "danger" if finding.blocks else "warning"
        beside = [self._collision(other.uid, other.code, other.facts) for other in finding.others]
        return self._box(tone, finding.title, finding.facts, *beside)

    def _collision(self, uid: str, code: str, facts: str) -> QWidget:
        link = widgets.button(_("Open {code}").format(code=code), "link", run=partial(self.opened.emit, uid))
        self.links.append(link)
        line = widgets.row(widgets.wrapped(f"{code}  {facts}", "caption"), link, gap=8)
        line.setStretch(0, 1)
        return widgets.boxed(line)

    @staticmethod
    def _box(tone: Tone, title: str, facts: str, *more: QWidget) -> QWidget:
        picture = widgets.Picture(_ICONS[tone], tone)
        head = widgets.wrapped(title, "amount", tone if tone == "danger" else None)
        words = widgets.column(head, gap=1)
        if facts:
            words.addWidget(widgets.wrapped(facts, "caption"))
        for each in more:
            words.addWidget(each)
        line = widgets.row(picture, widgets.boxed(words), gap=12, margins=(12, 5, 8, 5))
        line.setStretch(1, 1)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignVCenter)
        made = widgets.card(line, "tile")
        made.setAccessibleName(f"{title} {facts}".strip())
        return made
