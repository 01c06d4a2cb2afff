"""The layers hold, and the schema is what the models say."""

import subprocess
import sys
from pathlib import Path


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False)
    assert done.returncode == 0, done.stdout


def test_the_rules_need_no_library() -> None:
    code = (
        "import sys; import incubator_desk.features.rent.rules; "
        "print([m for m in ('sqlalchemy', 'PySide6', 'openpyxl', 'reportlab') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
