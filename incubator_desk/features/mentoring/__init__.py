"""Mentors, their terms, sessions with companies, and what of it counts."""
