"""What a build carries: the program, what it needs of its libraries, and nothing else."""

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path, PurePath
from pkgutil import iter_modules

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PyInstaller.depend.bindepend import get_imports
from reportlab.graphics import barcode

from .system import EVERYWHERE, RARE

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("zh_CN", "en")

Entry = tuple[str, str, str]
"""A file of the build: where it goes, where it comes from, what PyInstaller takes it for."""

QT_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qjpeg", "qsvg"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platforms": {"qoffscreen", "qwayland-egl", "qwayland-generic", "qwindows", "qxcb"},
    "printsupport": {"cupsprintersupport"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "wayland-shell-integration": {"xdg-shell"},
}
"""By folder, the plug-ins of Qt that a desk of windows without OpenGL, network or QML calls for."""

_STANDARD_UNUSED = [
    "curses", "distutils", "doctest", "ensurepip", "idlelib", "lib2to3", "pdb", "pydoc", "pydoc_data", "readline",
    "sqlite3", "test", "tkinter", "turtledemo", "unittest", "venv", "xmlrpc",
]  # fmt: skip
_LIBRARIES_UNUSED = [
    "PIL.AvifImagePlugin", "PIL.ImageCms", "PIL.ImageQt", "PIL.ImageTk", "PIL.WebPImagePlugin", "PIL._avif",
    "PIL._imagingcms", "PIL._imagingft", "PIL._imagingtk", "PIL._webp",
    "PySide6.QtDBus",
    "alembic.testing", "icalendar.tests", "incubator_desk.bench", "mako.ext",
    "lxml.builder", "lxml.cssselect", "lxml.doctestcompare", "lxml.html", "lxml.isoschematron", "lxml.objectify",
    "lxml.sax", "lxml.usedoctest",
    "reportlab.graphics.testdrawings", "reportlab.graphics.testshapes",
    "sqlalchemy.testing",
]  # fmt: skip


def unused() -> list[str]:
    """The modules to leave out: of libraries that we do not stand on, all, whatever else is installed here."""
    foreign = set(metadata.packages_distributions()) - modules()
    return [*_STANDARD_UNUSED, *_LIBRARIES_UNUSED, *sorted(foreign)]


def unseen() -> list[str]:
    """What is imported by a name that is made up: reportlab's package of codes takes all its kinds at once, and
    Python takes the time zones from tzdata where the system has none.
    """
    codes = [f"{barcode.__name__}.{each.name}" for each in iter_modules(barcode.__path__) if each.name != "test"]
    return [*codes, "tzdata"]


def modules() -> set[str]:
    """The modules of the program and of the libraries that it stands on, by their first name."""
    needed = distributions()
    owned = metadata.packages_distributions().items()
    found = {module for module, owners in owned if any(canonicalize_name(owner) in needed for owner in owners)}
    return found | {"incubator_desk"}


def distributions() -> set[str]:
    """The libraries that the program runs on, by name, and those that they run on in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = {canonicalize_name(project["name"])}
    waiting = [Requirement(text) for text in project["dependencies"]]
    while waiting:
        wanted = waiting.pop()
        found.add(canonicalize_name(wanted.name))
        for text in metadata.requires(wanted.name) or []:
            further = Requirement(text)
            asked = any(further.marker is None or further.marker.evaluate({"extra": e}) for e in wanted.extras or {""})
            if asked and canonicalize_name(further.name) not in found:
                waiting.append(further)
    return found


def data() -> list[tuple[str, str]]:
    """The files beside the code: resources, the schema's revisions, the licences of all that is carried."""
    migrations = Path("incubator_desk", "store", "migrations")
    files = [path for path in (ROOT / "resources").rglob("*") if path.is_file() and path.suffix != ".po"]
    files += [ROOT / migrations / "env.py", *(ROOT / migrations / "versions").glob("*.py")]
    pairs = [(path, path.relative_to(ROOT).parent) for path in files]
    pairs += [(ROOT / "LICENSE", Path("licenses")), (ROOT / ".ci" / "installer" / "NOTICE.txt", Path("licenses"))]
    pairs += [(path, Path("licenses", name)) for name in distributions() for path in _licences(name)]
    return [(str(path), str(folder)) for path, folder in pairs]


def _licences(distribution: str) -> Iterator[Path]:
    for file in metadata.files(distribution) or []:
        if ".dist-info" in file.parts[0] and re.match(r"(?i)licen[cs]e|copying|notice|authors", file.name):
            yield Path(str(file.locate()))


def wanted_data(entries: list[Entry], binaries: list[Entry]) -> list[Entry]:
    """The files without Qt's texts in languages that the desk does not speak, and without links to nothing."""
    texts = {f"qtbase_{language}.qm" for language in LANGUAGES}
    spoken = [entry for entry in entries if not entry[0].endswith(".qm") or PurePath(entry[0]).name in texts]
    there = {entry[0] for entry in [*binaries, *spoken]}
    return [entry for entry in spoken if entry[2] != "SYMLINK" or _target(entry) in there]


def _target(link: Entry) -> str:
    """Where a link leads to, in the build."""
    return os.path.normpath(Path(link[0]).parent / link[1])


def wanted_binaries(entries: list[Entry]) -> list[Entry]:
    """The libraries without plug-ins that nothing calls for, on Linux without what these alone had needed."""
    called_for = [entry for entry in entries if _plugin(entry) is None or _called_for(entry)]
    return _needed(called_for) if sys.platform.startswith("linux") else called_for


def _plugin(entry: Entry) -> str | None:
    """The kind of plug-in of Qt that a file is; None for any other file."""
    parts = PurePath(entry[0]).parts
    return parts[parts.index("plugins") + 1] if "PySide6" in parts and "plugins" in parts else None


def _called_for(plugin: Entry) -> bool:
    name = PurePath(plugin[0]).stem.removeprefix("lib")
    return name in QT_PLUGINS.get(_plugin(plugin) or "", ())


def _needed(entries: list[Entry]) -> list[Entry]:
    """What is loaded by its name, and what that is linked to, where it is not the system's to bring."""
    by_name = [entry for entry in entries if _loaded_by_name(entry)]
    needed = _reached(by_name)
    needed_beside_qt = _reached([entry for entry in by_name if "PySide6" not in PurePath(entry[0]).parts])
    return [
        entry
        for entry in entries
        if os.path.realpath(entry[1]) in needed
        and not _of_the_system(entry, os.path.realpath(entry[1]) in needed_beside_qt)
    ]


def _loaded_by_name(entry: Entry) -> bool:
    """Whether Python or Qt loads the file itself: a module, a plug-in, a library that a package opens."""
    place, _source, kind = entry
    folder = PurePath(place).parts[0]
    beside = kind == "BINARY" and folder not in {place, "PySide6", "shiboken6"} and not folder.endswith(".libs")
    return kind == "EXTENSION" or _plugin(entry) is not None or place.startswith("libpython") or beside


def _reached(entries: list[Entry]) -> set[str]:
    """These files and all that they are linked to, one through the other."""
    found: set[str] = set()
    waiting = [os.path.realpath(entry[1]) for entry in entries]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [os.path.realpath(path) for _name, path in get_imports(file) if path]
    return found


def _of_the_system(entry: Entry, needed_beside_qt: bool) -> bool:
    """Whether the system's own copy serves: what is everywhere, and what Qt's window needs of a desktop."""
    place, source, _kind = entry
    if not source.startswith(("/lib", "/usr/lib")) or "/" in place or place.startswith("libpython"):
        return False
    return place in EVERYWHERE.values() or not (needed_beside_qt or place in RARE)
