"""Makes what can be handed out: a folder that runs on a machine without Python, and an installer of it.

python3 build_installer.py [--out FOLDER] [--quick]

On Debian and its relatives the installer is a .deb; on Windows it is Inno Setup's, where that is installed. Both are
for systems like the one they are made on, and newer. What was there under FOLDER (else dist) is replaced.
With --quick the .deb is not compressed: sooner made, to try it.
"""

from __future__ import annotations  # a Python too old for the rest shall still say so

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import start

INSTALLER = start.HERE / ".ci" / "installer"
sys.path.insert(0, str(INSTALLER.parent))
from installer.system import EVERYWHERE, RARE  # noqa: E402 - found only now

NAME = "incubator-desk"
HOME = Path("opt", NAME)
"""Where the package puts the folder."""

CONTROL = """Package: {name}
Version: {version}
Section: misc
Priority: optional
Architecture: {architecture}
Maintainer: The Incubator Desk maintainers <maintainers@incubator-desk.invalid>
Installed-Size: {size}
Depends: {depends}
Recommends: libcups2
Description: desk of a technology business incubator
 Companies, premises, leases, rent with its reductions, deferrals, receipts and
 refunds; every sheet and paper comes out of what was entered once. In Chinese
 and English, without a network.
"""

WINDOWS_STEPS = """What is left for a person:
  1. {compiled}
  2. Sign the programs and the installer with your certificate (signtool sign /fd sha256 …); Windows warns otherwise.
  3. Install it on a machine without Python, open the demo, print a paper, remove it again.
This script was never tried on Windows: watch step 3 closely."""


