"""A summary as the contract's JSON shows it (section 5)."""

from collections.abc import Mapping

from .counting import Summary, Tally, hours


def to_json(summary: Summary) -> dict[str, object]:
    """Mentors and companies in order of code, without those that have no counted session."""
    return {
        "period": summary.period.text,
        "sessions": summary.sessions,
        "hours": hours(summary.minutes),
        "mentors": _tallies(summary.mentors, "mentor", "tenants"),
        "tenants": _tallies(summary.tenants, "tenant", "mentors"),
        "not_counted": [{"session": code, "reason": reason} for code, reason in summary.not_counted],
    }


def _tallies(found: Mapping[str, Tally], name: str, others: str) -> list[dict[str, object]]:
    return [
        {name: code, "sessions": tally.sessions, "hours": hours(tally.minutes), others: len(tally.others)}
        for code, tally in sorted(found.items())
    ]
