"""What services said of references, kept beside the list that these stand in: 'list.txt.answers.jsonl'.

One line of JSON an answer, in the order in which they came; nothing in it is ever changed, so that a program that is
stopped loses one answer at most. An answer is found by the text of its reference, so a list that is put in another
order, or grows, is asked only for what is new in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

_NUMBER = re.compile(r"^\W*\d{1,4}\s*[.)\]]+\s+")  # of the list; 'R2' and years are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`service`: 'pubmed', 'crossref'. `question`: as sent. `said`: in the service's word; `records`: as received.

    `asked`: the time, UTC. `said` of PubMed: a PMID, 'NOT_FOUND'; of Crossref: '', or why it won't answer this one.
    """

    reference: str
    service: str
    asked: str
    question: str
    said: str = ""
    records: str = ""


_NAMES = {field.name for field in fields(Answer)}


def reference_key(raw: str) -> str:
    """A reference as answers are found by it: in one line, without its number in the list.

    '12.  Kelm Z. Empathy.\\n 2014' -> 'Kelm Z. Empathy. 2014'
    """
    return _NUMBER.sub("", " ".join(raw.removeprefix("\ufeff").split()))


class Answers:
    """The answers in a file, `path`, to which new ones are added, and in others that are near.

    A file that isn't there yet has none. What is no answer (half a line) is passed over.
    """

    def __init__(self, path: Path, near: Iterable[Path] = ()) -> None:
        self.path = path
        self._of: dict[str, dict[str, Answer]] = {}
        text = ""
        for file in (*near, path):
            text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
            for answer in filter(None, map(_answer, text.split("\n"))):
                self._take(answer)
        self._torn = bool(text) and not text.endswith("\n")

    def of(self, key: str) -> Mapping[str, Answer]:
        """What each service said of a reference."""
        return self._of.get(key, {})

    def kept(self) -> Path | None:
        """The file that new answers are added to; None where there is none yet."""
        return self.path if self.path.is_file() else None

    def add(self, answers: Iterable[Answer]) -> None:
        """Keep these, too, behind what is there."""
        lines = [json.dumps(asdict(answer), ensure_ascii=False) + "\n" for answer in answers if self._take(answer)]
        if not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write("\n" * self._torn + "".join(lines))
        self._torn = False

    def _take(self, answer: Answer) -> bool:
        """Whether it is new."""
        of = self._of.setdefault(answer.reference, {})
        if of.get(answer.service) == answer:
            return False
        of[answer.service] = answer
        return True


def _answer(line: str) -> Answer | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        return None
    try:
        return Answer(**{name: value for name, value in said.items() if name in _NAMES})
    except TypeError:  # a part of it is missing
        return None
