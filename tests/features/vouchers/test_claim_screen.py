"""The page of a claim in a real window, by keys alone: typed, judged while typed, led along its way, taken back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hands import ALT, CTRL, Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import func, select
from voucher_park import TODAY, VOUCHERS, change, claim, furnish, keep, move, record

from incubator_desk.base import i18n
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Feature
from incubator_desk.catalog.kinds import Code
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.passages import Document
from incubator_desk.catalog.report import Column, Report, Sheet
from incubator_desk.features.vouchers.model import VoucherClaim
from incubator_desk.features.vouchers.screen.claim import page
from incubator_desk.features.vouchers.screen.claim.limits import scale_of
from incubator_desk.features.vouchers.screen.claim.page import ClaimScreen
from incubator_desk.qtkit.steps import StepDialog

D, N = date, Decimal
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
TYPED = {
    "contract_no": "HT-9", "contract_on": "2020-02-10", "delivered_on": "2020-03-01", "invoice_no": "0441-9",
    "invoice_on": "2020-03-02", "contract_amount": "32000", "payment_amount": "31600", "invoice_amount": "31600",
    "excluded_amount": "11600",
}  # fmt: skip


class Clerk(Hands):
    """Someone at the page of a claim."""

    @property
    def page(self) -> ClaimScreen:
        found = self.window.current()
        assert isinstance(found, ClaimScreen)
        return found

    def field(self, name: str) -> Any:
        return self.page.form.rows[name].field

    def into(self, name: str, text: str) -> None:
        """Tab to a field and type."""
        self.tab_to(self.page.form.company.field if name == "company" else self.field(name))
        self.enter(text)
        self.window.activateWindow()  # off-screen no window manager does that when a list of choices closes
        self.qtbot.wait(20)

    def type_claim(self, **values: str) -> None:
        given = {"company": "qlps", "provider_uid": "jyjc", "service_kind": "Testing"} | TYPED | values
        for name, text in given.items():
            self.into(name, text)
        self.press(TAB)
        self.qtbot.wait(50)

    def shown(self) -> tuple[str, str]:
        return self.page.amount.figure.text(), self.page.amount.chip

    def notes(self) -> str:
        labels = self.page.form.findChildren(QLabel)
        return "  ".join(label.text() for label in labels if label.isVisible())


def start(qtbot: Any, show_window: Any, office: Any, *claims: dict[str, Any], **programme: Any) -> Clerk:
    furnish(office, *claims, programme=programme)
    return Clerk(qtbot, show_window(office, TODAY))


def stored(office: Any) -> list[tuple[str, str, Decimal]]:
    with office.reading() as session:
        rows = session.scalars(select(VoucherClaim).order_by(VoucherClaim.code))
        return [(each.code, each.status, each.eligible_amount) for each in rows]


def test_a_claim_is_typed_judged_saved_submitted_and_taken_back(qtbot, show_window, file_office):
    clerk = start(qtbot, show_window, file_office, claim("VC-0001"))
    clerk.go("voucher_claims")
    clerk.press(Qt.Key.Key_N, ALT)
    clerk.qtbot.waitUntil(lambda: clerk.focus() is clerk.page.form.company.field)
    assert clerk.page.title() == "New claim"
    assert clerk.shown() == ("—", "")
    assert "Still missing: Voucher, Provider" in clerk.page.amount.sentence.text()
    clerk.into("company", "qlps")
    assert clerk.page.form.company.field.text() == "T1  青岚朴石新材料有限公司"
    assert clerk.field("voucher_uid").currentText() == "V1   face value 20,000.00, left 14,000.00"
    clerk.type_claim(company="qlps")
    assert clerk.field("eligible_amount").text() == "20,000.00"  # 31,600 less 11,600, filled in by itself
    assert clerk.shown() == ("10,000.00", "By the rate")
    assert "= least of contract, invoice, payment 31,600.00 − not eligible 11,600.00" in clerk.notes()
    clerk.into("eligible_amount", "15000")
    assert clerk.shown() == ("7,500.00", "By the rate")
    clerk.into("eligible_amount", "30000")  # while it is typed
    assert clerk.shown() == ("10,000.00", "Limited by the cap per claim")
    assert "The papers give 20,000.00: = least of" in clerk.notes()
    assert [row.name.text() for row in clerk.page.limits.rows if row.isVisible()] == [
        "By the rate", "Cap per claim", "Left of the voucher", "Programme's budget",
    ]  # fmt: skip
    assert len(stored(file_office)) == 1
    clerk.press(Qt.Key.Key_S, CTRL)
    assert stored(file_office)[1] == ("VC-0002", "draft", N(30000))
    assert clerk.page.title() == "Claim  VC-0002"
    assert not clerk.page.form.dirty
    clerk.press(ENTER, CTRL)
    clerk.dialog(StepDialog)
    clerk.press(Qt.Key.Key_H, ALT)
    clerk.press(ENTER, CTRL)
    qtbot.waitUntil(lambda: stored(file_office)[1][1] == "submitted")
    clerk.window.activateWindow()
    qtbot.waitUntil(lambda: clerk.page.way.forward is not None and clerk.page.way.forward.target == "accepted")
    with file_office.reading() as session:
        taken = session.scalar(select(func.count()).select_from(VoucherClaim).where(VoucherClaim.status == "submitted"))
    assert taken == 2
    for left in ("draft", None):  # the step, then the claim itself
        qtbot.wait(50)
        clerk.press(Qt.Key.Key_Z, CTRL)
        states = [status for _code, status, _amount in stored(file_office)][1:]
        assert states == ([left] if left else [])
    qtbot.waitUntil(lambda: clerk.window.current().name == "voucher_claims")


def test_a_duplicate_invoice_takes_the_amount_and_leads_to_the_other_claim(qtbot, show_window, file_office):
    clerk = start(qtbot, show_window, file_office, claim("VC-0001", invoice_no="0441-8"))
    clerk.go("claim")
    clerk.type_claim()
    assert clerk.shown() == ("10,000.00", "By the rate")
    clerk.into("invoice_no", "０４４１-8")
    assert clerk.shown() == ("0.00", "Blocked")
    assert (
        "Nothing is paid as long as this stands: The invoice was claimed before." in clerk.page.amount.sentence.text()
    )
    texts = clerk.page.findings.texts()
    assert "VC-0001  Invoice 0441-8 of 2020-02-21, claimed 2020-03-01, eligible 12,000.00" in texts
    clerk.press(Qt.Key.Key_F6)
    link = clerk.page.findings.links[0]
    assert clerk.focus() is link
    clerk.press(Qt.Key.Key_Space)
    assert "unsaved changes" in clerk.window.undo_bar.words.text()  # what was typed is not lost
    assert clerk.page.uid is None
    clerk.press(Qt.Key.Key_S, CTRL)
    clerk.page.findings.links[0].setFocus()
    clerk.press(Qt.Key.Key_Space)
    assert clerk.page.title() == "Claim  VC-0001"
    qtbot.waitUntil(lambda: clerk.focus() is clerk.field("eligible_amount"))
    clerk.press(Qt.Key.Key_PageDown, CTRL)
    assert clerk.page.title() == "Claim  VC-0002"
    clerk.press(Qt.Key.Key_PageDown, CTRL)
    assert "This is the last claim." in clerk.window.undo_bar.words.text()
    clerk.press(Qt.Key.Key_PageUp, CTRL)
    assert clerk.page.title() == "Claim  VC-0001"


BAD = [
    ("company", "zzzz", "tenant_code", "There is no company with the code “zzzz”."),
    ("contract_on", "2020-02-30", "contract_on", "is not a date"),
    ("eligible_amount", "0", "eligible_amount", "is not above 0"),
    ("eligible_amount", "-5", "eligible_amount", "is not above 0"),
    ("contract_amount", "-1", "contract_amount", "is below 0"),
    ("invoice_no", "", "invoice_no", "This is required."),
]


@pytest.mark.parametrize(("name", "text", "column", "words"), BAD)
def test_bad_input_is_told_beside_its_field_and_not_saved(qtbot, show_window, file_office, name, text, column, words):
    clerk = start(qtbot, show_window, file_office)
    clerk.go("claim")
    clerk.type_claim()
    if not text:
        clerk.tab_to(clerk.field(name))
        clerk.field(name).selectAll()
        clerk.press(Qt.Key.Key_Delete)
    else:
        clerk.into(name, text)
    clerk.press(TAB)
    qtbot.wait(300)
    row = clerk.page.form.company if name == "company" else clerk.page.form.rows[name]
    assert row.note.isVisible()
    assert words in row.note.text()
    assert not clerk.page.form._save.isEnabled()
    assert clerk.shown()[0] in ("—", "10,000.00")  # where a figure rests on it, there is none
    clerk.press(Qt.Key.Key_S, CTRL)
    assert stored(file_office) == []
    assert clerk.focus() is row.field


def test_a_voucher_of_another_company_is_refused(qtbot, show_window, file_office):
    clerk = start(qtbot, show_window, file_office, claim("VC-0001"))
    keep(file_office, vouchers=[VOUCHERS[1] | {"code": "V22"}])
    clerk.go("claim", record(file_office, "voucher_claims", "VC-0001").uid)
    clerk.into("company", "T2")  # it has two
    clerk.press(TAB)
    qtbot.wait(300)
    row = clerk.page.form.rows["voucher_uid"]
    assert row.note.text() == "Voucher V1 is of 青岚朴石新材料有限公司. Choose one of this company."
    assert not clerk.page.form._save.isEnabled()
    assert clerk.shown() == ("—", "")
    clerk.tab_to(row.field)
    for _option in range(3):
        if row.field.currentText()[:4] != "V22 ":
            clerk.press(Qt.Key.Key_Up)
    qtbot.wait(300)
    assert not row.note.isVisible()
    clerk.press(Qt.Key.Key_S, CTRL)
    assert record(file_office, "voucher_claims", "VC-0001").voucher_uid == record(file_office, "vouchers", "V22").uid
    assert clerk.page.facts() == "青岚白榆生物有限公司"


def test_what_is_locked_is_read_only_and_says_why(qtbot, show_window, file_office):
    clerk = start(
        qtbot, show_window, file_office, claim("VC-1", status="published", approved_on=D(2020, 3, 5), batch_code="B1")
    )
    move(file_office, "voucher_batches", "locked", "B1")
    clerk.go("claim", record(file_office, "voucher_claims", "VC-1").uid)
    assert clerk.shown() == ("6,000.00", "Locked in its batch")
    assert clerk.field("eligible_amount").isReadOnly()
    assert not clerk.field("voucher_uid").isEnabled()
    assert not clerk.page.form.evidence.add.isEnabled()
    qtbot.waitUntil(lambda: "The claim is in a locked batch" in clerk.notes())
    assert clerk.page.way.forward is None


def test_nothing_typed_is_lost_and_a_stale_save_asks(qtbot, show_window, file_office):
    clerk = start(qtbot, show_window, file_office, claim("VC-0001"))
    uid = record(file_office, "voucher_claims", "VC-0001").uid
    clerk.go("claim", uid)
    clerk.into("contract_no", "HT-MINE")
    clerk.window.go("home")
    assert clerk.window.current().name == "claim"
    clerk.window.go("claim")
    assert clerk.page.uid == uid
    clerk.press(Qt.Key.Key_PageDown, CTRL)
    assert clerk.page.uid == uid
    change(file_office, "voucher_claims", "VC-0001", contract_no="HT-THEIRS", note="看过")
    clerk.press(Qt.Key.Key_S, CTRL)
    assert record(file_office, "voucher_claims", "VC-0001").contract_no == "HT-THEIRS"
    assert list(clerk.page.form.conflicts.open) == ["contract_no"]
    assert clerk.field("note").value() == "看过"
    for button in clerk.page.form.conflicts.findChildren(QPushButton):
        if button.text() == "Keep mine":
            button.setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_S, CTRL)
    assert record(file_office, "voucher_claims", "VC-0001").contract_no == "HT-MINE"


def test_the_eligible_amount_of_a_draft_follows_the_bill_until_someone_types_one(qtbot, show_window, file_office):
    bill = {"contract_amount": N(12000), "status": "draft"}
    clerk = start(qtbot, show_window, file_office, claim("VC-0001", **bill), claim("VC-0002", "V2", **bill, note="x"))
    clerk.go("claim", record(file_office, "voucher_claims", "VC-0001").uid)
    clerk.into("contract_amount", "9000")
    assert clerk.field("eligible_amount").text() == "9,000.00"
    assert clerk.shown() == ("4,500.00", "By the rate")
    clerk.into("eligible_amount", "8000")
    clerk.into("contract_amount", "10000")
    assert clerk.field("eligible_amount").text() == "8,000.00"
    clerk.tab_to(clerk.field("eligible_amount"))
    clerk.field("eligible_amount").selectAll()
    clerk.press(Qt.Key.Key_Delete)
    assert clerk.field("eligible_amount").text() == ""  # while it is typed anew, nothing gets in between
    assert clerk.shown()[0] == "—"
    clerk.press(TAB)
    qtbot.waitUntil(lambda: clerk.field("eligible_amount").text() == "10,000.00")
    assert clerk.shown()[0] == "5,000.00"


def test_tab_leads_through_the_fields_as_they_are_read(qtbot, show_window, file_office):
    clerk = start(qtbot, show_window, file_office)
    clerk.go("claim")
    clerk.qtbot.waitUntil(lambda: clerk.focus() is clerk.page.form.company.field)
    found = []
    for _field in range(26):
        clerk.press(TAB)
        found += [name for name, row in clerk.page.form.rows.items() if row.field is clerk.focus()]
    assert found == [
        "voucher_uid", "provider_uid", "service_kind", "contract_no", "contract_on", "delivered_on", "invoice_no",
        "invoice_on", "contract_amount", "payment_amount", "invoice_amount", "excluded_amount", "eligible_amount",
        "claimed_on", "asked_amount", "asked_in_words", "payment_no", "payment_on", "payer", "invoice_from",
        "other_funding", "code", "note", "explanation",
    ]  # fmt: skip


def test_a_known_kind_of_service_is_taken_from_the_list(qtbot, show_window, file_office):
    clerk = start(qtbot, show_window, file_office)
    clerk.go("claim")
    clerk.tab_to(clerk.field("service_kind"))
    clerk.press(Qt.Key.Key_Down)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for key in (Qt.Key.Key_Down, ENTER):
        qtbot.keyClick(menu, key)
    assert clerk.field("service_kind").text() == "Technology transfer"
    assert clerk.field("service_kind").value() == "technology_transfer"
    assert clerk.page.form.dirty


def test_the_look_does_not_change_over_what_was_typed(qtbot, show_window, file_office):
    clerk = start(qtbot, show_window, file_office)
    clerk.go("claim")
    clerk.into("contract_no", "HT-9")
    screen = clerk.page
    clerk.window.toggle_scheme()
    assert clerk.page is screen
    assert "unsaved changes" in clerk.window.undo_bar.words.text()


def test_files_wait_for_a_new_claim_and_count_as_its_evidence(qtbot, show_window, file_office, tmp_path):
    clerk = start(qtbot, show_window, file_office, evidence="发票;检测报告")
    clerk.go("claim")
    clerk.type_claim()
    evidence = clerk.page.form.evidence
    paper = tmp_path / "扫描.pdf"
    paper.write_bytes(b"%PDF-1.4 paper")
    evidence.take([paper], "检测报告")
    assert [file.name for file in evidence.pending] == ["检测报告 扫描.pdf"]
    assert evidence.accessibleName() == "Evidence 1 / 2"
    clerk.press(Qt.Key.Key_S, CTRL)
    uid = record(file_office, "voucher_claims", "VC-0001").uid
    with file_office.reading() as session:
        assert session.scalars(select(Document.name).where(Document.record == uid)).all() == ["检测报告 扫描.pdf"]
    clerk.press(Qt.Key.Key_Z, CTRL)  # one step: the file goes with its claim
    with file_office.reading() as session:
        assert session.scalars(select(Document.name)).all() == []
    qtbot.waitUntil(lambda: clerk.window.current().name == "voucher_claims")
    keep(file_office, voucher_claims=[claim("VC-0005")])
    clerk.window.activateWindow()
    clerk.go("claim", record(file_office, "voucher_claims", "VC-0005").uid)
    evidence = clerk.page.form.evidence
    paper.rename(tmp_path / "发票 1.pdf")
    evidence.take([tmp_path / "发票 1.pdf"])
    qtbot.waitUntil(lambda: evidence.accessibleName() == "Evidence 1 / 2")


def test_a_large_park_is_read_beside_the_window(qtbot, show_window, file_office, monkeypatch):
    monkeypatch.setattr(page, "_AT_ONCE", 0)
    clerk = start(qtbot, show_window, file_office, claim("VC-0001"))
    clerk.go("claim", record(file_office, "voucher_claims", "VC-0001").uid)
    qtbot.waitUntil(lambda: clerk.shown() == ("6,000.00", "By the rate"), timeout=5000)
    assert clerk.page.form.company.field.text().startswith("T1")


def test_the_audit_sheet_is_asked_for_the_company_and_year(qtbot, show_window, file_office):
    columns = (Column("claim", N_("Claim"), Code()),)
    sheet = Report("voucher_audit", "Audit", columns, lambda *_: [Sheet([("VC-0001",)], tenant="T1")], per_tenant=True)
    file_office.features = Features((*file_office.features, Feature("audit", reports=lambda: [sheet])))
    clerk = start(qtbot, show_window, file_office, claim("VC-0001"))
    clerk.go("claim", record(file_office, "voucher_claims", "VC-0001").uid)
    clerk.press(Qt.Key.Key_P, CTRL)
    asked = clerk.window.current().options.wanted()
    assert (asked.report.name, asked.asked.tenant, asked.asked.period.text) == ("voucher_audit", "T1", "2020")
    qtbot.waitUntil(clerk.window.current().settled, timeout=20000)


def test_in_chinese_the_page_speaks_chinese(qtbot, show_window, file_office):
    i18n.use("zh_CN")
    clerk = start(
        qtbot,
        show_window,
        file_office,
        claim("VC-0001"),
        claim("VC-0002", eligible_amount=N(30000), contract_on=D(2020, 2, 11)),
    )
    clerk.go("claim", record(file_office, "voucher_claims", "VC-0002").uid)
    assert clerk.shown() == ("10,000.00", "受单笔上限限制")
    assert clerk.page.amount.sentence.text() == (
        "壹万元整。合规金额 30,000.00 × 50% = 15,000.00，超过单笔上限 10,000.00 的部分由企业承担。"
    )
    assert "疑似拆分合同：与同一机构 30 天内有 2 份合同" in clerk.page.findings.texts()


def test_the_scale_of_the_bars_leaves_one_far_above_aside():
    assert scale_of([15000_00, 10000_00, 18500_00, 28500_00, 33500_00, 785129_45]) == 40000_00
    assert scale_of([0, 0]) == 1
    assert scale_of([]) == 1
    assert scale_of([-5, 100]) >= 100
