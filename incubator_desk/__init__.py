"""Incubator Desk: the desk of a technology business incubator."""

__version__ = "0.1.0"
