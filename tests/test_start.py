"""The set-up script: what it refuses, what it finds missing, and that a second run does nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
import start

START = Path(start.__file__)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_pythons_that_qt_supports_are_taken(version: tuple[int, int]) -> None:
    assert start.refused(version) is None


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14)])
def test_other_pythons_are_refused_saying_which_do(version: tuple[int, int]) -> None:
    refusal = start.refused(version)
    assert refusal == f"Incubator Desk runs on Python 3.11, 3.12 and 3.13; this is {version[0]}.{version[1]}."


def test_an_unknown_command_is_not_understood() -> None:
    done = subprocess.run([sys.executable, START, "nonsense"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "start.py test" in done.stderr


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose packages are never installed for real: pip's calls are written down."""
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "constraints.txt").write_text("")
    python = tmp_path / ".venv" / "bin" / "python"
    monkeypatch.setattr(start, "HERE", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", python)
    monkeypatch.setattr(start, "CONSTRAINTS", tmp_path / "constraints.txt")
    monkeypatch.setattr(start, "missing_system_packages", lambda _: [])
    monkeypatch.setattr(start, "usable_venv", python.exists)

    def run(*command: object, **_: object) -> None:
        with (tmp_path / "calls").open("a") as calls:
            print(*command, file=calls)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(start, "run", run)
    return tmp_path


def calls(checkout: Path) -> list[str]:
    """What was run since the last look."""
    written = checkout / "calls"
    lines = written.read_text().splitlines() if written.exists() else []
    written.unlink(missing_ok=True)
    return lines


def test_a_second_run_does_no_set_up_work(checkout: Path) -> None:
    start.set_up()
    venv, pip, compiled = calls(checkout)
    assert " -m venv " in venv
    assert " -m pip install " in pip
    assert " -m compileall " in compiled
    start.set_up()
    assert calls(checkout) == []


def test_the_test_tools_are_added_once_and_serve_all_commands(checkout: Path) -> None:
    start.set_up()
    calls(checkout)
    start.set_up("test")
    assert calls(checkout)[-2].endswith("[test]")
    start.set_up("test")
    start.set_up()
    assert calls(checkout) == []


@pytest.mark.parametrize("file", ["pyproject.toml", "constraints.txt"])
def test_changed_dependencies_are_installed(checkout: Path, file: str) -> None:
    start.set_up("test")
    calls(checkout)
    (checkout / file).write_text("# changed")
    start.set_up("test")
    assert any(" pip install " in line for line in calls(checkout))


def test_a_failed_installation_is_tried_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*command: object, **_: object) -> None:
        raise subprocess.CalledProcessError(1, [str(part) for part in command])

    with monkeypatch.context() as broken:
        broken.setattr(start, "run", fail)
        with pytest.raises(subprocess.CalledProcessError):
            start.set_up()
    start.set_up()
    assert any(" pip install " in line for line in calls(checkout))


def test_a_library_that_is_not_there_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"\t{library} (libc6,x86-64) => /lib/{library}" for library in start.QT_LIBRARIES.values()]
    lines = [line.replace("libEGL.so.1 ", "libEGL_other.so.1 ") for line in lines]
    monkeypatch.setattr(start, "output", lambda *_: "\n".join(lines))
    assert start.missing_system_packages() == ["libegl1"]


def test_a_set_up_to_build_serves_the_desk_and_not_the_tests(checkout: Path) -> None:
    start.set_up("build")
    assert calls(checkout)[-2].endswith("[build]")
    start.set_up()
    assert calls(checkout) == []
    start.set_up("test")
    assert calls(checkout)[-2].endswith("[test]")


def test_debian_s_python_is_asked_for_its_library_only_to_build(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"\t{library} (libc6,x86-64) => /lib/{library}" for library in start.QT_LIBRARIES.values()]
    monkeypatch.setattr(start, "output", lambda *_: "\n".join(lines))
    monkeypatch.setattr(start, "installed", lambda _: True)
    monkeypatch.setattr(start.sysconfig, "get_config_var", lambda _: "missing")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    assert start.missing_system_packages() == []
    assert start.missing_system_packages("build") == ["libpython{}.{}".format(*sys.version_info)]
    monkeypatch.setattr(sys, "base_prefix", "/usr/local")
    assert start.missing_system_packages("build") == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Debian's way")
def test_without_root_the_command_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stopped:
        start.install_system_packages(["libegl1", "libgl1"])
    assert stopped.value.code == 1
    assert "  sudo apt-get install --no-install-recommends libegl1 libgl1\n" in capsys.readouterr().err
