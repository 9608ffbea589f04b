"""BibTeX and BibLaTeX are read by other programs as they were meant, and by us as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import bibtexparser
import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex import PybtexEngine
from pybtex.database import parse_string

from pipeline.exports import ExportedWork, Options
from pipeline.exports._fields import with_tags
from pipeline.formats._latex import decode
from pipeline.formats._latex_escape import writable
from pipeline.model import Name
from pipeline.values.language import script_of

from .tagged import PLAIN, TITLES_TO_FEAR, WORKS, cleaned_works, exported, taken_in, text_of

DIALECTS = ("bibtex", "biblatex")
BOTH = [PLAIN, Options(encoding="latex")]
ASCII_KEYED = tuple(replace(work, key=f"k{place}") for place, work in enumerate(WORKS))
# letters of several scripts, in every place where a style or a reader looks at letters
SCRIPTS = tuple(
    exported(
        f"s{place}",
        type="article",
        title=title,
        authors=(Name(family=family, given=given),),
        container=title,
        languages=(language,),
        year=2000 + place,
    )
    for place, (title, family, given, language) in enumerate(
        [
            ("Groupes Balint : l'expérience française", "Šimková", "Ž. Á.", "fr"),
            ("Grupy Balinta w Łodzi", "Wójcik", "Łukasz", "pl"),
            ("Балинтовские группы: опыт", "Щербакова", "Ю. Ё.", "ru"),
            ("Grupuri Balint în Iași", "Popescu", "Ștefan", "ro"),
            ("Μπάλιντ", "Παπαδόπουλος", "Γ.", "el"),
            ("Врач және Балинт", "Қасымов", "Ә.", "kk"),
        ]
    )
)
ALL = (*ASCII_KEYED, *SCRIPTS)


def letters(text: str) -> str:
    """Letters and digits, to compare what programs print of a text with their own quotes and dashes."""
    return re.sub(r"[\W_]", "", text).casefold()


def title_of(work: ExportedWork) -> str:
    """The title that stands on the work."""
    fields = work.work
    own = fields.title_original if fields.title_original and fields.languages[:1] != ("en",) else fields.title
    return own or ""


def pandoc_knows(work: ExportedWork) -> bool:
    r"""Whether all that is compared stands in letters for which pandoc knows LaTeX's commands: not '\cyra', nor the
    comma below Romanian letters.
    """
    names = (name.family or name.literal or "" for name in work.work.authors)
    texts = [title_of(work), *names]
    return all(script_of(text) in ("Latin", "None") and not set("șțȘȚ") & set(text) for text in texts)


@pytest.mark.parametrize("options", BOTH)
@pytest.mark.parametrize("form", DIALECTS)
def test_bibtexparser_reads_every_entry_and_field(form: str, options: Options):
    """The library that most Python programs read BibTeX with."""
    library = bibtexparser.parse_string(text_of(form, ALL, options))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [work.key for work in ALL]
    if options.encoding == "latex":
        return
    for work, entry in zip(ALL, library.entries, strict=True):
        assert letters(decode(entry.get("title").value if "title" in entry else "")) == letters(title_of(work))
        assert (entry.get("doi").value if "doi" in entry else None) == work.work.doi


@pytest.mark.parametrize("options", BOTH)
@pytest.mark.parametrize("form", DIALECTS)
def test_pybtex_takes_names_apart_as_we_have_them(form: str, options: Options):
    """Particle, family, given and suffix are what a style sorts and shortens by."""
    entries = parse_string(text_of(form, ALL, options), "bibtex").entries
    assert list(entries) == [work.key for work in ALL]
    for work in ALL:
        persons = entries[work.key].persons.get("author", [])
        people = [person for person in persons if str(person) != "others"]
        assert len(people) == len(work.work.authors)
        for person, name in zip(people, work.work.authors, strict=True):
            family = decode(" ".join([*person.prelast_names, *person.last_names]))
            assert family == writable(name.literal or name.family or "", options.encoding)
            assert decode(" ".join([*person.first_names, *person.middle_names])) == (name.given or "")
            assert decode(" ".join(person.lineage_names)) == (name.suffix or "")


@pytest.mark.parametrize("options", BOTH)
@pytest.mark.parametrize("form", DIALECTS)
def test_pandoc_has_the_same_titles_names_and_dois(form: str, options: Options):
    """What a manuscript in Markdown cites from the file."""
    read = json.loads(pypandoc.convert_text(text_of(form, ALL, options), "csljson", format=form))
    items = {item["id"]: item for item in read}
    assert list(items) == [work.key for work in ALL]
    for work in ALL:
        item = items[work.key]
        if options.encoding == "latex" and not pandoc_knows(work):
            continue
        title = re.sub(r"</?\w+[^>]*>", "", item.get("title", ""))
        assert letters(title).startswith(letters(title_of(work)))
        assert item.get("DOI") == work.work.doi
        families = [name.get("family") or name.get("literal") or "" for name in item.get("author", [])]
        families = [family for family in families if family != "others"]
        particles = [
            name.get("non-dropping-particle", name.get("dropping-particle", "")) for name in item.get("author", [])
        ]
        got = [letters(particle + family) for particle, family in zip(particles, families, strict=False)]
        assert got == [letters(name.literal or name.family or "") for name in work.work.authors]


@pytest.mark.parametrize("options", BOTH)
@pytest.mark.parametrize("form", DIALECTS)
def test_what_was_exported_and_taken_in_is_exported_the_same(form: str, options: Options):
    """A bibliography that goes through another program's hands and comes back has not changed."""
    text = text_of(form, ALL, options)
    assert text_of(form, again(form, text, ALL), options) == text


