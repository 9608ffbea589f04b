"""What the formats that we write call the citation key of a record and the word for its type; from one to the other.

In: a record of one of them. Out: the record with its key where another of them has its own, so that the one who cites
'smith2001' in a manuscript finds it under that name in every form of the library.

    BibTeX  @article{smith2001,         CSL-JSON  "id": "smith2001"         RIS  ID  - smith2001

A word for the type goes where the type of the new record says it already: RIS's 'JOUR' of an article. It stays where
it says more: 'mastersthesis', 'CPAPER'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..model import Found
from ._bibtex_write import ENTRY_TYPES
from ._csl_fields import TYPE_OF
from ._ris_writer import TYPE_TAGS

_OUR_LINES = "bibcorpus-jsonl"
# names in `extra`: the first that a record has is its key; the last is the one that is written
_KEYS: Mapping[str, tuple[str, ...]] = {
    "bibtex": ("citekey",),
    _OUR_LINES: ("citekey",),
    "csl-json": ("citation-key", "id"),  # Zotero has an address of its own for the id, and the key beside it
    "endnote-tagged": ("%F",),  # the label, which EndNote's style for BibTeX takes for the key
    "ris": ("ID",),
    "zotero-json": ("citationKey", "citekey"),
}
# the word for the type of a record in `extra`, and which one stands for which type of ours
_TYPES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "bibtex": ("entry_type", ENTRY_TYPES),
    "csl-json": ("type", TYPE_OF),
    "ris": ("TY", {**dict.fromkeys(ENTRY_TYPES, "GEN"), **TYPE_TAGS}),
}
_NO_WORD_FOR = {"ris": "proceedings"}  # written as a conference, and read as a paper of one


def passed_on(found: Found, source: str, to: str) -> Found:
    """The record of format `source` as one that is to be written in format `to`; where they are one, as it is.

    passed_on(found with extra {'citekey': ['smith2001'], 'entry_type': ['article']}, 'bibtex', 'ris')
    -> extra {'ID': ['smith2001']}
    """
    if source == to or to not in _KEYS:
        return found
    if source == _OUR_LINES:
        found = _key_from_accession(found)
    extra = {name: list(texts) for name, texts in found.extra.items()}
    names = _KEYS.get(source, ())
    if (key := _key(extra, names)) is not None:
        extra = {name: texts for name, texts in extra.items() if name not in names or texts != [key]}
        name = _KEYS[to][-1]
        extra[name] = [key, *extra.get(name, ())]
    if source in _TYPES and _says_no_more(found, extra, source, to):
        del extra[_TYPES[source][0]]
    return replace(found, extra=extra)


def _key_from_accession(found: Found) -> Found:
    """Our own export has no number of a database: the reader takes the key for one."""
    fields = dict(found.fields)
    key = fields.pop("accession", [])
    return replace(found, fields=fields, extra={**found.extra, **({"citekey": key} if key else {})})


def _key(extra: Mapping[str, list[str]], names: Iterable[str]) -> str | None:
    """The one key of the record; of several nobody knows which is meant."""
    said = next((extra[name] for name in names if extra.get(name)), [])
    return said[0] if len(said) == 1 else None


def _says_no_more(found: Found, extra: Mapping[str, list[str]], source: str, to: str) -> bool:
    """Whether the word for the type is only the usual one for our type.

    Of BibTeX in CSL-JSON it stays beside other fields that have no place there: these are LaTeX, and by this word the
    way back knows that they are.
    """
    name, usual = _TYPES[source]
    kind = next(iter(found.fields.get("type", ())), "other")
    if extra.get(name) != [usual[kind]] or kind == _NO_WORD_FOR.get(to):
        return False
    return not (source == "bibtex" and to == "csl-json" and extra.keys() - {name, "id"})
