"""Vouchers issued to many companies at once."""
