"""Claims about hostile and damaged input that hold for every reader alike."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipeline.formats import all_formats
from pipeline.formats._text import load
from pipeline.model import Found

FIXTURES = Path(__file__).parent / "fixtures"
XML = ("articulus", "citavi", "endnote-xml", "jats", "pubmed-xml", "zotero-rdf")
LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'ha' * 10}'>" for n in range(9))


def fixture_of(name: str) -> str:
    """The text of a whole fixture in this format."""
    for path in sorted(FIXTURES.iterdir()):
        loaded = load(path)
        if name == loaded.fmt.NAME and any(isinstance(segment, Found) for segment in loaded.segments()):
            with loaded.open(loaded.parts[0]) as stream:
                return stream.read()
    pytest.fail(f"no fixture is a whole {name} file")


def read(name: str, text: str) -> list[object]:
    segments = list(all_formats()[name].read(io.StringIO(text, newline="")))
    assert "".join(segment.raw for segment in segments) == text
    return segments


@pytest.mark.parametrize("name", sorted(all_formats()))
def test_a_line_of_megabytes_is_a_line_like_any_other(name: str):
    """An XML file is often one line; a table's quote mark may never close; a download may be garbage."""
    text = fixture_of(name)
    middle = text.find("\n", len(text) // 2) + 1 or len(text) // 2
    for filling in ("x" * 3_000_000, '"' * 300_000, "<" * 300_000, "{" * 300_000, "%20" * 300_000):
        read(name, text[:middle] + filling + text[middle:])
        read(name, text + filling)


@pytest.mark.parametrize("name", sorted(all_formats()))
def test_a_zero_byte_costs_no_record_but_its_own(name: str):
    """Old programs fill fields up with them."""
    text = fixture_of(name)
    before = sum(isinstance(segment, Found) for segment in read(name, text))
    title = next(s.fields["title"][0] for s in read(name, text) if isinstance(s, Found) and "title" in s.fields)
    word = max(title.split(), key=len)
    at = text.find(word)
    if at < 0:
        pytest.skip("the title stands in another spelling in the text")
    after = sum(isinstance(segment, Found) for segment in read(name, text[: at + 2] + "\x00" + text[at + 2 :]))
    assert after >= before - 1


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "entities", [LAUGHS, "<!ENTITY a8 SYSTEM 'file:///etc/hosts'>", "<!ENTITY a8 SYSTEM 'http://127.0.0.1:9/x'>"]
)
def test_no_entity_is_expanded_or_fetched(name: str, entities: str):
    """A kilobyte of 'laughs' unfolds to gigabytes; an external entity reads files of the machine it is opened on."""
    text = fixture_of(name)
    start = text.index("?>") + 2 if text.lstrip("\ufeff").startswith("<?xml") else 0
    bomb = f"{text[:start]}<!DOCTYPE x [{entities}]>{text[start:]}"
    title = next(s.fields["title"][0] for s in read(name, text) if isinstance(s, Found) and "title" in s.fields)
    word = max((w for w in title.split() if w.isalpha() and w in text), key=len)
    for segment in read(name, bomb.replace(word, f"{word}&a8;")):
        if isinstance(segment, Found):
            told = str(segment.fields) + str(segment.extra)
            assert "haha" not in told
            assert "localhost" not in told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wos", "PT J\nTI A\nUT WOS:1\nTI B\nUT WOS:2\nER\n\nEF\n"),
        ("ovid-tagged", "<1>\nUI  - 1\nTI  - A\nSO  - X. 1, 2001.\n\nUI  - 2\nTI  - B\nSO  - Y. 2, 2002.\n"),
        ("medline", "PMID- 1\nTI  - A\nSO  - X. 2001.\nTI  - B\nSO  - Y. 2002.\n"),
    ],
)
def test_two_records_whose_border_is_lost_are_told(name: str, text: str):
    """Somebody deleted a line too much: each has one number and one source, and this one has two."""
    told = [warning for found in read(name, text) if isinstance(found, Found) for warning in found.warnings]
    assert any("perhaps two records" in warning for warning in told)
