"""What each database reads, as tables; `RULES` names where each is from.

Only what a database's own guide says is an error. Where guides of different years disagree (a `*` in quotation marks
in Embase, OR inside W/n in Scopus), nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass

from ._fields import COCHRANE, EBSCO, EMBASE, EUROPEPMC, OVID, PUBMED, SCOPUS, WOS

RULES = {
    "pubmed": (
        "PubMed User Guide (Boolean operators, search field tags, automatic term mapping); NLM Technical Bulletin "
        "2022, 449:e4 (proximity) and 2024, 458:e5 (wildcards)"
    ),
    "scopus": "Scopus Search Guide of Elsevier's developer portal; Scopus help, Boolean and Proximity Operators",
    "wos": "Web of Science help: Search Operators, Wildcards, Field Tags",
    "embase": "Embase support: Can I use Boolean operators, wildcards and proximity operators; help page Wildcards",
    "ovid": "Ovid help: Advanced Search Techniques (command line syntax, truncation and wildcards)",
    "ebsco": "EBSCO Connect: Searching with Booleans, Field Codes, Wildcards and Truncation, Proximity Searches",
    "cochrane": "Cochrane Library: Search manager help",
    "europepmc": "Europe PMC: Search syntax reference",
    "openalex": "OpenAlex developers' guide: Search",
    "crossref": "Crossref REST API: query.bibliographic",
    "elibrary": "eLibrary.ru, the form of the advanced search",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wildcards:
    """`signs` that stand for letters.

    `least`: letters before the first one; `least_at_end`: letters in a word that ends in one; `least_after`: letters
    after one that a word begins with, None where no word can. `not_in_quotes`: signs that are none in quotation marks,
    and what to write `instead`.
    """

    signs: str
    least: int = 0
    least_at_end: int = 0
    least_after: int | None = None
    not_in_quotes: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one database reads a string.

    `tag`, `field`, `limit`: patterns of what follows a term, stands before it, and is a limit of its own (years).
    `word_ends` are signs that end a word. `fields` are the known ones, in small letters; with `two_letters`, any of
    two letters counts as known. `names_in`: fields (None: no field) where an author of that name is found too;
    `counted_in`: those where the letters before a wildcard are counted, all of them where none is named.
    """

    key: str
    name: str
    operators: bool = True
    capitals: bool = False
    not_word: str = "NOT"
    order: str = ""
    near: tuple[str, ...] = ()
    near_hint: str = ""
    and_beside_near: bool = True
    wildcards: Wildcards | None = None
    tag: str = ""
    field: str = ""
    limit: str = ""
    phrase: str = ""
    word_ends: str = ""
    own_fields: str = ""
    counted_in: frozenset[str | None] = frozenset()
    fields: frozenset[str] = frozenset()
    two_letters: bool = False
    untagged: str = ""
    untagged_hint: str = ""
    names_in: frozenset[str | None] = frozenset()
    lines: bool = False


LEFT_TO_RIGHT = "reads from left to right"

