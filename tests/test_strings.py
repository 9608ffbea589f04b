"""Claims about what is sent: a person's string, letter by letter, or one made of the blocks, with what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import QueryError
from pipeline.query import Query, load_query
from pipeline.showing import search_lines
from pipeline.sources import all_sources
from pipeline.strings import Sending, sent_strings, syntax_of, to_send

from .test_query import OURS, SMALL, written

GENERATED = """
[review]
id = "balint"
title = "Balint groups"
question = "What do they do?"
asked_by = "a librarian"
why = "a test"
window = { from = 1990, to = 2020, date = "publication year" }

[block.balint]
title = "Balint groups"
words = { en = ["balint group*", "balint training"], de = ["balintarbeit"], ru = ["балинтовск* групп*"] }

[block.doctors]
title = "Doctors"
words = { en = ["doctor*", "physician*"] }
headings = { mesh = ["Physicians"], emtree = ["physician"] }

[block.vision]
title = "The syndrome of Rezső Bálint"
words = { en = ["balint syndrome"] }

[combination.all]
title = "Balint groups of doctors"
question = "all of it"
expression = "balint AND doctors NOT vision"

[source.SOURCE]
title = "T"
status = "draft"
where = "W"
combination = "all"
limits = [{ what = "English", why = "nobody reads anything else" }]
"""


def query(folder: Path, source: str, more: str = "") -> Query:
    return load_query(written(folder, GENERATED.replace("SOURCE", source) + more, "balint.toml"))


def sent(folder: Path, source: str, more: str = "") -> Sending:
    asked = query(folder, source, more)
    return to_send(asked, asked.sources[0])


def shown(asked: Query, source: str) -> list[str]:
    return list(search_lines([asked], all_sources()[source]))


def test_a_string_that_a_person_wrote_is_sent_as_it_stands(tmp_path):
    """It is what the methods section of the paper quotes."""
    ours = load_query(OURS)
    assert to_send(ours, ours.source("wos")) == Sending(strings=(ours.source("wos").search.strip(),))
    assert sent_strings(ours, ours.source("elibrary")) == ours.source("elibrary").runs
    assert sent_strings(ours, ours.source("references")) == ()


def test_blocks_fields_and_window_make_the_string(tmp_path):
    """Words of all languages, the expression, the years, and the fields of `in`."""
    assert sent(tmp_path, "scopus", 'in = "title"').strings == (
        '((TITLE("balint group*" OR "balint training" OR balintarbeit OR "балинтовск* групп*") AND '
        'TITLE(doctor* OR physician*)) AND NOT TITLE("balint syndrome")) AND PUBYEAR > 1989 AND PUBYEAR < 2021',
    )


def test_headings_are_asked_where_the_database_has_them_and_told_where_not(tmp_path):
    """MeSH in Ovid, Emtree in Embase, neither in Scopus."""
    assert "exp Physicians/" in sent(tmp_path, "ovid").strings[0]
    assert "'physician'/exp" in sent(tmp_path, "embase").strings[0]
    assert "'mesh: Physicians', 'emtree: physician'" in "\n".join(sent(tmp_path, "scopus").remarks)


def test_a_source_without_a_search_language_needs_how(tmp_path):
    """Reference lists are read by people: no string can be made."""
    with pytest.raises(QueryError, match=r"balint\.toml: \[source\.references\]: no string can be made") as caught:
        sent(tmp_path, "references")
    assert "`how`" in caught.value.hint


def test_a_phrase_that_no_string_can_hold_is_named_with_file_and_block(tmp_path):
    """'^' is known to our matcher alone."""
    asked = load_query(
        written(tmp_path, GENERATED.replace("SOURCE", "wos").replace('"doctor*"', '"^ doctor*"'), "balint.toml")
    )
    with pytest.raises(QueryError) as caught:
        to_send(asked, asked.sources[0])
    for part in ("balint.toml", "[source.wos]", "[combination.all]", "[block.doctors.words]", "'^ doctor*'"):
        assert part in caught.value.message


@pytest.mark.parametrize("source", ["scopus", "wos", "embase", "ovid", "ebsco", "cochrane"])
def test_every_database_without_an_open_api_gets_a_string_to_paste(tmp_path, source):
    """bibcorpus search --show NAME: string, remarks, limits, the steps of the export, and the command to hand it in."""
    lines = shown(query(tmp_path, source), source)
    text = "\n".join(lines)
    pasted = " ".join(line for line in lines if line and not line.startswith(("#", "bibcorpus")))
    assert pasted == " ".join(sent(tmp_path, source).strings[0].split())
    assert "a draft that nobody has run yet" in text
    assert "made of [combination.all], for title, abstract" in text
    assert "limit: English (nobody reads anything else): set it by hand" in text.replace("\n#   ", " ")
    assert lines[-1].endswith(f"--source {source} --query balint --searched YYYY-MM-DD --hits N")
    assert lines[-1].startswith("bibcorpus add ")
    assert max(len(line) for line in lines if line.startswith("#")) <= 80


def test_elibrary_gets_its_form_and_its_separate_runs():
    """eLibrary.ru has no operators: each phrase is a search, and the settings of the form are the strategy."""
    lines = shown(load_query(OURS), "elibrary")
    assert lines[2].endswith("6 searches, each by itself; write down the hits of each:")
    assert lines[4:10] == list(load_query(OURS).source("elibrary").runs)
    assert "# in the form: параметры: учитывать морфологию: да" in lines


def test_a_long_string_is_broken_before_or_where_the_database_takes_that(tmp_path):
    """A line of 2,000 letters can't be read; Embase and others take a new line for the end of the search."""
    lines = shown(load_query(OURS), "embase")
    assert max(map(len, lines)) > 1000
    words = ", ".join(f'"balint OR word{n}*"' for n in range(40))
    long = GENERATED.replace("SOURCE", "scopus").replace('"balintarbeit"', words)
    asked = load_query(written(tmp_path, long, "balint.toml"))
    pasted = [line for line in shown(asked, "scopus") if line and not line.startswith(("#", "bibcorpus"))]
    assert max(map(len, pasted)) <= 110
    assert all(line.count('"') % 2 == 0 for line in pasted), "not inside quotes"
    assert " ".join(pasted) == sent_strings(asked, asked.sources[0])[0]


def test_a_database_that_the_query_does_not_name_is_shown_what_could_be_asked(tmp_path):
    """Who wonders whether to ask Embase too wants to see the string first."""
    lines = shown(query(tmp_path, "wos"), "embase")
    assert lines[0] == "# balint doesn't ask Embase: it has no [source.embase]"
    assert any("'balint training'" in line and line.endswith("/py") for line in lines)
    nothing = shown(load_query(written(tmp_path, SMALL)), "references")
    assert nothing[0] == "# sleep doesn't ask Reference lists: it has no [source.references]"
    assert nothing[1] == ""


def test_a_string_that_was_run_and_work_by_hand_are_shown_as_such():
    """The steps of a person are shown as they were written."""
    text = "\n".join(shown(load_query(OURS), "references"))
    assert "Copy the references that fit into a text file" in text
    assert "somebody has run it" in "\n".join(shown(load_query(OURS), "hand-collected"))


def test_every_database_has_a_search_language():
    """Where records are typed or copied by hand there is nothing to search; all else can be asked."""
    without = {name for name, source in all_sources().items() if syntax_of(source) is None}
    assert without == {"references", "hand-collected"}
