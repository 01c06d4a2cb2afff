"""The last step of issuing vouchers: what was issued, and where it goes on."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import readable
from incubator_desk.catalog.office import Office
from incubator_desk.features.vouchers.model import Voucher
from incubator_desk.features.vouchers.service.issuing import Company, Seen
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.widths import Widths

from . import verdicts

_HEADINGS = (N_("Voucher"), N_("Company"), N_("Face value"), N_("Date of issue"))


def done(session: Session, seen: Seen, ticked: Sequence[Company], made: Sequence[str]) -> dict[str, Any]:
    """What is shown of vouchers (uids) that were issued to the companies ticked."""
    codes = dict(session.execute(select(Voucher.uid, Voucher.code).where(Voucher.uid.in_(made))).all())
    count = translate_many("{count} voucher issued", "{count} vouchers issued", len(made))
    return {
        "text": _("{count} of {programme}").format(count=count, programme=seen.offered.title),
        "sums": verdicts.sums(seen.money(len(made))), "uids": list(made), "face": seen.face_value, "on": seen.on,
        "year": seen.offered.year, "tenant": ticked[0].code if len(ticked) == 1 else None,
        "vouchers": [(codes[uid], each.name) for uid, each in zip(made, ticked, strict=True)],
    }  # fmt: skip


def taken_back(office: Office, done: Mapping[str, Any]) -> bool:
    """Whether what was issued was undone since."""
    with office.reading() as session:
        return session.scalar(select(Voucher.uid).where(Voucher.uid.in_(done["uids"][:1]))) is None


class IssuedPage(QWidget):
    """The vouchers, and three ways on."""

    printed = Signal()
    opened = Signal()
    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = widgets.wrapped("", "card-title")
        self._note = widgets.wrapped("", "facts")
        self._tiles = widgets.row(gap=8)
        self.print = widgets.button(_("Print vouchers"), "primary", "print", "Ctrl+P", self.printed.emit)
        self._open = widgets.button(_("Open the vouchers"), "", "ticket", "Ctrl+Return", self.opened.emit)
        self._more = widgets.button(_("Issue more"), "", "document", "Alt+I", self.again.emit)
        self._model = PlainModel([translate(heading) for heading in _HEADINGS], rights=(2,))
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("The vouchers that were issued"))
        self._widths = Widths(self.table, words=1)
        picture = widgets.row(widgets.Picture("check-circle", "success", 28), self._words, gap=12)
        picture.setStretch(1, 1)
        ways = widgets.row(self.print, self._open, self._more, None, gap=8)
        head = widgets.column(picture, self._note, self._tiles, ways, gap=12, margins=(24, 18, 24, 16))
        whole = widgets.column(head, widgets.rule(), self.table, gap=0, margins=(1, 1, 1, 1))
        whole.setStretch(2, 1)
        self.setLayout(widgets.column(widgets.card(whole), margins=(16, 0, 16, 12)))

    def show_done(self, done: dict[str, Any]) -> None:
        """Show what was done."""
        self._words.setText(done["text"])
        self._note.setText(_("One undo (Ctrl+Z) takes all of them back, as long as nothing is claimed on them."))
        widgets.clear(self._tiles)
        for caption, fen, tone in done["sums"]:
            self._tiles.addWidget(widgets.FigureCard(caption, readable(fen), tone=tone, small=True), 1)
        self._tiles.addStretch(1)
        self._model.fill(
            [
                (Cell(code, bold=True), Cell(name), Cell(readable(done["face"]), "right"), Cell(f"{done['on']}"))
                for code, name in done["vouchers"]
            ]
        )
        QTimer.singleShot(0, self, self._widths.settle)

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.print.setFocus()
