"""What the tests of RIS, EndNote XML and MEDLINE share: works, and texts written, read again and written again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import StringIO

from hypothesis import strategies as st

from pipeline.clean import clean, with_extent
from pipeline.exports import ExportedWork, Options, as_text_form, form
from pipeline.formats import all_formats
from pipeline.model import RECORD_TYPES, Bibliographic, Found, Name
from pipeline.values.container import clean_container

PLAIN = Options()
# what spreadsheets, TeX and browsers would run
TITLES_TO_FEAR = (
    '=HYPERLINK("http://example.org/","Balint groups")',
    "+49 ways to lead a group",
    "-omics and the doctor",
    "@home: groups by telephone",
    r"\input{secrets} and \write18{rm}",
    "<script>alert(1)</script> in a waiting room",
    "p <b and c> d",
    "]]> & ]] in a title",
    "TY - a tag in a title",
    "ER - the emergency room",
    "PMID- 12345678 is no title",
    'bibcorpus: {"title": ["another"]}',
)


def exported(key: str = "doe2011", **fields: object) -> ExportedWork:
    """A work with these fields; 'A title' where none is given."""
    dated = {"date": str(fields["year"])} if "year" in fields else {}
    work = Bibliographic(**{"title": "A title", **dated, **fields})  # type: ignore[arg-type]
    return ExportedWork(key=key, work_id=f"list:{key}", work=work)


ARTICLE = exported(
    "иванов2015балинтовские",
    type="article",
    title="Balint groups in Russia",
    title_original="Балинтовские группы в России",
    title_language="en",
    authors=(Name(family="Иванов", given="И. И."), Name(literal="Северные практики")),
    authors_original=(Name(family="Ivanov", given="I. I."),),
    authors_complete=False,
    editors=(Name(family="Petrov", given="P."),),
    year=2015,
    date="2015-03",
    date_online="2014-12-30",
    container="Вестник психотерапии",
    container_short="Вестн психотер",
    series="Труды",
    volume="3",
    issue="3-4",
    pages="12-15",
    doi="10.1000/(sici)1<1::aid>2.0.co;2-k",
    pmid="12345678",
    pmcid="PMC123456",
    url="https://www.scopus.com/inward/record.uri?eid=2-s2.0-85012345678",
    languages=("ru", "en"),
    abstract='Said: "a, b"; done & p < 0.05.',
    keywords=("burnout", "general practice", "R&D"),
    headings=("Physicians, Family/psychology", "Burnout, Professional"),
    publication_types=("Journal Article", "Review"),
    issn=("1234-5679", "2049-3630"),
    note="Cited by 3; see p. 4",
)
BOOK = exported(
    "balint1957doctor",
    type="book",
    title="The doctor, his patient and the illness",
    authors=(Name(family="Balint", given="Michael"),),
    editors=(Name(family="Balint", given="Enid"),),
    translators=(Name(family="Roe", given="Richard"),),
    year=1957,
    date="1957",
    edition="2",
    publisher="Pitman",
    place="London",
    series="Mind & Medicine",
    volume="1",
    isbn=("9780443064609",),
    pages="355 p",
    languages=("en",),
)
CHAPTER = exported(
    "king1964patients",
    type="chapter",
    title="Patients",
    authors=(Name(family="van der Berg", given="Jan"), Name(family="King", given="Martin L.", suffix="Jr")),
    editors=(Name(family="Balint", given="Enid"), Name(family="Hopkins", given="P.")),
    year=1964,
    container="Psyche and practice",
    publisher="Pitman",
    place="London",
    pages="10-20",
    pmcid="PMC99999",
)
PAPER = exported(
    "lopez2010seminar",
    type="conference-paper",
    title="A seminar",
    authors=(Name(family="Lopez da Silva", given="Ana"),),
    year=2010,
    date="2010-06-04",
    container="Proceedings of the 14th congress",
    event="14th Balint Congress",
    series="Proceedings in Practice",
    place="Oslo",
    pages="5",
)
PREPRINT = exported(
    "novak2021remote",
    type="preprint",
    title="Remote groups",
    authors=(Name(family="Novák", given="Jan"),),
    year=2021,
    date="2021-04-01",
    date_online="2021-04-01",
    container="medRxiv",
    doi="10.1101/2021.04.01.21254321",
    article_number="21254321",
)
OTHERS = (
    exported("wonca2001volume", type="proceedings", editors=(Name(literal="WONCA"),), year=2001, event="Europe 2001"),
    exported(
        "winter2003thesis", type="thesis", authors=(Name(family="Winter"),), publisher="Universität Wien", volume="2"
    ),
    exported(
        "who2004report",
        type="report",
        authors=(Name(literal="WHO"),),
        translators=(Name(family="Doe", given="J."), Name(literal="The Balint Society")),
        series="Technical series",
        issue="12",
    ),
    exported(
        "society2020page",
        type="webpage",
        url="https://www.example.org/balint",
        accessed="2021-03-05",
        container="The society",
    ),
    exported("smith2019data", type="dataset", doi="10.5061/dryad.abc", publisher="Dryad"),
    exported("nobody1999", type="other", title=None, publication_types=("preprint",), year=1999),
    exported("translated1990", title="Groups in Poland", title_language="en", languages=("pl",), type="article"),
    exported("english2001", title="Балинт", title_original="Balint", languages=("en",), type="article", container="J"),
    exported("retracted2012", type="article", container="J", publication_types=("Retracted Publication",)),
    exported("looked2019at", type="dataset", url="https://www.example.org/data", accessed="2019-11"),
)
WORKS = (ARTICLE, BOOK, CHAPTER, PAPER, PREPRINT, *OTHERS)


def text_of(name: str, works: Sequence[ExportedWork], options: Options = PLAIN) -> str:
    """A whole file of a form."""
    writer = as_text_form(form(name))
    assert writer is not None
    before, between, after = writer.frame(options)
    return before + between.join(writer.text(work, options) for work in works) + after


def read_again(name: str, text: str) -> list[Found]:
    """The records of a text, by our own reader; nothing in it may be unreadable."""
    segments = list(all_formats()[name].read(StringIO(text, newline="")))
    assert [each for each in segments if not isinstance(each, Found) and not getattr(each, "expected", False)] == []
    return [each for each in segments if isinstance(each, Found)]


def taken_in(name: str, text: str, works: Sequence[ExportedWork]) -> list[ExportedWork]:
    """The works as a corpus has them after `add`, under the keys that they had."""
    read = [clean(with_extent(found.fields, found.extra)[0])[0] for found in read_again(name, text)]
    assert len(read) == len(works)
    return [
        replace(work, work=fields, retracted=any("retracted" in kind.lower() for kind in fields.publication_types))
        for work, fields in zip(works, read, strict=True)
    ]


def differing(works: Sequence[ExportedWork], again: Sequence[ExportedWork]) -> dict[str, set[str]]:
    """Key -> the fields that came back otherwise."""
    found = {
        one.key: {name for name in Bibliographic.__slots__ if getattr(one.work, name) != getattr(two.work, name)}
        for one, two in zip(works, again, strict=True)
    }
    return {key: names for key, names in found.items() if names}


_WORDS = st.sampled_from(
    ("Balint", "groups", "врачей", "für", "doctor's", "R&D", "p<0.05", "a;b", "10.1000/x", "eid=1", "PMID:", "no.", "№")
)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)
_NAMES = st.sampled_from(
    (
        "Müller, Jan",
        "van der Berg, Jan, Jr",
        "Иванов, И. И.",
        "Plato",
        "Balint Society",
        "et al.",
        "Wang, Y.",
        "Maria Luisa",
    )
)
_OTHERS = _NAMES.filter(lambda name: name != "et al.")
_MANY = {"authors": _NAMES, "editors": _OTHERS, "translators": _OTHERS, "keywords": _TEXTS}
_ONE = {
    "title": _TEXTS,
    "title_original": _TEXTS,
    "year": st.sampled_from(("1999", "2014")),
    "date": st.sampled_from(("2014", "2014-11", "2014-11-03", "1999-01")),
    "date_online": st.sampled_from(("2013", "2014-10", "2014-10-30")),
    "container": _TEXTS,
    "container_short": _TEXTS,
    "series": _TEXTS,
    "event": _TEXTS,
    "publisher": _TEXTS,
    "place": st.sampled_from(("London", "Санкт-Петербург", "Oslo; Bergen")),
    "edition": st.sampled_from(("2", "3rd ed.", "2019/1")),
    "volume": st.sampled_from(("12", "A", "12 Suppl 1")),
    "issue": st.sampled_from(("3", "3-4", "S1")),
    "pages": st.sampled_from(("12-15", "e12", "12", "xii-xv", "1-2, 5-6", "S12-S15", "355 p")),
    "article_number": st.sampled_from(("e12", "1234")),
    "doi": st.sampled_from(("10.1000/abc", "10.1000/(sici)1<1::aid>2.0.co;2-k")),
    "pmid": st.sampled_from(("12345678", "12")),
    "pmcid": st.sampled_from(("PMC123",)),
    "issn": st.sampled_from(("1234-5679", "0028-0836")),
    "isbn": st.sampled_from(("9780443064609",)),
    "url": st.sampled_from(
        ("https://www.scopus.com/x?eid=2-s2.0-1", "https://pubmed.ncbi.nlm.nih.gov/123/", "doi.org/x")
    ),
    "accessed": st.sampled_from(("2021", "2021-03", "2021-03-05")),
    "language": st.sampled_from(("en", "ru", "de")),
    "abstract": _TEXTS,
    "note": st.one_of(_TEXTS, st.sampled_from(("Cited by 3", "doi: 10.1000/xyz", "This work has been retracted."))),
    "publication_types": st.sampled_from(("Review", "preprint", "Retracted Publication")),
}


@st.composite
def cleaned_works(draw: st.DrawFn) -> ExportedWork:
    """A work as cleaning makes it of what a source says."""
    fields = draw(
        st.fixed_dictionaries({}, optional={name: one.map(lambda text: [text]) for name, one in _ONE.items()})
    )
    many = {name: st.lists(one, min_size=1, max_size=3) for name, one in _MANY.items()}
    fields |= draw(st.fixed_dictionaries({}, optional=many))
    fields |= {"type": [draw(st.sampled_from(RECORD_TYPES))], "name_form": ["family-comma-given"]}
    if "event" in fields and "container" not in fields:  # a form may have one place for both
        fields["event"] = [clean_container(fields["event"][0]) or "Congress"]
    work, _, _ = clean(fields)
    retracted = any("retracted" in kind.lower() for kind in work.publication_types)
    return ExportedWork(key="doe2011", work_id="list:1", work=work, retracted=retracted)
