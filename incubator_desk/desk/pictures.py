"""Pictures of every screen, for the demo and the README."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from PySide6.QtCore import QSettings, QTranslator
from PySide6.QtWidgets import QApplication
from shiboken6 import delete
from sqlalchemy import select

from incubator_desk.base import i18n
from incubator_desk.base.i18n import _
from incubator_desk.catalog.office import Office
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.mentoring.model import Mentor, MentoringSession
from incubator_desk.features.mentoring.screen.calendar.screen import CalendarScreen
from incubator_desk.features.rent.model import Policy, Relief, UpstreamGrant
from incubator_desk.features.rent.screen.apply.applying import ApplyScreen
from incubator_desk.features.returns.model import ReturnPeriod
from incubator_desk.features.subsidies.model import SubsidyClaim
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, VoucherBatch, VoucherClaim
from incubator_desk.qtkit import theme
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.registers import RegisterScreen
from incubator_desk.qtkit.tokens import THEMES

from .app import application, has_display, make_context, speak
from .reports import ReportsScreen
from .window import MainWindow

_CHIEF = {
    "home", "company", "lease", "schedule", "apply", "receive", "owed", "case", "ending", "passing-on", "tenants",
    "reliefs", "reports", "claim", "calendar", "calendar-month", "period",
}  # fmt: skip
"""The screens that are taken small and dark too."""
_IN_BOTH = {"reports", "reports-table", "statement", "mentor-year", "service-summary", "monthly-carrier"}
"""The papers that are taken in both languages."""
SIZES = {"": (1600, 1000), "-1366x768": (1366, 768)}
_PATIENCE = 60
"""Seconds that a paper may take."""
_PAPERS = {
    "reports": {"report": "relief_ledger", "period": "2020-H1"},
    "reports-table": {"report": "rent_summary", "period": "2020-Q1"},
    "confirmation": {"report": "relief_confirmation", "period": "2020-H1"},
    "statement": {"report": "rent_statement", "period": "2020-Q1", "tenant": "T-0011"},
    "payment-notice": {"report": "payment_notice", "period": "2020-Q1"},
    "deferrals": {"report": "deferral_register", "period": "2020"},
    "let-area": {"report": "let_area", "period": "2020"},
    "arrears": {"report": "arrears", "period": "2020-Q1"},
    "application": {"report": "relief_application", "period": "2020-H1"},
    "agreement": {"report": "supplementary_agreement", "period": "2020-H1"},
    "notice": {"report": "relief_notice", "period": "2020-H1"},
    "calculation": {"report": "relief_calculation", "period": "2020-H1"},
    "refund-form": {"report": "refund_form", "period": "2020-H1"},
    "reminder-friendly": {"report": "arrears_reminder_friendly", "period": "2020-Q1"},
    "reminder-firm": {"report": "arrears_reminder_firm", "period": "2020-Q1"},
    "reminder-final": {"report": "arrears_reminder_final", "period": "2020-Q1"},
    "settlement": {"report": "lease_settlement", "period": "2020-H1"},
    "voucher": {"report": "voucher", "period": "2020"},
    "voucher-register": {"report": "voucher_register", "period": "2020-Q1"},
    "voucher-statistics": {"report": "voucher_statistics", "period": "2020-Q1"},
    "voucher-audit": {"report": "voucher_audit", "period": "2020-Q1"},
    "voucher-notice": {"report": "voucher_notice", "period": "2020-Q1"},
    "voucher-payments": {"report": "voucher_payments", "period": "2020-Q1"},
    "voucher-statement": {"report": "voucher_statement", "period": "2020-Q1"},
    "subsidy-claim": {"report": "subsidy_claim", "period": "2020-H1"},
    "service-summary": {"report": "service_summary", "period": "2020-Q1"},
    "service-ledger": {"report": "service_ledger", "period": "2020-Q1"},
    "mentor-year": {"report": "mentor_year_sheet", "period": "2020", "record": "M-0003"},
    "signature-sheet": {"report": "signature_sheet", "period": "2020-03", "record": "MS-0064"},
    "session-record": {"report": "session_record", "period": "2020-02", "record": "MS-0030"},
    "appointment-letter": {"report": "appointment_letter", "period": "2020-Q1", "record": "M-0012"},
    "monthly-carrier": {"report": "monthly_carrier", "period": "2020-03"},
    "monthly-tenants": {"report": "monthly_tenants", "period": "2020-03"},
    "quarterly-services": {"report": "quarterly_services", "period": "2020-Q1"},
    "quarterly-reliefs": {"report": "quarterly_reliefs", "period": "2020-Q1"},
    "timeline": {"report": "company_timeline", "period": "2020-H1", "tenant": "T-0015"},
}
"""By the name of a picture: the report that it shows, and what it is asked for."""


def take(office: Office, out: Path) -> list[Path]:
    """Leave a picture of each screen in each language, some dark and small, under ``out``; gives their paths."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = application()
    translator: list[QTranslator] = []
    left: list[Path] = []
    for language in i18n.LANGUAGES:
        speak(app, language, translator)
        folder = out / language
        folder.mkdir(parents=True, exist_ok=True)
        for scheme in THEMES:
            theme.apply(app, scheme)
            with TemporaryDirectory() as forgotten:
                left += _of_a_window(app, office, folder, "" if scheme == "light" else "-dark", Path(forgotten))
    theme.apply(app)
    return left


