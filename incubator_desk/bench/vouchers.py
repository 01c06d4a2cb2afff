"""How fast voucher claims are assessed, beside writing them to a workbook."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from incubator_desk.features.vouchers.rules import Claim, Holder, Programme, Provider, Voucher, assess

from . import Measurement, best_of

_CLAIMS, _PROGRAMMES, _HOLDERS, _PROVIDERS = 10_000, 50, 1_000, 100
_FIRST = date(2020, 1, 1)


def claims(count: int) -> list[Claim]:
    """So many claims under fifty programmes, two hundred under each for every ten thousand; a few break a rule."""
    programmes = [
        Programme(
            f"P{n}", 50_000_000, date(2020, 12, 31), date(2021, 3, 31), claim_cap=2_000_000, holder_year_cap=6_000_000,
            controller_year_cap=9_000_000, budget=20_000_000_000,
        )
        for n in range(_PROGRAMMES)
    ]  # fmt: skip
    holders = [Holder(f"T{n}", f"USCC{n}", f"controller {n // 3}") for n in range(_HOLDERS)]
    providers = [Provider(f"S{n}", f"PROV{n}", f"person {n}") for n in range(_PROVIDERS)]
    vouchers = [
        Voucher(f"V{n}", programmes[n % _PROGRAMMES], holders[n % _HOLDERS], 5_000_000, _FIRST)
        for n in range(count // 4)
    ]
    return [_claim(n, vouchers[n % len(vouchers)], providers[n * 7 % _PROVIDERS]) for n in range(count)]


def _claim(number: int, voucher: Voucher, provider: Provider) -> Claim:
    signed = _FIRST + timedelta(days=number * 13 % 300)
    late = timedelta(days=number * 31 % 20)
    invoice = f"{number - 1 if number % 50 == 0 else number:08}"
    return Claim(
        f"C{number:06}", voucher, provider, "testing", signed, invoice, signed + late,
        100_000 + number * 37 % 3_000_000, signed + late, signed, contract_no=f"HT-{number}",
    )  # fmt: skip


def write_claims(known: Sequence[Claim], file: Path) -> None:
    """The yardstick: the claims as twelve columns of plain text and numbers, written by openpyxl alone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for each in known:
        sheet.append(
            [
                each.code, each.voucher.code, each.voucher.programme.code, each.voucher.holder.code, each.provider.code,
                each.service_kind, each.contract_no, each.contract_on.isoformat(), each.invoice_no,
                each.invoice_on.isoformat(), each.claimed_on.isoformat(), each.eligible / 100,
            ]
        )  # fmt: skip
    book.save(file)


def vouchers() -> list[Measurement]:
    """Ten thousand claims beside writing them, ten times as many beside ten times that, one typed beside all."""
    few, many = claims(_CLAIMS), claims(10 * _CLAIMS)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        written = best_of(2, lambda: write_claims(few, folder / "claims.xlsx"))
    seconds, ten_times = best_of(3, lambda: assess(few)), best_of(2, lambda: assess(many))
    standing = assess(few)
    typed = [replace(each, code="typed") for each in few[:: _CLAIMS // 100]]
    one = best_of(3, lambda: [standing.typed(each) for each in typed]) / len(typed)
    return [
        Measurement(f"{_CLAIMS:,} voucher claims assessed", seconds, "openpyxl writes them", written, 0.25),
        Measurement(f"{10 * _CLAIMS:,} voucher claims assessed", ten_times, f"{_CLAIMS:,} of them", seconds, 10.5),
        Measurement(f"one claim typed among {_CLAIMS:,}", one, "assessing all of them", seconds, 0.02),
    ]


if __name__ == "__main__":
    for found in vouchers():
        print(f"{found.name}: {found.seconds:.5f} s, {found.ratio:.5f} × {found.yardstick} (limit {found.limit})")
