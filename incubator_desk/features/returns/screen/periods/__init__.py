"""The page of a period: checked, closed, packed, sent, answered."""
