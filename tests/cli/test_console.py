"""The console as other programs see it: statuses, one JSON document, problems in one line, nothing half-written."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from incubator_desk.catalog.attaching import attach_files
from incubator_desk.cli.main import main
from incubator_desk.features.tenants.model import Tenant


def run(
    *arguments: object, env: dict[str, str] | None = None, stdout: object = subprocess.PIPE
) -> subprocess.CompletedProcess:
    """The console in a process of its own, in a locale that knows no Chinese."""
    bare = {name: value for name, value in os.environ.items() if name not in ("LANG", "PYTHONIOENCODING", "PYTHONUTF8")}
    return subprocess.run(
        [sys.executable, "-m", "incubator_desk", *map(str, arguments)],
        env={**bare, "LC_ALL": "C", **(env or {})}, stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8", check=False,
    )  # fmt: skip


def told(*arguments: object, status: int = 0) -> dict:
    """The one JSON document of a command that ends with a status."""
    done = run(*arguments, "--json")
    assert done.returncode == status, done.stdout + done.stderr
    assert not done.stderr
    assert done.stdout.count("\n") == 1
    answer = json.loads(done.stdout)
    for problem in answer["problems"]:
        assert set(problem) == {"code", "severity", "where", "message"}
        assert set(problem["where"]) <= {"file", "sheet", "row", "column"}
    assert any(p["severity"] == "error" for p in answer["problems"]) == (status != 0)
    return answer


def codes(answer: dict) -> list[str]:
    return [problem["code"] for problem in answer["problems"]]


def workbook(path: Path, sheets: dict[str, tuple]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one lease, made by the console."""
    folder = tmp_path_factory.mktemp("ready")
    database = folder / "park.desk"
    told("--db", database, "init", "--operator", "青岛示范孵化器", "--zone", "QD")
    filled = workbook(folder / "in.xlsx", {
        "tenants": (("code", "name", "kind"), ("T1", "甲", "team")),
        "leases": (
            ("code", "tenant_code", "price", "price_unit", "starts_on", "ends_on"),
            ("L2", "T1", 100, "month", "2020-01-01", "2020-02-29"),
            ("L10", "T1", 6507, "month", "2020-02-01", "2020-03-31"),
        ),
        "reliefs": (
            ("code", "lease_code", "kind", "percent", "starts_on", "ends_on", "approved_on"),
            ("R1", "L10", "percent", "50%", "2020-02-01", "2020-02-29", "2020-02-10"),
        ),
    })  # fmt: skip
    answer = told("--db", database, "import", filled)
    assert answer["sheets"]["leases"] == {"added": 2, "updated": 0, "unchanged": 0, "deleted": 0}
    return database


def test_init_is_repeatable_and_sets_what_is_given(tmp_path: Path) -> None:
    database = tmp_path / "new" / "park.desk"
    assert told("init", "--db", database)["operator"] == ""
    assert told("--db", database, "init", "--operator", "甲")["operator"] == "甲"
    assert told("--db", database, "init", "--zone", "ZF")["operator"] == "甲"
    assert told("--db", database, "init")["zone_code"] == "ZF"


def test_init_with_a_wrong_credit_code_makes_nothing(tmp_path: Path) -> None:
    answer = told("--db", tmp_path / "park.desk", "init", "--uscc", "913701006697011222", status=1)
    assert codes(answer) == ["bad_uscc"]
    assert answer["problems"][0]["where"] == {"column": "uscc"}
    assert not (tmp_path / "park.desk").exists()


@pytest.mark.parametrize(
    "line",
    ["frobnicate", "--colour", "rent", "rent schedule --as-of 2020-2-1", "rent schedule --as-of 2020-02-30",
     "report nothing --period 2020 --format csv --out x.csv", "report relief_ledger --period 2020-13 --format csv --out x",
     "report relief_ledger --period 2020-Q5 --format csv --out x", "report relief_ledger --period 2020 --format doc --out x",
     "report relief_ledger", "export", "import a.xlsx b.xlsx", "--lang fr check", "template --bogus x", "check --lan en"],
)  # fmt: skip
def test_what_cannot_be_understood_is_status_2(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(None, None, ["--db", "none.desk", *line.split(), "--json"]) == 2  # type: ignore[arg-type]
    out, err = capsys.readouterr()
    assert [problem["severity"] for problem in json.loads(out)["problems"]] == ["error"]
    assert not err
    assert main(None, None, ["--db", "none.desk", *line.split()]) == 2  # type: ignore[arg-type]
    assert capsys.readouterr().err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "line",
    ["check", "export out.xlsx", "import in.xlsx", "rent schedule", "backup out.db", "import in.xlsx --dry-run"],
)
def test_a_missing_database_is_named_and_not_made(line: str, tmp_path: Path) -> None:
    database = tmp_path / "none.desk"
    done = run("--db", database, *line.split(), "--lang", "en")
    assert done.returncode == 1
    assert not done.stdout
    assert done.stderr.count("\n") == 1
    assert str(database) in done.stderr
    assert "init" in done.stderr
    assert not list(tmp_path.glob("none*"))


