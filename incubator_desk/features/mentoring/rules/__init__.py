"""Which mentoring sessions count, and what they add up to: pure functions over frozen facts."""

from .counting import Summary, summarise, why_not
from .terms import Mentor, Session, Term

__all__ = ["Mentor", "Session", "Summary", "Term", "summarise", "why_not"]
