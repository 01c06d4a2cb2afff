"""Runs first in a build: programs that the desk opens (a PDF, a folder) shall load the system's libraries, not ours."""

import os

ours = os.environ.pop("LD_LIBRARY_PATH", None)
if (before := os.environ.pop("LD_LIBRARY_PATH_ORIG", None)) is not None:
    os.environ["LD_LIBRARY_PATH"] = before
