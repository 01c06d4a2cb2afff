"""Features: what one part of the product adds to the desk, the console and the reports."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem
from incubator_desk.base.periods import Period
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from .flow import Flow
from .kinds import Kind, Tone
from .register import Computed, Register
from .report import Report

Section = Literal["companies", "support", "services", "reporting", "settings"]


@dataclass(frozen=True)
class Entry:
    """A line of the navigation: one register or several behind tabs, or a screen of its own."""

    section: Section
    label: str
    icon: str
    registers: tuple[str, ...] = ()
    screen: str | None = None
    wanted: Callable[[Session, Actor], bool] = lambda _session, _actor: True
    """Whether the line is shown with what is in the database; the palette leads there all the same."""


@dataclass(frozen=True)
class Tab:
    """Records of one register shown in the panel of another's record."""

    on: str
    label: str
    shows: str
    of: Callable[[str], Select[str]]
    """The uids shown, given the uid of the record."""


@dataclass(frozen=True)
class Extract:
    """A table of figures that belong to a record, worked out when it is looked at: a tab of its panel."""

    on: str
    """The register."""
    label: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Callable[[Session, Actor, str, date], Sequence[Sequence[Any]]]
    """The values of its rows, given the uid of the record and today; None is a blank."""
    totals: tuple[int, ...] = ()
    """The columns that are added up at the foot."""


@dataclass(frozen=True)
class Happening:
    """An entry in a record's timeline."""

    on: date
    text: str
    icon: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Reminder:
    """What needs attention on the home page, with the place where it is mended."""

    group: Literal["money", "approval", "ending", "service"]
    text: str
    concerning: str
    tone: Tone
    icon: str
    amount: Decimal | None
    due: date | None
    next_step: str
    register: str
    uid: str | None = None
    """The record to open; None opens the register."""
    screen: str | None = None
    """The screen where it is mended, where that is not the register's own."""
    narrowed: Mapping[str, Any] = field(default_factory=dict)
    """Values (by attribute) to which the register's list is narrowed; several of one attribute as a frozenset."""


@dataclass(frozen=True)
class Ahead:
    """What falls on a day to come, in a few words for a strip of days, with the screen that shows it."""

    on: date
    text: str
    tone: Tone
    screen: str


@dataclass(frozen=True)
class Figure:
    """A figure of the home page."""

    label: str
    text: str
    unit: str = ""
    note: str = ""
    tone: Tone | None = None
    register: str | None = None


@dataclass(frozen=True)
class Command:
    """An action on one record, carried out as one undoable step; a button of its panel, with its key."""

    name: str
    label: str
    on: str
    """The register whose records it works on."""
    run: Callable[[Step, Register, Record, date], None]
    """Given the step, the register, the record and today."""
    fits: Callable[[Mapping[str, Any]], bool] = lambda _: True
    """Whether it makes sense for a record with these values."""
    key: str = ""
    icon: str = "check"
    asks_reason: bool = False
    """Whether a reason and a day are asked for first; ``run`` finds them as the step's reason and as today."""


@dataclass(frozen=True)
class Way:
    """A button that leads from a register to a screen of its own: above the list, or from one record."""

    on: str
    """The register."""
    label: str
    icon: str
    screen: str
    key: str = ""
    of_record: bool = False
    """Whether it stands in the panel of a record and opens the screen with it."""
    hands: Callable[[Session, Actor, str, date], tuple[str, Any]] | None = None
    """What the screen finds in the window's memory, and under which name, given the uid of the record and today:
    of a screen that shows something else than records, or that opens at a place within one."""
    leads: Callable[[Session, Actor, str, date], tuple[str, str]] | None = None
    """The screen and the record that it leads to, given the uid of the record and today, where that depends on it."""


@dataclass(frozen=True)
class Parameter:
    """A rate, cap, term or threshold that rules look up by date; people edit its values."""

    name: str
    label: str
    unit: str
    value: Decimal
    """The value that a new database starts with."""
    since: date
    source: str
    """The document it comes from."""


@dataclass(frozen=True)
class Feature:
    """All that the rest of the product sees of a feature."""

    name: str
    registers: tuple[Register, ...] = ()
    entries: tuple[Entry, ...] = ()
    reports: Callable[[], Sequence[Report]] = tuple
    """Its reports, listed when they are first asked for: the window opens without them."""
    reports_over: Callable[[Report], Report] = lambda report: report
    """What it lays over the reports of all features: a closed period shows what was frozen."""
    answers: Mapping[str, Callable[[Session, Actor, Period], dict[str, Any]]] = field(default_factory=dict)
    """What the console answers for a period, by name; of a closed period it is what was answered then."""
    commands: tuple[Command, ...] = ()
    ways: tuple[Way, ...] = ()
    guards: tuple[tuple[str, Callable[[Step, set[str]], Iterable[Problem]]], ...] = ()
    """Checks on registers of features below (by name), as :attr:`.Register.checks` are on a register's own."""
    flows: tuple[Flow, ...] = ()
    tabs: tuple[Tab, ...] = ()
    extracts: tuple[Extract, ...] = ()
    columns: tuple[tuple[str, Computed], ...] = ()
    """Computed columns, each with the name of the register it stands in."""
    timeline: Callable[[Session, str, str], Sequence[Happening]] = lambda _session, _register, _uid: ()
    reminders: Callable[[Session, Actor, date], Sequence[Reminder]] = lambda _session, _actor, _day: ()
    ahead: Callable[[Session, Actor, date, date], Sequence[Ahead]] = lambda _session, _actor, _first, _last: ()
    """What falls on the days from one to another."""
    figures: Callable[[Session, Actor, date], Sequence[Figure]] = lambda _session, _actor, _day: ()
    rests_on: Callable[[Session, Mapping[str, set[str]]], set[str]] = lambda *_: set()
    """What figures rest on some records (uids by table): uids that :attr:`past` takes, as those of leases."""
    past: Callable[[Session, Actor, set[str], date], Mapping[tuple[str, ...], Decimal]] = lambda *_: {}
    """The figures of the past of these: words that name each, and its amount."""
    invariants: Callable[[Session], Sequence[Any]] = lambda _session: ()
    """Problems that ``check`` finds in what is stored."""
    parameters: tuple[Parameter, ...] = ()
