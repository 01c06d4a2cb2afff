"""The words of issuing vouchers: what a programme pays, whom it serves, the verdict on a company and its reasons."""

from collections.abc import Sequence

from incubator_desk.base.i18n import _
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.tenants import words as tenants
from incubator_desk.features.tenants.words import words
from incubator_desk.features.vouchers.rules.issuing import Money
from incubator_desk.features.vouchers.service.issuing import Company, Offered
from incubator_desk.qtkit.cells import Cell


def who(offered: Offered) -> str:
    """Whom a programme serves."""
    terms = offered.terms
    return _("; ").join(tenants.served(terms.tenant_kinds, terms.statuses, terms.sizes)) or _("all")


def pays(offered: Offered) -> str:
    """The share of a bill that it bears."""
    return f"{offered.rate.normalize():f}%"


def terms(offered: Offered) -> str:
    """A programme's terms in one line."""
    parts = [
        _("Bears {rate} of a bill").format(rate=pays(offered)),
        _("To be used until {day}").format(day=offered.terms.use_by),
        _("claimed until {day}").format(day=offered.redeem_by),
        _("Served: {who}").format(who=who(offered)),
    ]
    if offered.terms.months is not None:
        parts.insert(2, _("each for {months} months").format(months=offered.terms.months))
    if offered.terms.holding_cap is not None:
        parts.append(_("A company may hold {amount}").format(amount=readable(offered.terms.holding_cap)))
    return "    ".join(parts)


def verdict(each: Company) -> Cell:
    """Whether a company may have a voucher, as a chip."""
    if not each.judgement.entitled:
        return Cell(_("Not entitled"), tone="danger", icon="error-circle", chip=True)
    if each.judgement.notes:
        return Cell(_("May have one"), tone="warning", icon="warning", chip=True)
    return Cell(_("May have one"), tone="success", icon="check-circle", chip=True)


def reason(each: Company) -> str:
    """Why not; or the first thing to bear in mind, and how many more there are."""
    if (check := each.judgement.decisive) is not None:
        return words(check)
    notes = [words(note) for note in each.judgement.notes]
    return " ".join([*notes[:1], *([f"(+{len(notes) - 1})"] if len(notes) > 1 else [])])


def codes(given: Sequence[str]) -> str:
    """The codes that would be given, the first to the last."""
    return " – ".join(dict.fromkeys((given[0], given[-1]))) if given else "—"


def sums(money: Money) -> list[tuple[str, int, Tone | None]]:
    """What issuing comes to, in fen: the words of each sum, the sum, its tone."""
    found: list[tuple[str, int, Tone | None]] = [
        (_("Face values"), money.adding, "success"),
        (_("Issued before"), money.out, None),
    ]
    if money.left is not None:
        found.append((_("Left of the budget"), money.left, "danger" if money.over else None))
    return found


def over(money: Money) -> str:
    """That more would be issued than the budget has; nothing where it suffices."""
    if not money.over or money.budget is None:
        return ""
    text = _("With these, vouchers of {total} are issued: {over} more than the budget of {budget}.")
    return text.format(total=readable(money.total), over=readable(money.over), budget=readable(money.budget))
