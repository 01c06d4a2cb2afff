"""Receipts: what the zone gives back for a package, and what a park makes of it."""

from dataclasses import replace
from pathlib import Path

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.fingerprints import fingerprint
from incubator_desk.base.i18n import N_
from incubator_desk.features.park.model import Operator
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.manifest import Party
from incubator_desk.features.returns.rules.receipt import Receipt, Signed, Verdict, from_receipt, reasons
from incubator_desk.reports.files import written_aside
from incubator_desk.store.refusals import plainly, refusal

from .signing import Key, signs
from .verifying import Trusted

MOST_BYTES = 2**22
NOT_ANSWERED = N_("Package {sequence} of {name} is still to be reviewed: accept or return it first.")
NAMELESS = N_("A receipt names the zone: enter its name and credit code in the profile.")
TOO_LARGE = N_("This is larger than a receipt is.")
BAD_SIGNATURE = N_("The receipt's signature does not fit: it was changed. Have the zone send it again.")
UNKNOWN_KEY = N_(
    "The receipt is signed with the key {fingerprint} of “{name}” ({uscc}), which is not trusted here. Have the zone "
    "read its fingerprint to you; where it is the same, enter it in the list of trusted keys as the zone's."
)


def write_receipt(package: ReceivedPackage, zone: Operator, key: Key, folder: Path) -> Path:
    """Put the signed receipt of an answered package into a folder; the same answer gives the same bytes."""
    if package.status == "received" or package.answered_on is None:
        values = {"sequence": package.sequence, "name": package.name}
        raise Refused(Problem("not_answered", NOT_ANSWERED, values))
    if not zone.name or not zone.uscc:
        raise Refused.because("nameless_zone", NAMELESS)
    verdict: Verdict = "accepted" if package.status == "accepted" else "returned"
    receipt = Receipt(
        package.uscc, package.period, package.sequence, package.sha256, verdict, reasons(package.answer),
        Party(zone.name, zone.uscc), package.answered_on,
    )  # fmt: skip
    signed = Signed(receipt, key.public)
    out = folder / receipt.file_name
    with written_aside(out) as aside:
        aside.write_bytes(replace(signed, signature=key.sign(signed.content())).to_bytes())
    return out


def read_receipt(path: Path, trusted: Trusted) -> Receipt:
    """The receipt in a file; refused unless it is signed by a key that is trusted here as the zone's."""
    try:
        signed = from_receipt(_content(path))
        receipt, own = signed.receipt, fingerprint(signed.public_key)
        if not signs(signed.public_key, signed.signature, signed.content()):
            raise Refused.because("bad_signature", BAD_SIGNATURE)
        if not trusted(receipt.zone.uscc, own):
            values = {"fingerprint": own, "name": receipt.zone.name, "uscc": receipt.zone.uscc}
            raise Refused(Problem("unknown_key", UNKNOWN_KEY, values))
    except Refused as refused:
        here = Where(file=str(path))
        raise Refused(*(replace(problem, where=here) for problem in refused.problems)) from None
    return receipt


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise refusal("missing_file", path)
    with plainly(path), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused.because("too_large", TOO_LARGE)
    return data
