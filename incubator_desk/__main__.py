"""The program: a command on the console, or without one the window."""

import sys

from incubator_desk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
