"""Money in and out: receipts by keyboard and from statements, refunds owed."""
