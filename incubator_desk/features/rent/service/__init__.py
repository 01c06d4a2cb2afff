"""Rent in the database: facts for the rules, summaries, checks, and what needs attention."""
