"""The records in the answers of web services: where they stand, and what becomes of broken answers."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import _api_pages, _text
from pipeline.formats._api_pages import Layout
from pipeline.formats._json import Item
from pipeline.model import Reject, Unread


def is_record(value: Mapping[str, Any]) -> bool:
    return "id" in value and "title" in value


DEEP = Layout(lists=[("hits", "list")], singles=[("hits",)], is_record=is_record)
FLAT = Layout(lists=[("results",)], singles=[()], is_record=is_record)
ONE, TWO, THREE = (json.dumps({"id": title.lower(), "title": title}) for title in "ABC")


def pieces(text: str, layout: Layout = DEEP) -> list[Any]:
    """All of the text; the raw texts, joined, are it, and each line number is the true one."""
    found = list(_api_pages.records(io.StringIO(text, newline=""), layout))
    assert "".join(piece.raw for piece in found) == text
    line = 1
    for piece in found:
        assert piece.line == line
        line += _text.line_ends(piece.raw)
    return found


def titles(found: list[Any]) -> list[str]:
    return [piece.value["title"] for piece in found if isinstance(piece, Item)]


def rejects(found: list[Any]) -> list[Reject]:
    return [piece for piece in found if isinstance(piece, Reject)]


def unexpected(found: list[Any]) -> list[Unread]:
    return [piece for piece in found if isinstance(piece, Unread) and not piece.expected]


def page(*records: str, after: str = ', "next": {"a": [1, "}"]}') -> str:
    """`after`: what stands behind the list."""
    before = '{"total": 3, "other": {"list": [{"id": "x"}]}, "hits": {"n": 1, "list": ['
    return f"{before}{','.join(records)}]{after}}}}}"


@pytest.mark.parametrize("between", ["", "\n", "\r\n \n"])
def test_answers_stand_one_after_the_other(between: str):
    """A raw file is the answers as they were received, with nothing added."""
    found = pieces(between.join([page(ONE, TWO), page(THREE), page()]))
    assert titles(found) == ["A", "B", "C"]
    assert rejects(found) == unexpected(found) == []


def test_the_exact_text_of_a_record_is_kept():
    """Numbers and blanks as the service wrote them: the text is what the record's hash is made from."""
    record = '{"id" : "1",\n "title":"A", "n": 1.10}'
    (item,) = [piece for piece in pieces(page(record)) if isinstance(piece, Item)]
    assert item.raw == record
    assert str(item.value["n"]) == "1.10"


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (f'{{"status": "ok", "hits": {ONE}, "more": [1]}}', DEEP),
        (ONE, FLAT),
        (ONE, DEEP),
        (f"[{ONE}]", DEEP),
        (f'{{"results": [{ONE}], "group_by": []}}', FLAT),
    ],
)
def test_a_single_work_is_a_record(text: str, layout: Layout):
    """What a service gives for one id has another shape than a page of a list."""
    found = pieces(text, layout)
    assert titles(found) == ["A"]
    assert rejects(found) == unexpected(found) == []


@pytest.mark.parametrize(
    "text", ['{"version": "6.9"}', '{"error": {"id": "1", "text": "bad"}}', '{"hits": {"status": "failed"}}', "{}"]
)
def test_an_answer_without_records_is_shown_to_people(text: str):
    """An error with status 200 must not look like an empty result."""
    found = pieces(page(ONE) + text + page(TWO))
    assert titles(found) == ["A", "B"]
    (error,) = unexpected(found)
    assert error.raw == text
    assert error.reason.startswith("an answer without records")


@pytest.mark.parametrize("nothing", ['""', "null", "{}", '{"list": []}', '{"list": null}', '{"list": ""}'])
def test_an_empty_result_is_no_error(nothing: str):
    """Services say 'no hits' in many ways."""
    found = pieces(f'{{"hits": {nothing}}}')
    assert titles(found) == rejects(found) == unexpected(found) == []


@pytest.mark.parametrize("kept", range(1, len(page(ONE, TWO))))
def test_wherever_an_answer_is_cut_off_it_is_said(kept: int):
    """A download that breaks off between two records must not look whole."""
    whole = page(ONE)
    found = pieces(whole + page(ONE, TWO)[:kept])
    assert titles(found)[:1] == ["A"]
    assert any(reject.truncated for reject in rejects(found)) or any(
        "cut off" in warning for piece in found if isinstance(piece, Item) for warning in piece.warnings
    )


