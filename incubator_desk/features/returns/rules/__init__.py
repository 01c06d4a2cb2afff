"""Checks, frozen tables and the package's form: pure functions over frozen values."""
