"""A second reading of the rent contract: day by day, with fractions of a yuan, in the order of its sentences.

Slow on purpose and built differently from the engine: every day carries its own share, and the schedule "as it was
before a relief" is drawn anew from the facts.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from math import floor

DAY = timedelta(days=1)
COUNTS = ("approved", "published", "agreed", "in_force", "completed", "reported")


def half_up(yuan, digits=2):
    return Fraction(floor(yuan * 10**digits + Fraction(1, 2)), 10**digits)


def down(yuan):
    return Fraction(floor(yuan * 100), 100)


def later(day, months):
    """A day past the month's end becomes its last day."""
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def in_order(facts, as_of):
    def status(relief):
        return relief.status or ("approved" if relief.approved_on else "draft")

    known = [r for r in facts.reliefs if status(r) in COUNTS and r.approved_on <= as_of]
    return sorted(known, key=lambda r: (r.approved_on.isoformat(), r.code))


def days_of(lease, order):
    """Each day of the lease with the extension that added it."""
    days, day = [], lease.starts_on
    while day <= lease.ends_on:
        days.append((day, None))
        day += DAY
    months = 0
    for relief in order:
        if relief.kind == "extension":
            months += relief.months
            while day <= later(lease.ends_on + DAY, months) - DAY:
                days.append((day, relief.code))
                day += DAY
    return [(day, by) for day, by in days if lease.ended_on is None or day <= lease.ended_on]


def rent_month(lease, day):
    """The number of a day's rent-month and how many days that has."""
    if lease.billing_anchor == "calendar":
        return day.year * 12 + day.month - 1, monthrange(day.year, day.month)[1]
    j = 0
    while later(lease.starts_on, j + 1) <= day:
        j += 1
    return j, (later(lease.starts_on, j + 1) - later(lease.starts_on, j)).days


def price_on(lease, day):
    price = Fraction(lease.price)
    for step in sorted(lease.steps, key=lambda s: s.from_on):
        if max(step.from_on, lease.starts_on) <= day:
            price = (
                Fraction(step.price)
                if step.price is not None
                else half_up(price * (1 + Fraction(step.percent) / 100), 4)
            )
    return price


def share(lease, day, dim, d):
    """A/d at the price in force on that day, or 0 when rent-free."""
    if (day - lease.starts_on).days < lease.rent_free_days:
        return Fraction(0)
    price, area = price_on(lease, day), Fraction(lease.area)
    if lease.price_unit == "sqm_day":
        D = price * area
        M = {"actual": D * dim, "thirty": D * 30, "year365": D * 365 / 12}[lease.day_count]
    else:
        M = price if lease.price_unit == "month" else price * area
        D = {"actual": M / dim, "thirty": M / 30, "year365": M * 12 / 365}[lease.day_count]
    A = M if d == dim else min(D * d, M)
    return A / d


def scaled(shares, to):
    whole = sum(shares)
    return [s * to / whole for s in shares] if whole else [Fraction(0)] * len(shares)


