"""Screens of periods and packages."""
