"""How a question stands on the screen: 80 columns by 24 lines, with colour or without.

In: what is shown (reviewing/shown.py) and which answers there are. Out: lines. What matters is marked in colour and by
a sign beside it, or, where there is no colour, by *asterisks* around it. Columns are counted in cells: a Chinese
character takes two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rich.console
    import rich.text

    from ..reviewing.answers import Answer
    from ..reviewing.shown import Row, Shown, Text

LABEL = 11  # columns of a field's name
SIGN = 2
GAP = 2
TALL = 4  # lines of a column; what is longer stands one above the other
SHORT = 30  # characters of a value that both records have; these share a line
ALONE = ("title", "authors")  # by which a person knows the work: never among others
STYLES = {"mark": "bold yellow", "!": "bold red", "=": "dim", "head": "reverse", "asks": "bold", "label": "cyan"}
HELP = ("? later", "b back", "n note", "m more", "q quit")
BETWEEN = "   "


@dataclass(frozen=True)
class Screen:
    """Its size in cells and lines (None: as long as it takes), and whether it has colour."""

    width: int
    height: int | None
    colour: bool

    @cached_property
    def console(self) -> rich.console.Console:
        """Writes to stdout, and knows how wide characters are."""
        from rich.console import Console

        return Console(width=self.width, highlight=False, markup=False, emoji=False, soft_wrap=False,
                       force_terminal=True if self.colour else None,
                       no_color=not self.colour, color_system="standard" if self.colour else None)  # fmt: skip

    def text(self, content: str, style: str = "") -> rich.text.Text:
        """Some words in one of STYLES."""
        from rich.text import Text

        return Text(content, style=STYLES.get(style, "") if self.colour else "", end="")

    def marked(self, content: Text) -> rich.text.Text:
        """A text with its marks, in colour or between asterisks."""
        if not self.colour:
            return self.text(_starred(content))
        found = self.text(content.text)
        for start, end in content.marks:
            found.stylize(STYLES["mark"], start, end)
        return found

    def wrapped(self, content: rich.text.Text, width: int, indent: int = 0) -> list[rich.text.Text]:
        """In lines of `width` cells, each indented."""
        room = max(width - indent, 10)
        return [self.text(" " * indent).append_text(line) for line in content.wrap(self.console, room)] or [content]


def _starred(content: Text) -> str:
    parts, at = [], 0
    for start, end in content.marks:
        parts += [content.text[at:start], "*", content.text[start:end], "*"]
        at = end
    return "".join([*parts, content.text[at:]])


def screenful(
    screen: Screen, shown: Shown, head: str, asks: str, foot: Sequence[Sequence[str]], page: int
) -> tuple[list[rich.text.Text], int]:
    """The lines of a question, and how many pages it has; of a long one the page that is asked for."""
    top = [screen.text(_beside(screen, head, shown.name), "head")]
    top += screen.wrapped(screen.text(asks, "asks"), screen.width)
    bottom = [screen.text("-" * screen.width)]
    bottom += [line for parts in foot for line in _side_by_side(screen, parts)]
    body = list(body_lines(screen, shown))
    room = len(body) if screen.height is None else max(screen.height - len(top) - len(bottom) - 2, 3)
    pages = max(1, -(-len(body) // room)) if body else 1
    start = page % pages * room
    part = body[start : start + room]
    more = [screen.text(f"[{page % pages + 1} of {pages}: m shows more]", "label")] if pages > 1 else []
    filling = [screen.text("")] * (room - len(part)) if pages > 1 else []
    return [*top, *part, *filling, *more, *bottom], pages


def _beside(screen: Screen, left: str, right: str) -> str:
    """One line: `left` at the left edge, `right`, cut where it is too long, at the right one."""
    from rich.cells import cell_len, set_cell_size

    room = screen.width - cell_len(left) - GAP
    if room < len("…x") or not right:
        return set_cell_size(left, screen.width)
    if cell_len(right) > room:
        right = set_cell_size(right, room - 1) + "…"
    return left + " " * (screen.width - cell_len(left) - cell_len(right)) + right


def body_lines(screen: Screen, shown: Shown) -> Iterator[rich.text.Text]:
    """The records or the work, what is told of them, and the abstract."""
    same = [row for row in shown.rows if row.sign == "=" and len(row.left.text) <= SHORT and row.label not in ALONE]
    for row in shown.rows:
        if row not in same:
            yield from row_lines(screen, row)
    if same:
        told = "; ".join(f"{row.label} {row.left.text}" for row in same)
        yield from _labelled(screen, "the same", "=", screen.text(told, "="))
    if shown.told:
        yield screen.text("")
        for sentence in shown.told:
            yield from screen.wrapped(screen.text(sentence), screen.width)
    if shown.abstract:
        yield screen.text("")
        yield from row_lines(screen, shown.abstract)


def row_lines(screen: Screen, row: Row) -> Iterator[rich.text.Text]:
    """A text; or two beside each other, one above the other where one of them is long."""
    if row.right is None and not row.label and not row.sign:
        yield from screen.wrapped(screen.marked(row.left), screen.width)
        return
    if row.right is None:
        yield from _labelled(screen, row.label, row.sign, screen.marked(row.left))
        return
    room = (screen.width - LABEL - SIGN - GAP) // 2
    left, right = (screen.wrapped(screen.marked(side), room) for side in (row.left, row.right))
    if max(len(left), len(right)) > TALL:
        yield from _above_each_other(screen, row, row.right)
        return
    for n in range(max(len(left), len(right))):
        line = _margin(screen, row.label if n == 0 else "", row.sign if n == 0 else "")
        ours = left[n] if n < len(left) else screen.text("")
        ours.pad_right(room + GAP - ours.cell_len)
        line.append_text(ours)
        yield line.append_text(right[n]) if n < len(right) else line


def _above_each_other(screen: Screen, row: Row, right: Text) -> Iterator[rich.text.Text]:
    for name, side in (("A", row.left), ("B", right)):
        label = f"{row.label} {name}" if row.label else ""
        if side.text:
            yield from _labelled(screen, label, row.sign, screen.marked(side))


def _labelled(screen: Screen, label: str, sign: str, content: rich.text.Text) -> Iterator[rich.text.Text]:
    for n, line in enumerate(content.wrap(screen.console, screen.width - LABEL - SIGN)):
        yield _margin(screen, label if n == 0 else "", sign if n == 0 else "").append_text(line)


def _margin(screen: Screen, label: str, sign: str) -> rich.text.Text:
    """'title      ! '"""
    margin = screen.text("").append_text(screen.text(f"{label[: LABEL - 1]:<{LABEL}}", "label"))
    return margin.append_text(screen.text(f"{sign:<{SIGN}}", sign))


def _side_by_side(screen: Screen, parts: Iterable[str]) -> Iterator[rich.text.Text]:
    """As many on a line as it holds; none is broken that fits on one."""
    from rich.cells import cell_len

    line = ""
    for part in parts:
        if line and cell_len(line) + len(BETWEEN) + cell_len(part) > screen.width:
            yield from screen.wrapped(screen.text(line), screen.width)
            line = ""
        line += (BETWEEN if line and part else "") + part
    if line:
        yield from screen.wrapped(screen.text(line), screen.width)


def foot_lines(answers: Iterable[Answer], boxes: Mapping[str, str], ticked: Collection[str]) -> list[list[str]]:
    """The answers with their keys, and the keys that are always there."""
    if boxes:
        ticks = [f"[{'x' if value in ticked else ' '}]{key} {value}" for key, value in boxes.items()]
        return [ticks, ["Enter that is all", *HELP]]
    return [[f"{answer.key} {answer.label}" for answer in answers], [*HELP]]