def _of_a_window(app: QApplication, office: Office, folder: Path, suffix: str, forgotten: Path) -> Iterator[Path]:
    jobs = Jobs()
    remembered = QSettings(str(forgotten / f"{folder.name}{suffix}.ini"), QSettings.Format.IniFormat)
    window = MainWindow(make_context(office, jobs, remembered), lambda _language: None)
    try:
        for size, (wide, high) in SIZES.items() if not suffix else [("", SIZES[""])]:
            window.resize(wide, high)
            window.show()
            for name, place, uid in _places(office):
                if ((size or suffix) and name not in _CHIEF) or not _taken_in(i18n.language(), name):
                    continue
                if name in _PAPERS:
                    window.context.memory["paper"] = dict(_PAPERS[name])
                window.go(place, uid)
                _turn(app, window, name)
                yield _shot(app, window, folder / f"{name}{size}{suffix}.png")
        window.go("tenants", None)
        window.open_palette()
        window.palette_popup.field.setText("ps")
        yield _shot(app, window, folder / f"palette{suffix}.png")
    finally:
        window.hide()
        office.listeners.clear()
        jobs.close()
        # At once: a new theme is laid on every window that is still there, shown or not.
        delete(window)


def _taken_in(language: str, name: str) -> bool:
    """Whether a picture is taken in a language: all in Chinese; of the papers, which take long, few in English."""
    return language == i18n.LANGUAGES[0] or name not in _PAPERS or name in _IN_BOTH


def _turn(app: QApplication, window: MainWindow, name: str) -> None:
    """Where a picture shows what a screen opens to with one more key."""
    screen = window.current()
    if isinstance(screen, ReportsScreen):
        screen.tabs.setCurrentIndex(1 if name == "reports-table" else 0)
        _wait(app, screen)
    if isinstance(screen, ApplyScreen):
        screen.look()  # from the companies to what the policy does to them
    if isinstance(screen, CalendarScreen):
        screen.look({"calendar": "week", "not-counted": "mend"}.get(name, "month"))
        if name != "calendar":
            screen.close_panel()
    if name == "case" and isinstance(screen, RegisterScreen):
        screen.panel.turn_to(_("Case"))


def _wait(app: QApplication, screen: ReportsScreen) -> None:
    """Until the paper is made and drawn, beside the window's thread."""
    until = monotonic() + _PATIENCE
    while not screen.settled() and monotonic() < until:
        app.processEvents()
        sleep(0.01)


def _places(office: Office) -> list[tuple[str, str, str | None]]:
    """File name, screen and record of each picture."""
    with office.reading() as session:
        tenant = session.scalar(select(Tenant.uid).order_by(Tenant.code).offset(10).limit(1))
        lease = session.scalar(select(Lease.uid).where(Lease.code == "L-0035"))
        case = session.scalar(select(Relief.uid).where(Relief.code == "R-0044"))
        grant = session.scalar(select(UpstreamGrant.uid).limit(1))
        policy = session.scalar(select(Policy.uid).where(Policy.code == "P-2020-7"))
        programme = session.scalar(select(Programme.uid).where(Programme.code == "VP-2020"))
        claim = session.scalar(select(VoucherClaim.uid).where(VoucherClaim.code == "VC-0048"))
        batch = session.scalar(select(VoucherBatch.uid).where(VoucherBatch.code == "VB-0002"))
        talk = session.scalar(select(MentoringSession.uid).where(MentoringSession.code == "MS-0056"))
        period = session.scalar(select(ReturnPeriod.uid).limit(1))
        mentor = session.scalar(select(Mentor.uid).where(Mentor.code == "M-0001"))
        subsidy = session.scalar(select(SubsidyClaim.uid).limit(1))
    names = [name for name, register in office.features.registers.items() if register.parent is None]
    registers: list[tuple[str, str, str | None]] = [(name, name, None) for name in names]
    return [
        ("home", "home", None),
        ("company", "tenants", tenant),
        ("lease", "leases", lease),
        ("schedule", "schedule", lease),
        ("apply", "apply", policy),
        ("receive", "receive", lease),
        ("owed", "owed", None),
        ("case", "reliefs", case),
        ("ending", "ending", lease),
        ("passing-on", "passing_on", grant),
        ("issue", "issue", programme),
        ("claim", "claim", claim),
        ("batch", "voucher_batches", batch),
        ("subsidy", "subsidy_claims", subsidy),
        ("calendar", "mentoring", talk),
        ("calendar-month", "mentoring", None),
        ("not-counted", "mentoring", None),
        ("mentor", "mentors", mentor),
        ("period", "periods", period),
        *registers,
        *((name, "reports", None) for name in _PAPERS),
        ("import", "import", None),
    ]


def _shot(app: QApplication, window: MainWindow, path: Path) -> Path:
    for _turn in range(4):
        app.processEvents()
    window.grab().save(str(path))
    return path
