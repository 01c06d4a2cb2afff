"""Names that every system takes."""

from pathlib import Path

import pytest

from incubator_desk.base.filenames import numbered, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("补充协议.pdf", "补充协议.pdf"),
        ('a/b\\c:d*e?f"g<h>i|j.pdf', "a_b_c_d_e_f_g_h_i_j.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("scan.pdf. . ", "scan.pdf"),
        ("  .hidden", "hidden"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("COM1 .pdf", "_COM1.pdf"),
        ("console.txt", "console.txt"),
        ("line\nbreak\x07.txt", "line_break.txt"),
        ("", "_"),
        ("...", "_"),
        (".pdf", "pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("\udcff.pdf", "pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_suffix_and_fits_any_disk(tmp_path: Path) -> None:
    made = safe_name("补" * 300 + ".docx")
    assert made.endswith("补.docx")
    assert len(made.encode()) <= 200
    (tmp_path / made).write_bytes(b"x")
    assert safe_name("x" * 300) == "x" * 200


def test_names_beside_each_other() -> None:
    names = numbered(Path("folder/plan.v2.pdf"))
    assert [next(names).name for _ in range(3)] == ["plan.v2.pdf", "plan.v2 (2).pdf", "plan.v2 (3).pdf"]
