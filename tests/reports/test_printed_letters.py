"""Letters and forms: what stands around their table, on paper and in a workbook."""

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from report_sample import ASKED, COLUMNS, PARTIES, ROWS, letters, report

from incubator_desk.base import i18n
from incubator_desk.catalog import saving
from incubator_desk.catalog.report import Party, Sheet
from incubator_desk.features.park import service as park
from incubator_desk.reports.making import make

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def made(file_office, tmp_path):
    def write(report, format="pdf", expected=()):
        out = tmp_path / f"letter.{format}"
        problems = make(file_office, report, ASKED, format, out)
        assert [problem.code for problem in problems] == list(expected)
        return out

    return write


def pages(paper):
    done = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def in_order(text, *parts):
    places = [text.index(part) for part in parts]
    assert all(before < after for before, after in pairwise(places)), text


def test_a_letter_says_its_texts_around_the_table_and_who_signs(made):
    (page,) = pages(made(letters({"facts": [("Company", "青岚朴石")]})))
    in_order(
        page, "房租减免确认书", "Company: 青岚朴石", "Dear 𠮷野,", "Unit: CNY", "1,234,567.89", "7,037,035.80",
        "Kind regards.", "Lessor (seal):", "Signed by:", "Telephone:",
    )  # fmt: skip
    assert "Unit (seal):" not in page
    for known in ("Lessee (seal):", "𠮷野明", "0532-88886666"):
        assert known in page
    both = next(line for line in page.splitlines() if "Lessor (seal):" in line)
    assert "Lessee (seal):" in both


def test_the_workbook_of_a_letter_says_its_period_nowhere_above_its_texts(made):
    rows = [
        [cell.value for cell in row if cell.value] for row in load_workbook(made(letters({}), "xlsx")).worksheets[0]
    ]
    assert rows[0] == ["房租减免确认书"]
    assert rows[1] == ["Unit: CNY"]


def test_paragraphs_are_set_in_in_chinese_but_not_whom_the_letter_is_for(made):
    said = {"opening": ("青岚朴石新材料有限公司：", "请缴清：", "经审核，确认如下："), "closing": ("特此通知：",)}
    with i18n.speaking("zh_CN"):
        sheet = load_workbook(made(letters(said), "xlsx")).worksheets[0]
    column = [row[0].value for row in sheet if isinstance(row[0].value, str)]
    for text in ("青岚朴石新材料有限公司：", "　　请缴清：", "　　特此通知："):
        assert text in column
    with i18n.speaking("zh_CN"):
        sheet = load_workbook(made(letters({"opening": said["opening"][2:]}), "xlsx")).worksheets[0]
    assert "　　经审核，确认如下：" in [row[0].value for row in sheet]


def test_without_parties_the_park_signs(made):
    (page,) = pages(made(letters({"parties": ()})))
    in_order(page, "Kind regards.", "Unit (seal):", "Telephone:")


def test_the_head_of_a_letter_says_where_the_park_is(made, file_office):
    with file_office.writing("Profile") as step:
        register = file_office.features.registers["operators"]
        values = {"name": "青岚科创孵化器", "address": "青岚高新区创业路1号", "phone": "0532-88886666"}
        saving.save(step, register, values, park.own(step.session))
    (page,) = pages(made(letters({"parties": ()})))
    assert "青岚科创孵化器" in page.splitlines()[0] + page.splitlines()[1]
    assert "青岚高新区创业路1号" in page
    assert "Tel. 0532-88886666" in page
    assert "Period:" not in page
    assert "青岚高新区创业路1号" not in pages(made(report()))[0]


@pytest.mark.parametrize("columns", [(), COLUMNS])
def test_a_letter_without_a_table_only_says_its_text(made, columns):
    (page,) = pages(made(letters({"rows": ()}, columns=columns)))
    in_order(page, "房租减免确认书", "Dear", "Kind regards.", "Lessor (seal):")
    assert "Unit: CNY" not in page
    assert "Total" not in page
    for format in ("xlsx", "csv", "json"):
        made(letters({"rows": ()}, columns=columns), format)


