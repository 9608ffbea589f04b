"""JSON Lines, for programs: one object a line.

Each line has the same names, which are the columns of the CSV in the same order. Lists are lists, years are numbers;
what is missing is null, or an empty list. `bibcorpus add` reads it.
"""

from __future__ import annotations

import json

from . import ExportedWork, Frame, Options
from ._columns import COLUMNS

NAME = "jsonl"
TITLE = "JSON Lines"
SUFFIX = ".jsonl"
OPTIONS = ("abstracts",)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def text(work: ExportedWork, options: Options) -> str:
    """One line."""
    return _encode({column.name: column.of(work) for column in COLUMNS}) + "\n"


def frame(options: Options) -> Frame:
    """Nothing stands around the lines or between them."""
    return "", "", ""
