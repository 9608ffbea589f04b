"""What works can be exported as. This folder is the registry: each module without a leading underscore is one form.

A form has

    NAME      its short name ('ris'), as `bibcorpus export` takes it
    TITLE     its name for people ('RIS')
    SUFFIX    of its files ('.ris')
    OPTIONS   the names of those Options that it heeds
    __doc__   its help: a first line that names it, then what it says of a work and what it can't

and either, where each work is a text of its own (made on all cores, written as they come),

    text(work, options)             the text of one work
    frame(options)                  what stands before the first, between two, and after the last
    KEYS_ONLY                       true (optional) where, of what stands beside a work's fields, it writes the keys
                                    alone, and tags where they are asked for

or, where the file is no text,

    write(works, options, out)      writes the file; the number of works in it. Such a form is never written to stdout

`works` come in the order of their keys. A form sorts nothing, leaves no work out and asks the corpus nothing more; the
same works give the same bytes. What it can't say of a work, its docs line says.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from ..model import Bibliographic


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedWork:
    """A work as the forms see it.

    `aliases`: its older keys. `tags`: 'facet:value', sorted, without what is only suggested or unsure. `status`:
    included, excluded or undecided. `part_of`: the key of the book that holds it, where that is exported too.
    """

    key: str
    work_id: str
    work: Bibliographic
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: str = "undecided"
    status_reason: str | None = None
    retracted: bool = False
    sources: tuple[str, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person may choose of a form; a form heeds those that mean something to it.

    `encoding`: 'utf-8', or 'latex' for ASCII with LaTeX escapes. `abstracts`: whether they are written; a licence may
    forbid it. `tags`: as further keywords. `crossref`: a chapter refers to its book (BibTeX). `labels`: whose words
    tell what was decided on a work: 'rayyan', 'asreview', 'covidence'; none are written without.
    """

    encoding: str = "utf-8"
    abstracts: bool = True
    tags: bool = False
    crossref: bool = False
    labels: str | None = None


Frame = tuple[str, str, str]


class Form(Protocol):
    """What a module here offers; see the docstring of this folder."""

    NAME: str
    TITLE: str
    SUFFIX: str
    OPTIONS: tuple[str, ...]


class TextForm(Form, Protocol):
    """Each work is a text of its own."""

    def text(self, work: ExportedWork, options: Options) -> str:
        """The text of one work."""

    def frame(self, options: Options) -> Frame:
        """What stands before the first, between two, and after the last."""


class FileForm(Form, Protocol):
    """The file is written as a whole."""

    def write(self, works: Iterable[ExportedWork], options: Options, out: Path) -> int:
        """Write it; how many works it has."""


def names() -> list[str]:
    """The name of every form, in alphabetical order; none is imported. 'csl-json' stands in csl_json.py."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))


def form(name: str) -> Form:
    """The form of this name."""
    return cast(Form, importlib.import_module(f"{__name__}.{name.replace('-', '_')}"))


def as_text_form(form: Form) -> TextForm | None:
    """The form, where each work is a text of its own; None where it is written as a file."""
    return cast(TextForm, form) if hasattr(form, "text") else None
