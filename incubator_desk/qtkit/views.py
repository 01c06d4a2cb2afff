"""Saved views of a list: its filters, search, order and columns under a name, remembered by the machine."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton

from incubator_desk.base.i18n import _

from . import icons
from .pieces import dressed
from .screen import Context

View = dict[str, Any]


class Views(QPushButton):
    """A button that shows the view in use and offers the others."""

    def __init__(self, context: Context, name: str, taken: Callable[[], View], use: Callable[[View], None]) -> None:
        super().__init__()
        dressed(self, "flat")
        self.setIcon(icons.icon("list", gap=3))
        self.setAutoDefault(False)
        self._context, self._key = context, f"views/{name}"
        self._taken, self._use = taken, use
        self._name = ""
        self._show()
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.setMenu(menu)

    def all(self) -> dict[str, View]:
        """The saved views by name."""
        return dict(self._context.recall(self._key, {}))

    def save(self, name: str) -> None:
        """Keep what is shown now under a name."""
        self._context.remember(self._key, self.all() | {name: self._taken()})
        self._name = name
        self._show()

    def use(self, name: str) -> None:
        """Show a saved view."""
        self._use(self.all()[name])
        self._name = name
        self._show()

    def delete(self, name: str) -> None:
        """Forget a saved view."""
        self._context.remember(self._key, {kept: view for kept, view in self.all().items() if kept != name})
        self.leave()

    def leave(self) -> None:
        """What is shown is no saved view any more."""
        self._name = ""
        self._show()

    def _show(self) -> None:
        text = _("View: {name}").format(name=self._name) if self._name else _("View")
        self.setText(text.replace("&", "&&"))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        names = sorted(self.all())
        for name in names:
            self._entry(menu, name, partial(self.use, name))
        if names:
            menu.addSeparator()
        self._entry(menu, _("Save this view…"), self._ask)
        for name in names:
            self._entry(menu, _("Delete view {name}").format(name=name), partial(self.delete, name))

    @staticmethod
    def _entry(menu: QMenu, text: str, run: Callable[[], None]) -> None:
        menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _checked=False: run())

    def _ask(self) -> None:
        name, given = QInputDialog.getText(self, _("Save this view"), _("Name"))
        if given and name.strip():
            self.save(name.strip())
