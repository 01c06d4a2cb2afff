"""What is worth a look before a paper is printed: figures that agree, characters and facts that are there."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.kinds import Money, Phone, Tone, Uscc
from incubator_desk.catalog.report import Column
from incubator_desk.reports import fonts
from incubator_desk.reports.made import Made, Table
from incubator_desk.reports.wording import unit_name

_MOST = 8
"""So many remarks are listed one by one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and the paper (from 0) where it is seen first."""

    tone: Tone
    text: str
    paper: int | None = None


def findings(made: Made) -> list[Finding]:
    """What is to be known of a report before it leaves."""
    return [*_sums(made), *_characters(made), *_blanks(made), *_adjusted(made), *_problems(made)]


def warnings(found: Iterable[Finding]) -> list[Finding]:
    """Those that ask for a look."""
    return [each for each in found if each.tone in ("warning", "danger")]


def paper_of(starts: Sequence[int], page: int) -> int:
    """The paper that a page belongs to."""
    return max(0, bisect_right(starts, page) - 1)


def _sums(made: Made) -> Iterator[Finding]:
    """Each column's total, and whether the papers add up to it."""
    if not made.whole.rows:
        yield Finding("warning", _("Nothing falls into this period: there are no rows."))
        return
    for at, column in enumerate(made.columns):
        total = made.whole.totals[at]
        if not column.total or not isinstance(column.kind, Money) or not total:
            continue
        label, amount = translate(column.label), f"{column.kind.show(total)} {unit_name(made)}"
        apart = total - sum((paper.totals[at] or Decimal(0) for paper in made.papers), Decimal(0))
        if len(made.papers) == 1:
            yield Finding("success", _("{column}: {amount} in all").format(column=label, amount=amount))
        elif not apart:
            said = _("{column}: {amount}, the papers agree")
            yield Finding("success", said.format(column=label, amount=amount))
        else:  # each paper is rounded to the unit by itself
            said = _("{column}: {amount} in all; the papers, rounded one by one, differ by {apart}")
            yield Finding("warning", said.format(column=label, amount=amount, apart=column.kind.show(apart)))


def _characters(made: Made) -> Iterator[Finding]:
    """Whether every character has its drawing."""
    met: set[str] = set()
    for at, paper in enumerate(made.papers):
        new = set().union(*_texts(paper)) - met
        met |= new
        if lacking := fonts.missing("".join(new)):
            shown = " ".join(sorted(lacking))
            yield Finding("danger", _("No font has {characters}; 〓 is printed").format(characters=shown), at)
            return
    if rare := sum(len(run) for face, run in fonts.pieces("".join(sorted(met))) if face == fonts.RARE):
        said = translate_many("{count} rare character, drawn whole", "{count} rare characters, drawn whole", rare)
        yield Finding("success", said)
    else:
        yield Finding("success", _("All characters are in the fonts"))


def _texts(paper: Table) -> Iterator[str]:
    yield from (text for pair in paper.facts for text in pair)
    yield from (value for row in paper.rows for value in row if isinstance(value, str))
    yield from (paper.title, *paper.opening, *paper.closing)
    for party in paper.parties:
        yield party.heading
        yield from (text for pair in party.lines for text in pair)


def _blanks(made: Made) -> Iterator[Finding]:
    """Numbers and facts that a reader will look for in vain."""
    count: Counter[str] = Counter()
    first: dict[str, int] = {}
    for at, paper in enumerate(made.papers):
        lacking = [translate(column.label) for column in _lacking(made, paper)]
        lacking += [label for label, text in paper.facts if not text]
        for label in lacking:
            count[label] += 1
            first.setdefault(label, at)
    for label, times in count.items():
        said = translate_many("blank in {count} place", "blank in {count} places", times)
        yield Finding("warning", f"{label}{_(': ')}{said}", first[label])


def _lacking(made: Made, paper: Table) -> Iterator[Column]:
    for at, column in enumerate(made.columns):
        if isinstance(column.kind, Phone | Uscc) and not column.by_hand:
            yield from (column for row in paper.rows if row[at] in (None, ""))


def _adjusted(made: Made) -> Iterator[Finding]:
    if adjusted := sum(len(paper.adjusted) for paper in made.papers):
        said = translate_many(
            "{count} amount moved by one last digit, marked *", "{count} amounts moved by one last digit, marked *",
            adjusted,
        )  # fmt: skip
        yield Finding("info", said)


def _problems(made: Made) -> Iterator[Finding]:
    for problem in made.problems[:_MOST]:
        yield Finding("danger" if problem.severity == "error" else "warning", problem.text())
    if (more := len(made.problems) - _MOST) > 0:
        yield Finding("warning", _("and {count} more").format(count=more))
