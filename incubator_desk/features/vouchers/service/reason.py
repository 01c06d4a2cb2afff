"""Why a claim is worth what it is, in one sentence, and each of its limits in words."""

from decimal import Decimal

from incubator_desk.base.capitals import capitals
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.features.vouchers.rules import Assessed, Claim, Limit

from . import words
from .columns import LIMITS
from .typing import Judged, Suggestion

_LIMITED: dict[str, str] = {
    "claim_cap": N_("{whole} for one claim"),
    "voucher": N_("Face value {whole}, {taken} taken before"),
    "holder_year_cap": N_("{whole}, {taken} taken in {year}"),
    "controller_year_cap": N_("{whole}, the group took {taken} in {year}"),
    "budget": N_("{whole}, {taken} taken before"),
}


def rate(claim: Claim) -> str:
    """The programme's rate: ``50``."""
    return f"{Decimal(claim.voucher.programme.rate).scaleb(-6).normalize():f}"


def of_limit(claim: Claim, limit: Limit) -> str:
    """What a limit is, and what others took of it."""
    if limit.name == "rate":
        return _("{rate} % of the eligible {amount}").format(rate=rate(claim), amount=readable(claim.eligible))
    text = translate(_LIMITED[limit.name])
    return text.format(whole=readable(limit.whole), taken=readable(limit.taken), year=claim.claimed_on.year)


def sentence(judged: Judged) -> str:
    """Why a claim is worth what it is."""
    assessed = judged.assessed
    if assessed is None:
        return ""
    if not assessed.claim.takes:
        return _("In this state it takes nothing.")
    if assessed.claim.locked:
        return _("Its batch was locked with this amount: it stands. In words: {capitals}.").format(
            capitals=_spelt(assessed)
        )
    if assessed.blocked:
        found = "；".join(map(words.finding, _blocking(judged)))
        return _("Nothing is paid as long as this stands: {finding}.").format(finding=found)
    return _("{how} In words: {capitals}.").format(capitals=_spelt(assessed), how=_how(assessed, judged))


def suggested(found: Suggestion) -> str:
    """How the eligible amount comes about: the least of the bill's amounts, less what is not eligible, net of tax."""
    text = _("= least of contract, invoice, payment {least} − not eligible {excluded}")
    told = text.format(least=readable(found.least), excluded=readable(found.excluded))
    if found.tax is None:
        return told
    rest = readable(max(0, found.least - found.excluded))
    tax = f"{found.tax.normalize():f}"
    return _("{sum} = {rest}; without {tax} % tax {amount}").format(
        sum=told, rest=rest, tax=tax, amount=readable(found.amount)
    )


def _spelt(assessed: Assessed) -> str:
    return capitals(to_yuan(assessed.allowed))


def _blocking(judged: Judged) -> list[str]:
    return [each.code for each in judged.findings if each.blocks]


def _how(assessed: Assessed, judged: Judged) -> str:
    claim = assessed.claim
    share = next(limit.left for limit in judged.limits if limit.name == "rate")
    text = _("Eligible {eligible} × {rate} % = {share}").format(
        eligible=readable(claim.eligible), rate=rate(claim), share=readable(share)
    )
    if assessed.binding == "rate":
        told = _("{sum}; no other limit is lower.").format(sum=text)
    else:
        least = next(limit for limit in judged.limits if limit.name == assessed.binding)
        over = _("{sum}; what exceeds {left} ({limit}) is borne by the company.")
        told = over.format(sum=text, left=readable(max(0, least.left)), limit=translate(LIMITS[least.name]))
    if claim.voucher.programme.rounding == "yuan_down":
        told = _("{sentence} Rounded down to the yuan.").format(sentence=told)
    return told
