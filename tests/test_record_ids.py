"""Which entries are one record: by the source's own id, or by what stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean_records
from pipeline.importing import RawFile, import_files
from pipeline.parallel import Workers
from pipeline.record_ids import marks, marks_text, publications
from pipeline.store import in_memory

EDITORIAL = "TY  - JOUR\nAU  - Otten, H.\nTI  - Editorial\nJO  - Balint Journal\nPY  - 2010\n"


def ris(*records):
    return "\n".join(f"{record}ER  - \n" for record in records)


def taken_in(folder, query, *texts, dates=()):
    raw = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.ris"
        path.write_text(text, encoding="utf-8")
        note = {"searched": dates[number]} if dates else {}
        raw.append(RawFile(path=path, shown=path.name, source="set", sha256=str(number) * 64, note=note))
    with in_memory(folder) as store:
        import_files(store, raw, Workers(1))
        clean_records(store, Workers(1))
        return store.rows(query)


def test_four_editorials_of_a_year_are_four_records(tmp_path):
    """Title, author, journal and year recur with each issue; only the number tells one editorial from the next."""
    issues = [f"{EDITORIAL}VL  - 11\nIS  - {issue}\n" for issue in (1, 2, 3, 4)]
    rows = taken_in(tmp_path, "select record_id, issue from record order by issue", ris(*issues))
    assert [issue for _, issue in rows] == ["1", "2", "3", "4"]


def test_two_dois_are_two_records_and_a_warning_says_so(tmp_path):
    """A record whose DOI vanished into another one would be lost without a word."""
    both = [f"{EDITORIAL}DO  - 10.1055/s-00{n}\n" for n in (1, 2)]
    rows = taken_in(tmp_path, "select fields['doi'][1], warnings from entry order by position", ris(*both))
    assert [doi for doi, _ in rows] == ["10.1055/s-001", "10.1055/s-002"]
    assert all("more than one publication" in warnings[0] for _, warnings in rows)


def test_a_record_that_says_less_is_still_the_same_one(tmp_path):
    """A second export of the same article without its volume is the same record again."""
    texts = ris(f"{EDITORIAL}VL  - 11\nIS  - 1\n"), ris(EDITORIAL)
    assert taken_in(tmp_path, "select count(distinct record_id) from entry", *texts) == [(1,)]


def test_what_a_later_export_lacks_stays_from_the_earlier_one(tmp_path):
    """A later export of fewer columns must not take a DOI and an abstract away."""
    first = ris(f"{EDITORIAL}DO  - 10.1055/s-001\nAB  - On groups.\n")
    later = ris(f"{EDITORIAL}VL  - 11\n")
    query = "select doi, abstract, volume from record"
    assert taken_in(tmp_path, query, first, later, dates=("2020-01-01", "2021-01-01")) == [
        ("10.1055/s-001", "On groups.", "11")
    ]


def test_each_value_from_an_older_entry_is_told(tmp_path):
    """`why` must be able to say where a field came from."""
    first, later = ris(f"{EDITORIAL}DO  - 10.1055/s-001\n"), ris(f"{EDITORIAL}VL  - 11\n")
    query = "select field, after from change where rule = 'entry.from-an-older-one'"
    assert taken_in(tmp_path, query, first, later, dates=("2020-01-01", "2021-01-01")) == [("doi", "10.1055/s-001")]


def test_entries_without_a_title_are_never_one_record(tmp_path):
    """Nothing but a name and a year says nothing of what it is."""
    texts = [f"TY  - BOOK\nAU  - Otten, H.\nPY  - 2010\nUR  - https://example.org/{n}\n" for n in (1, 2)]
    assert taken_in(tmp_path, "select count(distinct record_id) from entry", ris(*texts)) == [(2,)]


def test_the_numbers_are_compared_and_not_how_they_are_written():
    """'Vol. 05' in one export and '5' in the next are one volume."""
    one = marks({"title": ["A"], "volume": ["Vol. 05"], "doi": ["https://doi.org/10.1/A"]}, {})
    assert one == marks({"title": ["A"], "volume": ["5"], "doi": ["10.1/a"]}, {})


MARKS = st.dictionaries(st.sampled_from(["doi", "volume", "issue"]), st.sampled_from(["1", "2"]), max_size=3)


@given(st.lists(MARKS, unique_by=marks_text), st.randoms())
def test_the_order_of_entries_means_nothing(entries, random):
    """And no group holds two entries that contradict each other."""
    shuffled = random.sample(entries, len(entries))
    groups = publications(entries)
    assert publications(shuffled) == groups
    assert sorted(marks_text(entry) for _, group in groups for entry in group) == sorted(map(marks_text, entries))
    for _, group in groups:
        for name in ("doi", "volume", "issue"):
            assert len({entry[name] for entry in group if name in entry}) <= 1
