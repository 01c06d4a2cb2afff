"""How blocks look: tinted ground, the tone's edge, time, title and what else there is room for."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from incubator_desk.catalog.kinds import Tone
from incubator_desk.qtkit import fonts, painting, theme

from .blocks import Block, clock

_BAR, _PAD, _ICON, _NARROW = 4, 7, 14, 46


@lru_cache(maxsize=4096)
def fitted(words: str, width: int, heavy: bool, _size: int) -> str:
    """Words with … where they do not fit; remembered, for a calendar paints the same ones at each move of the mouse."""
    face = fonts.bold(fonts.sized(13)) if heavy else fonts.caption()
    return QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, width)


def edged(painter: QPainter, box: QRect, tone: Tone, *, dashed: bool, marked: bool = False) -> None:
    """A block's ground with its edge, broken where nothing is settled, heavy where it is chosen."""
    ink, ground = theme.tokens().tones[tone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(ink), 2 if marked else 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(QColor(ground))
    inset = 1.0 if marked else 0.5
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), 4, 4)
    painter.restore()
    painter.fillRect(QRect(box.left() + 1, box.top() + 2, _BAR - 1, box.height() - 4), painting.ink(ink))


def block(painter: QPainter, box: QRect, shown: Block, *, marked: bool) -> None:
    """A block with as many of its lines as there is room for."""
    ink = theme.tokens().tones[shown.tone][0]
    edged(painter, box, shown.tone, dashed=shown.dashed, marked=marked)
    inner = box.adjusted(_BAR + _PAD - 2, 3, -5, -2)
    line = fonts.grown(17)
    if inner.height() < line - 4 or inner.width() < 12:
        return
    if inner.width() < fonts.widened(_NARROW):
        _folded(painter, inner, shown.title)
        return
    size, narrow = fonts.pixels(), inner.width() < fonts.widened(84)
    top = QRect(inner.left(), inner.top(), inner.width(), line)
    if shown.icon and inner.width() > fonts.widened(60):
        painting.icon(painter, top.right() - _ICON + 1, top, shown.icon, ink, _ICON)
        top.setRight(top.right() - _ICON - 3)
    painter.setFont(fonts.caption())
    painter.setPen(painting.ink(ink))
    times = clock(shown.span.start) if narrow else f"{clock(shown.span.start)}–{clock(shown.span.end)}"
    if inner.height() < 2 * line:  # one line: time and title together
        times = f"{clock(shown.span.start)} {shown.title}"
    painter.drawText(top, _LEFT, fitted(times, top.width(), heavy=False, _size=size))
    at = inner.top() + line
    painter.setPen(painting.ink(theme.tokens().text))
    for number, words in enumerate((shown.title, *shown.lines)):
        if at + line > inner.bottom() + 3:
            return
        painter.setFont(fonts.bold(fonts.sized(13)) if number == 0 else fonts.caption())
        if number == 1:
            painter.setPen(painting.ink(theme.tokens().text2))
        words_box = QRect(inner.left(), at, inner.width(), line)
        painter.drawText(words_box, _LEFT, fitted(words, inner.width(), heavy=number == 0, _size=size))
        at += line


def _folded(painter: QPainter, box: QRect, words: str) -> None:
    """A title in a lane of a few characters' width, on as many lines as there is room for."""
    painter.save()
    painter.setClipRect(box)
    painter.setFont(fonts.caption())
    painter.setPen(painting.ink(theme.tokens().text))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWrapAnywhere), words)
    painter.restore()


def line(painter: QPainter, box: QRect, shown: Block, *, marked: bool) -> None:
    """A block as one line of a day: its time and title on its ground."""
    ink, ground = theme.tokens().tones[shown.tone]
    if shown.dashed or marked:
        edged(painter, box, shown.tone, dashed=shown.dashed, marked=marked)
    else:
        painter.fillRect(box, painting.ink(ground))
        painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), painting.ink(ink))
    inner = box.adjusted(7, 0, -3, 0)
    words = f"{clock(shown.span.start)} {shown.title}"
    painter.setPen(painting.ink(ink))
    painter.drawText(inner, _LEFT, fitted(words, inner.width(), heavy=False, _size=fonts.pixels()))


def hovering(painter: QPainter, box: QRect, times: str, objection: str) -> None:
    """What is being drawn or moved: its times, and what is against it in red."""
    tone: Tone = "danger" if objection else "info"
    edged(painter, box, tone, dashed=True, marked=True)
    painter.setPen(painting.ink(theme.tokens().tones[tone][0]))
    painter.setFont(fonts.bold(fonts.sized(13)))
    height = fonts.grown(18)
    inner = box.adjusted(_BAR + _PAD - 2, 3, -4, -2)
    painting.text(painter, QRect(inner.left(), inner.top(), inner.width(), height), times)
    if objection:
        painter.setFont(fonts.caption())
        rest = inner.adjusted(0, height, 0, 0)
        painter.save()
        painter.setClipRect(inner)
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), objection)
        painter.restore()


_LEFT = int(painting.LEFT | Qt.TextFlag.TextSingleLine)
