"""Sets Incubator Desk up on a fresh machine and starts it; needs Python alone.

python3 start.py            the desk on the demo data (without a display: its pictures and papers)
python3 start.py test       every check and test; with arguments pytest alone, given them
python3 start.py setup      the set-up alone
python3 start.py bench      the benchmarks, as a table of ratios
"""

from __future__ import annotations  # a Python too old for the rest shall still say so

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CONSTRAINTS = HERE / ".ci" / "constraints.txt"
DEMO = HERE / "build" / "demo"

# Ours begin at 3.11; the wheels of the pinned Qt end at 3.13.
SUPPORTED = ((3, 11), (3, 12), (3, 13))

# By Debian package, what Qt's off-screen, X11 and Wayland platforms load and its wheel does not bring.
QT_LIBRARIES = {
    "libdbus-1-3": "libdbus-1.so.3",
    "libegl1": "libEGL.so.1",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libgl1": "libGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxkbcommon0": "libxkbcommon.so.0",
}
# By Debian package, a program of it that a build calls; then those that the tests call.
BUILD_PROGRAMS = {"binutils": "objcopy"}
TEST_PROGRAMS = {
    "libreoffice-calc-nogui": "soffice",
    "poppler-utils": "pdftotext",
    "postgresql": "initdb",
}
# By the set-up asked for, the file in ``.venv`` that says it is there; each has all of those before it.
STAMPS = {"": "ready", "build": "ready-to-build", "test": "ready-for-tests"}


def main() -> int:
    """Do what the command line asks; gives the exit status."""
    command, *rest = sys.argv[1:] or ["demo"]
    commands = {"demo": demo, "test": test, "setup": lambda _: 0, "bench": bench}
    if command not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    if refusal := refused(sys.version_info[:2]):
        print(refusal, file=sys.stderr)
        return 1
    try:
        set_up("test" if command == "test" else "")
    except subprocess.CalledProcessError as failed:
        print(f"The set-up stopped: “{' '.join(failed.cmd)}” failed.", file=sys.stderr)
        return 1
    return commands[command](rest)


def refused(version: tuple[int, ...]) -> str | None:
    """Why this version of Python will not do, and which will; None where it does."""
    if version in SUPPORTED:
        return None
    *some, last = [".".join(map(str, each)) for each in SUPPORTED]
    return f"Incubator Desk runs on Python {', '.join(some)} and {last}; this is {'.'.join(map(str, version))}."


def set_up(extra: str = "") -> None:
    """Bring the machine and ``.venv`` to what is needed; nothing is done where it is there already."""
    if sys.platform.startswith("linux") and shutil.which("apt-get"):
        install_system_packages(missing_system_packages(extra))
    wanted = fingerprint()
    enough = [VENV / stamp for stamp in list(STAMPS.values())[list(STAMPS).index(extra) :]]
    if PYTHON.exists() and any(stamp.exists() and stamp.read_text() == wanted for stamp in enough):
        return
    print("Installing the Python packages into .venv …", flush=True)
    if not usable_venv():
        run(sys.executable, "-m", "venv", "--clear", VENV)
    project = f"{HERE}[{extra}]" if extra else HERE
    run(PYTHON, "-m", "pip", "install", "--quiet", "--constraint", CONSTRAINTS, "--editable", project)
    # An editable package is compiled as it is first used, on some machines at each start: do it once, here.
    run(PYTHON, "-m", "compileall", "-q", HERE / "incubator_desk")
    enough[0].write_text(wanted)


def fingerprint() -> str:
    """What ``.venv`` was made from: it changes with the dependencies, the interpreter and the place."""
    parts = [(HERE / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), sys.version.encode(), bytes(VENV)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def usable_venv() -> bool:
    """Whether ``.venv`` is whole, here, and of this version of Python."""
    facts = f"import pip, sys; print(sys.version_info[:2] == {sys.version_info[:2]}, sys.prefix)"
    return PYTHON.exists() and output(PYTHON, "-c", facts).strip() == f"True {VENV}"


def missing_system_packages(extra: str = "") -> list[str]:
    """The Debian packages whose libraries and programs are not there, however they would have come."""
    known = output("/sbin/ldconfig", "-p")
    missing = [package for package, library in QT_LIBRARIES.items() if f"\t{library} " not in known]
    if not PYTHON.exists() and not output(sys.executable, "-c", "import ensurepip; print(ensurepip.version())"):
        missing.append("python{}.{}-venv".format(*sys.version_info))
    if extra:
        missing += [package for package, program in BUILD_PROGRAMS.items() if not installed(program)]
        missing += missing_python_library()
    if extra == "test":
        missing += [package for package, program in TEST_PROGRAMS.items() if not installed(program)]
    return sorted(missing)


def missing_python_library() -> list[str]:
    """The Debian package of Python as a library, which a build carries; Debian's own Python does without it."""
    library = Path(*(str(sysconfig.get_config_var(name)) for name in ("LIBDIR", "INSTSONAME")))
    there = library.exists() or sys.base_prefix != "/usr"
    return [] if there else ["libpython{}.{}".format(*sys.version_info)]


def installed(program: str) -> bool:
    """Whether a program is there; Debian keeps PostgreSQL's server off the path."""
    return bool(shutil.which(program) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise say what to install and stop."""
    if not packages:
        return
    if os.geteuid() != 0:
        print("Some system packages are missing. Run this, then start again:", file=sys.stderr)
        print(f"  sudo apt-get install --no-install-recommends {' '.join(packages)}", file=sys.stderr)
        raise SystemExit(1)
    print(f"Installing {', '.join(packages)} …", flush=True)
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "install", "--yes", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0")
    run("apt-get", "update", "-qq")
    run(*install, *packages, env=unattended, stdout=subprocess.DEVNULL)


def demo(arguments: list[str]) -> int:
    """Open the desk on the demo data; without a display leave its pictures and papers instead."""
    desk = [PYTHON, "-m", "incubator_desk", "--db", DEMO / "demo.desk", *arguments]
    if has_display() and (DEMO / "demo.desk").exists():
        return status(*desk)
    shutil.rmtree(DEMO, ignore_errors=True)
    if filled := status(*desk, "demo", "--out", DEMO):
        shutil.rmtree(DEMO, ignore_errors=True)
        return filled
    return status(*desk) if has_display() else 0


def has_display() -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments: list[str]) -> int:
    """Every check, then every test, all of them even if one fails; with arguments pytest alone."""
    pytest = [PYTHON, "-m", "pytest"]
    if arguments:
        return status(*pytest, *arguments)
    steps: list[list[object]] = [
        [PYTHON, "-m", "ruff", "check"],
        [PYTHON, "-m", "ruff", "format", "--check"],
        [PYTHON, "-m", "mypy"],
        [BIN / "lint-imports"],
        [*pytest, "-n", "2"],
    ]
    failed = 0
    for step in steps:
        print("$", *step, flush=True)
        failed |= bool(status(*step))
    return failed


def bench(arguments: list[str]) -> int:
    """The benchmarks."""
    return status(PYTHON, "-m", "incubator_desk.bench", *arguments)


def run(*command: object, **options: object) -> None:
    """Run a step of the set-up, which ends where the step fails."""
    subprocess.run([str(part) for part in command], check=True, **options)  # type: ignore[call-overload]


def status(*command: object) -> int:
    """Run a program of ours in the checkout; gives its exit status."""
    return subprocess.run([str(part) for part in command], cwd=HERE, check=False).returncode


def output(*command: object) -> str:
    """What a program prints; nothing where it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
