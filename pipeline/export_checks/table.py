"""What is asked of each work before it is exported, one row a check.

In SQL over `leaving` (sql/leaving_work.sql), so that 100,000 works take a second. Each row: the check's name; the
condition that finds works; the value that is shown; the words; what to run. In words and fix, {key} is the work's key,
{value} the value, {plain} the value without mark-up, quoted for the shell; CAPITALS stand for what only a person knows.

Sources: btxdoc (Patashnik 1988), §3.1 and the biblatex manual 3.20, §2.1.1, for required fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row. `field`: the field that it is about, as `decide set` names it: where a person has set it, no doubt."""

    name: str
    finds: str
    says: str
    fix: str
    shows: str = "null"
    field: str | None = None


_SET = "bibcorpus decide set {key} "

# required field -> where it is missing, what `decide set` calls it, how to fill it in
_MISSING = {
    "title": ("coalesce(title, title_original) is null", "title", 'title "TITLE"'),
    "author": ("len(authors) = 0", "authors", 'authors "FAMILY, GIVEN; …"'),
    "author or editor": ("len(authors) = 0 and len(editors) = 0", "authors", 'authors "FAMILY, GIVEN; …"'),
    "editor": ("len(editors) = 0", "editors", 'editors "FAMILY, GIVEN; …"'),
    "year": ("year is null and date is null", "year", "year YEAR"),
    "journal": ("container is null and container_short is null", "container", 'container "JOURNAL"'),
    "booktitle": ("container is null", "container", 'container "BOOK"'),
    "name of the conference or proceedings": (
        "container is null and event is null",
        "container",
        'container "PROCEEDINGS"',
    ),
    "publisher": ("publisher is null", "publisher", 'publisher "PUBLISHER"'),
    "school": ("publisher is null", "publisher", 'publisher "UNIVERSITY"'),
    "institution": ("publisher is null", "publisher", 'publisher "INSTITUTION"'),
    "address": ("url is null and doi is null", "url", "url ADDRESS"),
}
BOTH, BIBTEX, BIBLATEX = "BibTeX and BibLaTeX require it", "BibTeX requires it", "BibLaTeX requires it"
REQUIRED = {
    "article": {"author": BOTH, "title": BOTH, "journal": BOTH, "year": BOTH},
    "book": {"author or editor": BOTH, "title": BOTH, "publisher": BIBTEX, "year": BOTH},
    "chapter": {
        "author": BOTH, "title": BOTH, "booktitle": BOTH, "publisher": BIBTEX, "editor": BIBLATEX, "year": BOTH,
    },
    "conference-paper": {"author": BOTH, "title": BOTH, "name of the conference or proceedings": BOTH, "year": BOTH},
    "proceedings": {"title": BOTH, "year": BOTH},
    "thesis": {"author": BOTH, "title": BOTH, "school": BOTH, "year": BOTH},
    "report": {"author": BOTH, "title": BOTH, "institution": BOTH, "year": BOTH},
    "preprint": {"author": BOTH, "title": BOTH, "address": BIBLATEX, "year": BIBLATEX},
    "webpage": {"author or editor": BIBLATEX, "title": BIBLATEX, "address": BIBLATEX, "year": BIBLATEX},
    "dataset": {"author or editor": BIBLATEX, "title": BIBLATEX, "year": BIBLATEX},
    "other": {"author or editor": BIBLATEX, "title": BIBLATEX, "year": BIBLATEX},
}  # fmt: skip


def _required() -> Iterator[Check]:
    for kind, wanted in REQUIRED.items():
        for name, who in wanted.items():
            missing, field, fix = _MISSING[name]
            yield Check(
                name=f"no-{field.removesuffix('s')}",
                finds=f"type = '{kind}' and ({missing})",
                says=f"no {name} ({kind}: {who})",
                fix=_SET + fix,
                field=field,
            )


# a tag or an entity of HTML; '<' alone may be a sign of mathematics
_HTML = (
    r"</?[A-Za-z][A-Za-z0-9:]*(\s+[A-Za-z:-]+\s*=[^<>]*)?\s*/?>|&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z]{2,8}[0-9]{0,2});"
)
# UTF-8 that was read as Latin-1 or Windows-1252 ('Ã¼' for 'ü', 'Ð‘Ð°' for 'Ба') or as Windows-1251 ('Р‘Р°' for 'Ба');
# a character that was lost
_MOJIBAKE = (
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013-\u2026]|â€|([ÐÑ][^ \t]){3}|\ufffd|\\?{4,}|"
    "([РС][\u00a0-\u00bf\u0402-\u040f\u0452-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]){3}"
)
_TEXTS = ("title", "title_original", "container", "publisher")
# 'U. A.' and 'I.' are initials, 'Na' a family name: as a person's whole name alone they stand for others
_NOBODY = (
    r"(^|[\s;,])(et\.? ?al|and others|et coll|и др|и соавт)\.?(;|$)|"
    r"(^|; )\[?(u\. ?a|i in|anon|anonym|anonymous|unknown|no author|no authors listed|n/a|n\.a|без автора)\.?\]?(;|$)"
)


