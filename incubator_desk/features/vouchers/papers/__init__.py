"""The papers of voucher work."""
