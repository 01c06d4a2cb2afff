"""Entries of calendars held against the sessions of the park: pure functions over frozen facts."""