def _of_texts() -> Iterator[Check]:
    for field in _TEXTS:
        words = field.replace("_", " ")
        yield Check(
            name="html",
            finds=f"regexp_matches({field}, '{_HTML}')",
            shows=field,
            says=f"mark-up in the {words}: {{value}}",
            fix=_SET + f"{field} {{plain}}",
            field=field,
        )
        yield Check(
            name="mojibake",
            finds=f"regexp_matches({field}, '{_MOJIBAKE}')",
            shows=field,
            says=f"the {words} was read in a wrong encoding: {{value}}",
            fix=_SET + f'{field} "AS PRINTED"',
            field=field,
        )


def _without_numbers_of_points(text: str) -> str:
    """Enumerations have no opening bracket: 'Two aims: a) to teach, b) to heal'."""
    return rf"regexp_replace({text}, '(^|[\s,;:(])\w{{1,2}}\)', '', 'g')"


def _count(text: str, sign: str) -> str:
    return f"(length({text}) - length(replace({text}, '{sign}', '')))"


_PLAIN = _without_numbers_of_points("title")

_SUSPICIOUS = (
    Check(
        name="year",
        finds="year > newest + 1",
        shows="year || ', though the newest search is of ' || newest",
        says="year {value}",
        fix=_SET + "year YEAR",
        field="year",
    ),
    Check(
        name="year",
        finds="year < 1450",
        shows="year",
        says="year {value}, before books were printed",
        fix=_SET + "year YEAR",
        field="year",
    ),
    Check(
        name="pages",
        finds=r"try_cast(regexp_extract(pages, '^(\d+)-(\d+)$', 1) as bigint) "
        r"> try_cast(regexp_extract(pages, '^(\d+)-(\d+)$', 2) as bigint)",
        shows="pages",
        says="pages {value} end before they begin",
        fix=_SET + "pages FIRST-LAST",
        field="pages",
    ),
    Check(
        name="volume",
        finds=r"regexp_full_match(volume, '(18|19|20)\d\d') and abs(try_cast(volume as integer) - year) <= 1 "
        "and not coalesce(volumes_are_years, false)",
        shows="volume",
        says="the volume is a year, {value}; if the journal has no volumes",
        fix=_SET + "volume --clear",
        field="volume",
    ),
    Check(
        name="capitals",
        finds=r"title = upper(title) and title <> lower(title) and title like '% %' "
        r"and length(regexp_replace(title, '[^\pL]', '', 'g')) >= 12",
        shows="title",
        says="the title is in capitals: {value}",
        fix=_SET + 'title "Title as a sentence"',
        field="title",
    ),
    Check(
        name="cut-off",
        finds=r"regexp_matches(title, '\w\s?(\.\.\.|…)$')",
        shows="title",
        says="the title breaks off: {value}",
        fix=_SET + 'title "WHOLE TITLE"',
        field="title",
    ),
    Check(
        name="brackets",
        finds=r"regexp_matches(title, '[()\[\]]') and "
        f"({_count(_PLAIN, '(')} <> {_count(_PLAIN, ')')} or {_count('title', '[')} <> {_count('title', ']')})",
        shows="title",
        says="brackets in the title that don't match: {value}",
        fix=_SET + 'title "TITLE"',
        field="title",
    ),
    Check(
        name="author",
        finds=f"regexp_matches(lower(names), '{_NOBODY}')",
        shows="names",
        says="an author who is none: {value}",
        fix=_SET + 'authors "FAMILY, GIVEN; …"',
        field="authors",
    ),
    Check(
        name="author",
        finds=f"regexp_matches(names, '{_MOJIBAKE}|{_HTML}|@')",
        shows="names",
        says="an author who is no name: {value}",
        fix=_SET + 'authors "FAMILY, GIVEN; …"',
        field="authors",
    ),
    Check(
        name="nowhere",
        finds="type = 'article' and coalesce(volume, issue, pages, article_number, doi, pmid, url) is null",
        says="nothing tells where in the journal it stands: no volume, issue, pages, article number or DOI",
        fix=_SET + "volume VOLUME, and so on",
    ),
    Check(
        name="retracted",
        finds="retracted",
        says="retracted: say so where it is cited, or leave it out",
        fix='bibcorpus decide exclude {key} --reason "retracted"',
    ),
)

CHECKS = (*_required(), *_of_texts(), *_SUSPICIOUS)
