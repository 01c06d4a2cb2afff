"""The letters and forms whose words are the park's to choose, and the texts that it gives them."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Choice, Day, Option, Text
from incubator_desk.catalog.register import field
from incubator_desk.store.record import Record

PAPERS = Choice(
    (
        Option("relief_application", N_("Application for rent relief")),
        Option("relief_calculation", N_("Calculation of the relief")),
        Option("relief_notice", N_("Public notice of rent relief")),
        Option("supplementary_agreement", N_("Supplementary agreement")),
        Option("refund_form", N_("Refund form")),
        Option("arrears_reminder_friendly", N_("Rent reminder (friendly)")),
        Option("arrears_reminder_firm", N_("Rent reminder (firm)")),
        Option("arrears_reminder_final", N_("Rent reminder (final)")),
        Option("lease_settlement", N_("Settlement at the end of a lease")),
        Option("appointment_letter", N_("Letter of appointment")),
    ),
    width=24,
)
LANGUAGES = Choice((Option("zh_CN", N_("Chinese")), Option("en", N_("English"))))
TITLE_MOST, BODY_MOST = 100, 8000


class LetterText(Record):
    """The park's own text of a letter or form in a language, from a day on until a later one takes over."""

    __tablename__ = "letter_texts"
    __table_args__ = (UniqueConstraint("operator_uid", "paper", "language", "valid_from"),)

    paper: Mapped[str] = field(N_("Letter or form"), PAPERS, required=True)
    language: Mapped[str] = field(N_("Language"), LANGUAGES, default="zh_CN")
    valid_from: Mapped[date] = field(
        N_("Valid from"),
        Day(),
        required=True,
        help=N_("It is printed on papers dated from then on, until a later one."),
    )
    title: Mapped[str] = field(
        N_("Heading"), Text(TITLE_MOST, width=30), required=True, search=True,
        help=N_("Left blank in a new one: the heading that is shipped."),
    )  # fmt: skip
    body: Mapped[str] = field(
        N_("Text"), Text(BODY_MOST, lines=12), required=True, listed=False,
        help=N_(
            "A line is a paragraph; {table} on a line of its own is the table. Left blank in a new one: the text that "
            "is shipped."
        ),
    )  # fmt: skip
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=2))