@settings(max_examples=60, deadline=None)
@given(st.lists(cleaned_works(), min_size=1, max_size=3), st.sampled_from(DIALECTS), st.sampled_from(BOTH))
def test_any_works_come_back_as_the_same_bytes(works: Sequence[ExportedWork], form: str, options: Options):
    """The same, over invented works with whatever stands in their fields."""
    chosen = [replace(work, key=f"k{place}") for place, work in enumerate(works)]
    text = text_of(form, chosen, options)
    assert text_of(form, again(form, text, chosen), options) == text


def again(form: str, text: str, works: Sequence[ExportedWork]) -> list[ExportedWork]:
    """The works as a corpus has them after `add`; both dialects are one format."""
    return taken_in("bibtex", text, works)


@pytest.mark.parametrize("form", DIALECTS)
@pytest.mark.parametrize("title", TITLES_TO_FEAR)
def test_nothing_in_a_title_is_run(form: str, title: str):
    r"""`\input` and `\write18` of a title would be TeX's commands: they print as they stand."""
    (entry,) = bibtexparser.parse_string(text_of(form, [exported(title=title)])).entries
    assert decode(entry.get("title").value) == title
    assert not re.search(
        r"\\(?!(?:textbackslash|textasciitilde|ensuremath|lbrace|rbrace|[%#&_$])\b|[%#&_$])", entry.get("title").value
    )


ABSTRACT = exported(
    "doe2012pressure",
    type="conference-paper",
    title="Pressure in the theatre",
    authors=(Name(family="Doe", given="Jane"),),
    year=2012,
    container="Anaesthesia Letters",
    event="40th Annual Meeting",
    volume="29",
    issue="4",
    pages="7",
)


def printed(work: ExportedWork) -> str:
    """The entry as a program that knows BibTeX's plain style prints it."""
    return str(PybtexEngine().format_from_string(text_of("bibtex", [work]), style="plain", output_backend="plaintext"))


@pytest.mark.parametrize("form", DIALECTS)
def test_a_congress_abstract_printed_in_a_journal_is_an_article_of_it(form: str):
    """Styles print no number of @inproceedings beside its volume, and warn; of @article they print both."""
    text = text_of(form, [ABSTRACT])
    assert text.startswith("@article{doe2012pressure,")
    assert ("journal = {Anaesthesia Letters}" in text) is (form == "bibtex")
    assert "type = {Conference paper}" in text
    assert "eventtitle = {40th Annual Meeting}" in text
    assert "29(4):7" in printed(ABSTRACT)


@pytest.mark.parametrize("form", DIALECTS)
def test_a_congress_abstract_printed_in_a_journal_comes_back_as_what_it_was(form: str):
    """It is a paper of a congress for us, whatever the entry is called."""
    (back,) = taken_in("bibtex", text_of(form, [ABSTRACT]), [ABSTRACT])
    assert back.work.publication_types == ("Conference paper",)
    assert replace(back.work, publication_types=()) == ABSTRACT.work


IN_A_BOOK: list[dict[str, object]] = [
    {"issue": None}, {"container": None}, {"editors": (Name(family="Roe", given="R."),)}, {"isbn": ("9780443064609",)},
    {"series": "Lecture notes"},
]  # fmt: skip


@pytest.mark.parametrize("fields", IN_A_BOOK)
def test_a_paper_in_a_volume_of_proceedings_stays_in_it(fields: dict[str, object]):
    """A book has editors, an ISBN or a series, and no issues; @article would print none of them."""
    work = replace(ABSTRACT, work=replace(ABSTRACT.work, **fields))  # type: ignore[arg-type]
    assert text_of("bibtex", [work]).startswith("@inproceedings{")


def test_tags_stand_behind_the_keywords_where_they_are_wanted():
    """Reference managers make groups of them."""
    work = replace(exported(keywords=("care",)), tags=("topic:burnout",))
    assert "keywords = {care}," in text_of("bibtex", [work])
    assert "keywords = {care, topic:burnout}," in text_of("bibtex", [work], Options(tags=True))
    assert with_tags(work, Options()) is work.work


def test_older_keys_are_ids_in_biblatex():
    """A manuscript that cites the work by its older key finds it."""
    work = replace(exported(), aliases=("old1", "old2"))
    assert "ids = {old1, old2}," in text_of("biblatex", [work])
    assert "ids" not in text_of("bibtex", [work])


def test_a_chapter_refers_to_its_book_only_where_asked():
    """`crossref` changes what classic styles print."""
    work = replace(exported(type="chapter"), part_of="book1999")
    assert "crossref" not in text_of("bibtex", [work])
    assert "crossref = {book1999}" in text_of("bibtex", [work], Options(crossref=True))
    assert "xref = {book1999}" in text_of("biblatex", [work], Options(crossref=True))
