"""Sets Incubator Desk up on a fresh machine and starts it; needs Python alone.

    python3 start.py            the desk on the demo data (without a display: its pictures and papers)
    python3 start.py test       every check and test
    python3 start.py setup      the set-up alone
    python3 start.py bench      the benchmarks, as a table of ratios
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CONSTRAINTS = HERE / ".ci" / "constraints.txt"
DEMO = HERE / "build" / "demo"
SUPPORTED = ((3, 11), (3, 13))

# Debian package and a file or program that shows it is there.
QT_LIBRARIES = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libopengl0": "libOpenGL.so.0",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libdbus-1-3": "libdbus-1.so.3",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
}
TEST_PROGRAMS = {
    "postgresql": "postgres",
    "libreoffice-calc-nogui": "soffice",
    "poppler-utils": "pdftotext",
    "git": "git",
}


def main() -> int:
    """Do what the command line asks; gives the exit status."""
    command, *rest = sys.argv[1:] or ["demo"]
    commands = {"demo": demo, "test": test, "setup": lambda _: 0, "bench": bench}
    if command not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        print("Python {}.{} to {}.{} is needed; this is {}.{}.".format(*SUPPORTED[0], *SUPPORTED[1], *sys.version_info))
        return 1
    try:
        set_up(with_tests=command in ("test", "bench"))
    except subprocess.CalledProcessError as failed:
        print(f"The set-up stopped: {' '.join(map(str, failed.cmd))} failed ({failed.returncode}).", file=sys.stderr)
        return 1
    return commands[command](rest)


def set_up(*, with_tests: bool) -> None:
    """Bring the machine and ``.venv`` to what is needed; nothing is done where it is there already."""
    if sys.platform.startswith("linux"):
        install_system_packages(missing_system_packages(with_tests=with_tests))
    wanted = fingerprint()
    stamps = [VENV / "ready-test"] if with_tests else [VENV / "ready", VENV / "ready-test"]
    if any(stamp.exists() and stamp.read_text() == wanted for stamp in stamps):
        return
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", VENV)
    extra = "[test]" if with_tests else ""
    run(PYTHON, "-m", "pip", "install", "--quiet", "--constraint", CONSTRAINTS, "--editable", f"{HERE}{extra}")
    stamps[0].write_text(wanted)


def fingerprint() -> str:
    """Changes where the dependencies, this file or the interpreter change."""
    parts = [(HERE / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), sys.version.encode()]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def missing_system_packages(*, with_tests: bool) -> list[str]:
    """The Debian packages that are not installed; none on other systems."""
    if not shutil.which("apt-get"):
        return []
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    missing = [package for package, library in QT_LIBRARIES.items() if library not in known]
    if not PYTHON.exists() and not has_venv():
        missing.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if with_tests:
        missing += [package for package, program in TEST_PROGRAMS.items() if not found(program)]
    return missing


def has_venv() -> bool:
    """Whether this Python can make a virtual environment with pip (Debian splits that off)."""
    return subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0


def found(program: str) -> bool:
    """Whether a program is installed; PostgreSQL's server is not on the path."""
    return bool(shutil.which(program) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise say what to install and stop."""
    if not packages:
        return
    if os.geteuid() != 0:
        print("Some system packages are missing. Please run this, then start again:", file=sys.stderr)
        print(f"  sudo apt-get install --yes --no-install-recommends {' '.join(packages)}", file=sys.stderr)
        raise SystemExit(1)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(packages)} …", flush=True)
    run("apt-get", "update", "-qq", env=quiet)
    run("apt-get", "install", "--yes", "-qq", "--no-install-recommends", *packages, env=quiet, stdout=subprocess.DEVNULL)


def run(*command: object, **options: object) -> None:
    """Run a command; a failure ends the set-up."""
    subprocess.run([str(part) for part in command], check=True, **options)  # type: ignore[call-overload]


def demo(arguments: list[str]) -> int:
    """Open the desk on the demo data; without a display leave its pictures and papers instead."""
    database = DEMO / "demo.desk"
    desk = [str(PYTHON), "-m", "incubator_desk", "--db", str(database)]
    if has_display():
        if not database.exists():
            made = subprocess.run([*desk, "demo", "--out", str(DEMO)], cwd=HERE, check=False).returncode
            if made:
                return made
        return subprocess.run([*desk, *arguments], cwd=HERE, check=False).returncode
    shutil.rmtree(DEMO, ignore_errors=True)
    return subprocess.run([*desk, *arguments, "demo", "--out", str(DEMO)], cwd=HERE, check=False).returncode


def has_display() -> bool:
    """Whether a window can be shown."""
    return os.name == "nt" or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments: list[str]) -> int:
    """Every check, then every test; with arguments only pytest with them."""
    checks = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
    ]
    pytest = [[str(PYTHON), "-m", "pytest", *(arguments or ["-n", "2", "-q"])]]
    commands = pytest if arguments else [[str(BIN / name), *rest] for name, *rest in checks] + pytest
    failed = []
    for command in commands:
        print(f"$ {Path(command[0]).name} {' '.join(command[1:])}", flush=True)
        if subprocess.run(command, cwd=HERE, check=False).returncode:
            failed.append(Path(command[0]).name)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """The benchmarks."""
    return subprocess.run([str(PYTHON), "-m", "incubator_desk.bench", *arguments], cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