DIALECTS = {
    dialect.key: dialect
    for dialect in (
        Dialect(
            key="pubmed",
            name="PubMed",
            capitals=True,
            order=LEFT_TO_RIGHT,
            near_hint='"two words"[tiab:~3]',
            wildcards=Wildcards(signs="*", least=4),
            tag=r"\[[^\[\]]*\]",
            own_fields="tag",
            fields=PUBMED,
            untagged="searches in all fields, and maps to headings what has no quotation marks and no *",
            untagged_hint="a field tag after each term, such as [tiab]",
            names_in=frozenset({None, "all", "all fields"}),
        ),
        Dialect(
            key="scopus",
            name="Scopus",
            not_word="AND NOT",
            order="reads OR first, then AND, then AND NOT",
            near=("W/n", "PRE/n"),
            near_hint="W/3, or PRE/3 for this order",
            and_beside_near=False,
            wildcards=Wildcards(signs="*?", least_after=0),
            field=rf"(?<![\w-])(?:(?!(?:and|or|not)\()[A-Za-z][A-Za-z-]*(?=\()|(?:{'|'.join(sorted(SCOPUS))})(?=\s+\())",
            limit=r"\bPUBYEAR\s*(?:>|<|=|\bAFT\b|\bBEF\b|\bIS\b)\s*\d{4}|\b(?:LIMIT-TO|EXCLUDE)\s*\([^()]*\)",
            phrase=r"\{[^{}]*\}",
            own_fields="name(",
            fields=SCOPUS,
            untagged="searches in all fields, lists of references too",
            untagged_hint="TITLE-ABS-KEY( … )",
            names_in=frozenset({None, "all", "title-abs-key-auth"}),
        ),
        Dialect(
            key="wos",
            name="Web of Science",
            order="reads NEAR first, then NOT, AND, OR",
            near=("NEAR/n", "NEAR", "SAME"),
            near_hint="NEAR/3",
            and_beside_near=False,
            wildcards=Wildcards(signs="*?$", least_at_end=3, least_after=3, not_in_quotes="$", instead="* or ?"),
            field=r"(?<!\w)[A-Za-z]{2,5}\s*=",
            word_ends="=",
            own_fields="XX=",
            counted_in=frozenset({None, "ts", "ti", "ab", "ak"}),
            fields=WOS,
            untagged="wants a field tag in the advanced search, and searches all fields without one",
            untagged_hint="TS=( … )",
            names_in=frozenset({None, "all"}),
        ),
        Dialect(
            key="embase",
            name="Embase",
            order=LEFT_TO_RIGHT,
            near=("NEAR/n", "NEXT/n"),
            near_hint="NEAR/3, or NEXT/3 for this order",
            wildcards=Wildcards(signs="*?$"),
            tag=r":[A-Za-z]+(?:,[A-Za-z]+)*|/[A-Za-z]+",
            limit=r"\[[^\[\]]*\](?:/\w+)?",
            phrase=r"(?<![^\W_])'[^'\"]*'(?![^\W_])",
            word_ends=":/",
            own_fields=":ti",
            fields=EMBASE,
            two_letters=True,
            untagged="searches in all fields",
            untagged_hint=":ti,ab,kw after each term or bracket",
            names_in=frozenset({None, "all"}),
            lines=True,
        ),
        Dialect(
            key="ovid",
            name="Ovid",
            order="reads AND and OR of one line by its own order",
            near=("ADJn", "ADJ"),
            near_hint="adj3",
            wildcards=Wildcards(signs="*$:#?"),
            tag=r"\.[a-z]{2}(?:,[a-z]{2})*\b\.?|\.[a-z_]{3,}(?:,[a-z_]+)*\b\.|/(?!\d)[A-Za-z]*",
            limit=r"\bexp\s+\*?(?:\"[^\"]*\"|[^/\n\"()]{0,150})/\w*|\blimit\s+\d+\s+to\s+[^\n]*|\[mp\s*=[^\[\]]*\]",
            word_ends="./",
            own_fields=".ti.",
            fields=OVID,
            two_letters=True,
            untagged="looks for a heading, or searches its own choice of fields",
            untagged_hint=".ti,ab. after each term or bracket",
            names_in=frozenset({None, "af"}),
            lines=True,
        ),
        Dialect(
            key="ebsco",
            name="EBSCOhost",
            order="reads AND before OR",
            near=("Nn", "Wn"),
            near_hint="N3, or W3 for this order",
            wildcards=Wildcards(signs="*?#"),
            field=rf"(?<!\w)(?:(?:{'|'.join(sorted(EBSCO)).upper()})(?=\s+[\w\"(*])|(?!OR|IN|TO)[A-Z]{{2}}(?=\s+[\"(]))",
            own_fields="TI ",
            fields=EBSCO,
            untagged="searches in its own choice of fields, authors among them",
            untagged_hint="TI ( … ) OR AB ( … )",
            names_in=frozenset({None, "tx"}),
        ),
        Dialect(
            key="cochrane",
            name="the Cochrane Library",
            order="reads NEAR first, then NOT, AND, OR",
            near=("NEAR/n", "NEAR", "NEXT/n", "NEXT"),
            near_hint="NEAR/3, or NEXT for side by side",
            wildcards=Wildcards(
                signs="*?",
                least_after=0,
                not_in_quotes="*?",
                instead="the words with NEXT between them: hearing NEXT aid*",
            ),
            tag=r":[A-Za-z]+(?:,[A-Za-z]+)*",
            limit=r"\[\s*mh[^\[\]]*\]|\bMeSH descriptor:\s*\[[^\[\]]*\](?:[\w ]*\btrees?\b[\d, ]*)?",
            word_ends=":",
            own_fields=":ti",
            fields=COCHRANE,
            untagged="searches in all of the text",
            untagged_hint=":ti,ab,kw after each term or bracket",
            names_in=frozenset({None}),
            lines=True,
        ),
        Dialect(
            key="europepmc",
            name="Europe PMC",
            capitals=True,
            order="reads AND before OR",
            wildcards=Wildcards(signs="*"),
            field=r"(?<!\w)[A-Za-z_]{2,}:(?=[\w\"(\[*])",
            limit=r"\b[A-Z_]+:\[[^\[\]]*\]|\bPUB_YEAR:\d{4}",
            word_ends=":",
            own_fields="NAME:",
            fields=EUROPEPMC,
            untagged="searches in all fields, full texts and authors too",
            untagged_hint='TITLE_ABS:"…"',
            names_in=frozenset({None}),
        ),
        Dialect(
            key="openalex",
            name="OpenAlex",
            capitals=True,
            order="doesn't say which of AND and OR it reads first",
        ),
        Dialect(key="crossref", name="Crossref", operators=False, wildcards=Wildcards(signs="")),
        Dialect(key="elibrary", name="eLibrary.ru", operators=False),
    )
}