@pytest.mark.parametrize("cut", ["", ",", ", ", f",{TWO}]", f",{TWO}]}}", f',{TWO}], "nex'])
def test_an_answer_cut_off_before_another_loses_no_record_of_the_other(cut: str):
    """The records behind the break are there, and the break is said."""
    begun = page(ONE).partition(ONE)[0] + ONE
    found = pieces(begun + cut + page(THREE))
    assert titles(found)[0] == "A"
    assert titles(found)[-1] == "C"
    assert any(reject.truncated for reject in rejects(found))


@pytest.mark.parametrize("broken", ['{"id": "x" "title": "X"}', '{"id": }', '{"id": "x", "title": "X}', "{'id': 1}"])
def test_a_broken_record_costs_itself_only(broken: str):
    """One lost quote mark among thousands of records."""
    found = pieces(page(ONE, broken, TWO) + page(THREE))
    assert titles(found) == ["A", "B", "C"]
    assert len(rejects(found)) == 1


@pytest.mark.parametrize("broken", ['{"id": "x" "title": "X"}', '{"id": }'])
def test_a_broken_last_record_ends_before_the_brackets(broken: str):
    """Else the count of answers would be wrong."""
    found = pieces(page(ONE, broken, after=""))
    assert titles(found) == ["A"]
    (reject,) = rejects(found)
    assert (reject.raw, reject.truncated) == (broken, False)


def test_an_answer_broken_before_its_records_gives_those_that_are_found():
    """The reading goes on with the next thing that is a record."""
    found = pieces('{"total": oops, "hits": {"list": [' + f"{ONE},{TWO}]}}}}" + page(THREE))
    assert titles(found) == ["A", "B", "C"]
    assert len(rejects(found)) >= 1


def test_what_is_no_object_in_the_list_is_set_aside():
    """It has the place of a record, so it is counted."""
    found = pieces(page(ONE, "null", '"x"', TWO))
    assert titles(found) == ["A", "B"]
    assert len(rejects(found)) == 2


def test_a_line_break_in_a_text_around_the_records_is_no_matter():
    """NCBI writes one into its error texts; another service may, too."""
    found = pieces(f'{{"warning": "a\nb", "hits": {{"list": [{ONE}]}}}}')
    assert titles(found) == ["A"]
    assert rejects(found) == []


def test_a_record_longer_than_a_block_is_read():
    """Reviews with a thousand references do occur."""
    long = json.dumps({"id": "2", "title": "x" * 900_000})
    assert [len(title) for title in titles(pieces(page(ONE, long) + page(TWO)))] == [1, 900_000, 1]


PARTS = [ONE, TWO, ",", "[", "]", "{", "}", '{"hits": {"list": [', "]}}", '"', "\r\n", "\\", "tru", "1", page(ONE)]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_pieces_of_answers_lose_a_character(parts: list[str]):
    """Garbage is set aside, never an error."""
    pieces("".join(parts))
    pieces("".join(parts), FLAT)


@given(st.text(st.sampled_from('[]{}",: \n\\ab1') | st.characters(exclude_categories=["Cs"])))
def test_no_text_loses_a_character(text: str):
    """The same for any text at all."""
    pieces(text)


@pytest.mark.parametrize("text", ["{,}", "{}", "{,", '{"hits": {,}}', '{"hits": 1, "hits": ' + ONE + "}", "{]}"])
def test_braces_that_hold_nothing_are_no_records(text: str):
    """The smallest answers that are none."""
    assert not titles(pieces(text))


@pytest.mark.parametrize("depth", [100, 300, 400, 490, 700, 900, 990, 1_200])
def test_an_answer_nested_less_deep_is_no_error_either(depth: int):
    """What one reading of it bears, a second may not."""
    for deep in ('{"a":' * depth + "1" + "}" * depth, "[" * depth + "]" * depth):
        pieces(deep)
        found = pieces(f'{{"b": {deep}, "hits": {{"list": [{ONE}]}}}}' + page(TWO))
        assert titles(found)[-1] == "B"


def test_a_single_work_behind_a_broken_answer_is_found():
    """The list that lost its end doesn't swallow it."""
    found = pieces(page(ONE).partition(ONE)[0] + ONE + f'{{"hits": {TWO}}}' + page(THREE))
    assert titles(found) == ["A", "B", "C"]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"hits":' * 50_000, '{"hits": {"list": [' * 20_000])
def test_what_is_nested_too_deep_is_set_aside(text: str):
    """Python's reader of JSON would raise."""
    assert titles(pieces(text)) == []
