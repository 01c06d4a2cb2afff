"""The screens of vouchers."""
