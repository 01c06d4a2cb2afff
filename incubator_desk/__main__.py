"""The program: a command on the console, or without one the window."""

import sys

from incubator_desk.cli import main as console


def _window(place: str, language: str | None, exit_when_ready: bool) -> int:
    from incubator_desk.desk.app import run

    return run(place=place, language=language, exit_when_ready=exit_when_ready)


def main() -> int:
    """Carry out the command line; gives the exit status."""
    return console.main(_window)


if __name__ == "__main__":
    sys.exit(main())
