"""The navigation at the left, from what the features declare."""

from incubator_desk.base.i18n import translate
from incubator_desk.catalog.feature import Entry
from incubator_desk.catalog.office import Features
from incubator_desk.qtkit.navlist import Line, NavList

from .pages import HOME, SECTIONS, entries, name_of


def navigation(features: Features) -> NavList:
    """Home, the sections that have something, and the foot."""
    known = entries(features)
    groups = [("", [_line(HOME)])]
    for section, label in SECTIONS.items():
        mine = [_line(entry) for entry in known if entry.section == section and entry is not HOME]
        if mine:
            groups.append((translate(label), mine))
    return NavList(groups, [_line(entry) for entry in known if entry.section == "settings"])


def _line(entry: Entry) -> Line:
    return Line(name_of(entry), translate(entry.label), entry.icon)
