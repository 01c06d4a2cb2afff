"""A dressed application for the kit's tests."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from incubator_desk.qtkit import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")
