"""The limits of a claim as bars on one scale; the one that binds is framed."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import readable
from incubator_desk.features.vouchers.service import reason
from incubator_desk.features.vouchers.service.columns import LIMITS
from incubator_desk.features.vouchers.service.typing import Judged
from incubator_desk.qtkit import fonts, painting, theme, widgets

_MOST, _BEYOND = 6, 4
_WORDS, _AMOUNT, _HIGH, _BAR = 262, 104, 40, 9
_ROUND = (1, 2, 4, 5, 10)


def scale_of(amounts: Sequence[int]) -> int:
    """The amount at the end of the bars: a round one that all hold which are not many times the second least.

    One limit far above the others, as a budget, would leave nothing to be seen of them.
    """
    known = sorted(max(0, amount) for amount in amounts)
    near = max(1, known[min(1, len(known) - 1)] if known else 1)
    most = max((amount for amount in known if amount <= _BEYOND * near), default=near) or 1
    unit = 10 ** (len(str(most)) - 1)
    return next(step * unit for step in _ROUND if step * unit >= most)


class _Bar(QWidget):
    """How much a limit leaves on the common scale; broken where that is beyond its end."""

    def __init__(self) -> None:
        super().__init__()
        self._part, self._binds = 0.0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, _BAR + 6)

    def show_part(self, part: float, *, binds: bool) -> None:
        self._part, self._binds = part, binds
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme.tokens()
        track = QRectF(0, (self.height() - _BAR) / 2, self.width(), _BAR)
        painting.bar(painter, track, self._part, tokens.bar_ink("warning" if self._binds else "info"))
        if self._part > 1:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("surface"), 3))
            at = track.right() - 12
            painter.drawLine(QPointF(at - 3, track.bottom() + 2), QPointF(at + 3, track.top() - 2))


class _Row(QWidget):
    """One limit: its name, what it is, the bar, what it leaves."""

    def __init__(self) -> None:
        super().__init__()
        self._binds = False
        self.name = widgets.label("")
        self._mark = widgets.boxed(
            widgets.row(widgets.Picture("lock", "warning", 14), widgets.label(_("decides"), "", "warning"), gap=4)
        )
        self._note = widgets.label("", "caption")
        self._bar = _Bar()
        self.left = widgets.label("")
        self.left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.left.setMinimumWidth(fonts.widened(_AMOUNT))
        words = widgets.boxed(widgets.column(widgets.row(self.name, self._mark, None, gap=8), self._note, gap=0))
        words.setFixedWidth(fonts.widened(_WORDS))
        line = widgets.row(words, self._bar, self.left, gap=12, margins=(12, 2, 12, 2))
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setMinimumHeight(fonts.grown(_HIGH))

    def tell(self, name: str, note: str, left: int, scale: int, *, binds: bool) -> None:
        """Show a limit."""
        if binds != self._binds or not self.name.text():
            for each in (self.name, self.left):
                widgets.dressed(each, "amount" if binds else "plain")
        self._binds = binds
        self.name.setText(name)
        self._note.setText(note)
        self._note.setToolTip(note)
        self.left.setText(readable(left))
        self._mark.setVisible(binds)
        self._bar.show_part(left / scale, binds=binds)
        self.setAccessibleName(f"{name} {readable(left)} {_('decides') if binds else ''}".strip())
        self.setAccessibleDescription(note)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._binds:
            ink, ground = theme.tokens().tones["warning"]
            painting.rounded(QPainter(self), self.rect(), ground, 6, ink)


class LimitsCard(widgets.Card):
    """All limits of a claim, one below the other."""

    def __init__(self) -> None:
        note = widgets.label(_("The least counts; of equal ones the first"), "caption")
        super().__init__(_("Limits"), note, None, widgets.label(_("CNY"), "caption"))
        self.rows = [_Row() for _at in range(_MOST)]
        self._nothing = widgets.label("", "facts")
        self.body.setSpacing(1)
        for part in (self._nothing, *self.rows):
            self.body.addWidget(part)
        self.show_judged(Judged())

    def show_judged(self, judged: Judged) -> None:
        """Show the limits of a claim."""
        assessed, limits = judged.assessed, judged.limits
        scale = scale_of([limit.left for limit in limits])
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(limits))
            if assessed is not None and at < len(limits):
                limit = limits[at]
                note = reason.of_limit(assessed.claim, limit)
                binds = limit.name == assessed.binding
                row.tell(translate(LIMITS[limit.name]), note, limit.left, scale, binds=binds)
        self._nothing.setVisible(not limits)
        self._nothing.setText(
            _("They show once all is typed that they rest on.") if assessed is None else _("None applies any more.")
        )
