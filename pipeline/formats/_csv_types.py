"""What tables call the type of a work, in several languages."""

from __future__ import annotations

from ..model import RECORD_TYPES
from ._table import fold_name

# Words for a type, folded; those of RECORD_TYPES stand for themselves.
TYPES = dict.fromkeys(RECORD_TYPES) | {
    "article": "article|journal article|journalarticle|jour|review|journal|editorial|letter|статья"
    "|zeitschriftenartikel"
    "|artykuł|article de revue|magazinearticle|newspaperarticle|artículo",
    "book": "book|book whole|book edited|edited book|monograph|книга|монография|buch|książka|livre|libro"
    "|reference book",
    "chapter": "chapter|book chapter|booksection|book section|chap|inbook|incollection|глава|buchkapitel"
    "|rozdział|chapitre",
    "conference-paper": "conference paper|conferencepaper|conference proceedings article|proceedings article"
    "|conf|cpaper"
    "|inproceedings|proceedings paper|proceeding|conference abstract|тезисы|доклад|konferenzbeitrag",
    "dataset": "dataset|data set|data",
    "preprint": "preprint|posted content|unpb|препринт",
    "proceedings": "proceedings|conference proceedings|сборник",
    "report": "report|rprt|techreport|отчет|отчёт|bericht|raport|rapport",
    "thesis": "thesis|dissertation|thes|phdthesis|mastersthesis|диссертация|автореферат|doktorarbeit"
    "|rozprawa doktorska|thèse",
    "webpage": "webpage|web page|website|elec|web site",
    "other": "other|generic|gen|misc",
}
# IEEE Xplore says who publishes and what: 'IEEE Journals', 'IBM Journals', 'MIT Press eBook Chapters'.
TYPE_ENDINGS = {
    "articles": "article",
    "books": "book",
    "chapters": "chapter",
    "conferences": "conference-paper",
    "ebooks": "book",
    "journals": "article",
    "magazines": "article",
    "standards": "report",
}
RECORD_WORDS = {*RECORD_TYPES, *map(fold_name, RECORD_TYPES)}
TYPE_OF = {word: name for name, words in TYPES.items() for word in (words or name).split("|")}


def type_of(word: str) -> str | None:
    """The type that a word means, folded as the names of columns are; None where it means none: 'jour' -> 'article'."""
    return TYPE_OF.get(word) or TYPE_ENDINGS.get(word.rpartition(" ")[2])
