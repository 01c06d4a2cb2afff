"""What a command answers: content for ``--json``, lines for people, problems for both."""

from dataclasses import dataclass, field
from typing import Any

from incubator_desk.base.errors import Problem


@dataclass
class Answer:
    """A command's answer."""

    content: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