def main() -> int:
    """Build; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=start.HERE / "dist", metavar="FOLDER")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    out: Path = asked.out.resolve()
    if refusal := start.refused(sys.version_info[:2]):
        print(refusal, file=sys.stderr)
        return 1
    try:
        start.set_up("build")
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".building-", dir=out) as work:
            build(out, Path(work), quick=asked.quick)
    except subprocess.CalledProcessError as failed:
        print(f"The build stopped: “{' '.join(failed.cmd)}” failed.", file=sys.stderr)
        return 1
    except OSError as failed:
        print(f"The build stopped: {failed}.", file=sys.stderr)
        return 1
    return 0


def build(out: Path, work: Path, *, quick: bool = False) -> None:
    """Make the folder and the installer, beginning in a folder for work, and say what came of it."""
    start.run(start.PYTHON, INSTALLER / "icons.py", work / "icons")
    folder = frozen(work)
    if sys.platform.startswith("linux"):
        strip(folder)
    package = debian_package(folder, work, quick=quick) if shutil.which("dpkg-deb") else None
    told(replaced(folder, out))
    if package:
        told(replaced(package, out))
    if os.name == "nt":
        windows_setup(out, work / "icons" / "desk.ico")


def version() -> str:
    """The program's version, read without running it."""
    text = (start.HERE / "incubator_desk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "(.+)"', text)
    assert found
    return found[1]


def frozen(work: Path) -> Path:
    """The folder as PyInstaller makes it."""
    print("Building the folder …", flush=True)
    options = ("--noconfirm", "--log-level", "ERROR", "--distpath", work / "made", "--workpath", work / "parts")
    named = {**os.environ, "DESK_ICON": str(work / "icons" / "desk.ico")}
    start.run(start.PYTHON, "-m", "PyInstaller", *options, INSTALLER / "desk.spec", env=named)
    return work / "made" / NAME


def strip(folder: Path) -> None:
    """Take out of Python's libraries and SQLite's what only debuggers read: tens of megabytes."""
    found = [
        *folder.glob("lib/libpython3*"),
        *folder.glob("lib/python3*/lib-dynload/*.so"),
        *folder.glob("lib/sqlcipher3/*.so"),
    ]
    start.run("strip", "--strip-unneeded", *found)


def replaced(made: Path, out: Path) -> Path:
    """Move what was made to its place, which it takes from an older one; gives the place."""
    place = out / made.name
    if place.is_dir():
        place.rename(made.parent / "older")
    return made.replace(place)


def told(made: Path) -> None:
    """Say what was made and how large it is."""
    print(f"{made}: {size(made) / 1024 / 1024:.0f} MB")


def size(made: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    files = made.rglob("*") if made.is_dir() else [made]
    return sum(file.lstat().st_size for file in files if not file.is_dir() or file.is_symlink())


def debian_package(folder: Path, work: Path, *, quick: bool) -> Path:
    """The .deb: the folder under /opt, its name on the path, its entry in the menu."""
    print("Packing the .deb …", flush=True)
    tree, shared = work / "tree", work / "tree" / "usr" / "share"
    shutil.copytree(folder, tree / HOME, symlinks=True, ignore=lambda _, names: RARE.intersection(names))
    link = tree / "usr" / "bin" / NAME
    link.parent.mkdir(parents=True)
    link.symlink_to(Path("..", "..") / HOME / NAME)
    put(INSTALLER / f"{NAME}.desktop", shared / "applications")
    for icon in (work / "icons").glob("*.png"):
        put(icon, shared / "icons" / "hicolor" / f"{icon.stem}x{icon.stem}" / "apps", f"{NAME}.png")
    put(
        start.HERE / "resources" / "icons" / "mark.svg",
        shared / "icons" / "hicolor" / "scalable" / "apps",
        f"{NAME}.svg",
    )
    put(INSTALLER / "NOTICE.txt", shared / "doc" / NAME, "copyright")
    architecture = start.output("dpkg", "--print-architecture").strip()
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(tree, architecture), encoding="utf-8")
    for path in [tree, *tree.rglob("*")]:  # as dpkg wants them, whatever this machine's habits are
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    package = work / f"{NAME}_{version()}_{architecture}.deb"
    # Half the time of the usual thoroughness for a tenth more; older systems cannot read what is quicker still.
    pressed = ["-Znone"] if quick else ["-Zxz", "-z2"]
    start.run("dpkg-deb", "--root-owner-group", *pressed, "--build", tree, package, stdout=subprocess.DEVNULL)
    return package


def put(file: Path, folder: Path, name: str | None = None) -> None:
    """Copy a file into a folder of the package."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / (name or file.name))


def control(tree: Path, architecture: str) -> str:
    """What dpkg has to know of the package."""
    depends = [f"libc6 (>= {libc_of(tree)})", *sorted({*start.QT_LIBRARIES, *EVERYWHERE})]
    return CONTROL.format(
        name=NAME, version=version(), architecture=architecture, size=size(tree) // 1024, depends=", ".join(depends)
    )


def libc_of(tree: Path) -> str:
    """The newest version of the C library that anything in the tree asks for."""
    asked = {
        tuple(int(part) for part in found.split(b"."))
        for path in tree.rglob("*")
        if path.is_file() and not path.is_symlink()
        for found in re.findall(rb"\0GLIBC_(\d+\.\d+)(?:\.\d+)?(?=\0)", programmed(path))
    }
    return ".".join(str(part) for part in max(asked))


def programmed(path: Path) -> bytes:
    """The content of a program or library; of any other file nothing."""
    content = path.read_bytes()
    return content if content.startswith(b"\x7fELF") else b""


def windows_setup(out: Path, icon: Path) -> None:
    """Compile the installer with Inno Setup where that is there, and say what is left to do."""
    compiler = shutil.which("ISCC") or shutil.which("ISCC", path=r"C:\Program Files (x86)\Inno Setup 6")
    script = INSTALLER / "windows.iss"
    compiled = "The installer was not made: install Inno Setup 6, then run this script again."
    if compiler:
        defined = (f"/DVersion={version()}", f"/DFolder={out / NAME}", f"/DIcon={icon}", f"/O{out}")
        start.run(compiler, "/Q", *defined, script)
        compiled = f"The installer is made: {out / f'{NAME}-{version()}-setup.exe'}; nothing to do here."
    print(WINDOWS_STEPS.format(compiled=compiled))


if __name__ == "__main__":
    sys.exit(main())
