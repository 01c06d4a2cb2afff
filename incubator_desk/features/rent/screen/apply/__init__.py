"""Applying a policy: choose it, choose leases, look, apply."""
