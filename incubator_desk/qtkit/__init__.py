"""Widgets made from declarations, and the look they share."""
