"""What is handed out: it is built and installed, runs where there is no Python, and carries nothing unused."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]
from installer import contents

import build_installer
import start

pytestmark = pytest.mark.skipif(not start.installed("dpkg-deb"), reason="dpkg is not there: no package can be made")

QT = {
    "Core", "DBus", "Gui", "Network", "OpenGL", "PrintSupport", "Svg", "WaylandClient", "WaylandEglClientHwIntegration",
    "Widgets", "XcbQpa",
}  # fmt: skip
LARGEST = 220
"""Megabytes of the folder; who adds something large should notice."""


@pytest.mark.long
def test_the_package_installs_runs_without_python_and_carries_nothing_unused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    with built() as made, installed(next(made.glob("*.deb")), made / "unpacked") as root:
        assert build_installer.size(made / "incubator-desk") < LARGEST * 1024 * 1024
        nothing_unused(root / "opt" / "incubator-desk")
        in_the_menu(root)
        desk = Desk(root / "usr" / "bin" / "incubator-desk", tmp_path)
        opens_the_demo(desk, tmp_path / "out")
        papers_have_our_fonts(desk, tmp_path / "out")
        if start.installed("initdb"):
            desk.runs("init", place=request.getfixturevalue("postgres_url"))


@contextmanager
def built() -> Iterator[Path]:
    """A folder with what the build makes: half a gigabyte, which is not kept as other tests' files are."""
    with TemporaryDirectory() as folder:
        (work := Path(folder, "work")).mkdir()
        build_installer.build(Path(folder), work, quick=True)
        shutil.rmtree(work)
        yield Path(folder)


@contextmanager
def installed(package: Path, beside: Path) -> Iterator[Path]:
    """The root of a system with the package: this one's, where we may, else a folder that it is unpacked into."""
    there = subprocess.run(["dpkg", "-s", "incubator-desk"], capture_output=True, check=False).returncode == 0
    if os.geteuid() != 0 or there:
        subprocess.run(["dpkg-deb", "-x", package, beside], check=True)
        yield beside
        return
    try:
        subprocess.run(["dpkg", "-i", package], check=True, capture_output=True)
        yield Path("/")
    finally:
        subprocess.run(["dpkg", "-r", "incubator-desk"], check=True, capture_output=True)
    assert not Path("/opt/incubator-desk").exists()


