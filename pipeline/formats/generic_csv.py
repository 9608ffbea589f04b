"""Any table of references with a header row that has a title column: CSV, TSV, semicolons; databases and people.

In: delimited text. Out: one Found a row; a column whose name we don't know is kept in `extra` under its own name.
What the names don't tell is read from the first rows: how people and keywords are parted, how a name is written,
whether `id` is an identifier of the table or only a running number.

    id,title,authors,year            "Balint, Michael; Balint, Enid"   -> two authors, family-comma-given
    Titel;Autoren;Jahr               "M. Balint, E. Balint"            -> two authors, given-family
    PMID,Title,Authors,Citation,…    "J X. 2011 Oct;18(10):1099-104."  -> also date, volume, issue, pages
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _own_table
from ._author_cell import name_form, parse_list, people_separator, separator_of, split_names
from ._columns import Column, Columns, Fields, join_date, join_pages, split_at_commas, split_list, whole_isbns
from ._csv_cells import bare_cell
from ._csv_databases import CAPTIONS, COLUMNS_OF, database_of
from ._csv_dialects import PEOPLE_OF, adjust, is_trial_id, say_citation
from ._csv_types import RECORD_WORDS, type_of
from ._table import Header, Plan, RowFields, find_header, fold_name, read_table

NAME = "csv"
TITLE = "CSV or TSV with a header row"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "NA, N/A, NaN, None, NULL, a lone hyphen": "what programs write into an empty cell",
    "columns of the first and the last page": "where another column has the pages: the same once more",
}

# Field -> names of its column, folded (`fold_name`); the field that begins with '_' is taken apart below.
# Of two columns for one field the first name in the list wins, the other goes to `extra`.
NAMES: Mapping[str, str] = {
    "title": "title|article title|document title|item title|display name|primary title|paper title|work title|ti"
    "|название|заглавие|заголовок|название статьи|titel|tytuł|titre|título|titulo|titolo",
    "title_original": "title original|original title|vernacular title|оригинальное название|originaltitel"
    "|tytuł oryginału|titre original",
    "_authors": "author full names|authors|author|author s|author names|first authors|creator|creators|au"
    "|authorships author display name|authorships raw author name|авторы|автор|автор ы"
    "|autoren|autor|autor en|autor in|autorin|autor innen|autorinnen und autoren|autorenschaft"
    "|verfasser|verfasser in|verfasserin|autorzy|auteurs|auteur|auteur s|autores|autor es|autore|autori",
    "_editors": "editors|editor|secondary authors|book editors|редакторы|редактор|herausgeber|redaktorzy|redaktor"
    "|éditeurs scientifiques",
    "_translators": "translators|translator|переводчики|переводчик|übersetzer|übersetzer in|tłumacz|tłumacze|traducteur"
    "|traducteurs|traductor|traductores|traduttore",
    "year": "year|publication year|published year|pub year|pubyear|year published|publicationyear|py|yr|год"
    "|год издания"
    "|год публикации|год выпуска|jahr|erscheinungsjahr|publikationsjahr|rok|rok wydania|année|annee|año|ano|anno",
    "date": "date|publication date|publicationdate|date published|pubdate|date of publication|pd|дата|дата публикации"
    "|datum|data",
    "_month": "month|published month|publication month|monat|месяц|miesiąc|mois|mes",
    "_day": "day|published day|publication day",
    "date_online": "date online",
    "container": "journal|journal title|publication title|source title|journal name|journal book|container"
    "|container title|full journal title|primary location source display name|booktitle|book title|secondary title"
    "|periodical|venue|журнал|название журнала|издание|источник|zeitschrift|zeitschrift zeitung|zeitschriftentitel"
    "|zeitschriftenname|fachzeitschrift|tytuł czasopisma"
    "|czasopismo|revue|revista|periódico|rivista|source|so|jo|jf",
    "container_short": "journal abbreviation|abbreviated source title|journal abbrev|journal iso abbreviation|ji|ja|j9"
    "|container short",
    "series": "series|series title|book series title|серия|reihe|seria|collection",
    "event": "event|conference|conference name|meeting name|conference title|конференция|konferenz|konferencja",
    "publisher": "publisher|pb|издательство|издатель|verlag|wydawca|wydawnictwo|éditeur|editor comercial",
    "place": "place|place published|place of publication|город|место издания|ort|erscheinungsort|miejsce wydania|lieu",
    "edition": "edition|издание номер|auflage|wydanie|édition",
    "volume": "volume|journal volume|volume number|vol|vl|том|band|jg|jahrgang|bd|rocznik|tom|volumen|volume nr"
    "|biblio volume",
    "issue": "issue|journal issue|issue number|no|number|ip|номер|номер выпуска|выпуск|вып"
    "|heft|heftnummer|heft nr|ausgabe|nr|numer|zeszyt|numéro"
    "|numero|número|biblio issue",
    "pages": "pages|page|page range|pg|page range from to|страницы|страница|стр|с"
    "|seiten|seitenzahlen|seitenzahl|seite|s|seiten von bis|strony|str|páginas|paginas|pagine",
    "_first_page": "start page|startpage|page start|first page|sp|bp|biblio first page",
    "_last_page": "end page|endpage|page end|last page|ep|biblio last page",
    "article_number": "article number|art no|article no|номер статьи|artikelnummer",
    "doi": "doi|item doi|doi name|doi number|digital object identifier|do|di",
    "pmid": "pmid|pubmed id|pubmed nummer|medline pmid|ids pmid|entrezuid|pm",
    "pmcid": "pmcid|pmc id|pmc|ids pmcid",
    "issn": "issn|issns|eissn|e issn|primary location source issn l|sn",
    "isbn": "isbn|isbns",
    "url": "url|link|urls|online address|online adresse|web link|pdf link|article url|articleurl"
    "|fulltext url|external url|source urls|адрес"
    "|ссылка|adres",
    "accessed": "accessed|access date|date accessed|date of access|дата обращения|zugriffsdatum|abrufdatum|data dostępu"
    "|consulté le",
    "language": "language|languages|language of original document|lang|la|lg|язык|sprache|język|langue|idioma|lingua",
    "abstract": "abstract|abstract note|summary|ab|аннотация|реферат|резюме|zusammenfassung|kurzfassung|streszczenie"
    "|abstrakt|résumé|resumen|resumo",
    "keywords": "keywords|author keywords|keyword|keyword s|key words|manual tags|tags|de|ключевые слова"
    "|schlüsselwörter|schlagwörter|słowa kluczowe|mots clés|mots clefs|palabras clave",
    "headings": "headings|mesh|mesh terms|mesh headings|subject headings|descriptor s|descriptors|index keywords|mh"
    "|emtree medical index terms|emtree drug index terms|mesh descriptor name|рубрики",
    "publication_types": "pubtypes|publication types|publication type|pt",
    "_type": "item type|document identifier|document type|type|type of reference|content type|record type"
    "|reference type|тип|typ"
    "|тип публикации|dokumenttyp",
    "note": "note|notes|примечание|anmerkung|uwagi|remarques",
    "_citation": "citation|details",
    "accession": "lens id|embase accession id|pui|central id|cochrane id|eid|ut unique wos id|accession number|ui|ut"
    "|publication id",
    "_id": "id|ид|paperid|record id|identifier|key|citekey",
}
FIELD_OF = {name: field for field, names in NAMES.items() for name in names.split("|")}
RANK = {name: rank for names in NAMES.values() for rank, name in enumerate(names.split("|"))}
# a cell may hold several
LISTS = {"keywords", "headings", "issn", "isbn", "language", "publication_types", _own_table.GROUPS}
PEOPLE = {
    "_authors": "authors", "_editors": "editors", "_translators": "translators",
    "_authors_original": "authors_original",
}  # fmt: skip
COMMA = "family-comma-given"
REPEATED = {"issn", "url", "headings"}  # columns of the same field add up (print and electronic ISSN; drugs and others)
SOURCES = {"source", "so", "источник"}  # a journal in one table, a whole citation in another

MISSING = frozenset({"NA", "N/A", "n/a", "NaN", "nan", "None", "NULL", "null", "-"})  # what programs write for nothing
FEWEST_NAMES = 3  # known columns, by which a text is taken for a table of references
SAMPLE_ROWS = 300
NO_TABLE = ("@", "{", "[", "<", "%")  # BibTeX, JSON, XML, refer


def sniff(head: str) -> int:
    """1 for a header row with a title column and two other names we know; a database's own format comes first.

    Title and abstract are enough (sets that were labelled by hand), and a title and another where there is no more.
    """
    found = None if head.lstrip().startswith(NO_TABLE) else find_header(head, HEADER)
    if found is None:
        return 0
    known = {field for field in _choose([*map(fold_name, found.cells)]) if field}
    enough = len(known) >= FEWEST_NAMES or known >= {"title", "abstract"} or 2 <= len(known) == len(found.cells)
    return int(enough)


def database(head: str) -> str | None:
    """The database whose column names the header has; None for a table of one's own."""
    found = find_header(head, HEADER)
    return database_of(map(fold_name, found.cells)) if found else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a row; see the docstring of this folder."""
    return read_table(stream, HEADER)


def _plan(cells: list[str], sample: Sequence[list[str]]) -> Plan | None:
    names = [fold_name(cell) for cell in cells]
    fields = _choose(names)
    spare = "_source" if "container" in fields else None
    known = [at for at, field in enumerate(fields) if field and field != spare]
    if "title" not in fields or (len(known) < 2 and len(cells) > 1):
        return None
    rows = _Rows(cells, fields, sample[:SAMPLE_ROWS])
    return Plan(len(cells), known[-1] + 1, rows.read, title=fields.index("title"))


def _choose(names: Sequence[str]) -> list[str | None]:
    """The field of each column: of several columns for one, the name that stands first in NAMES.

    A column of sources beside that of journals may still hold citations, from which gaps are filled.
    """
    known: Mapping[str, str | None] = {**FIELD_OF, **COLUMNS_OF.get(database_of(names) or "", {})}
    best: dict[str, int] = {}
    for name in names:
        if field := known.get(name):
            best[field] = min(RANK.get(name, 0), best.get(field, len(RANK)))
    chosen: list[str | None] = []
    for name in names:
        field = known.get(name)
        taken = field is None or (field not in REPEATED and (RANK.get(name, 0) > best[field] or field in chosen))
        if field == "container" and name in SOURCES:
            field, taken = "_source", "_source" in chosen
        chosen.append(None if taken else field)
    return chosen


class _Rows:
    """How the rows below one header are read, as the header and the first rows show it."""

    def __init__(self, cells: Sequence[str], fields: Sequence[str | None], sample: Sequence[list[str]]) -> None:
        values: dict[str, list[str]] = {}
        for at, field in enumerate(fields):
            if field:
                values.setdefault(field, []).extend(row[at].strip() for row in sample)
        named = enumerate(zip(cells, fields, strict=True), 1)
        columns = [Column(cell.strip() or f"column {at}", field) for at, (cell, field) in named]
        self.database = database_of(map(fold_name, cells))
        self.ours = self.database == _own_table.DATABASE
        self.columns = Columns(columns, frozenset() if self.ours else MISSING)
        several = [field for field in (*LISTS, *PEOPLE) if field in values]
        self.separators = {field: self._separator(field, values[field]) for field in several}
        self.forms = {field: self._form(field, values[field]) for field in PEOPLE if field in values}
        self.names = {column.field: column.name for column in columns if column.field}
        self.id_counts = _is_identifier(values.get("_id", []))
        self.ids_seen: set[str] = set()
        self.people = PEOPLE_OF.get(self.database or "")
        unknown = [cell.strip() for cell, field in zip(cells, fields, strict=True) if cell.strip() and not field]
        self.unknown = [] if self.database else unknown  # a database's other columns are no news

    def _separator(self, field: str, cells: Sequence[str]) -> str | None:
        return _own_table.APART if self.ours else _separator(field, cells)

    def _form(self, field: str, cells: Sequence[str]) -> str | None:
        if self.ours:
            return _own_table.NAME_FORM
        return name_form(name for cell in cells if cell for name in split_names(cell, self.separators[field]))

    def read(self, row: list[str]) -> RowFields:
        fields, extra = self.columns.read(list(map(bare_cell, row)) if self.ours else row)
        warnings = [] if "title" in fields else ["no title"]
        if self.unknown:
            warnings.append(f"columns that have no field here, kept under their names: {', '.join(self.unknown)}")
            self.unknown = []  # said once for a table
        self._part_lists(fields)
        warnings += self._set_people(fields, extra)
        warnings += self._set_id(fields, extra)
        join_pages(fields)
        extra.update((self.names[part], text) for part, text in join_date(fields).items())
        self._set_citation(fields, extra)
        self._set_type(fields)
        adjust(self.database, fields, extra, self.names)
        return RowFields(fields, extra, tuple(warnings))

    def _part_lists(self, fields: Fields) -> None:
        for field in LISTS.intersection(fields):
            separator = self.separators[field]
            fields[field] = [value for cell in fields[field] for value in parse_list(cell) or _part(cell, separator)]
            if field in REPEATED:
                fields[field] = list(dict.fromkeys(fields[field]))
        if "isbn" in fields:
            fields["isbn"] = whole_isbns(fields["isbn"])

    def _set_people(self, fields: Fields, extra: Fields) -> Sequence[str]:
        warnings: Sequence[str] = ()
        for column, field in PEOPLE.items():
            if column not in fields:
                continue
            cell = fields.pop(column)[0]
            if self.people:
                persons, groups, left, warnings = self.people.read(cell)
                said = {field: persons, "group_authors": groups}
            else:
                names = split_names(cell, self.separators[column])
                said = {field: [name for name in names if not is_trial_id(name)]}
                left = len(said[field]) < len(names)
            fields.update((name, values) for name, values in said.items() if values)
            if left:
                extra[self.names[column]] = [cell]
        if "authors" in fields:
            fields["name_form"] = [self.people.form if self.people else self._form_of(fields["authors"])]
        return warnings

    def _form_of(self, authors: list[str]) -> str:
        """How the column writes a name, unless a comma in these shows it for sure."""
        column = self.forms["_authors"]
        shown = column if column == COMMA else name_form(authors)
        return shown if shown == COMMA else column or shown or "free"

    def _set_id(self, fields: Fields, extra: Fields) -> list[str]:
        """`id` is the accession if it tells the rows apart; the second row of one id keeps it in `extra`."""
        own = fields.pop("_id", None)
        if own is None:
            return []
        again = own[0] in self.ids_seen
        if again or not self.id_counts or "accession" in fields:
            extra[self.names["_id"]] = own
        else:
            fields["accession"] = own
        self.ids_seen.add(own[0])
        return [f"{self.names['_id']} {own[0]} stands in an earlier row too"] if again and self.id_counts else []

    def _set_type(self, fields: Fields) -> None:
        words = fields.pop("_type", [])
        known = [kind for text in words + fields.get("publication_types", []) if (kind := type_of(fold_name(text)))]
        journal = not fields.keys().isdisjoint(("container", "container_short"))
        if known:
            fields["type"] = known[:1]
        elif not words and journal and not fields.get("isbn"):
            fields["type"] = ["article"]  # a table of articles has no column for it; books stand with their ISBN
        if words and fold_name(words[0]) not in RECORD_WORDS:
            fields["publication_types"] = words + [t for t in fields.get("publication_types", []) if t not in words]

    def _set_citation(self, fields: Fields, extra: Fields) -> None:
        """What a citation says, where no column of its own says it; the citation itself is kept in `extra`."""
        for column in ("_citation", "_source"):
            if column not in fields:
                continue
            text = fields.pop(column)[0]
            said = say_citation(text, pubmed=column == "_citation")
            journal = column == "_source" and "container" not in self.names
            if journal and not said and not text.startswith(("http://", "https://")):  # Cochrane: a trial's address
                fields.setdefault("container", [text])
                continue
            extra[self.names[column]] = [text]
            for field, values in said.items():
                fields.setdefault(field, values)


def _separator(field: str, cells: Sequence[str]) -> str | None:
    """What parts the values of this column; a comma only where nothing stronger does and it is no part of a name."""
    if field in PEOPLE:
        return people_separator(cells)
    return separator_of(cells) or ("," if any("," in cell for cell in cells) else None)


def _part(cell: str, separator: str | None) -> list[str]:
    if separator == ",":
        return split_at_commas(cell)
    return split_list(cell, separator) if separator else [cell]


def _is_identifier(cells: Sequence[str]) -> bool:
    """Do these ids tell the rows apart for good? Not where one is missing or twice, nor where they only count rows."""
    if not all(cells) or len(set(cells)) < len(cells):
        return False
    if not all(cell.isdecimal() for cell in cells):
        return True
    numbers = [int(cell) for cell in cells]
    return not any(numbers == list(range(first, first + len(numbers))) for first in (0, 1))


HEADER = Header(frozenset(FIELD_OF).union(*COLUMNS_OF.values()), _plan, captions=CAPTIONS)