def test_rent_schedules_as_the_contract_has_them(ready: Path) -> None:
    answer = told("--db", ready, "rent", "schedule", "--as-of", "2020-03-31")
    assert answer["as_of"] == "2020-03-31"
    assert [lease["lease"] for lease in answer["leases"]] == ["L10", "L2"]
    first = answer["leases"][0]["lines"][0]
    assert first == {
        "no": 1, "period": 1, "from": "2020-02-01", "to": "2020-02-29", "gross": "6507.00", "relief": "3253.50",
        "net": "3253.50", "paid": "0.00", "outstanding": "3253.50", "reliefs": [{"relief": "R1", "amount": "3253.50"}],
        "dues": [{"due_on": "2020-02-01", "amount": "3253.50", "paid": "0.00"}],
    }  # fmt: skip
    only = told("--db", ready, "rent", "schedule", "--lease", "Ｌ2 ", "--as-of", "2020-03-31")
    assert [lease["lease"] for lease in only["leases"]] == ["L2"]
    assert codes(told("--db", ready, "rent", "schedule", "--lease", "L7", status=1)) == ["unknown_lease"]


def test_people_read_tables_in_their_language_whatever_the_locale(ready: Path) -> None:
    english = run("--db", ready, "--lang", "zh_CN", "rent", "schedule", "--as-of", "2020-03-31", "--lang", "en")
    chinese = run("--db", ready, "rent", "schedule", "--lang", "zh_CN")
    assert "Outstanding" in english.stdout
    assert "减免" in chinese.stdout
    assert "3253.50" in chinese.stdout


def test_the_general_options_stand_before_or_after_the_command(ready: Path) -> None:
    before = run("--json", "--lang", "en", "--db", ready, "report", "list")
    after = run("report", "list", "--db", ready, "--lang", "en", "--json")
    assert before.stdout == after.stdout
    assert {"name", "zh", "en"} == set(json.loads(after.stdout)["reports"][0])
    assert "relief_ledger" in [report["name"] for report in json.loads(after.stdout)["reports"]]


def test_an_import_with_an_error_names_the_cell_and_changes_nothing(ready: Path, tmp_path: Path) -> None:
    bad = workbook(
        tmp_path / "坏.xlsx",
        {
            "receipts": (
                ("code", "lease_code", "received_on", "amount"),
                ("S1", "L2", "2020-01-05", 100),
                ("S2", "L2", "tomorrow", 100),
            )
        },
    )
    answer = told("--db", ready, "import", bad, status=1)
    assert answer["sheets"] == {}
    assert answer["problems"][0]["where"] == {"file": "坏.xlsx", "sheet": "receipts", "row": 3, "column": "received_on"}
    line = run("--db", ready, "import", bad, "--lang", "zh_CN").stderr
    assert "坏.xlsx receipts" in line
    assert "received_on" in line
    told("--db", ready, "export", tmp_path / "out.xlsx")
    assert load_workbook(tmp_path / "out.xlsx")["receipts"].max_row == 1


def test_a_dry_run_changes_nothing_and_an_unknown_mapping_is_refused(ready: Path, tmp_path: Path) -> None:
    more = workbook(tmp_path / "more.xlsx", {"tenants": (("code", "name", "kind"), ("T2", "乙", "team"))})
    assert told("--db", ready, "import", more, "--dry-run")["sheets"]["tenants"]["added"] == 1
    assert told("--db", ready, "import", more, "--dry-run")["sheets"]["tenants"]["added"] == 1
    assert codes(told("--db", ready, "import", more, "--mapping", "torch", status=1)) == ["unknown_mapping"]