class Desk:
    """The installed program in an environment that has no other: nothing on the path, nothing of Python's."""

    def __init__(self, program: Path, tmp_path: Path) -> None:
        self.program = program
        (tmp_path / "nothing").mkdir()
        self.environment = {"HOME": str(tmp_path), "PATH": str(tmp_path / "nothing"), "LANG": "C.UTF-8"}
        self.place = str(tmp_path / "park.desk")

    def runs(self, *arguments: object, place: str | None = None) -> str:
        """What it prints to a command that it carries out."""
        command = [str(part) for part in (self.program, "--db", place or self.place, *arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def opens_the_demo(desk: Desk, out: Path) -> None:
    """The demo's pictures are there, in both languages; then the window opens on it, and the file is whole."""
    left = {Path(line) for line in desk.runs("demo", "--out", out).splitlines()}
    assert left == {path for path in out.rglob("*") if path.is_file()}
    homes = [QImage(str(out / language / "home.png")) for language in contents.LANGUAGES]
    for home in homes:
        assert (home.width(), home.height()) == (1600, 1000)
        assert len({home.pixel(x, y) for x in range(0, 1600, 7) for y in range(0, 1000, 7)}) > 50
    assert homes[0] != homes[1]
    desk.runs("--exit-when-ready")
    assert json.loads(desk.runs("check", "--json"))["problems"] == []


def papers_have_our_fonts(desk: Desk, out: Path) -> None:
    """Every paper of the demo has our fonts embedded, and its Chinese is text."""
    reports = {report["name"] for report in json.loads(desk.runs("report", "list", "--json"))["reports"]}
    papers = sorted(out.rglob("*.pdf"))
    assert {paper.stem for paper in papers} >= reports
    for paper in papers:
        fonts = subprocess.run(["pdffonts", paper], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
        assert fonts, paper
        for font in fonts:
            assert re.match(r"[A-Z]{6}\+(NotoSansSC|HanaMin)\S* .* yes +yes +yes ", font), (paper, font)
    ledger = subprocess.run(
        ["pdftotext", out / "zh_CN" / "relief_ledger.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "减免" in ledger


def in_the_menu(root: Path) -> None:
    """The menu has an entry, which names a program and an icon that are there."""
    entry = (root / "usr/share/applications/incubator-desk.desktop").read_text()
    assert "\nExec=incubator-desk\n" in entry
    assert "\nIcon=incubator-desk\n" in entry
    for size in (16, 48, 256):
        icon = QImage(str(root / f"usr/share/icons/hicolor/{size}x{size}/apps/incubator-desk.png"))
        assert (icon.width(), icon.height()) == (size, size)
        assert icon.pixelColor(size // 2, size // 8).name() == "#1b5cb8"
        assert icon.pixelColor(0, 0).alpha() < 50  # the corners are round


def nothing_unused(folder: Path) -> None:
    """Only the desk, the libraries that it stands on, and of Qt what it loads."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(folder / "incubator-desk"))
    modules = set(archive.open_embedded_archive("PYZ.pyz").toc)
    foreign = {name.split(".")[0] for name in modules} - contents.modules() - sys.stdlib_module_names
    assert {name for name in foreign if not name.startswith(("_pyi", "pyi", "_sysconfigdata"))} == set()
    assert {"incubator_desk.bench", "tkinter", "unittest", "sqlite3"} & modules == set()
    files = [path.relative_to(folder / "lib") for path in folder.rglob("lib/**/*") if path.is_file()]
    assert {path.name for path in files if path.suffix == ".qm"} == {"qtbase_en.qm", "qtbase_zh_CN.qm"}
    of_qt = {found[1] for path in files if (found := re.match(r"libQt6(\w+)\.so", path.name))}
    assert of_qt - QT == set()
    assert not [path for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    assert not [path for path in files if re.search(r"qml|quick|webengine|(^|/)tests?/", str(path), re.IGNORECASE)]
    folders = {
        path.parts[0] for path in files if len(path.parts) > 1 and not path.parts[0].endswith((".libs", ".dist-info"))
    }
    assert folders - contents.modules() - {"resources", "licenses", "python{}.{}".format(*sys.version_info)} == set()
    for needed in (
        "fonts/HanaMin-Rare.ttf",
        "guide/pictures/home-zh.png",
        "locale/zh_CN/LC_MESSAGES/incubator_desk.mo",
    ):
        assert (folder / "lib" / "resources" / needed).is_file()
    assert (folder / "lib" / "licenses" / "psycopg").is_dir()


def test_no_library_is_carried_that_is_only_for_tests_or_builds() -> None:
    needed = contents.distributions()
    assert {"pyside6-essentials", "shiboken6", "psycopg-binary", "mako", "pillow", "incubator-desk"} <= needed
    assert {"cryptography", "cffi", "keyring"} <= needed
    assert {"pytest", "hypothesis", "babel", "pygments", "pyinstaller", "packaging", "setuptools"} & needed == set()
    assert {"pytest", "_pytest", "pygments", "setuptools", "babel"} <= set(contents.unused())


def test_the_package_asks_for_what_qt_needs_and_for_a_c_library_as_new_as_the_build(tmp_path: Path) -> None:
    (tmp_path / "old.so").write_bytes(b"\x7fELF...\0GLIBC_2.2.5\0GLIBC_2.9\0")
    (tmp_path / "new.so").write_bytes(b"\x7fELF...\0GLIBC_2.31\0GLIBC_PRIVATE\0")
    (tmp_path / "text").write_bytes(b"\0GLIBC_2.99\0")
    fields = dict(
        line.split(": ", 1) for line in build_installer.control(tmp_path, "arm64").splitlines() if line[0] != " "
    )
    depends = fields["Depends"].split(", ")
    assert depends[0] == "libc6 (>= 2.31)"
    assert set(start.QT_LIBRARIES) < set(depends)
    assert (fields["Architecture"], fields["Version"]) == ("arm64", build_installer.version())


def test_programs_that_the_desk_opens_load_the_system_s_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    first = str(ROOT / ".ci" / "installer" / "environment.py")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/incubator-desk/lib")
    runpy.run_path(first)
    assert "LD_LIBRARY_PATH" not in os.environ
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/incubator-desk/lib:/own")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/own")
    runpy.run_path(first)
    assert os.environ["LD_LIBRARY_PATH"] == "/own"


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(start, "set_up", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["build_installer.py", "--out", str(tmp_path / "file")])
    assert build_installer.main() == 1
    assert "The build stopped: " in capsys.readouterr().err


def test_on_windows_what_is_left_for_a_person_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    run: list[str] = []
    monkeypatch.setattr(start, "run", lambda *command: run.extend(str(part) for part in command))
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    build_installer.windows_setup(tmp_path, tmp_path / "desk.ico")
    assert run == []
    said = capsys.readouterr().out
    assert "install Inno Setup 6" in said
    assert "never tried on Windows" in said
    monkeypatch.setattr(shutil, "which", lambda *_, **__: "ISCC.exe")
    build_installer.windows_setup(tmp_path, tmp_path / "desk.ico")
    assert run[0] == "ISCC.exe"
    assert run[-1].endswith("windows.iss")
    script = Path(run[-1]).read_text(encoding="utf-8-sig")
    assert {f"/D{name}" for name in re.findall(r"\{#(\w+)\}", script)} == {
        part.split("=")[0] for part in run if "=" in part
    }
    assert "nothing to do here" in capsys.readouterr().out
