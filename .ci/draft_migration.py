"""Drafts the migration for what the models have and the newest revision has not: message, then revision number."""

import sys
import tempfile
from pathlib import Path

from incubator_desk.features.all import FEATURES
from incubator_desk.store import database, migrations


def main() -> int:
    """Upgrade an empty file to the newest revision, compare, write the difference."""
    message, revision = sys.argv[1:]
    assert FEATURES  # its import is what maps all tables
    with tempfile.TemporaryDirectory() as folder:
        scratch = database.connect(str(Path(folder) / "scratch.desk"))
        migrations.upgrade(scratch)
        migrations.draft(scratch, message, revision)
        scratch.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
