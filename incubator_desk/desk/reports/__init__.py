"""Reports and letters in the window: chosen, looked at as paper and as rows, printed, saved."""

from .screen import ReportsScreen

__all__ = ["ReportsScreen"]
