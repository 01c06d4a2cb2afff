"""Screens of mentoring."""
