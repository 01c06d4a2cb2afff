"""The zone's page: which parks sent what, what stands against it, what all of them come to."""

from .page import ZoneScreen

__all__ = ["ZoneScreen"]
