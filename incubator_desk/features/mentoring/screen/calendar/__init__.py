"""The calendar of sessions: a day, a week or a month, and the session that is booked beside it."""
