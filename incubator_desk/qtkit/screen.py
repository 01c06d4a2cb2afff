"""What all screens share: where they work, and what the window asks of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _
from incubator_desk.catalog.office import Office

from . import widgets
from .jobs import Jobs


@dataclass
class Context:
    """Where a screen works: the office, the working date, long work, what this machine remembers, the way elsewhere."""

    office: Office
    today: Callable[[], date]
    jobs: Jobs
    settings: QSettings
    tell: Callable[..., None] = lambda *_args, **_kw: None
    """Shows a text in the undo bar: text, tone, undoable."""
    go: Callable[..., None] = lambda *_args: None
    """Opens a register or a named screen, with a record, and where it is named with one of its columns."""
    write_list: Callable[[Path, str, Sequence[str], Sequence[str], Sequence[Sequence[Any]]], None] | None = None
    """Writes a list as a workbook: place, title, headings, number formats, rows; None where it cannot."""
    memory: dict[str, Any] = field(default_factory=dict)
    """What screens remember while the program runs, also through a change of language."""

    def recall(self, key: str, default: Any) -> Any:
        """What this machine remembers under a key."""
        try:
            return json.loads(str(self.settings.value(key)))
        except ValueError:
            return default

    def remember(self, key: str, value: Any) -> None:
        """Let this machine remember a value, across starts and languages."""
        self.settings.setValue(key, json.dumps(value, ensure_ascii=False))

    def attempt(self, work: Callable[[], Any]) -> bool:
        """Do something that may be refused; a refusal is shown with its reasons. Gives whether it was done."""
        try:
            work()
        except Refused as refused:
            self.tell(worded(refused.problems), "danger", undoable=False)
            return False
        return True


def worded(problems: tuple[Problem, ...], most: int = 3) -> str:
    """Some problems in one line."""
    texts = [problem.text() for problem in problems[:most]]
    if len(problems) > most:
        texts.append(_("and {count} more").format(count=len(problems) - most))
    return " ".join(texts)


class Screen(QWidget):
    """A page of the window."""

    title_changed = Signal()

    name = ""
    """How the window's navigation and history know it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        widgets.dressed(self, "page")

    def title(self) -> str:
        """The heading."""
        return ""

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        """What leads here: label and screen name pairs."""
        return ()

    def facts(self) -> str:
        """A few words beside the heading."""
        return ""

    def fill_actions(self, place: QHBoxLayout) -> None:
        """Put the screen's buttons into the page head; at most one is primary, and stands last."""

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that matter here, with what they do, for the status bar."""
        return ()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        """Take in what was written, by table."""

    def open(self, uid: str) -> None:
        """Show a record."""

    def look_into(self, column: str) -> None:
        """Put the cursor into a column of the record that is shown, where it can be typed."""

    def arrive(self) -> None:
        """Be shown without a record, after whatever was shown before."""

    def narrow(self, values: Mapping[str, Any]) -> None:
        """List only what has these values, by attribute."""

    def may_leave(self) -> bool:
        """Whether nothing unsaved is in the way."""
        return True
