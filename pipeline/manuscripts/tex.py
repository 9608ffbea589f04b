r"""LaTeX: \cite and its family (natbib, biblatex, apacite), \nocite, and the files that \input and \include bring in.

A command counts as a citation when `cite` is in its name, so that \textcite, \parencites and an author's own \mycite
do; those that only speak of citations are in NO_CITATION. Comments, verbatim text and \iffalse … \fi say nothing.

Source: natbib manual 8.31b, §2; biblatex manual 3.20, §3.9; apacite manual, "Citing".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from . import Citation, Manuscript
from ._latex_text import argument, line_of, said_text, skip_blanks

TITLE = "LaTeX"
SUFFIXES = (".tex", ".ltx", ".rnw")

# their argument is no key: text, a style, a number of names, a definition
_SPEAK_OF_CITATIONS = """
    citestyle setcitestyle citetext citereset newcites DeclareCiteCommand DeclareMultiCiteCommand DeclareAutoCiteCommand
    DeclareCitePunctuationPosition AtNextCite AtEveryCite AtNextCitekey AtEveryCitekey AtEveryMultiCite
    citeindextrue citeindexfalse citetrackertrue citetrackerfalse bibcite citenumfont citeleft citeright citemid
    citepunct citeform citedash
"""
NO_CITATION = frozenset(_SPEAK_OF_CITATIONS.split())
# the volume stands before the key: \volcite[see][]{2}[p. 3]{key}
_VOLUME = re.compile(r"[A-Za-z]*volcites?")
_COMMAND = re.compile(r"\\([A-Za-z]*[cC]ite[A-Za-z]*)\*?")
_BROUGHT_IN = re.compile(r"\\(input|include|subfile|subfileinclude|import|subimport|inputfrom|includefrom)(?![A-Za-z])")
_KEY = re.compile(r"[^\s\\{}#%~^$&\"']+")


def read(path: Path) -> Manuscript:
    r"""What the manuscript and the files that it brings in cite, in the order of the finished text."""
    reading = _Reading(path)
    citations = tuple(reading.citations(path))
    return Manuscript(citations=citations, files=tuple(reading.files), notices=tuple(reading.notices))


class _Reading:
    """The files of one manuscript, each read once. Names in them count from the folder of the first, as for LaTeX."""

    def __init__(self, main: Path) -> None:
        self.folder = main.resolve().parent
        self.files: list[Path] = []
        self.notices: list[str] = []
        self._seen: set[Path] = set()

    def citations(self, path: Path) -> Iterator[Citation]:
        """The citations of a file and of those that it brings in, where it does."""
        self._seen.add(path.resolve())
        self.files.append(path)
        text = said_text(path.read_bytes().decode("utf-8-sig", errors="replace"))
        line_at = line_of(text)
        name = self._shown(path)
        marks = [*_COMMAND.finditer(text), *_BROUGHT_IN.finditer(text)]
        for found in sorted(marks, key=lambda found: found.start()):
            place = f"{name} line {line_at(found.start())}"
            if found.re is _COMMAND:
                yield from (Citation(place=place, key=key) for key in keys_of(text, found))
            elif brought := self._brought_in(text, found, path, place):
                yield from self.citations(brought)

    def _shown(self, path: Path) -> str:
        there = path.resolve()
        return there.relative_to(self.folder).as_posix() if there.is_relative_to(self.folder) else path.name

    def _brought_in(self, text: str, found: re.Match[str], holder: Path, place: str) -> Path | None:
        """The file that this command brings in; None, and a notice, where there is none or it mustn't be read."""
        name = _file_named(text, found)
        if name is None or re.search(r"[\\#{}]", name):  # made by a command: what it is, only LaTeX knows
            return None
        # names count from where LaTeX runs; \subimport and \subfile's from the file itself
        tried = [folder / end for folder in (self.folder, holder.resolve().parent) for end in (f"{name}.tex", name)]
        inside = [path.resolve() for path in tried if path.resolve().is_relative_to(self.folder)]
        brought = next((path for path in inside if path.is_file()), None)
        if brought is None:
            why = "isn't there" if inside else "lies outside the manuscript's folder: what it cites is not looked at"
            self.notices.append(f"{place}: {name} {why}")
        elif brought in self._seen:
            return None
        return brought


def _file_named(text: str, found: re.Match[str]) -> str | None:
    """The file's name as written; \\input takes one without braces too, \\import a folder first."""
    first = argument(text, found.end(), "{")
    if first is None:
        bare = re.compile(r"[^\s{}\\%]+").match(text, skip_blanks(text, found.end()))
        return bare[0] if bare and found[1] == "input" else None
    name = first[0].strip().strip('"')
    if found[1].endswith(("import", "from")) and (second := argument(text, first[1], "{")):
        name = f"{name.rstrip('/')}/{second[0].strip()}"
    return name or None


def keys_of(text: str, found: re.Match[str]) -> Iterator[str]:
    r"""The keys of the citation that begins here: \cite[see][p. 3]{a, b} has two, \parencites[1]{a}[2]{b} too."""
    name = found[1]
    if name in NO_CITATION:
        return
    at, many, volume = found.end(), name.endswith("cites"), bool(_VOLUME.fullmatch(name))
    while (first := _behind_notes(text, at)) is not None:
        keys, at = first
        if volume and (second := _behind_notes(text, at)) is not None:
            keys, at = second
        yield from (key.strip() for key in keys.split(",") if _KEY.fullmatch(key.strip()))
        if not many:
            return


def _behind_notes(text: str, at: int) -> tuple[str, int] | None:
    """The next argument in braces, behind any number of those in <>, () and [], and where it ends."""
    while (note := next(filter(None, (argument(text, at, opening) for opening in "<([")), None)) is not None:
        at = note[1]
    return argument(text, at, "{")
