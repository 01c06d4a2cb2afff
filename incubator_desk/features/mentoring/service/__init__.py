"""Mentoring in the database: facts for the counting, checks, and what registers show."""
