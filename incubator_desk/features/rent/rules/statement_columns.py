"""Which column of a bank statement holds what: by its headings, or by what stands in it."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, permutations

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import normal

from .statement_words import Role, incoming, role_of

Columns = dict[Role, list[int]]
_DAY = re.compile(r"\d{4}(?:[-/.]|年)\d{1,2}(?:[-/.]|月)\d{1,2}日?(?:[T\s].*)?|(?:19|20)\d{6}(?:[T\s].*|\d{6})?")
_MONEY = re.compile(r"[-+−]?(?:[¥￥]\s*)?(?:\d{1,3}(?:,\d{3})+|\d{1,8})(?:\.\d{1,2})?元?|[-+−]?\d+\.\d{1,2}")
_NUMBERED = re.compile(r"(?=.*\d)[A-Za-z0-9-]{6,}")
_FIRM = re.compile(r"公司|团队|工作室|中心|事务所|研究院|厂|店|社|Ltd|Inc|Co\.", re.IGNORECASE)
_BLANK = {"", "-", "--", "—", "/"}
_MOST = 0.8
"""So large a part of a column's cells decides what it holds."""
UNCLEAR = N_("It is not clear which column holds the money received. Copy the row of headings too.")
NO_DAYS = N_("No column holds dates and none is named so. Copy the statement's rows with their dates.")


def named(headings: Sequence[str]) -> Columns:
    """The columns by their headings; where several hold the same, the better named first."""
    found: dict[Role, list[tuple[int, int]]] = {}
    for at, cell in enumerate(headings):
        if role := role_of(cell):
            found.setdefault(role[0], []).append((role[1], at))
    return {
        role: [at for _rank, at in (sorted(places) if role != "remark" else places)] for role, places in found.items()
    }


def guessed(rows: Sequence[Sequence[str]]) -> Columns:
    """The columns by what stands in them; refused where two readings are possible."""
    table = _Table(rows)
    days = [at for at in table.all if table.mostly(at, _DAY)]
    if not days:
        raise Refused(Problem("statement_columns", NO_DAYS))
    ways = [at for at in table.all if at not in days and table.says_which_way(at)]
    money = [at for at in table.all if at not in (*days, *ways) and table.mostly(at, _MONEY) and not table.counts(at)]
    texts = [at for at in table.all if at not in (*days, *ways, *money) and not table.counts(at)]
    numbers = [at for at in texts if table.mostly(at, _NUMBERED)]
    words = [at for at in texts if at not in numbers]
    payer = max(words, key=lambda at: (table.share(at, _FIRM), -at), default=None)
    rest = [at for at in words if at != payer]
    return {
        "day": days[:1],
        "direction": ways[:1],
        "payer": [] if payer is None else [payer],
        "reference": numbers,
        "remark": rest,
        **_money_columns(table, money, told=bool(ways)),
    }


def _money_columns(table: "_Table", money: list[int], *, told: bool) -> Columns:
    """Which column is the amount, or which two are credit and debit; the running balance tells them apart."""
    if told or len(money) == 1:
        return {"amount": money[:1]}
    signed = [at for at in money if any(value < 0 for value in table.values(at))]
    if len(money) == 2 and len(signed) == 1:
        return {"amount": signed}
    found: list[Columns] = []
    if len(money) == 2:
        found = [{"amount": [a]} for a, balance in permutations(money) if table.runs(a, None, balance)]
    elif len(money) == 3:
        found = [{"credit": [c], "debit": [d]} for c, d, balance in permutations(money) if table.runs(c, d, balance)]
    if len(found) != 1:
        raise Refused(Problem("statement_columns", UNCLEAR))
    return found[0]


class _Table:
    """The cells of a block by column."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        wide = max((len(row) for row in rows), default=0)
        self._cells = [[normal(row[at]) if at < len(row) else "" for row in rows] for at in range(wide)]
        self.all = [at for at in range(wide) if self._filled(at)]

    def _filled(self, at: int) -> list[str]:
        return [cell for cell in self._cells[at] if cell not in _BLANK]

    def mostly(self, at: int, form: re.Pattern[str]) -> bool:
        """Whether most cells of a column have a form."""
        cells = self._filled(at)
        return sum(form.fullmatch(cell) is not None for cell in cells) >= _MOST * len(cells)

    def share(self, at: int, words: re.Pattern[str]) -> float:
        """In what part of a column's cells words stand."""
        cells = self._filled(at)
        return sum(words.search(cell) is not None for cell in cells) / len(cells)

    def says_which_way(self, at: int) -> bool:
        """Whether a column says for each row whether money came in."""
        return all(incoming(cell) is not None for cell in self._filled(at))

    def counts(self, at: int) -> bool:
        """Whether a column numbers the rows."""
        cells = self._filled(at)
        if len(cells) < 2 or not all(cell.isdigit() for cell in cells):
            return False
        numbers = [int(cell) for cell in cells]
        return all(after - before == 1 for before, after in pairwise(numbers))

    def values(self, at: int) -> list[int]:
        """A column of money in fen; blanks are nothing."""
        return [int(_plain(cell).scaleb(2)) for cell in self._cells[at]]

    def runs(self, credit: int, debit: int | None, balance: int) -> bool:
        """Whether a column is the balance after what the others say, from the first row on or from the last."""
        came, there = self.values(credit), self.values(balance)
        went = self.values(debit) if debit is not None else [0] * len(came)
        if len(there) < 2 or any(a and b for a, b in zip(came, went, strict=True)):
            return False
        moved = [a - b for a, b in zip(came, went, strict=True)]
        return _adds_up(there, moved) or _adds_up(there[::-1], moved[::-1])


def _adds_up(balance: Sequence[int], moved: Sequence[int]) -> bool:
    return all(after - before == change for (before, after), change in zip(pairwise(balance), moved[1:], strict=True))


def _plain(cell: str) -> Decimal:
    """An amount without its separators and signs of currency; what is not one counts as nothing."""
    if not _MONEY.fullmatch(cell):
        return Decimal(0)
    return Decimal("".join(c for c in cell.replace("−", "-") if c in "-.0123456789"))
