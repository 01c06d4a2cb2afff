"""A paper's code: drawn as a QR code that a scanner reads, said to those who do not see it, left out elsewhere."""

import re

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from report_sample import ASKED, letters
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

from incubator_desk.base import i18n
from incubator_desk.reports.coded import modules, squares
from incubator_desk.reports.making import make

SCALE = 4
FACTS = [("Company", "青岚朴石新材料有限公司")]


def reference(text):
    """The library's own drawing of a text."""
    widget = QrCodeWidget(text, barLevel="M")
    widget.qr.make()
    return [[bool(dark) for dark in row] for row in widget.qr.modules]


def figures(paper):
    """The figures of each page in the paper's structure: what is said instead, and where they stand."""
    reader = PdfReader(paper)
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()]
    while waiting:
        element = waiting.pop(0)
        if element["/S"] == "/Figure":
            found.append(
                (
                    reader.get_page_number(element["/Pg"].get_object()),
                    element["/Alt"],
                    [float(x) for x in element["/A"]["/BBox"]],
                )
            )
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        waiting += [
            each
            for each in (kid.get_object() if hasattr(kid, "get_object") else kid for kid in kids)
            if hasattr(each, "get")
        ]
    return sorted(found)  # fmt: skip


def seen(paper, page, box, count):
    """The dark modules that a camera sees within a box of a page."""
    document = pypdfium2.PdfDocument(paper)
    try:
        sheet = document[page]
        picture = sheet.render(scale=SCALE, grayscale=True).to_pil()
        left, lower, right, upper = box
        side, high = (right - left) / count, sheet.get_height()
        return [
            [
                picture.getpixel((round((left + (c + 0.5) * side) * SCALE), round((high - upper + (r + 0.5) * side) * SCALE))) < 128
                for c in range(count)
            ]
            for r in range(count)
        ]  # fmt: skip
    finally:
        document.close()


@pytest.mark.parametrize("code", ["V-2020-0001", "V1", "v-2020-0001/a", "20200001", "V" * 60])
def test_what_is_drawn_is_the_code(file_office, tmp_path, code):
    out = tmp_path / "paper.pdf"
    assert (
        make(file_office, letters({"code": code, "facts": FACTS}, {"code": "V-2", "facts": FACTS}), ASKED, "pdf", out)
        == ()
    )
    (page, said, box), (other, said_there, _box) = figures(out)
    assert (page, other) == (0, len(PdfReader(out).pages) // 2)
    assert said == f"QR code of {code}"
    assert said_there == "QR code of V-2"
    expected = reference(code)
    assert seen(out, page, box, len(expected)) == expected
    # four modules on each side are white: by them a scanner knows where the code ends
    count, side = len(expected), box[2] - box[0]
    quiet = 4 * side / count
    around = seen(out, page, [box[0] - quiet, box[1] - quiet, box[2] + quiet, box[3] + quiet], count + 8)
    assert (
        around
        == [[False] * (count + 8)] * 4
        + [[False] * 4 + row + [False] * 4 for row in expected]
        + [[False] * (count + 8)] * 4
    )
    text = re.sub(r"\s", "", PdfReader(out).pages[0].extract_text())
    assert code in text  # so that it can be typed


def test_hanzi_are_written_as_utf8():
    """The library alone would take those it knows for kanji, in an encoding of its own."""
    made = QRCode(None, QRErrorCorrectLevel.M)
    made.addData(QR8bitByte("券-0001".encode()))
    made.make()
    assert modules("券-0001") == [[bool(dark) for dark in row] for row in made.modules]


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60))
def test_the_squares_cover_the_dark_modules_and_no_others(text):
    dark = modules(text)
    count = len(dark)
    covered = [[0] * count for _ in range(count)]
    for x, y, width, height in squares(dark, 0.0, float(count), float(count)):
        assert height == 1
        for column in range(round(x), round(x + width)):
            covered[count - 1 - round(y)][column] += 1
    assert covered == [[int(each) for each in row] for row in dark]


def test_another_language_says_it_in_its_own_words(file_office, tmp_path):
    with i18n.speaking("zh_CN"):
        make(file_office, letters({"code": "V1"}), ASKED, "pdf", tmp_path / "paper.pdf")
    ((_page, said, _box),) = figures(tmp_path / "paper.pdf")
    assert said == "V1 的二维码"


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_other_formats_leave_it_out(file_office, tmp_path, format):
    for name, sheet in (("with", {"code": "V1"}), ("without", {})):
        make(file_office, letters(sheet), ASKED, format, tmp_path / name)
    if format != "xlsx":
        assert (tmp_path / "with").read_bytes() == (tmp_path / "without").read_bytes()
