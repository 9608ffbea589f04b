"""What the tests of the tables (csv, xlsx, jsonl, parquet) share: works, and files written and read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.exports import ExportedWork, FileForm, Options, as_text_form, form
from pipeline.formats._text import load
from pipeline.model import RECORD_TYPES, Bibliographic, Found, Name

PLAIN = Options()
# what spreadsheets, TeX and browsers would run
TITLES_TO_FEAR = (
    '=HYPERLINK("http://example.org/","Balint groups")',
    "+49 ways to lead a group",
    "-omics and the doctor",
    "@home: groups by telephone",
    "'=1+1' as a title",
    "Groups;=1+1;more",
    r"\input{secrets} and \write18{rm}",
    "<script>alert(1)</script> in a waiting room",
    "p <b and c> d",
)

GROUPS = ExportedWork(
    key="иванов2015балинтовские",
    work_id="elibrary:1",
    work=Bibliographic(
        type="article",
        title="Balint groups in Russia",
        title_original="Балинтовские группы в России",
        title_language="en",
        authors=(Name(family="Иванов", given="И. И."), Name(literal="Северные практики")),
        authors_original=(Name(family="Ivanov", given="I. I."),),
        authors_complete=False,
        year=2015,
        date="2015-03",
        container="Вестник",
        volume="3",
        issue="3-4",
        pages="12-15",
        doi="10.1000/(sici)1<1::aid>2.0.co;2-k",
        pmid="12345678",
        languages=("ru",),
        abstract='Said: "a, b"; done.',
        keywords=("burnout", "general practice; Russia", "R&D"),
        issn=("1234-5679", "2049-3630"),
        note="a note",
    ),
    aliases=("ivanov2015",),
    tags=("class:empirical", "kind:report", "kind:review", "method:qualitative", "topic:burnout"),
    status="excluded",
    status_reason="excluded by anna: not a study, alas",
    sources=("elibrary", "pubmed"),
)
BOOK = ExportedWork(
    key="king1964patients",
    work_id="list:2",
    work=Bibliographic(
        type="chapter",
        title="Patients",
        authors=(Name(family="van der Berg", given="Jan"), Name(family="King", given="Martin L.", suffix="Jr")),
        editors=(Name(family="Balint", given="Enid"),),
        translators=(Name(family="Roe", given="R."), Name(literal="Balint Society")),
        year=1964,
        date="1964",
        container="The book",
        place="London",
        publisher="Pitman; Sons",
        isbn=("9780306406157",),
        url="https://www.example.org/patients",
        accessed="2021-03-05",
        publication_types=("Retracted Publication",),
    ),
    status="included",
    retracted=True,
    part_of="balint1964book",
)
BARE = ExportedWork(key="z", work_id="list:3", work=Bibliographic(title="Nothing else is known"))
WORKS = (GROUPS, BOOK, BARE)


def titled(titles: Iterable[str]) -> list[ExportedWork]:
    """A work for each title."""
    made = (ExportedWork(key=f"k{n}", work_id=f"r:{n}", work=Bibliographic(title=t)) for n, t in enumerate(titles))
    return list(made)


def written(name: str, works: Sequence[ExportedWork], folder: Path, options: Options = PLAIN) -> Path:
    """A file of the form, as the command writes it."""
    kind = form(name)
    out = folder / f"table{kind.SUFFIX}"
    if text_form := as_text_form(kind):
        before, between, after = text_form.frame(options)
        texts = between.join(text_form.text(work, options) for work in works)
        out.write_bytes((before + texts + after).encode())
    else:
        assert cast(FileForm, kind).write(works, options, out) == len(works)
    return out


def found(path: Path) -> list[Found]:
    """The records that our own reader finds in a file."""
    return [segment for segment in load(path).segments() if isinstance(segment, Found)]


def read_again(path: Path, works: Sequence[ExportedWork]) -> list[ExportedWork]:
    """The works with the fields that our own reader and cleaning give them; known by their keys."""
    known = {work.key: work for work in works}
    return [replace(known[each.fields["accession"][0]], work=clean(each.fields)[0]) for each in found(path)]


_texts = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn", "Cc"), exclude_characters="\ufeff"),
    min_size=1,
    max_size=12,
) | st.text(alphabet="=+-@;,'\"[]{}()&<>/\\|_ abcИжé.0189x", min_size=1, max_size=12)
_people = st.lists(
    st.sampled_from(
        (
            "Balint, Michael", "Иванов, И. И.", "King, M. L., Jr", "WHO", "et al.", "van der Berg, Jan", "Li",
            "Balint Society", "O'Neill; S.", "Müller, J.-P.", "李, 明",
        )
    ),
    max_size=3,
)  # fmt: skip
_PEOPLE = ("authors", "editors", "translators", "authors_original")
_MANY = ("keywords", "headings", "publication_types", "group_authors")
_ONE = (
    "title", "title_original", "container", "container_short", "series", "event", "publisher", "place", "edition",
    "volume", "issue", "pages", "article_number", "url", "abstract", "note",
)  # fmt: skip


@st.composite
def stated_fields(draw: st.DrawFn) -> Mapping[str, list[str]]:
    """What a source may say of a work, in whatever characters."""
    fields = {name: [draw(_texts)] for name in _ONE if draw(st.booleans())}
    fields |= {name: draw(st.lists(_texts, max_size=3)) for name in _MANY if draw(st.booleans())}
    fields |= {name: draw(_people) for name in _PEOPLE if draw(st.booleans())}
    fields["type"] = [draw(st.sampled_from(RECORD_TYPES))]
    fields["year"] = draw(st.lists(st.sampled_from(("1957", "2015")), max_size=1))
    fields["date"] = draw(st.lists(st.sampled_from(("1957", "2015-03", "2015-03-04")), max_size=1))
    fields["accessed"] = draw(st.lists(st.sampled_from(("2021", "2021-03", "2021-03-05")), max_size=1))
    fields["doi"] = draw(st.lists(st.sampled_from(("10.1000/a", "10.1/(b)<c>;d")), max_size=1))
    fields["language"] = draw(st.lists(st.sampled_from(("en", "ru", "de")), max_size=2))
    return {name: texts for name, texts in fields.items() if texts}


@st.composite
def works(draw: st.DrawFn) -> list[ExportedWork]:
    """Works that a corpus may hold: what cleaning makes of what sources say, and once more of that."""
    stated = draw(st.lists(stated_fields(), min_size=1, max_size=3))
    return [
        ExportedWork(key=f"k{number}", work_id=f"r:{number}", work=clean(fields)[0])
        for number, fields in enumerate(stated)
    ]
