"""Rent: schedules, reliefs and deferrals, receipts and refunds."""