ANY = Dialect(key="", name="the database")
"""For sources whose language we don't know: only what holds everywhere is looked at."""

# operators of nearness: the name, how it is written, whose it is
NEARNESS = {
    "NEAR/n": (r"near/\d+", "Web of Science, Embase and Cochrane"),
    "NEXT/n": (r"next/\d+", "Embase and Cochrane"),
    "W/n": (r"w/\d+", "Scopus"),
    "PRE/n": (r"pre/\d+", "Scopus and ProQuest"),
    "N/n": (r"[np]/\d+", "ProQuest"),
    "ADJn": (r"adj\d+", "Ovid"),
    "Nn": (r"n\d+", "EBSCOhost"),
    "Wn": (r"w\d+", "EBSCOhost"),
    "NEAR": ("near", "Web of Science and Cochrane"),
    "NEXT": ("next", "Cochrane"),
    "SAME": ("same", "Web of Science"),
    "ADJ": ("adj", "Ovid"),
}
PLAIN_WORDS = ("NEAR", "NEXT", "SAME", "ADJ", "Nn", "Wn")
"""Words of any language as well: taken for operators of another database in capitals only, and then with a doubt."""

# how fields are written: the name, the pattern, whose it is
FIELD_FORMS = {
    "tag": (
        r"(?i)\[(?:tiab|ti|tw|mh|mesh|majr|au|dp|all|title/abstract|mesh terms|pt|ad|la)(?::[^\[\]]*)?\]",
        "PubMed",
    ),
    "name(": (r"(?<![\w-])(?:TITLE-ABS-KEY|TITLE-ABS|AUTHKEY|SRCTITLE)(?=\s*\()", "Scopus"),
    "XX=": (r"(?<!\w)(?:TS|TI|AB|AK|SO|PY|WC|ALL)\s*=", "Web of Science"),
    ":ti": (r"(?<=[\w'*) ]):(?:ti|ab|kw)(?:,(?:ti|ab|kw|de))*(?![\w,])", "Embase and Cochrane"),
    ".ti.": (r"\.(?:ti|ab|tw|mp|kf|kw|af)(?:,[a-z]{2})*\.", "Ovid"),
    "/exp": (r"(?<=[\w'\"])/exp\b", "Embase"),
    "NAME:": (r"(?<!\w)(?:TITLE_ABS|PUB_YEAR|FIRST_PDATE|ABSTRACT|TITLE):", "Europe PMC"),
}
ALSO_OWN = {"embase": {"/exp"}, "cochrane": {":ti"}}
