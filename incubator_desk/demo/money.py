"""Two years of money on the demo's leases: rent in time, late, in parts or not at all, deposits, refunds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from incubator_desk.base.money import down, to_yuan
from incubator_desk.features.rent.rules import Facts, Receipt, counting, schedule

from .leases import Book, monthly
from .rows import Row, numbered, row

_TOLD = {"L-0035": ((date(2019, 12, 4), Decimal("5000.00")), (date(2020, 1, 3), Decimal("21411.00")))}
"""The latest receipts of leases that the guide follows."""
# Since when companies have paid nothing: those that left in debt, then running leases, the cheapest first.
_LEFT_IN_DEBT = {"L-0026": date(2019, 7, 5), "L-0049": date(2019, 11, 15)}
_STOPPED = (
    date(2019, 8, 10), date(2019, 11, 5), date(2019, 11, 25), date(2019, 12, 31), date(2020, 1, 10), date(2020, 1, 24),
    date(2020, 2, 20), date(2020, 2, 24), date(2020, 2, 24), date(2020, 2, 26), date(2020, 2, 29),
)  # fmt: skip
_OUTBREAK = (date(2020, 1, 25), date(2020, 2, 29))


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a company pays: so many days after the due date, so many dues ahead, in two parts; nothing due later."""

    delay: int = 0
    ahead: int = 0
    in_parts: bool = False
    until: date = date.max


def with_receipts(known: list[Facts], book: Book, today: date) -> list[Facts]:
    """The facts with the rent that was received before today."""
    rng = Random("habits")
    stopped = _stopped(book, today)
    paid = []
    for each in known:
        code = each.lease.code
        told = _TOLD.get(code, ())
        habit = replace(_habit(rng), until=stopped.get(code, date.max))
        if told:
            habit = _Habit(until=told[0][0].replace(day=1) - timedelta(days=1))
        money = [*_payments(each, habit, today), *told]
        receipts = (Receipt(f"{code} {nth}", on, amount) for nth, (on, amount) in enumerate(money))
        paid.append(replace(each, receipts=tuple(receipts)))
    return paid


