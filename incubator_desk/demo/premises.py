"""The four buildings of the demo park, and which of their rooms are let when."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import NamedTuple

from .rows import Row, row


class _Floor(NamedTuple):
    """A floor: how many rooms of about which size, and whose they are."""

    building: str
    number: int
    rooms: int
    area: int
    ownership: str
    landlord: str


_OWN = ("own", "青岚科创孵化器有限公司")
_STATE = ("state", "青岚高新区国有资产经营有限公司")
_COLLECTIVE = ("collective", "湖湾村股份经济合作社")
_PRIVATE = ("private", "青岚联桥置业有限公司")
_FLOORS = (
    *(_Floor("A", number, 10, 54, *_OWN) for number in (1, 2, 3, 4)),
    *(_Floor("B", number, 8, 112, *_STATE) for number in (1, 2, 3, 4, 5)),
    *(_Floor("C", number, 7, 92, *_STATE) for number in (1, 2, 3)),
    *(_Floor("C", number, 7, 92, *_PRIVATE) for number in (4, 5)),
    *(_Floor("D", number, 5, 215, *_COLLECTIVE) for number in (1, 2)),
    *(_Floor("D", number, 5, 190, *_PRIVATE) for number in (3, 4)),
)
HEAD_LEASE = "H-0001"
"""By it the park rents the state-owned floors of building C."""
HALL = "A-101"
"""The makerspace: teams rent desks in it, each so many square metres."""
_SET = {HALL: "320.00", "B-202": "186.40", "B-401": "158.60", "C-301": "86.40", "C-302": "120.50"}


def premises() -> list[Row]:
    """All rooms, floor by floor."""
    rng = Random("premises")
    return [made for floor in _FLOORS for made in _rooms(floor, rng)]


def _rooms(floor: _Floor, rng: Random) -> Iterator[Row]:
    for number in range(1, floor.rooms + 1):
        room = f"{floor.number}{number:02}"
        code = f"{floor.building}-{room}"
        drawn = Decimal(rng.randrange(floor.area * 6, floor.area * 14)) / 10
        yield row(
            "premises",
            code=code,
            building=f"{floor.building} 栋",
            floor=str(floor.number),
            room=room,
            area_sqm=Decimal(_SET.get(code, f"{drawn:.2f}")),
            ownership=floor.ownership,
            landlord=floor.landlord,
            head_lease_code=HEAD_LEASE if (floor.building, floor.ownership) == ("C", "state") else None,
        )


class Occupancy:
    """Which rooms are let when: it hands out the free ones."""

    def __init__(self, rooms: list[Row], kept: set[str]) -> None:
        """``kept`` are the codes of rooms that are given only by name."""
        self._rooms = {room["code"]: room for room in rooms}
        self._kept = kept | {HALL}
        self._let: defaultdict[str, list[tuple[date, date]]] = defaultdict(list)

    def nearest(self, first: date, last: date, wanted: Decimal, building: str = "") -> Row:
        """The room free on all those days whose area comes nearest to what is wanted; in a building if one is named."""
        free = [
            room
            for code, room in self._rooms.items()
            if code not in self._kept and code.startswith(building) and self._is_free(code, first, last)
        ]
        room = min(free, key=lambda room: (abs(room["area_sqm"] - wanted), room["code"]))
        return self.named(room["code"], first, last)

    def named(self, code: str, first: date, last: date) -> Row:
        """That very room, let from then on."""
        self._let[code].append((first, last))
        return self._rooms[code]

    def _is_free(self, code: str, first: date, last: date) -> bool:
        return all(until < first or last < since for since, until in self._let[code])
