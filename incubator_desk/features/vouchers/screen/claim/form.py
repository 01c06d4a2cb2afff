"""The form of a claim: the generic form of its register, laid out as claims are read, with the company before it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from incubator_desk.base.capitals import capitals
from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.catalog.kinds import Tone
from incubator_desk.catalog.moving import attach
from incubator_desk.catalog.register import Field
from incubator_desk.catalog.saving import REQUIRED
from incubator_desk.features.vouchers.service import reason
from incubator_desk.features.vouchers.service.typing import Suggestion, Typing
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.form import FieldRow, RecordForm
from incubator_desk.qtkit.pair import Pair
from incubator_desk.qtkit.screen import Context, worded
from incubator_desk.qtkit.undoing import undoes_step
from incubator_desk.store.step import Step

from .evidence import Evidence
from .voucher_field import VoucherEditor

_CHIEF = ("voucher_uid", "provider_uid", "service_kind")
_BILL = (
    ("contract_no",), ("contract_on", "delivered_on"), ("invoice_no", "invoice_on"),
    ("contract_amount", "payment_amount"), ("invoice_amount", "excluded_amount"), ("tax_percent",),
)  # fmt: skip
_ASKED = (("claimed_on", "asked_amount"), ("asked_in_words",))
_FURTHER = (("payment_no", "payment_on"), ("payer",), ("invoice_from",), ("other_funding", "code"), ("note",))
_BESIDE = "explanation"
"""Stands beside the findings that it answers."""
_PLACED = {*_CHIEF, _BESIDE, "eligible_amount", *(name for line in (*_BILL, *_ASKED, *_FURTHER) for name in line)}
_NARROWEST, _WIDEST, _SECOND = 84, 130, 104
"""The least and the most that labels of the first column take, and the most that those of the second do."""
_STANDS = ("batched", "paid", "reversed")
OTHER_COMPANY = N_("Voucher {code} is of {company}. Choose one of this company.")
LOCKED = N_("The claim is in a locked batch: what stands here stays. What is wrong is clawed back in a later batch.")
CLAWED_BACK = N_("The claim was clawed back: what stands here stays.")


class ClaimForm(RecordForm):
    """Edits a claim. Its eligible amount follows the bill as long as nobody typed one."""

    def __init__(self, context: Context) -> None:
        register = context.office.features.registers["voucher_claims"]
        self.typing: Typing | None = None
        self._own = False
        """Whether the eligible amount was typed."""
        self._given: dict[str, Any] = {}
        self._moved = False
        """Whether another company was typed than the voucher's."""
        self._closed = False
        super().__init__(context, register, [f.attribute for f in register.fields if f.attribute not in _PLACED])
        self.company.field.edited.connect(self._company_typed)
        self.company.field.installEventFilter(self)

    # building ---------------------------------------------------------------------------------------------------------

    def _row(self, spec: Field, wide: int) -> FieldRow:
        return FieldRow(spec, self.context, wide, VoucherEditor() if spec.attribute == "voucher_uid" else None)

    @staticmethod
    def _label_width(fields: Sequence[Field]) -> int:
        """The width that the widest label of the first column needs; the few longer ones take two lines."""
        first = {*_CHIEF, "eligible_amount", *(line[0] for line in (*_BILL, *_ASKED, *_FURTHER))}
        labels = (translate(f.label) + (" *" if f.required else "") for f in fields if f.attribute in first)
        metrics = QFontMetrics(fonts.face(13))
        wide = (metrics.horizontalAdvance(text) + 4 for text in labels)
        return max(_NARROWEST, *(each for each in wide if each <= _WIDEST))

    def _groups(self, wide: int) -> list[Any]:
        vouchers = self.context.office.features.registers["vouchers"]
        self.company = FieldRow(vouchers.by_attribute["tenant_uid"], self.context, wide)
        self.evidence = Evidence(self.context, self.register)
        self.evidence.changed.connect(self._tell_state)
        self._sum = widgets.wrapped("", "caption")
        self._below = widgets.boxed(widgets.row(self.rows["eligible_amount"].label.width() + 8, self._sum, gap=0))
        head = widgets.row(widgets.label(_("Claim"), "card-title"), None, widgets.label(_("* required"), "caption"))
        rest = widgets.boxed(widgets.column(*(row for name, row in self.rows.items() if name not in _PLACED)))
        rest.hide()
        return [
            head, self.company, *(self.rows[name] for name in _CHIEF), widgets.rule(),
            widgets.label(_("Contract and bill"), "group"), *self._lines(_BILL),
            self.rows["eligible_amount"], self._below, *self._lines(_ASKED), widgets.rule(),
            self.evidence, widgets.rule(), widgets.label(_("Further facts"), "group"), *self._lines(_FURTHER), rest,
        ]  # fmt: skip

    def _lines(self, lines: Sequence[Sequence[str]]) -> list[QWidget]:
        """Fields one below the other, or two side by side."""
        seconds = [self.rows[line[1]].label for each in (_BILL, _ASKED, _FURTHER) for line in each if len(line) > 1]
        metrics = QFontMetrics(fonts.face(fonts.pixels()))
        wide = min(fonts.widened(_SECOND), max(metrics.horizontalAdvance(label.text()) for label in seconds) + 4)
        made: list[QWidget] = []
        for first, *more in lines:
            for name in more:
                label = self.rows[name].label
                label.setWordWrap(metrics.horizontalAdvance(label.text()) > wide)
            pairs = [Pair(self.rows[first], self.rows[name], wide) for name in more]
            made += pairs or [self.rows[first]]
        return made

    # loading ----------------------------------------------------------------------------------------------------------

    def use(self, typing: Typing) -> None:
        """Hold what is typed against these facts from now on."""
        self.typing = typing
        if not self.rows["eligible_amount"].touched:
            self._settle_own()
        self._settle_company()
        self.evidence.want(typing.wanted(self.rows["voucher_uid"].field.value()))
        self.judge()

    def load(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        self._given, self._moved = dict(given or {}), False
        super().load(
            uid, {"status": "draft", "claimed_on": self.context.today()} | self._given if uid is None else None
        )
        self.evidence.load(uid)
        self._settle_own()
        self._settle_company()
        self._save.setText((_("Save draft") if uid is None else _("Save")) + "  Ctrl+S")
        self._lock()
        self.judge()

    def _settle_own(self) -> None:
        """A stored amount that is not what the bill gives was typed; it stays."""
        found = self.typing.suggestion(self.stored) if self.typing else None
        stored = self.stored["eligible_amount"]
        self._own = stored is not None and (found is None or to_yuan(found.amount) != stored)

    def discard(self) -> None:
        self.evidence.forget()
        self.load(self.uid, self._given)

    @property
    def locked(self) -> bool:
        """Whether nothing of the claim may change any more."""
        return self.uid is not None and self.stored.get("status") in _STANDS

    def _lock(self) -> None:
        if self.locked != self._closed:
            self._closed = self.locked
            for row in (self.company, *(self.rows[name] for name in _PLACED)):
                row.field.setReadOnly(self.locked or row.spec.read_only)
                widgets.dressed(row.field, row.field.property("role") or "")
            self.evidence.lock(fixed=self.locked)
        if self.locked:
            text = CLAWED_BACK if self.stored["status"] == "reversed" else LOCKED
            self._banner.addWidget(widgets.Banner(translate(text), "info"))

    # company and voucher ----------------------------------------------------------------------------------------------

    def _settle_company(self) -> None:
        """The company of the voucher, and its vouchers to choose from; what is being typed stays."""
        if self.typing is None:
            return
        field = self.rows["voucher_uid"].field
        if not self._moved:
            self.company.field.put(self.typing.holder_of(field.value()))
        self._offer(self._holder()[0])

    def _holder(self) -> tuple[str | None, tuple[Problem, ...]]:
        """The company typed, and why it is none."""
        try:
            return self.company.field.value(), ()
        except Refused as refused:
            return None, refused.problems

    def _offer(self, holder: str | None) -> None:
        typing, field = self.typing, self.rows["voucher_uid"].field
        if typing is None:
            return
        offered = typing.vouchers_of(holder)
        strange = typing.offered(field.value())
        if strange and strange.uid not in {each.uid for each in offered}:
            offered.append(strange)
        field.offer(offered, _("This company has no voucher") if holder else "")

    def _company_typed(self) -> None:
        if self.typing is None:
            return
        self._moved = True
        holder = self._holder()[0]
        row = self.rows["voucher_uid"]
        good = [each for each in self.typing.vouchers_of(holder) if each.good]
        if len(good) == 1 and self.typing.holder_of(row.field.value()) != holder:
            row.field.put(good[0].uid)
        self._offer(holder)
        self._edited(row)

    def values(self) -> tuple[dict[str, Any], list[Problem]]:
        found, problems = super().values()
        if self.typing is None:
            return found, problems
        holder, wrong = self._holder()
        problems += [Problem(p.code, p.message, p.values, Where(column="tenant_code")) for p in wrong]
        voucher = self.typing.offered(found["voucher_uid"])
        owner = self.typing.holder_of(found["voucher_uid"])
        if voucher and owner != holder and not wrong:
            values = {"code": voucher.code, "company": self.typing.name_of(owner)}
            problems.append(Problem("other_company", OTHER_COMPANY, values, Where(column="voucher_code")))
        if owner != holder:
            found["voucher_uid"] = None
        return found, problems

    def show_problems(self, problems: Iterable[Problem], *, all_of_them: bool = False) -> None:
        found = list(problems)
        super().show_problems(found, all_of_them=all_of_them)
        mine = tuple(p for p in found if p.where.column == "tenant_code" and p.where.sheet is None)
        blank = all_of_them and not self.company.field.text().strip()
        told = worded(mine) if mine and (all_of_them or self._moved) else translate(REQUIRED) if blank else ""
        typing = mine and self.company.field.hasFocus() and not all_of_them
        self.company.tell("" if typing else told)

    def changes(self) -> list[str]:
        found = super().changes()
        moved = self._moved and self.typing is not None
        if moved and self._holder()[0] != self.typing.holder_of(self.stored.get("voucher_uid")):  # type: ignore[union-attr]
            found += [] if "voucher_uid" in found else ["voucher_uid"]
        return found

    @property
    def dirty(self) -> bool:
        """Whether something was typed or chosen that is not saved."""
        return bool(self.changes() or self.evidence.pending)

    # the eligible amount ----------------------------------------------------------------------------------------------

    def _edited(self, row: FieldRow) -> None:
        if row.spec.attribute == "eligible_amount":
            self._own = bool(row.field.text().strip())
        super()._edited(row)

    def suggest(self, found: Suggestion | None, values: Mapping[str, Any]) -> bool:
        """Show what the bill gives, and take it over where nobody typed an amount; gives whether that changed it."""
        row = self.rows["eligible_amount"]
        amount = to_yuan(found.amount) if found else None
        differs = found is not None and self._own and amount != values["eligible_amount"]
        self._tell_sum(found, "warning" if differs else None)
        asked = values["asked_amount"]
        self.rows["asked_in_words"].field.setPlaceholderText(capitals(asked) if asked else "")
        takes = not (self._own or self.locked or row.field.hasFocus())
        if not takes or amount == values["eligible_amount"] or (found is None and self.uid is not None):
            return False
        row.field.put(amount)
        row.touched = True
        self._timer.start()
        return True

    def _tell_sum(self, found: Suggestion | None, tone: Tone | None) -> None:
        text = reason.suggested(found) if found else ""
        if tone and found:
            text = _("The papers give {amount}: {sum}").format(amount=readable(found.amount), sum=text)
        if text != self._sum.text():
            self._sum.setText(text)
            widgets.dressed(self._sum, "caption", tone or "")
        self._below.setVisible(bool(text))

    def _show_relevant(self, values: dict[str, Any]) -> None:
        super()._show_relevant(values)
        programme = self.typing.programme_of(values.get("voucher_uid")) if self.typing else None
        net = programme is not None and programme.tax_basis == "net"
        self.rows["tax_percent"].setVisible(net or values.get("tax_percent") is not None)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and undoes_step(event, watched)
        ):
            event.ignore()  # nothing was typed here: Ctrl+Z takes back the last step
            return True
        if event.type() == QEvent.Type.FocusOut and watched in (
            self.rows["eligible_amount"].field, self.company.field
        ):  # fmt: skip
            QTimer.singleShot(0, self, self.judge)  # now the amount may follow the bill again
        return super().eventFilter(watched, event)

    # saving and going about -------------------------------------------------------------------------------------------

    def _also(self, step: Step, uid: str) -> None:
        attach(step, self.register.name, uid, self.evidence.pending, self.context.today())

    def next_problem(self) -> None:
        if not self.company.note.isHidden() and not self.company.field.hasFocus():
            self.company.field.setFocus()
            self._scroll.ensureWidgetVisible(self.company)
            return
        super().next_problem()

    def focus_first(self) -> None:
        """Put the cursor where the work begins: at a new claim the company, else what is most often corrected."""
        (self.company if self.uid is None else self.rows["eligible_amount"]).field.setFocus()
