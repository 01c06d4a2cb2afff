"""The texts that come with the program: heading and paragraphs of each letter and form."""

from collections.abc import Mapping
from dataclasses import dataclass

from incubator_desk.base.i18n import N_, said_in


@dataclass(frozen=True, slots=True)
class Words:
    """Heading and text of a letter with their places to fill; a line of the text is a paragraph."""

    title: str
    body: str


_APPLICATION = (
    N_("To {park}:"),
    N_(
        "Under “{policy}” ({document_no}) we ask for {instrument}: {premises}, lease {lease}, {from} to {to}. "
        "By the terms of the policy this concerns CNY {amount} of rent ({amount_in_words})."
    ),
    "{table}",
    N_("Enclosed: {evidence}."),
    N_(
        "We declare that what we state and enclose is true; that we are the final lessee of these premises, or pass "
        "the whole relief on to whoever is; and that no other relief was taken for the same rent."
    ),
)
_CALCULATION = (
    N_(
        "How the figures of case {relief} come about: {instrument} under “{policy}” ({document_no}), {from} to {to}, "
        "for {tenant}, lease {lease}, {premises}."
    ),
    "{table}",
    "{in_all}",
    "{settlement}",
    N_("Other reliefs on the same days: {other_reliefs}."),
)
_NOTICE = (
    N_(
        "Under {policies}, rent of the following companies is to be relieved or put off, or their leases are to be "
        "extended. The list is on public notice from {from} to {to}."
    ),
    "{table}",
    N_(
        "Whoever objects may say so in writing or by telephone within this time, giving name and facts, to {park}, "
        "telephone {park_phone}."
    ),
)
_AGREEMENT = (
    N_("Lessor (Party A): {park}"),
    N_("Lessee (Party B): {tenant} ({identity})"),
    N_(
        "Under “{policy}” ({document_no}), the two parties agree as follows, in supplement of lease {lease} of "
        "{premises}:"
    ),
    N_("1. {terms}"),
    N_("2. {settlement}"),
    N_(
        "3. Party B is the final lessee of the premises; where it sublets them, it passes the whole of this on to the "
        "final lessee."
    ),
    N_("4. After it the rent is charged as the table says:"),
    "{table}",
    "{sums_by_date}",
    N_(
        "5. For the rest the lease stands. This agreement is made in two copies, one for each party, and is in force "
        "once both have sealed it."
    ),
)
_REFUND = (
    N_("As of {date} the park owes {tenant} the following back:"),
    "{table}",
    N_("To be paid: CNY {amount} ({amount_in_words})."),
    N_("Account name: ________________    Bank: ________________    Account no.: ________________"),
)
_FRIENDLY = (
    N_("Dear {tenant},"),
    N_(
        "By our books the rent below, CNY {amount} in all ({amount_in_words}), had not come in by {date}. It may have "
        "been overlooked: please pay it soon."
    ),
    "{table}",
    N_("To be paid to: {park_account}"),
    N_(
        "If you have paid meanwhile, please send us the bank voucher, and take this letter as settled. If paying is "
        "difficult just now, do talk to us. Telephone {park_phone}."
    ),
)
_FIRM = (
    N_("To {tenant}:"),
    N_(
        "By {date} the rent below, CNY {amount} in all ({amount_in_words}), is overdue, the oldest of it by {days} "
        "days. Please pay it within five working days of this letter."
    ),
    "{table}",
    N_("To be paid to: {park_account}"),
    N_(
        "If you do not agree with these figures, tell us in writing within the same time; we then go through them with "
        "you line by line. Telephone {park_phone}."
    ),
)
_FINAL = (
    N_("To {tenant}:"),
    N_(
        "By {date} the rent below, CNY {amount} in all ({amount_in_words}), was still not paid; the oldest of it is "
        "overdue by {days} days."
    ),
    "{table}",
    N_("To be paid to: {park_account}"),
    N_(
        "We ask you for the last time to pay all of it within three working days of this notice. After that we act as "
        "the lease provides, which includes ending it and claiming what is owed and the late fees of the contract."
    ),
    N_("Telephone {park_phone}"),
)
_SETTLEMENT = (
    N_("Lease {lease} of {premises}, let to {tenant} since {from}, ended on {to}. Both sides settle it as follows:"),
    "{table}",
    "{balance}",
    "{payment}",
    N_(
        "Once this is paid, neither side has further claims under the lease for rent and deposit; property fees, water "
        "and electricity, late fees and other charges are settled apart."
    ),
)
_APPOINTMENT = (
    N_("To {mentor}:"),
    N_("We hereby appoint you mentor of the start-up companies and teams of {park}, {term}."),
    "{expertise}",
    N_("This letter is proof of your appointment."),
)
_SHIPPED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "relief_application": (N_("Application for rent relief"), _APPLICATION),
    "relief_calculation": (N_("Calculation of the relief"), _CALCULATION),
    "relief_notice": (N_("Public notice of rent relief"), _NOTICE),
    "supplementary_agreement": (N_("Supplementary agreement to the lease"), _AGREEMENT),
    "refund_form": (N_("Refund form"), _REFUND),
    "arrears_reminder_friendly": (N_("Reminder: rent to be paid"), _FRIENDLY),
    "arrears_reminder_firm": (N_("Demand for overdue rent"), _FIRM),
    "arrears_reminder_final": (N_("Last demand for overdue rent"), _FINAL),
    "lease_settlement": (N_("Settlement at the end of a lease"), _SETTLEMENT),
    "appointment_letter": (N_("Letter of appointment"), _APPOINTMENT),
}


def shipped(paper: str, language: str) -> Words:
    """The text of a paper that comes with the program, in a language."""
    title, lines = _SHIPPED[paper]
    return Words(said_in(language, title), "\n".join(said_in(language, line) for line in lines))
