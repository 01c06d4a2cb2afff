"""Vouchers in the database: facts read for the rules, checks, issuing, batches, and what is shown of them."""