def lines_of(facts, order):
    """The lines after those reliefs: a list of dicts, with the shares of their days and their calendar months."""
    lease, lines = facts.lease, []
    for (by, number), group in groupby(
        days_of(lease, order), key=lambda entry: (entry[1], rent_month(lease, entry[0])[0])
    ):
        days = [day for day, _ in group]
        dim = rent_month(lease, days[0])[1]
        shares = [share(lease, day, dim, len(days)) for day in days]
        gross = half_up(sum(shares))
        lines.append({"by": by, "block": number // lease.billing_months, "days": days, "gross": gross, "left": gross})
        lines[-1]["shares"] = scaled(shares, gross)
        early = [day.month == days[0].month for day in days]
        lines[-1] |= {"early": early, "reliefs": [], "deferral": None}
        month = gross if all(early) else down(sum(s for s, e in zip(lines[-1]["shares"], early) if e))
        lines[-1]["months"] = [[month, {}], [gross - month, {}]]
    blocks = []
    for line in lines:
        if line["block"] not in blocks:
            blocks.append(line["block"])
            due_on = line["days"][0] + timedelta(days=lease.due_offset_days)
        line |= {"period": len(blocks), "own": due_on}
    for relief in order:
        apply(relief, lease, lines)
    return lines


def apply(relief, lease, lines):
    since, until = relief.starts_on or lease.starts_on, relief.ends_on or lease.ends_on
    cap = relief.cap if relief.cap is None else Fraction(relief.cap)
    for line in lines:
        if relief.kind == "extension":
            if line["by"] == relief.code:
                take(relief.code, line, line["shares"], None)
        elif line["by"] is None and relief.kind in ("deferral", "instalments"):
            if since <= line["days"][0] <= until:
                line["deferral"] = relief
        elif line["by"] is None:
            rate = Fraction(1) if relief.kind == "fixed" else Fraction(relief.percent) / 100
            takes = [s * rate if since <= day <= until else Fraction(0) for s, day in zip(line["shares"], line["days"])]
            allowed = [cap] if cap is not None else []
            if relief.kind == "fixed" and relief.amount is not None:
                allowed.append(Fraction(relief.amount))
            amount = take(relief.code, line, takes, min(allowed) if allowed else None)
            cap = cap - amount if cap is not None else None


def take(code, line, takes, allowed):
    amount = min(half_up(sum(takes)), line["left"])
    if allowed is not None and amount > allowed:
        amount, takes = allowed, [t * allowed / sum(takes) for t in takes]
    line["left"] -= amount
    line["reliefs"].append((code, amount))
    line["shares"] = scaled([s - t for s, t in zip(line["shares"], takes)], line["left"])
    earlier, late = line["months"]
    part = amount
    if not all(line["early"]):
        part = down(sum(t for t, e in zip(takes, line["early"]) if e))
        part = min(max(part, amount - late[0]), earlier[0])
    for month, cut in ((earlier, part), (late, amount - part)):
        month[0] -= cut
        month[1][code] = cut
    return amount


def dues_of(line):
    relief, net, own = line["deferral"], line["left"], line["own"]
    if relief is None:
        return [(own, net)]
    if relief.kind == "deferral":
        return [(max(own, relief.defer_to or later(own, relief.months)), net)]
    each = down(net / relief.parts)
    amounts = [each] * relief.parts
    amounts[-1] = net - sum(amounts[:-1])
    return [(max(own, later(relief.first_due_on, i)), amount) for i, amount in enumerate(amounts)]


def filled(lines, money):
    """What each due is paid, by line and part."""
    dues = [
        [due_on, no, part, amount]
        for no, line in enumerate(lines)
        for part, (due_on, amount) in enumerate(dues_of(line))
    ]
    paid = {}
    for _due_on, no, part, amount in sorted(dues):
        paid[no, part] = min(amount, max(money, 0))
        money -= paid[no, part]
    return paid


def rent_until(facts, day):
    return sum(Fraction(r.amount) for r in facts.receipts if r.kind == "rent" and r.received_on <= day)


def credit_until(facts, day):
    return sum(Fraction(r.amount) for r in facts.refunds if r.relief is None and r.paid_on <= day)


def owed_back(facts, order):
    """What each relief owes back, by line."""
    owed = {}
    for k, relief in enumerate(order):
        if relief.settle_paid == "refund" and relief.kind in ("percent", "fixed"):
            earlier = sum(sum(each.values()) for each in owed.values())
            money = rent_until(facts, relief.approved_on) - earlier - credit_until(facts, relief.approved_on)
            before, after = lines_of(facts, order[:k]), lines_of(facts, order[: k + 1])
            paid = filled(before, money)
            owed[relief.code] = {}
            for no, line in enumerate(before):
                unpaid = line["left"] - sum(amount for (at, _), amount in paid.items() if at == no)
                excess = line["left"] - after[no]["left"] - unpaid
                if excess > 0:
                    owed[relief.code][no + 1] = excess
    return owed


def text(yuan):
    fen = yuan * 100
    assert fen.denominator == 1 if isinstance(fen, Fraction) else True
    return f"{'-' if fen < 0 else ''}{abs(int(fen)) // 100}.{abs(int(fen)) % 100:02d}"


def schedule_json(facts, as_of):
    """The contract's JSON of a lease, and beside it each line's calendar months and what reliefs owe back."""
    order = in_order(facts, as_of)
    lines, owed = lines_of(facts, order), owed_back(facts, order)
    owed_sum = sum(sum(each.values()) for each in owed.values())
    money = rent_until(facts, as_of) - owed_sum - credit_until(facts, as_of)
    paid = filled(lines, money)
    shown, sums = (
        [],
        dict.fromkeys(
            ("gross", "relief", "net", "paid", "outstanding", "due", "overdue", "deferred", "paid_ahead"), Fraction(0)
        ),
    )
    for no, line in enumerate(lines):
        dues = [(due_on, amount, paid[no, part]) for part, (due_on, amount) in enumerate(dues_of(line))]
        got = sum(p for _, _, p in dues)
        figures = {
            "gross": line["gross"],
            "relief": sum((a for _, a in line["reliefs"]), Fraction(0)),
            "net": line["left"],
            "paid": got,
            "outstanding": line["left"] - got,
        }
        for name, amount in figures.items():
            sums[name] += amount
        sums["due"] += sum(a for on, a, _ in dues if on <= as_of)
        sums["overdue"] += sum(a - p for on, a, p in dues if on < as_of)
        sums["paid_ahead"] += sum(p for on, _, p in dues if on > as_of)
        sums["deferred"] += figures["outstanding"] if line["deferral"] else 0
        head = {"no": no + 1, "period": line["period"], "from": str(line["days"][0]), "to": str(line["days"][-1])}
        shown.append(
            head
            | {name: text(amount) for name, amount in figures.items()}
            | {"reliefs": [{"relief": code, "amount": text(a)} for code, a in sorted(line["reliefs"]) if a]}
            | {"dues": [{"due_on": str(on), "amount": text(a), "paid": text(p)} for on, a, p in dues]}
        )
    back = sum(Fraction(r.amount) for r in facts.refunds if r.relief is not None and r.paid_on <= as_of)
    sums |= {
        "credit": money - sums["paid"],
        "refund_due": owed_sum - back,
        "refunded": back + credit_until(facts, as_of),
    }
    json = {
        "lease": facts.lease.code,
        "tenant": facts.lease.tenant,
        "lines": shown,
        "totals": {k: text(v) for k, v in sums.items()},
    }
    return (
        json,
        [months_of(line) for line in lines],
        {code: {no: int(a * 100) for no, a in each.items()} for code, each in owed.items()},
    )


def months_of(line):
    """First day, net and reliefs of each calendar month of a line, in fen."""
    first = [line["days"][0].replace(day=1), line["days"][-1].replace(day=1)]
    found = [
        (day, int(net * 100), {c: int(a * 100) for c, a in cuts.items() if a})
        for day, (net, cuts) in zip(first, line["months"])
    ]
    return found[:1] if all(line["early"]) else found


def shared_days(facts):
    """The pairs of reliefs that exclude each other, by their codes (R6)."""
    lease, order = facts.lease, in_order(facts, date.max)
    own = {day for day, by in days_of(lease, order) if by is None}
    reducing = [r for r in order if r.kind in ("percent", "fixed")]
    reach = {
        r.code: {day for day in own if (r.starts_on or lease.starts_on) <= day <= (r.ends_on or lease.ends_on)}
        for r in reducing
    }
    return [
        (a.code, b.code)
        for i, a in enumerate(reducing)
        for b in reducing[i + 1 :]
        if reach[a.code] & reach[b.code] and (a.policy is None or a.policy != b.policy) and (a.exclusive or b.exclusive)
    ]
