"""What the tests of the readers share: reading a text so that what must hold of any text is checked each time."""

from __future__ import annotations

import io
from pathlib import Path

from pipeline.formats import Format, _text
from pipeline.model import Found, Reject, Unread

FIXTURES = Path(__file__).parent / "fixtures"


class Reading:
    """A reader under test."""

    def __init__(self, fmt: Format) -> None:
        self.fmt = fmt

    def segments(self, text: str) -> list[Found | Reject | Unread]:
        """All of the text; the raw texts, joined, are it, and each line number is the true one."""
        found = list(self.fmt.read(io.StringIO(text, newline="")))
        assert "".join(segment.raw for segment in found) == text
        line = 1
        for segment in found:
            assert segment.line == line
            line += _text.line_ends(segment.raw)
        return found

    def records(self, text: str) -> list[Found]:
        """The records of the text."""
        return [segment for segment in self.segments(text) if isinstance(segment, Found)]


def text_of(name: str) -> str:
    """The text of a fixture."""
    stream, _, _ = _text.open_text(FIXTURES / name)
    with stream:
        return stream.read()
