"""Calendars: a week by the hour, a month by the day, a small month to go about in."""
