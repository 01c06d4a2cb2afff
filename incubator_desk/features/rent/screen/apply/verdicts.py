"""The words of applying a policy: what it grants, whom it serves, the verdict on a lease and its reasons."""

from collections.abc import Sequence
from datetime import date

from incubator_desk.base.i18n import _, translate_many
from incubator_desk.base.money import grouped, readable
from incubator_desk.catalog.kinds import Choices, Tone
from incubator_desk.features.leases.model import OWNERSHIPS
from incubator_desk.features.rent.model import SETTLEMENTS
from incubator_desk.features.rent.rules import DEFERRALS
from incubator_desk.features.rent.rules.effect import Effect
from incubator_desk.features.rent.rules.offer import Offer
from incubator_desk.features.rent.service.offers import and_so_on, words
from incubator_desk.features.rent.service.previewing import Previewed
from incubator_desk.features.tenants import words as tenants
from incubator_desk.qtkit.cells import Cell


def granted(offer: Offer) -> str:
    """What a policy grants, in a few words."""
    if offer.kind == "percent" and offer.percent is not None:
        whole = offer.percent == 100
        text = _("Free of rent") if whole else _("{percent}% less").format(percent=f"{offer.percent.normalize():f}")
        return f"{text}{_capped(offer)}"
    if offer.kind == "fixed":
        each = _("{amount} a line").format(amount=grouped(offer.amount)) if offer.amount else _("A fixed amount")
        return f"{each}{_capped(offer)}"
    if offer.kind == "extension":
        return translate_many("{count} month longer", "{count} months longer", offer.months or 0)
    if offer.kind == "deferral" and offer.defer_to:
        return _("Deferred to {day}").format(day=offer.defer_to)
    if offer.kind == "deferral":
        return translate_many("Deferred by {count} month", "Deferred by {count} months", offer.months or 0)
    return _("{count} instalments from {day}").format(count=offer.parts, day=offer.first_due_on)


def _capped(offer: Offer) -> str:
    parts = [_("up to {amount}").format(amount=grouped(offer.cap))] if offer.cap else []
    parts += [_("by the share of the year")] if offer.by_year_share else []
    return "".join(_("; ") + part for part in parts)


def term(offer: Offer) -> str:
    """The days that a policy means."""
    if offer.kind == "extension":
        return ""
    first, last = offer.starts_on, offer.last_day
    if first and last:
        return f"{first} – {last}"
    return _since_until(first, last) or _("The whole lease")


def applications(offer: Offer) -> str:
    """When a policy takes applications; nothing where it always does."""
    if offer.apply_from and offer.apply_to:
        return f"{offer.apply_from} – {offer.apply_to}"
    return _since_until(offer.apply_from, offer.apply_to)


def _since_until(first: date | None, last: date | None) -> str:
    if first:
        return _("from {day}").format(day=first)
    return _("not after {day}").format(day=last) if last else ""


def served(offer: Offer) -> str:
    """Whom a policy serves: kinds, statuses, sizes."""
    parts = tenants.served(offer.tenant_kinds, offer.statuses, offer.sizes)
    parts += [_("service sector")] if offer.service_only else []
    parts += [] if offer.arrears_allowed else [_("without arrears")]
    return _("; ").join(parts) or _("all")


def terms(offer: Offer) -> str:
    """A policy's terms in one line."""
    parts = [granted(offer), term(offer)]
    if offer.kind not in DEFERRALS:
        parts.append(_("Rent paid: {how}").format(how=SETTLEMENTS.show(offer.settle_paid).lower()))
    parts.append(_("Served: {who}").format(who=served(offer)))
    if offer.ownerships:
        owners = Choices(OWNERSHIPS.options).show(";".join(offer.ownerships))
        parts.append(_("Premises: {owners}").format(owners=owners))
    return "    ".join(part for part in parts if part)


def verdict(each: Previewed) -> Cell:
    """Whether the policy serves a lease, as a chip."""
    if not each.judgement.entitled:
        return Cell(_("Not entitled"), tone="danger", icon="error-circle", chip=True)
    if each.remarks:
        return Cell(_("Applies"), tone="warning", icon="warning", chip=True)
    return Cell(_("Applies"), tone="success", icon="check-circle", chip=True)


def reason(each: Previewed) -> str:
    """Why not; or the first thing to bear in mind, or where paid money goes, and how many more there are."""
    decisive = each.judgement.decisive
    if decisive is not None:
        return words(decisive)
    parts = [*remarks(each), *([paid(each)] if paid(each) else [])]
    return " ".join([*parts[:1], *([f"(+{len(parts) - 1})"] if len(parts) > 1 else [])])


def remarks(each: Previewed) -> list[str]:
    """What to bear in mind though the policy serves the lease."""
    found = [words(warning) for warning in each.judgement.warnings]
    if each.better:
        text = _("{policy} would give {amount}")
        found.append(text.format(policy=each.better.terms.offer.policy, amount=readable(each.better.amount)))
    return found + ([_("Nothing is left to relieve")] if each.idle else [])


def paid(each: Previewed) -> str:
    """Where the money goes that lay on what is relieved."""
    made = each.effect
    if made is None or not made.freed:
        return ""
    if made.owed:
        return _("{amount} owed back").format(amount=readable(made.owed))
    if made.filled:
        months = dict.fromkeys(f"{portion.first:%Y-%m}" for portion in made.filled)
        shown = [*months][:2] + (["…"] if len(months) > 2 else [])
        return _("fills {months}").format(months=and_so_on(shown))
    return _("{amount} of credit").format(amount=readable(made.credit))


def sums(offer: Offer, effects: Sequence[Effect]) -> list[tuple[str, int, Tone | None]]:
    """What an application comes to in all, in fen: the words of each sum, the sum, its tone."""
    before = sum(each.was.gross - each.was.net for each in effects)
    return [
        (_("Charged"), sum(each.was.gross for each in effects), None),
        *([(_("Relieved before"), before, None)] if before else []),
        (relief_heading(offer), sum(each.granted for each in effects), _granted_tone(offer)),
        (_("Payable"), sum(each.payable for each in effects), None),
        (money_heading(offer), sum(each.owed or each.freed for each in effects), None),
    ]


def _granted_tone(offer: Offer) -> Tone:
    return "deferred" if offer.kind in DEFERRALS else "success"


def relief_heading(offer: Offer) -> str:
    """What the column of what is granted is called."""
    return _("Deferred") if offer.kind in DEFERRALS else _("Relief")


def money_heading(offer: Offer) -> str:
    """What the column of paid money is called."""
    return _("Owed back") if offer.settle_paid == "refund" and offer.kind in ("percent", "fixed") else _("Offset")
