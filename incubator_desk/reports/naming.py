"""Names for the files of many papers, by a pattern that people write."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Formatter

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.filenames import numbered, safe_name
from incubator_desk.base.i18n import N_

PLACES = ("report", "tenant", "code", "period")
"""What a pattern may name in braces."""
PATTERN = "{report} {tenant} {period}"


def checked(pattern: str) -> str:
    """The pattern, or the usual one where it is blank; refused where it names something else."""
    try:
        names = [(name, spec or conversion) for _, name, spec, conversion in Formatter().parse(pattern)]
    except ValueError:
        names = [("{", None)]
    wrong = [name for name, more in names if name is not None and (more or name not in PLACES)]
    if wrong:
        message = N_("“{name}” cannot be filled in. A file name may have {places}.")
        values = {"name": wrong[0], "places": " ".join(f"{{{place}}}" for place in PLACES)}
        raise Refused(Problem("unknown_placeholder", message, values, Where(column="pattern")))
    return pattern if pattern.strip() else PATTERN


def names(pattern: str, papers: Sequence[Mapping[str, str]], suffix: str) -> list[str]:
    """A name for each paper, from what fills the pattern's places; no two are the same on any system.

    Of those that would be the same, each has its code added where the pattern leaves it out.
    """
    coded = "{code}" in pattern
    wanted = [pattern.format_map(paper) for paper in papers]
    often = Counter(map(_same, wanted))
    taken: set[str] = set()
    found = []
    for text, paper in zip(wanted, papers, strict=True):
        full = f"{text} {paper['code']}" if often[_same(text)] > 1 and not coded else text
        place = Path(safe_name(f"{' '.join(full.split())}.{suffix}"))
        name = next(each.name for each in numbered(place) if _same(each.name) not in taken)
        taken.add(_same(name))
        found.append(name)
    return found


def _same(name: str) -> str:
    """The name as systems compare it that do not tell capitals."""
    return safe_name(name).casefold()
