"""The windows of rent: the schedule of a lease."""

from .schedule import ScheduleScreen

__all__ = ["ScheduleScreen"]
