"""The program: a command on the console, or without one the window."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from incubator_desk.cli import main as console

if TYPE_CHECKING:
    from incubator_desk.catalog.office import Office


def _window(place: str, language: str | None, exit_when_ready: bool) -> int:
    from incubator_desk.desk.app import run

    return run(place=place, language=language, exit_when_ready=exit_when_ready)


def _pictures(office: "Office", out: Path) -> list[Path]:
    from incubator_desk.desk.pictures import take

    return take(office, out)


def main() -> int:
    """Carry out the command line; gives the exit status."""
    # What is made while the program is read in stays; looking through it again and again would only delay the start.
    gc.disable()
    return console.main(_window, _pictures)


if __name__ == "__main__":
    sys.exit(main())
