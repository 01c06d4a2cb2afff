"""What a case says of money: what becomes of rent already paid, and which sums fall due instead, in sentences."""

from collections.abc import Sequence

from incubator_desk.base.i18n import _
from incubator_desk.base.money import grouped, readable
from incubator_desk.features.rent.rules import agreement, schedule
from incubator_desk.features.rent.rules.agreement import Instalment, Moved
from incubator_desk.reports.wording import day_in_words

from .letter_cases import Subject


def settled(each: Subject) -> str:
    """What becomes of rent that was paid for the days of a case, or that it puts off."""
    if each.defers:
        return _put_off(agreement.by_date(each.moved))
    if each.relief.kind == "extension":
        return _("The days added are free of rent. Rent for the days before stays as it was agreed.")
    if each.policy is None or each.policy.settle_paid == "offset":
        return _(
            "What was already paid of the rent relieved is set off against rent that falls due later; what cannot be "
            "set off is paid back."
        )
    owed = next((g.owed for g in schedule(each.facts, each.day).granted if g.relief == each.relief.code), 0)
    if owed:
        if each.relief.approved_on is None:
            text = _("Of the rent relieved CNY {amount} had been paid by the approval; the lessor pays it back.")
            return text.format(amount=readable(owed))
        text = _("Of the rent relieved CNY {amount} had been paid by the approval on {day}; the lessor pays it back.")
        return text.format(amount=readable(owed), day=day_in_words(each.relief.approved_on))
    return _("What was already paid of the rent relieved is paid back; by the approval nothing of it had been paid.")


def clause(each: Subject) -> str:
    """What is granted, as a clause of an agreement between Party A, the lessor, and Party B, the lessee."""
    known = {name: value or "" for name, value in each.values().items()}
    relief = each.relief
    known |= {
        "percent": f"{relief.percent.normalize():f}" if relief.percent is not None else "",
        "each": grouped(relief.amount) if relief.amount is not None else "",
        "months": str(relief.months or 0),
        "parts": str(relief.parts or 1),
        "first_due": day_in_words(relief.first_due_on) if relief.first_due_on else "",
    }
    return _clause(each).format_map(known)


def _clause(each: Subject) -> str:
    relief = each.relief
    if relief.kind == "extension":
        return _(
            "The lease is extended by {months} months. From {from} to {to} Party B pays no rent; the rent of these "
            "days would be CNY {amount} ({amount_in_words})."
        )
    if relief.kind == "deferral":
        return _(
            "Party B pays the rent from {from} to {to}, CNY {amount} in all ({amount_in_words}), by the later due "
            "dates of the table. This puts off rent; it is no relief."
        )
    if relief.kind == "instalments":
        return _(
            "Party B pays the rent from {from} to {to}, CNY {amount} in all ({amount_in_words}), in {parts} monthly "
            "instalments from {first_due} on. This puts off rent; it is no relief."
        )
    if relief.kind == "percent" and relief.percent == 100:
        return _("Party A waives the rent from {from} to {to}, CNY {amount} in all ({amount_in_words}).")
    if relief.kind == "percent":
        return _(
            "Party A reduces the rent from {from} to {to} by {percent}%, by CNY {amount} in all ({amount_in_words})."
        )
    if relief.amount is not None:
        return _(
            "Party A reduces each rent from {from} to {to} by CNY {each}, by CNY {amount} in all ({amount_in_words})."
        )
    return _("Party A reduces the rent from {from} to {to} by CNY {amount} in all ({amount_in_words}).")


def paid_of(dues: Sequence[Instalment]) -> str:
    """What of rent put off is paid already, and what is left; nothing where none of it is paid."""
    paid, rest = sum(due.paid for due in dues), sum(due.open for due in dues)
    if not paid:
        return ""
    text = _("Of it CNY {paid} is paid already; CNY {rest} stays to be paid.")
    return text.format(paid=readable(paid), rest=readable(rest))


def _put_off(dues: Sequence[Instalment]) -> str:
    """What becomes of rent that is put off."""
    stays = _("What is put off stays payable in full. No late fee runs until the new due dates.")
    paid = paid_of(dues)
    left = any(due.open for due in dues)
    return _("{first} {second}").format(first=paid, second=stays) if paid and left else paid or stays


def sums_by_date(moved: Sequence[Moved]) -> str:
    """The sums that still fall due under deferrals; nothing where all is paid, or rent is relieved."""
    by = _("by {day} CNY {amount}")
    sums = [
        by.format(day=day_in_words(due.due_on), amount=readable(due.open))
        for due in agreement.by_date(moved)
        if due.open
    ]
    return _("To be paid in all: {sums}.").format(sums=_("; ").join(sums)) if sums else ""