def _stopped(book: Book, today: date) -> dict[str, date]:
    """The leases in arrears, with the day after whose dues nothing was paid; the oldest debts are the smallest."""
    running = (lease for lease in book.leases if lease["starts_on"] <= _STOPPED[0] and _runs_beyond(lease, today))
    by_month = sorted((lease for lease in running if lease["billing_months"] == 1), key=monthly)
    chosen = [lease["code"] for lease in by_month if lease["code"] not in _TOLD][:: len(by_month) // len(_STOPPED)]
    return dict(zip(chosen, _STOPPED, strict=False)) | _LEFT_IN_DEBT


def _runs_beyond(lease: Row, day: date) -> bool:
    return bool((lease["ended_on"] or lease["ends_on"]) > day)


def _habit(rng: Random) -> _Habit:
    """Most pay around the due date, some a week late, some ahead, some in two parts."""
    drawn = rng.random()
    if drawn < 0.08:
        return _Habit(delay=rng.randrange(6, 13))
    if drawn < 0.16:
        return _Habit(delay=-2, ahead=rng.choice((1, 2)))
    return _Habit(delay=rng.choice((-4, -3, -2, -1, 0, 0, 0, 1)), in_parts=drawn > 0.93)


def _payments(known: Facts, habit: _Habit, today: date) -> Iterator[tuple[date, Decimal]]:
    """What a company paid before today: on each of its days, all that was due by then or a little ahead.

    Until the first relief is approved it pays the full rent; nobody foresees an early end.
    """
    lease = known.lease
    foreseen = replace(lease, ended_on=None)
    full = sorted((due.due_on, due.amount) for line in schedule(Facts(foreseen), today).lines for due in line.dues)
    dates = sorted({due_on for due_on, _ in full if due_on <= (lease.ended_on or lease.ends_on)})
    changed = min((relief.approved_on or date.max for relief in counting(known.reliefs)), default=date.max)
    receipts: list[Receipt] = []
    for at, due_on in enumerate(dates):
        on = max(lease.starts_on, due_on + timedelta(days=_delay(habit, due_on)))
        if on >= today or due_on > habit.until:
            return
        horizon = dates[min(at + habit.ahead, len(dates) - 1)]
        if on < changed:
            paid = sum(receipt.amount for receipt in receipts)
            owing = to_yuan(sum(amount for day, amount in full if day <= horizon)) - paid
        else:
            owing = _owing(replace(known, receipts=tuple(receipts)), on, horizon)
        for day, amount in _parts(on, owing, habit):
            if day < today:
                receipts.append(Receipt("", day, amount))
                yield day, amount


def _delay(habit: _Habit, due_on: date) -> int:
    """In the weeks of the outbreak most paid later."""
    return habit.delay + (9 if _OUTBREAK[0] <= due_on <= _OUTBREAK[1] else 0)


def _owing(known: Facts, on: date, horizon: date) -> Decimal:
    """What is open on a day of the dues up to another."""
    lines = schedule(known, on).lines
    return to_yuan(sum(due.amount - due.paid for line in lines for due in line.dues if due.due_on <= horizon))


def _parts(on: date, owing: Decimal, habit: _Habit) -> Iterator[tuple[date, Decimal]]:
    """The payments of one debt: none where nothing is owing, at once, or three fifths and the rest later."""
    first = down(owing * 3 / 5, Decimal(1)) if habit.in_parts else owing
    if first > 0:
        yield on, first
        if owing > first:
            yield on + timedelta(days=12), owing - first


def receipts(paid: Iterable[Facts], book: Book, today: date) -> list[Row]:
    """All money received, in the order in which it came: rent, deposits at the start, now and then a fee."""
    rng = Random("receipts")
    rent = [
        (each.received_on, each.amount, known.lease.code, "rent", None) for known in paid for each in known.receipts
    ]
    deposits = [
        (lease["starts_on"], lease["deposit"], lease["code"], "deposit", "租赁押金")
        for lease in book.leases
        if lease["deposit"] and not lease["note"] and lease["starts_on"] < today
    ]
    fees = [
        (
            date(2018, 9, 10) + timedelta(days=61 * n),
            Decimal(f"{300 + 50 * n}.00"),
            lease["code"],
            "other",
            "会议室使用费",
        )
        for n, lease in enumerate(lease for lease in book.leases[4:44:5] if lease["starts_on"] < date(2018, 9, 1))
    ]
    found = sorted((*rent, *deposits, *fees), key=lambda each: each[:3])
    return numbered("S-", [_receipt(*each, rng) for each in found])


def _receipt(on: date, amount: Decimal, lease: str, kind: str, note: str | None, rng: Random) -> Row:
    method = rng.choice(("银行转账",) * 8 + ("微信", "支付宝"))
    reference = f"{on:%Y%m%d}{rng.randrange(10**6):06}" if method == "银行转账" else None
    return row(
        "receipts",
        lease_code=lease, received_on=on, amount=amount, kind=kind, method=method, reference=reference, note=note,
    )  # fmt: skip


def refunds(paid: Iterable[Facts], reliefs: list[Row], today: date) -> list[Row]:
    """What was paid back: of reliefs whose case is completed, and credit after an early end."""
    status = {case["code"]: case["status"] for case in reliefs}
    found = [refund for known in paid for refund in _back(known, status, today)]
    found.sort(key=lambda refund: (refund["paid_on"], refund["relief_code"] or refund["lease_code"]))
    return numbered("F-", found)


def _back(known: Facts, status: dict[str, str], today: date) -> Iterator[Row]:
    drawn = schedule(known, today)
    for settlement in drawn.settlements:
        paid_on = settlement.approved_on + timedelta(days=14)
        if settlement.owed and status[settlement.relief] in ("completed", "reported") and paid_on < today:
            amount = to_yuan(settlement.owed)
            yield row("refunds", relief_code=settlement.relief, paid_on=paid_on, amount=amount)
    if known.lease.ended_on and drawn.totals.credit:
        paid_on = known.lease.ended_on + timedelta(days=14)
        if paid_on < today:
            yield row("refunds", lease_code=known.lease.code, paid_on=paid_on, amount=to_yuan(drawn.totals.credit))
