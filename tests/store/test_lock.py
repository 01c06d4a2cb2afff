"""One process per database file, and no lock that outlives its holder."""

import subprocess
import sys
from pathlib import Path

import pytest

from incubator_desk.base.errors import Refused
from incubator_desk.store.lock import hold, holder, window_name

HOLD = """
import sys, pathlib
from incubator_desk.base.errors import Refused
from incubator_desk.store.lock import hold
try:
    with hold(pathlib.Path(sys.argv[1]), float(sys.argv[2])):
        print("held", flush=True)
        sys.stdin.read()
except Refused as refused:
    print(refused.problems[0].text(), flush=True)
"""


def start(path: Path, timeout: float = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, path, str(timeout)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_a_second_process_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "园区.db"
    with hold(path), start(path) as other:
        answer, _ = other.communicate()
    who = holder(path)
    assert who
    assert str(who.pid) in answer
    assert who.host in answer


def test_a_killed_holder_blocks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with start(path) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Refused, match="in_use"), hold(path):
            pass
        other.kill()
    with hold(path):
        pass


def test_one_of_many_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    racers = [start(path) for _ in range(6)]
    answers = [racer.stdout.readline() for racer in racers]
    for racer in racers:
        racer.communicate()
    assert sum(answer == "held\n" for answer in answers) == 1


def test_waiting_for_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with hold(path):
        other = start(path, 20)
    assert other.stdout.readline() == "held\n"
    other.communicate()


def test_a_process_may_hold_a_file_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with hold(path):
        with hold(tmp_path / "." / "a.db"):
            pass
        with start(path) as other:
            assert "held" not in other.communicate()[0]


def test_a_window_is_named_by_its_file(tmp_path: Path) -> None:
    assert window_name(tmp_path / "a.db") == window_name(tmp_path / "x" / ".." / "a.db")
    assert window_name(tmp_path / "a.db") != window_name(tmp_path / "b.db")
    assert len(window_name(tmp_path)) < 60  # a socket's path has little room
