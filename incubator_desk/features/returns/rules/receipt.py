"""The receipt that the zone gives for a package: which one, taken or returned, and why."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, cast

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import tidy

from .canonical import Parts, from_bytes, to_bytes
from .manifest import Party, read_digest, read_key, read_period, read_uscc

SCHEMA_VERSION = 1
VERDICTS = ("accepted", "returned")
Verdict = Literal["accepted", "returned"]

NEWER = N_(
    "The receipt is of a newer program (form {version}, known here is {known}). Install the newer version of "
    "Incubator Desk, then take the receipt again."
)
MALFORMED = N_("This is no receipt of the zone: look at “{place}”. Have it sent again.")
_KEYS = ("schema_version", "package", "verdict", "reasons", "zone", "answered_on", "public_key", "signature")
_LINE = re.compile(r"(?:\[(.*?) · (.*?) · (.*?) · (.*?)\] )?(.*)")
_BLANK = "–"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with its place where it has one: the rule, the table, the record's key, the column."""

    text: str
    rule: str | None = None
    table: str | None = None
    record: str | None = None
    field: str | None = None

    def line(self) -> str:
        """The reason as it is stored and read: ``[C19 · reliefs · R-0058 · –] text``."""
        place, text = (self.rule, self.table, self.record, self.field), tidy(" ".join(self.text.split()))
        return f"[{' · '.join(each or _BLANK for each in place)}] {text}" if any(place) else text


def lines(reasons: Iterable[Reason]) -> str:
    """Reasons one below the other; those without words are left out."""
    return "\n".join(reason.line() for reason in reasons if reason.text.strip())


def reasons(text: str | None) -> tuple[Reason, ...]:
    """The reasons that :func:`lines` wrote."""
    found = [_LINE.fullmatch(line) for line in (text or "").splitlines()]
    return tuple(
        Reason(each[5], *(None if part == _BLANK else part for part in each.groups()[:4])) for each in found if each
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the zone says of a package of a park."""

    uscc: str
    """The park's."""
    period: str
    sequence: int
    sha256: str
    """Of the package's manifest."""
    verdict: Verdict
    reasons: tuple[Reason, ...]
    zone: Party
    answered_on: date

    @property
    def file_name(self) -> str:
        """The receipt's name, after the package's."""
        return f"{self.uscc}-{self.period}-{self.sequence}-receipt.json"


@dataclass(frozen=True, slots=True)
class Signed:
    """A receipt, the key that signs it, and what is signed."""

    receipt: Receipt
    public_key: bytes
    signature: bytes = b""

    def content(self) -> bytes:
        """The bytes that are signed."""
        return to_bytes(self._content())

    def to_bytes(self) -> bytes:
        """The receipt's bytes, the signature in them."""
        return to_bytes({**self._content(), "signature": base64.b64encode(self.signature).decode()})

    def _content(self) -> dict[str, Any]:
        told = self.receipt
        return {
            "schema_version": SCHEMA_VERSION,
            "package": {name: getattr(told, name) for name in ("uscc", "period", "sequence", "sha256")},
            "verdict": told.verdict,
            "reasons": [asdict(reason) for reason in told.reasons],
            "zone": asdict(told.zone),
            "answered_on": told.answered_on.isoformat(),
            "public_key": base64.b64encode(self.public_key).decode(),
        }


def from_receipt(data: bytes) -> Signed:
    """The receipt that some bytes are, every key and type checked; its signature is still to be looked at."""
    try:
        content = from_bytes(data)
        _refuse_newer(content)
        signed = _signed(Parts(content, "", *_KEYS))
        if signed.to_bytes() != data:
            raise ValueError("{}")
    except ValueError as error:
        raise Refused.because("bad_receipt", MALFORMED, place=str(error)[:100]) from error
    return signed


def _refuse_newer(content: Mapping[str, Any]) -> None:
    version = content.get("schema_version")
    if type(version) is int and version > SCHEMA_VERSION:
        raise Refused.because("newer_receipt", NEWER, version=version, known=SCHEMA_VERSION)
    if type(version) is not int or version != SCHEMA_VERSION:
        raise ValueError("schema_version")


def _signed(parts: Parts) -> Signed:
    package, zone = parts.inner("package", "uscc", "period", "sequence", "sha256"), parts.inner("zone", "name", "uscc")
    verdict = parts.text("verdict", 20)
    if verdict not in VERDICTS:
        raise parts.wrong("verdict")
    receipt = Receipt(
        read_uscc(package), read_period(package), package.whole("sequence", 1), read_digest(package, "sha256"),
        cast(Verdict, verdict), tuple(_reason(each, place) for each, place in parts.each("reasons")),
        Party(zone.text("name", 100), read_uscc(zone)), _day(parts),
    )  # fmt: skip
    try:
        signature = base64.b64decode(parts.text("signature", 88), validate=True)
    except ValueError as error:
        raise parts.wrong("signature") from error
    return Signed(receipt, read_key(parts), signature)


def _reason(content: object, place: str) -> Reason:
    parts = Parts(content, place, "text", "rule", "table", "record", "field")
    names = (parts.text_or_none(key, 200) for key in ("rule", "table", "record", "field"))
    return Reason(parts.text("text", 4000), *names)


def _day(parts: Parts) -> date:
    try:
        return date.fromisoformat(parts.text("answered_on", 10))
    except ValueError as error:
        raise parts.wrong("answered_on") from error
