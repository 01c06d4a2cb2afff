"""Runs as a process of its own: builds, merges or closes for ever, telling what is done, until it is killed."""

import os
import sys
from datetime import date
from pathlib import Path

from packages import package

from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.service import closing, zone
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def build(folder: str) -> None:
    """The same package again and again, each time with other figures."""
    papers = {"reports/large.pdf": b"%PDF" * 500_000}
    made = [package(figure=figure, papers=papers) for figure in (1, 2)]
    tell("ready")
    while True:
        for each in made:
            each.write(Path(folder))
            tell("built")


def merge(folder: str, place: str) -> None:
    """A lot of packages in one step, then the next lot."""
    office = Office(open_database(place, create=True), FEATURES, Actor("王敏", ""))
    park.found(office)
    tell("ready")
    for lot in sorted(Path(folder).iterdir()):
        zone.merge(office, sorted(lot.iterdir()), date(2020, 4, 6))
        tell("merged")


def close(place: str) -> None:
    """A period closed and reopened for ever."""
    office = Office(open_database(place), FEATURES, Actor("王敏", ""))
    park.found(office)
    period, today = Period.parse("2020-02"), date(2020, 4, 6)
    tell("ready")
    while True:
        closing.close(office, period, today)
        tell("closed")
        closing.reopen(office, period, "再来", today)
        tell("reopened")


if __name__ == "__main__":
    {"build": build, "merge": merge, "close": close}[sys.argv[1]](*sys.argv[2:])