def test_a_report_without_rows_keeps_its_headings_whatever_it_says(made):
    (page,) = pages(made(replace(letters({"rows": ()}), group="report")))
    assert "Monthly" in page
    assert "Total" in page


def test_several_letters_each_begin_a_page_and_count_their_own(made):
    paper = made(letters({"tenant": "T-1", "rows": ROWS * 20}, {"tenant": "T-2"}, {"tenant": "T-3", "title": "通知"}))
    found = pages(paper)
    counted = [re.search(r"Page (\d+) of (\d+)", page).groups() for page in found]
    first = int(counted[0][1])
    assert first > 1
    assert counted == [(str(at), str(first)) for at in range(1, first + 1)] + [("1", "1")] * 2
    assert all("房租减免确认书" in page for page in found[:-1])
    reader = PdfReader(paper)
    assert [entry.title for entry in reader.outline] == ["房租减免确认书 T-1", "房租减免确认书 T-2", "通知 T-3"]
    assert [reader.get_destination_page_number(entry) for entry in reader.outline] == [0, first, first + 1]


def test_a_letter_by_itself_has_its_title(made):
    assert PdfReader(made(letters({}))).metadata.title == "房租减免确认书"
    assert PdfReader(made(letters({}, {}))).metadata.title == "Sample letter"


@pytest.mark.parametrize("count", range(1, 70, 3))
def test_the_parties_sign_on_the_page_of_the_last_two_rows(made, count):
    rows = [(at, *ROWS[0][1:]) for at in range(1, count + 1)]
    found = pages(made(letters({"rows": rows})))
    last = [int(number) for number in re.findall(r"^ *(\d+) +(?:青岚|00123)", found[-1], re.MULTILINE)]
    assert last[-2:] == list(range(1, count + 1))[-2:]
    in_order(found[-1], "Total", "Kind regards.", "Lessor (seal):", "Telephone:")
    for page in found[:-1]:
        assert "Lessor" not in page


def test_many_clauses_run_over_pages_and_none_is_lost(made):
    clauses = [
        f"第{at}条　" + "甲方应当在收到减免资金后五个工作日内足额传导至最终承租人。" * (at % 9 + 1)
        for at in range(1, 60)
    ]
    with i18n.speaking("zh_CN"):
        found = pages(made(letters({"closing": clauses})))
    assert len(found) > 3
    text = "".join("".join(page.split()) for page in found)
    for at in range(1, 60):
        assert f"第{at}条" in text
    assert text.count("甲方应当") == sum(at % 9 + 1 for at in range(1, 60))
    assert "Lessor" in found[-1]
    assert "甲方应当" in found[-1]  # the parties do not sign a page without a word of what they agree to


def test_paragraphs_are_set_in_only_in_chinese(made):
    def begins(language):
        with i18n.speaking(language):
            out = made(letters({"opening": ["开头" * 60], "rows": ()}))
        done = subprocess.run(["pdftotext", "-bbox", out, "-"], capture_output=True, text=True, check=True)
        lines = re.findall(r'xMin="([\d.]+)"[^>]*>(?:开头)+', done.stdout)
        return [float(line) for line in lines]

    first, second, *_ = begins("zh_CN")
    assert first - second == pytest.approx(21, abs=1)
    first, second, *_ = begins("en")
    assert first == pytest.approx(second, abs=0.1)


def test_rare_characters_of_letters_are_printed_and_those_of_no_face_told(made):
    told = {
        "title": "㙓\U000f0000函",
        "opening": ["张\U000f0001三"],
        "closing": ["李ﷺ四"],
        "parties": [Party("王\U000f0002五")],
    }
    (page,) = pages(made(letters(told), expected=["character_missing"]))
    for expected in ("㙓〓函", "张〓三", "李〓四", "王〓五"):
        assert expected in page


