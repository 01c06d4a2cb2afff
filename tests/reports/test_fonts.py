"""The bundled faces: what is printed can be copied and searched, and nothing prints as a box."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from report_sample import ASKED
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from incubator_desk.catalog.kinds import Text, Whole
from incubator_desk.catalog.report import Column, Report, Sheet
from incubator_desk.reports import fonts
from incubator_desk.reports.making import make

ORDINARY = "青岚朴石新材料有限公司，2020年2月租金¥6,507.00元（含㎡、①、“引号”）"
RARE = "𠮷野家与㙓氏"

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A printed page of ordinary and rare text, regular and bold."""
    fonts.faces()
    made = tmp_path / "paper.pdf"
    styles = [ParagraphStyle(name, fontName=name, fontSize=11, leading=16) for name in (fonts.REGULAR, fonts.BOLD)]
    texts = [Paragraph(fonts.marked_up(text), style) for style in styles for text in (ORDINARY, RARE)]
    texts.append(Paragraph(f"<b>{fonts.marked_up(RARE)}</b>", styles[0]))
    SimpleDocTemplate(str(made)).build(texts)
    return made


def printed(paper: Path) -> list[str]:
    """The lines that a reader copies out of a page."""
    done = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True)
    return [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]


@needs_poppler
def test_text_copies_out_as_it_was_written(paper: Path) -> None:
    assert printed(paper) == [ORDINARY, RARE, ORDINARY, RARE, RARE]


@needs_poppler
def test_every_face_is_embedded(paper: Path) -> None:
    done = subprocess.run(["pdffonts", paper], capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    # The columns before the object number are: embedded, subset, has a table for copying text.
    used = {row[0].split("+")[-1]: row[-5:-2] for row in rows if row[0] != "Helvetica"}
    assert set(map(tuple, used.values())) == {("yes", "yes", "yes")}
    assert len(used) == 3


@needs_poppler
def test_all_rare_characters_copy_out(tmp_path: Path) -> None:
    characters = sorted(fonts.faces()[fonts.RARE].face.charToGlyph)
    astral = [chr(c) for c in characters if c >= 0x20000][:600]
    canvas = Canvas(str(tmp_path / "rare.pdf"))
    lines = ["".join(astral[i : i + 30]) for i in range(0, len(astral), 30)]
    for number, line in enumerate(lines):
        canvas.setFont(fonts.RARE, 12)
        canvas.drawString(40, 800 - 20 * number, line)
    canvas.save()
    assert printed(tmp_path / "rare.pdf") == lines


@pytest.mark.parametrize("charset", ["gb2312", "gbk"])
def test_everyday_characters_are_in_the_main_face(charset: str) -> None:
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    text = "".join(pair.decode(charset, errors="ignore") for pair in pairs)
    assert len(text) > 6700
    everyday = "".join(c for c in text if not "\ue000" <= c <= "\uf8ff")
    assert fonts.missing(everyday) == set()
    assert [face for face, _ in fonts.pieces(everyday)] == [fonts.REGULAR]


def test_both_weights_have_the_same_characters() -> None:
    faces = fonts.faces()
    assert faces[fonts.REGULAR].face.charToGlyph.keys() == faces[fonts.BOLD].face.charToGlyph.keys()


def test_markup_in_data_stays_text() -> None:
    assert fonts.marked_up("<b>A&B</b>") == "&lt;b&gt;A&amp;B&lt;/b&gt;"


def test_rare_runs_are_set_in_the_fallback() -> None:
    assert fonts.marked_up("𠮷𠮟野") == '<font name="HanaMin-Rare">𠮷𠮟</font>野'
    assert list(fonts.pieces("𠮷a", bold=True)) == [(fonts.RARE, "𠮷"), (fonts.BOLD, "a")]


def test_a_character_of_no_face_is_reported_and_leaves_a_visible_gap() -> None:
    assert fonts.missing("张\U000f0000三ﷺ") == {"\U000f0000", "ﷺ"}
    assert fonts.marked_up("张\U000f0000三") == "张〓三"


@pytest.mark.parametrize("text", ["a\u200bb", "\ufeffab", "ab\ufe0f", "葛\U000e0100城"])
def test_unseen_marks_are_neither_reported_nor_printed(text: str) -> None:
    assert fonts.missing(text) == set()
    assert fonts.GETA not in fonts.marked_up(text)


def test_widths_add_up_over_the_faces() -> None:
    width = fonts.text_width
    assert width("𠮷野", 10) == pytest.approx(20)
    assert width("1,234.50", 9, bold=True) > width("1,234.50", 9) > 0


@needs_poppler
def test_twenty_thousand_hanzi_go_through_a_paper_and_come_back(file_office, tmp_path: Path) -> None:
    known = sorted(c for name in (fonts.REGULAR, fonts.RARE) for c in fonts.faces()[name].face.charToGlyph)
    hanzi = "".join(chr(c) for c in dict.fromkeys(known) if is_hanzi(c))[:20_000]
    assert len(set(hanzi)) == 20_000
    rows = [(at, hanzi[at : at + 40]) for at in range(0, len(hanzi), 40)]
    columns = (Column("no", "No.", Whole()), Column("text", "Text", Text()))
    letter = Report("hanzi", "Characters", columns, lambda *_: [Sheet(rows, opening=[hanzi])], group="letter")
    assert make(file_office, letter, ASKED, "pdf", tmp_path / "hanzi.pdf") == ()
    done = subprocess.run(["pdftotext", "-raw", tmp_path / "hanzi.pdf", "-"], capture_output=True, check=True)
    lines = done.stdout.decode().splitlines()
    table = dict(re.findall(r"^([\d,]+) (\S{40})$", "\n".join(lines), re.MULTILINE))
    assert [table[f"{at:,}"] for at, _ in rows] == [text for _, text in rows]
    opening = "".join(line for line in lines if line and is_hanzi(ord(line[0])) and is_hanzi(ord(line[-1])))
    assert hanzi in opening


def is_hanzi(character: int) -> bool:
    return 0x3400 <= character <= 0x9FFF or character >= 0x20000
