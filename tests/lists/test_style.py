"""Citation styles are found by the names that people call them, or taken from a file."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from pipeline.errors import InputError, NotFound, PipelineError
from pipeline.lists.style import SHORT, find_style, folder, prepared

OWN = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>Own</title><id>own</id><updated>2020-01-01T00:00:00+00:00</updated></info>
  <macro name="number"><text variable="citation-number" prefix="(" suffix=") "/></macro>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography second-field-align="flush" subsequent-author-substitute="---">
    <layout><text macro="number"/><text variable="title"/></layout>
  </bibliography>
</style>
"""


@pytest.mark.parametrize("name", sorted(SHORT))
def test_each_short_name_is_that_of_a_style(name: str):
    """A list of names that lead nowhere would be found out by the first who needs one."""
    assert find_style(name).xml.lstrip().startswith("<?xml")


@pytest.mark.parametrize(
    ("name", "numbered", "brackets", "by_author", "suffixes"),
    [
        ("vancouver", True, ("", "."), False, False),
        ("ieee", True, ("[", "]"), False, False),
        ("apa", False, ("", "."), True, True),
        ("gost", True, ("", "."), True, False),
    ],
)
def test_a_style_says_whether_it_numbers_and_sorts(
    name: str, numbered: bool, brackets: tuple[str, str], by_author: bool, suffixes: bool
):
    """Vancouver lists stand in the order of citation, APA lists by author; GOST lists are both numbered and sorted."""
    style = find_style(name)
    assert (style.numbered, style.brackets, style.by_author, style.suffixes) == (
        numbered, brackets, by_author, suffixes,
    )  # fmt: skip


def test_upper_case_is_no_other_style():
    """People write APA."""
    assert find_style("APA") == find_style("apa")


def test_a_journal_that_follows_another_style_is_formatted_in_that():
    """Most styles of journals are but a name for their publisher's style, with a language of their own perhaps."""
    found = find_style("nature-digest")
    assert (found.name, found.locale) == ("nature", "en-GB")


def test_an_unknown_style_names_its_neighbours():
    """Nobody knows the names of ten thousand styles."""
    with pytest.raises(NotFound, match="'vancuver'") as caught:
        find_style("vancuver")
    assert "vancouver" in (caught.value.hint or "")


def test_a_style_is_found_by_words_of_its_name():
    """The name begins with the society, and people remember the journal."""
    with pytest.raises(NotFound) as caught:
        find_style("psychologie zeitschrift")
    assert "zeitschrift-fur-psychologie" in (caught.value.hint or "")


@pytest.mark.parametrize("name", ["../apa", "dependent/nature-digest", "", "/etc/passwd"])
def test_the_name_of_a_style_is_no_path(name: str):
    """A file is asked for by its ending, .csl."""
    with pytest.raises(NotFound):
        find_style(name)


def test_a_style_from_a_file_of_ones_own(tmp_path: Path):
    """Journals hand out style files; numbers in brackets may stand in a macro."""
    path = tmp_path / "journal.csl"
    path.write_text(OWN, encoding="utf-8")
    found = find_style(str(path))
    assert (found.title, found.numbered, found.brackets, found.by_author) == ("Own", True, ("(", ")"), False)


def test_a_file_that_is_named_like_a_style_is_another_style(tmp_path: Path):
    """What we put right in a style must not be done to what somebody wrote."""
    path = tmp_path / "apa.csl"
    path.write_text(OWN, encoding="utf-8")
    assert find_style(str(path)).name != find_style("apa").name


BROKEN = {
    "cut off": OWN[:300],
    "no style": "<html/>",
    "no XML": "a style",
    "notes only": OWN[: OWN.index("<bibliography")] + "</style>",
    "entities": OWN.replace("<style ", '<!DOCTYPE style [<!ENTITY a "aaaa">]><style ', 1),
    "parent unknown": '<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent" '
    'href="http://www.zotero.org/styles/no-such"/></info></style>',
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_no_style_is_said_to_be_none(kind: str, tmp_path: Path):
    """One line that names the file, and what to do."""
    path = tmp_path / "journal.csl"
    path.write_text(BROKEN[kind], encoding="utf-8")
    with pytest.raises(InputError, match=r"journal\.csl") as caught:
        find_style(str(path))
    assert "\n" not in caught.value.message


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path):
    """The commonest mistake of all."""
    with pytest.raises(InputError, match="no such file"):
        find_style(str(tmp_path / "journal.csl"))


def test_without_the_extra_the_hint_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    """Formatted lists need 200 MB that others don't want."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    folder.cache_clear()
    with pytest.raises(PipelineError) as caught:
        find_style("apa")
    folder.cache_clear()
    assert "bibcorpus[lists]" in (caught.value.hint or "")


def test_what_depends_on_the_place_in_the_list_is_taken_out():
    """Numbers and dashes for the author before are right in one order only, and the order is ours."""
    made = prepared(OWN)
    bibliography = made[made.index("bibliography") :]
    assert "citation-number" not in bibliography
    assert "substitute" not in made
    assert "second-field-align" not in made
