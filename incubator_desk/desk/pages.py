"""Which screen stands behind a name: every register, and the few screens of their own."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry
from incubator_desk.catalog.office import Features
from incubator_desk.qtkit.screen import Context, Screen

SECTIONS = {
    "companies": N_("Firms"),
    "support": N_("Support"),
    "services": N_("Services"),
    "reporting": N_("Reporting"),
}
HOME = Entry("companies", N_("Home"), "home", screen="home")
REPORTS = Entry("reporting", N_("Reports"), "chart", screen="reports")
IMPORT = Entry("settings", N_("Import a workbook"), "import", screen="import")


def entries(features: Features) -> list[Entry]:
    """The lines of the navigation in their order: home, sections, then the foot."""
    found = _merged(entry for feature in features for entry in feature.entries)
    sections = [entry for section in SECTIONS for entry in [*found, REPORTS] if entry.section == section]
    return [HOME, *sections, IMPORT, *[entry for entry in found if entry.section == "settings"]]


def _merged(found: Iterable[Entry]) -> list[Entry]:
    """Lines of one name are one line: several features may put their registers behind it."""
    lines: dict[tuple[str, str], Entry] = {}
    for entry in found:
        place = (entry.section, entry.label)
        before = lines.get(place)
        lines[place] = replace(before, registers=before.registers + entry.registers) if before else entry
    return list(lines.values())


def name_of(entry: Entry) -> str:
    """The screen that a line opens."""
    return entry.screen or entry.registers[0]


def entry_of(features: Features, name: str) -> Entry:
    """The line under which a screen stands."""
    under = _UNDER.get(name, name)
    return next((e for e in entries(features) if under == e.screen or under in e.registers), HOME)


def make(context: Context, name: str) -> Screen:
    """The screen of a name."""
    if name in _OWN:
        return _OWN[name](context)
    from incubator_desk.qtkit.registers import RegisterScreen  # much that the home page can do without

    features = context.office.features
    register = features.registers[name]
    siblings = tuple(features.registers[n] for n in entry_of(features, name).registers)
    return RegisterScreen(context, register, siblings)


def _home(context: Context) -> Screen:
    from .home import HomeScreen

    return HomeScreen(context)


def _import(context: Context) -> Screen:
    from .importing import ImportScreen

    return ImportScreen(context)


def _reports(context: Context) -> Screen:
    from .reports import ReportsScreen

    return ReportsScreen(context)


def _schedule(context: Context) -> Screen:
    from incubator_desk.features.rent.screen import ScheduleScreen

    return ScheduleScreen(context)


def _apply(context: Context) -> Screen:
    from incubator_desk.features.rent.screen.apply.applying import ApplyScreen

    return ApplyScreen(context)


def _receive(context: Context) -> Screen:
    from incubator_desk.features.rent.screen.money.receiving import ReceiveScreen

    return ReceiveScreen(context)


def _owed(context: Context) -> Screen:
    from incubator_desk.features.rent.screen.money.owed import OwedScreen

    return OwedScreen(context)


def _ending(context: Context) -> Screen:
    from incubator_desk.features.rent.screen.ends.ending import EndingScreen

    return EndingScreen(context)


def _passing_on(context: Context) -> Screen:
    from incubator_desk.features.rent.screen.passing_on import PassingOnScreen

    return PassingOnScreen(context)


def _claim(context: Context) -> Screen:
    from incubator_desk.features.vouchers.screen.claim.page import ClaimScreen

    return ClaimScreen(context)


def _issue(context: Context) -> Screen:
    from incubator_desk.features.vouchers.screen.issue.issuing import IssueScreen

    return IssueScreen(context)


def _mentoring(context: Context) -> Screen:
    from incubator_desk.features.mentoring.screen.calendar.screen import CalendarScreen

    return CalendarScreen(context)


def _periods(context: Context) -> Screen:
    from incubator_desk.features.returns.screen.periods.screen import PeriodScreen

    return PeriodScreen(context)


def _zone(context: Context) -> Screen:
    from incubator_desk.features.returns.screen.zone import ZoneScreen

    return ZoneScreen(context)


_UNDER = {
    "schedule": "reliefs",
    "apply": "reliefs",
    "receive": "receipts",
    "owed": "refunds",
    "ending": "leases",
    "passing_on": "upstream_grants",
    "claim": "voucher_claims",
    "issue": "vouchers",
}
"""Screens of their own that stand under a register's line of the navigation."""
_OWN: dict[str, Callable[[Context], Screen]] = {
    "home": _home,
    "import": _import,
    "reports": _reports,
    "schedule": _schedule,
    "apply": _apply,
    "receive": _receive,
    "owed": _owed,
    "ending": _ending,
    "passing_on": _passing_on,
    "claim": _claim,
    "issue": _issue,
    "mentoring": _mentoring,
    "periods": _periods,
    "zone": _zone,
}