def test_the_problem_names_each_character_once(file_office, tmp_path):
    told = letters({"opening": ["\U000f0000\U000f0000"], "closing": ["ﷺ"]})
    (problem,) = make(file_office, told, ASKED, "pdf", tmp_path / "a.pdf")
    assert problem.values["characters"].split() == ["ﷺ", "\U000f0000"]


def test_long_names_stay_within_their_place(made):
    name = "青岚高新技术产业开发区科技企业孵化器运营管理服务有限责任公司第一分公司"
    party = Party("Lessor (seal):", (("Company:", name),))
    out = made(letters({"parties": (party, *PARTIES[1:])}))
    done = subprocess.run(["pdftotext", "-bbox", out, "-"], capture_output=True, text=True, check=True)
    ends = [float(found[1]) for found in re.finditer(r'xMax="([\d.]+)"[^>]*>[^<]*第一分公司', done.stdout)]
    starts = [float(found[1]) for found in re.finditer(r'xMin="([\d.]+)"[^>]*>Lessee', done.stdout)]
    assert len(ends) == 1
    assert ends[0] < starts[0]


def test_a_workbook_of_letters_has_texts_and_parties(made):
    book = load_workbook(made(letters({"tenant": "T-1", "facts": [("Company", "青岚")]}), "xlsx"), data_only=True)
    sheet = book["T-1"]
    first = [row[0].value for row in sheet.iter_rows()]
    in_order(
        "\n".join(map(str, first)),
        "房租减免确认书",
        "Company: 青岚",
        "Dear",
        "No.",
        "Total",
        "Kind regards.",
        "Lessor (seal):",
    )
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Lessee (seal):" in texts
    assert "Signed by:𠮷野明" in texts
    assert not any("Unit (seal)" in str(text) for text in texts)
    at = first.index("Kind regards.") + 1
    assert any(str(merged).startswith(f"A{at}:") for merged in sheet.merged_cells.ranges)


def test_letters_of_no_company_still_have_headings(file_office, tmp_path):
    none = letters()
    for format in ("xlsx", "pdf", "csv", "json"):
        make(file_office, none, ASKED, format, tmp_path / format)
    assert "Monthly" in pages(tmp_path / "pdf")[0]


def test_a_page_is_marked_as_what_it_is(made):
    paper = made(letters({"rows": ROWS * 20, "opening": ["Dear all, " * 40]}))
    done = subprocess.run(["pdfinfo", "-struct-text", paper], capture_output=True, text=True, check=True)
    kinds = re.findall(r"^ *(Document|Sect|H1|P|Table|TR|TH|TD)\b", done.stdout, re.MULTILINE)
    assert kinds[:3] == ["Document", "Sect", "H1"]
    assert kinds.count("Table") == 1
    assert kinds.count("TR") == 1 + len(ROWS) * 20 + 1  # headings are said once, however many pages show them
    assert "Page 1 of" not in done.stdout
    assert done.stdout.count("Dear all,") == 40
    assert not done.stderr


def test_sheets_of_a_report_may_say_something_too(made):
    said = replace(
        report(), rows=lambda *_: [Sheet(ROWS, opening=["As agreed."], closing=["Checked."], title="Special")]
    )
    (page,) = pages(made(said))
    in_order(page, "Special", "As agreed.", "Unit: CNY", "Total", "Checked.", "Unit (seal):")


def test_the_parks_own_line_stands_at_the_foot_of_every_page(made, file_office):
    with file_office.writing("Set") as step:
        saving.save(
            step, file_office.features.registers["operators"], {"name": "青岚科创", "footer": "档案号 QK-2020 & www.example.cn"},
            park.own(step.session),
        )  # fmt: skip
    many = letters({}, {}, {})
    for page in pages(made(many)):
        assert "档案号 QK-2020 & www.example.cn" in page
    book = load_workbook(made(many, "xlsx"))
    assert book.worksheets[0].oddFooter.center.text == "档案号 QK-2020 && www.example.cn"
