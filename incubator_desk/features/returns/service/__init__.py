"""Periods in the database: closing, differences, packages, and what parks sent."""