def test_files_come_whole_and_failures_leave_none(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"old")
    told("--db", ready, "export", tmp_path / "out.xlsx")
    told("template", tmp_path / "template.xlsx")
    assert load_workbook(tmp_path / "out.xlsx")["tenants"]["A2"].value == "T1"
    for command in ("export", "template", "backup"):
        told("--db", ready, command, tmp_path / "no" / "folder" / "out.xlsx", status=1)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["out.xlsx", "template.xlsx"]


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "pdf"])
def test_a_report_in_each_format(ready: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"ledger.{kind}"
    told("--db", ready, "report", "relief_ledger", "--period", "2020-H1", "--format", kind, "--out", out)
    assert out.stat().st_size > 100
    if kind == "json":
        assert json.loads(out.read_text("utf-8"))["totals"]


def test_backup_restore_and_check(ready: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    told("--db", ready, "backup", copy)
    other = tmp_path / "other.desk"
    told("--db", other, "restore", copy)
    assert told("--db", other, "check")["ok"] is True
    assert codes(told("--db", other, "restore", copy, status=1)) == ["not_empty"]
    told("--db", other, "restore", copy, "--replace")
    copy.write_bytes(b"no database at all" * 100)
    told("--db", other, "restore", copy, "--replace", status=1)
    assert told("--db", other, "rent", "schedule")["leases"]


def test_files_of_records_go_with_backups_and_what_is_lost_is_a_warning(
    ready: Path, tmp_path: Path, open_office
) -> None:
    scan = tmp_path / "协议.pdf"
    scan.write_bytes(b"signed")
    office = open_office(str(ready))
    with office.reading() as session:
        uid = session.scalar(select(Tenant.uid).limit(1))
    attach_files(office, office.features.registers["tenants"], uid, [scan], date(2020, 3, 1))
    office.database.close()
    copy, other = tmp_path / "copy.db", tmp_path / "other.desk"
    told("--db", ready, "backup", copy)
    told("--db", other, "restore", copy)
    assert told("--db", other, "check")["ok"] is True
    shutil.rmtree(tmp_path / "copy.db.files")
    shutil.rmtree(tmp_path / "other.desk.files")
    assert codes(told("--db", other, "restore", copy, "--replace")) == ["document_missing"]
    assert codes(told("--db", other, "check", status=1)) == ["document_missing"]


def test_a_server_works_like_a_file(postgres_url: str, tmp_path: Path) -> None:
    assert codes(told("--db", postgres_url, "check", status=1)) == ["no_database"]
    told("--db", postgres_url, "init", "--operator", "甲")
    filled = workbook(tmp_path / "in.xlsx", {"tenants": (("code", "name", "kind"), ("T1", "甲", "team"))})
    told("--db", postgres_url, "import", filled)
    assert told("--db", postgres_url, "check")["ok"] is True
    assert codes(told("--db", "postgresql+psycopg://nobody@/x?host=/nowhere", "check", status=1)) == [
        "server_unreachable"
    ]


def test_the_database_of_the_environment_and_of_the_user(tmp_path: Path) -> None:
    named = tmp_path / "named.desk"
    assert run("init", env={"INCUBATOR_DESK_DB": str(named)}).returncode == 0
    assert named.exists()
    assert run("init", env={"XDG_DATA_HOME": str(tmp_path / "data")}).returncode == 0
    assert list((tmp_path / "data").rglob("park.desk"))


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("rent schedule", {"openpyxl", "reportlab", "pypinyin"}),
        ("report list", {"openpyxl", "reportlab"}),
        ("check", set()),
    ],
)
def test_no_command_loads_qt_nor_what_it_does_not_need(ready: Path, command: str, unneeded: set[str]) -> None:
    code = (
        "import sys; from incubator_desk.cli.main import main\n"
        f"status = main(None, None, {['--db', str(ready), *command.split()]!r})\n"
        f"loaded = {unneeded | {'PySide6', 'shiboken6'}!r} & {{name.split('.')[0] for name in sys.modules}}\n"
        "sys.exit(f'{status} {loaded}' if status or loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_defect_is_one_line_and_is_noted_for_us(ready: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from incubator_desk.cli import commands, main\n"
        "commands.COMMANDS['check'] = lambda asked: 1 / 0\n"
        f"sys.exit(main.main(None, None, ['--db', {str(ready)!r}, 'check', '--json']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
    )
    assert done.returncode == 1
    assert not done.stderr
    assert codes(json.loads(done.stdout)) == ["defect"]
    assert "ZeroDivisionError" in next(tmp_path.rglob("errors.log")).read_text("utf-8")


def test_who_reads_only_the_first_line_hears_no_complaint(ready: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = run("--db", ready, "report", "list", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
