"""A schedule as the contract's JSON shows it."""

from incubator_desk.base.money import plain

from .figures import Line, Schedule

_TOTALS = (
    "gross",
    "relief",
    "net",
    "paid",
    "outstanding",
    "due",
    "overdue",
    "deferred",
    "paid_ahead",
    "credit",
    "refund_due",
    "refunded",
)


def to_json(schedule: Schedule) -> dict[str, object]:
    """One entry of ``leases`` (contract section 3): money as text in yuan, dates as ``YYYY-MM-DD``.

    A line's reliefs are in order of code, as all lists of the contract are; they were taken in the order of R4.
    """
    return {
        "lease": schedule.lease,
        "tenant": schedule.tenant,
        "lines": [_line(line) for line in schedule.lines],
        "totals": {name: plain(getattr(schedule.totals, name)) for name in _TOTALS},
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "no": line.no,
        "period": line.period,
        "from": line.first.isoformat(),
        "to": line.last.isoformat(),
        "gross": plain(line.gross),
        "relief": plain(line.relief),
        "net": plain(line.net),
        "paid": plain(line.paid),
        "outstanding": plain(line.outstanding),
        "reliefs": [{"relief": cut.relief, "amount": plain(cut.amount)} for cut in sorted(line.reliefs)],
        "dues": [
            {"due_on": due.due_on.isoformat(), "amount": plain(due.amount), "paid": plain(due.paid)}
            for due in line.dues
        ],
    }
