"""Premises and the leases on them."""
