"""A spring of vouchers at the keyboard: a programme, forty vouchers, sixty claims, two batches, one clawback."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from clerk import Clerk
from hands import ALT, CTRL
from openpyxl import Workbook
from PySide6.QtCore import Qt
from sqlalchemy import func, select

from incubator_desk.base.money import grouped
from incubator_desk.cli.main import main as console
from incubator_desk.demo.show import fill
from incubator_desk.desk.app import open_office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.vouchers.model import Programme, Voucher, VoucherBatch, VoucherClaim

K = Qt.Key
HEADS = (
    "code", "voucher_code", "provider_code", "service_kind", "contract_no", "contract_on", "contract_amount",
    "delivered_on", "invoice_no", "invoice_on", "eligible_amount", "claimed_on", "status",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "park.desk"
    office = open_office(str(made))
    fill(office)
    office.database.close()
    return made


@pytest.fixture
def window(show_window: Any, open_office: Any, place: Path) -> MainWindow:
    made: MainWindow = show_window(open_office(str(place)))
    return made


def workbook(path: Path, vouchers: list[str]) -> Path:
    """Sixty claims on these vouchers; twelve of them break a rule, each in its own way or as one of a pair."""
    book = Workbook()
    sheet = book.active
    sheet.title = "voucher_claims"
    sheet.append(HEADS)
    for n in range(60):
        signed = date(2020, 3, 2) + timedelta(n % 5)
        claimed = date(2020, 3, 12) + timedelta(n % 6)
        cells = dict(zip(HEADS, (
            f"K-{n:03}", vouchers[n % len(vouchers)], f"SP-000{4 + n % 2}", "consulting", f"HT-{n:03}", signed, 30000,
            signed + timedelta(3), f"91{n:04}", claimed - timedelta(1), 9000 + 100 * n, claimed, "submitted",
        ), strict=True))  # fmt: skip
        cells |= {
            0: {"invoice_no": "910006", "provider_code": "SP-0004", "claimed_on": date(2020, 3, 19)},
            1: {"invoice_no": "910007", "provider_code": "SP-0005", "claimed_on": date(2020, 3, 19)},
            2: {"contract_on": date(2020, 2, 1)},
            3: {"contract_on": date(2020, 2, 28)},
            4: {"delivered_on": None},
            5: {"delivered_on": signed - timedelta(1)},
            8: {"invoice_on": date(2020, 3, 20), "claimed_on": date(2020, 3, 19)},
            9: {"provider_code": "SP-0008"},
            10: {"provider_code": "SP-0008"},
            11: {"service_kind": "event"},
            12: {"claimed_on": date(2020, 3, 6)},
            13: {"claimed_on": date(2020, 3, 3)},
        }.get(n, {})
        sheet.append([cells[name] for name in HEADS])
    book.save(path)
    return path


def assessed(place: Path, capsys: pytest.CaptureFixture[str], programme: str) -> dict[str, Any]:
    """What the console says of a programme's claims, by code."""
    capsys.readouterr()
    asked = ["--db", str(place), "voucher", "assess", "--programme", programme, "--json"]
    assert console(lambda *_a, **_k: 0, lambda *_a: [], asked) == 0
    return {each["claim"]: each for each in json.loads(capsys.readouterr().out)["claims"]}


def states(window: MainWindow) -> dict[str, int]:
    """How many of the sixty stand in each state."""
    with window.context.office.reading() as session:
        mine = select(VoucherClaim.status, func.count()).where(VoucherClaim.code.like("K-%"))
        return dict(session.execute(mine.group_by(VoucherClaim.status)).all())


def told(clerk: Clerk, says: dict[str, Any]) -> None:
    """The list of claims shows what the console says."""
    screen = clerk.list_cases("K-", "All", "voucher_claims")
    model, names = screen.model, [column.name for column in screen.model.columns]
    rows = [dict(zip(names, model.row(at), strict=True)) for at in range(model.rowCount())]
    shown = {row["code"]: row for row in rows if row["code"] in says}
    assert shown.keys() == says.keys()
    for code, each in says.items():
        assert (f"{shown[code]['allowed']:.2f}", shown[code]["binding"]) == (each["allowed"], each["binding"])
        assert bool(shown[code]["findings"]) == bool(each["findings"])


def batch(clerk: Clerk, window: MainWindow, code: str, **values: str) -> None:
    """A new batch into which what waits is taken."""
    clerk.go("voucher_batches")
    clerk.press(K.Key_N, CTRL)
    clerk.fill(code=code, programme_uid="VP-TEST", **values)
    clerk.save()
    clerk.press(K.Key_C, ALT)
    with window.context.office.reading() as session:
        uid = session.scalars(select(VoucherBatch.uid).where(VoucherBatch.code == code)).one()
        clerk.qtbot.waitUntil(lambda: taken_in(window, uid) > 0, timeout=5000)


def taken_in(window: MainWindow, uid: str) -> int:
    with window.context.office.reading() as session:
        return session.scalar(select(func.count()).where(VoucherClaim.batch_uid == uid)) or 0


