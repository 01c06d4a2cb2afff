"""Periods: checked, closed, packed and sent to the zone; and the zone's side, where what parks sent is merged."""
