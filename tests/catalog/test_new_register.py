"""A register is a folder, a line and a migration: everything else follows."""

import subprocess
import sys
from pathlib import Path


def test_a_new_register_is_in_the_window_the_template_import_and_export_in_both_languages(tmp_path: Path) -> None:
    script = Path(__file__).with_name("new_register.py")
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