@pytest.mark.long
def test_a_programme_from_its_entry_to_the_clawback_by_keys_alone(
    qtbot: Any, window: MainWindow, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk, office = Clerk(qtbot, window), window.context.office

    # a programme is entered
    clerk.go("voucher_programmes")
    clerk.press(K.Key_N, CTRL)
    clerk.fill(
        code="VP-TEST", title="复工复产创新券", year="2020", use_by="2020-12-31", redeem_by="2021-03-31", rate_percent="50",
        claim_cap="6000", budget="250000", excluded_kinds="", service_kinds="consulting",
    )  # fmt: skip
    programme = clerk.save()

    # forty and more companies get a voucher as one step
    clerk.press(K.Key_I, ALT)
    screen = window.current()
    assert screen.name == "issue"
    qtbot.waitUntil(screen.card.face.hasFocus, timeout=5000)
    clerk.enter("10000")
    clerk.tab_to(screen.card.on)
    clerk.enter("2020-03-01")
    clerk.press(K.Key_F6)
    clerk.press(K.Key_Return, CTRL)
    with office.reading() as session:
        mine = select(Voucher.code).where(Voucher.programme_uid == programme).order_by(Voucher.code)
        vouchers = list(session.scalars(mine))
        issued = session.get_one(Programme, programme)
    assert len(vouchers) >= 40
    assert issued.claim_cap == 6000

    # sixty claims come in a workbook; it is looked through, then taken over
    importing = clerk.go("import")
    importing.look_at(workbook(tmp_path / "claims.xlsx", vouchers[:40]))
    qtbot.waitUntil(importing._confirm.isEnabled, timeout=10_000)
    qtbot.keyClick(window, K.Key_Return, CTRL)
    qtbot.waitUntil(lambda: states(window) == {"submitted": 60}, timeout=10_000)
    says = assessed(place, capsys, "VP-TEST")
    wrong = sorted(code for code, each in says.items() if each["binding"] == "finding")
    assert len(wrong) == 12
    told(clerk, says)

    # the good ones go round; who tries to pass one of the others is told why
    clerk.move(clerk.list_cases("K-", "Submitted", "voucher_claims"), 60)
    assert states(window) == {"accepted": 60}
    listed = clerk.list_cases("K-", "Accepted", "voucher_claims")
    for code in wrong:
        listed = clerk.list_cases(code, "Accepted", "voucher_claims")
        clerk.move(listed, 1, "Reject", "see the finding")
    assert states(window) == {"accepted": 48, "rejected": 12}
    clerk.move(clerk.list_cases("K-", "Accepted", "voucher_claims"), 48)
    clerk.move(clerk.list_cases("K-", "Reviewed", "voucher_claims"), 48)
    clerk.move(clerk.list_cases("K-", "Approved", "voucher_claims"), 48)
    assert states(window) == {"published": 48, "rejected": 12}

    # a week later the notice is over: a batch takes them in, is locked as far as its money reaches, and paid
    clerk.working_date(10)
    qtbot.waitUntil(lambda: window.context.today() == date(2020, 3, 30))
    batch(clerk, window, "B-1", budget="200000")
    clerk.move(clerk.list_cases("B-1", "Draft", "voucher_batches"), 1)
    clerk.move(clerk.list_cases("B-1", "Locked", "voucher_batches"), 1)
    after = states(window)
    assert after["paid"] + after["published"] == 48
    assert after["published"] > 0
    says = assessed(place, capsys, "VP-TEST")
    told(clerk, says)
    with office.reading() as session:
        locked = session.scalars(select(VoucherClaim.approved_amount).where(VoucherClaim.status == "paid", VoucherClaim.code.like("K-%"))).all()  # fmt: skip
    assert sum(locked) <= 200_000
    paid = {code: each for code, each in says.items() if each["binding"] == "locked"}
    assert sum(float(each["allowed"]) for each in paid.values()) == float(sum(locked))

    # one was paid by mistake: it is clawed back in the next batch, with what had to wait
    batch(clerk, window, "B-2")
    mistaken = min(paid)
    clerk.move(clerk.list_cases(mistaken, "Paid out", "voucher_claims"), 1, None, "invoice cancelled")
    clerk.move(clerk.list_cases("B-2", "Draft", "voucher_batches"), 1)
    final = assessed(place, capsys, "VP-TEST")
    told(clerk, final)
    assert (final[mistaken]["allowed"], final[mistaken]["binding"]) == ("0.00", None)
    assert {code: final[code]["allowed"] for code in paid if code != mistaken} == {
        code: each["allowed"] for code, each in paid.items() if code != mistaken
    }
    screen = clerk.list_cases("B-", "All", "voucher_batches")
    names = [column.name for column in screen.model.columns]
    totals = {row[names.index("code")]: row[names.index("total")] for row in map(screen.model.row, range(screen.model.rowCount()))}  # fmt: skip
    waited = sum(
        float(each["allowed"]) for code, each in final.items() if each["binding"] == "locked" and code not in paid
    )
    assert grouped(totals["B-1"]) == grouped(sum(locked))
    assert float(totals["B-2"]) == waited - float(paid[mistaken]["allowed"])
    assert office.check() == []
