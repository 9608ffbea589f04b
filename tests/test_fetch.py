"""A search is kept whole or not at all, goes on where it stopped, and leaves a record that a methods section needs."""

from __future__ import annotations

import gzip
import json
import logging
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.asking import Asker, Question
from pipeline.errors import NoNetwork, Refused, SourceError
from pipeline.fetch import fetch, plan
from pipeline.formats import pubmed_xml
from pipeline.importing import lost_files, raw_paths
from pipeline.search_record import SearchRecord, last_asked, note_text, search_records
from pipeline.sources import all_sources, pubmed, searchable
from pipeline.starting import init
from pipeline.workspace import Workspace, find_workspace
from tests.formats.reading import Reading
from tests.servers.asking import QUICK
from tests.servers.false_eutils import FalseEutils
from tests.sources.test_pubmed import false_pubmed

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
KEY = "0123456789abcdef"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    init(tmp_path / "review")
    return find_workspace(tmp_path / "review")


def question(server: FalseEutils, string: str = "all") -> Question:
    """A search of PubMed that doesn't wait between requests."""
    quick = replace(pubmed.API, manners=QUICK, manners_with_key=QUICK)
    names = ("NAME", "TITLE", "KIND", "EXPORT", "sent", "count", "search")
    source: Any = SimpleNamespace(**{name: getattr(pubmed, name) for name in names}, API=quick)
    return Question(source=source, query="review", string=string, endpoint=server.endpoint)


def asker(**environ: str) -> Asker:
    """Who asks."""
    return Asker(email="review@example.org", environ=environ, who="anna")


def records_of(workspace: Workspace, record: SearchRecord) -> list[int]:
    """The PMIDs in the raw file of a search."""
    assert record.answer is not None
    text = gzip.decompress((workspace.root / record.answer).read_bytes()).decode()
    return [int(found.fields["pmid"][0]) for found in Reading(pubmed_xml).records(text)]


def test_the_raw_file_holds_the_answers_and_the_note_what_a_methods_section_needs(workspace: Workspace) -> None:
    with false_pubmed(records=950) as server:
        record = fetch(workspace, question(server), asker(), NOON)
        assert records_of(workspace, record) == server.pmids
    assert search_records(workspace) == [record]
    assert (record.sent, record.hits, record.wanted, record.fetched) == ("all", 950, 950, 950)
    assert (record.searched, record.asked, record.asked_by) == ("2026-11-22", "2026-11-22T12:00:00Z", "anna")
    assert record.translation == '"all"[All Fields]'
    assert record.answer == "corpus/raw/pubmed/review_20261122T120000Z.xml.gz"
    assert last_asked(workspace) == {("pubmed", "review"): "2026-11-22"}


def test_a_note_says_again_what_it_said(workspace: Workspace) -> None:
    """Also of a string with quotes of all kinds, in three alphabets, over several lines."""
    sent = "\"balint group*\"[tiab]\nOR 'балинт*' OR 巴林特 \\ '''"
    with false_pubmed(records=3) as server:
        record = replace(fetch(workspace, question(server), asker(), NOON), sent=sent, warnings=('"x" not found',))
    (workspace.root / record.note).write_text(note_text(record), encoding="utf-8")
    assert search_records(workspace) == [record]


def test_a_search_that_brings_nothing_new_is_on_record_too(workspace: Workspace) -> None:
    """Its note stands alone, and nothing is lost by that."""
    with false_pubmed(records=20) as server:
        first = fetch(workspace, question(server), asker(), NOON)
        second = fetch(workspace, question(server), asker(), NOON + timedelta(days=30))
    assert (second.fetched, second.answer, second.update_of) == (0, None, first.note)
    assert second.ids == first.ids
    assert len(raw_paths(workspace)) == 1
    assert lost_files(workspace) == []
    assert [record.asked for record in search_records(workspace)] == [first.asked, second.asked]


def test_an_update_keeps_the_old_answers(workspace: Workspace) -> None:
    with false_pubmed(records=20) as server:
        first = fetch(workspace, question(server), asker(), NOON)
        before = (workspace.root / str(first.answer)).read_bytes()
        new = server.add(2)
        second = fetch(workspace, question(server), asker(), NOON + timedelta(days=1))
    assert records_of(workspace, second) == new
    assert (workspace.root / str(first.answer)).read_bytes() == before


def test_a_search_limited_to_new_entries_is_no_measure_for_the_next(workspace: Workspace) -> None:
    """What it didn't list isn't gone; what it brought isn't fetched again."""
    with false_pubmed(records=20) as server:
        fetch(workspace, question(server), asker(), NOON)
        server.add(2, entered="2026/11/20")
        lately = fetch(workspace, question(server), asker(), NOON + timedelta(1), entered_since=date(2026, 11, 10))
        whole = fetch(workspace, question(server), asker(), NOON + timedelta(2))
    assert (lately.fetched, lately.entered_since, len(lately.ids)) == (2, "2026-11-10", 2)
    assert (whole.fetched, whole.gone, whole.left, len(whole.ids)) == (0, (), (), 22)


def test_what_failed_is_not_taken_in_and_not_asked_again(workspace: Workspace) -> None:
    """The network goes away in the middle; the next search goes on from there."""
    with false_pubmed(records=2_000) as server:
        server.changes[4] = lambda service: setattr(service, "spoilt", True)

        def answer(asked: Any, usual: Any = server.answer) -> Any:
            reply = usual(asked)
            return replace(reply, reset=True, sound=False) if getattr(server, "spoilt", False) else reply

        server.answer = answer  # type: ignore[method-assign]
        slow = question(server)
        slow.source.API = replace(slow.source.API, manners=replace(QUICK, tries=1, at_once=1))
        with pytest.raises(SourceError):
            fetch(workspace, slow, asker(), NOON)
        assert raw_paths(workspace) == []
        assert search_records(workspace) == []
        server.spoilt = False  # type: ignore[attr-defined]
        record = fetch(workspace, slow, asker(), NOON + timedelta(hours=5))
        assert records_of(workspace, record) == server.pmids
        assert server.asked_twice() == []
    assert record.asked == "2026-11-22T12:00:00Z", "the search is the one that began at noon"
    assert list(workspace.pending.glob("*/*")) == []


def test_what_was_received_more_than_a_week_ago_is_not_gone_on_from(workspace: Workspace) -> None:
    with false_pubmed(records=20) as server:
        old = workspace.pending / "pubmed-0123456789abcdef"
        old.mkdir(parents=True)
        (old / "begun.json").write_text(json.dumps({"asked": "2026-11-01T12:00:00+00:00"}))
        fetch(workspace, question(server), asker(), NOON)
    assert not old.exists()


def test_half_an_answer_on_the_disk_is_asked_for_again(workspace: Workspace) -> None:
    """The power failed while it was written."""
    with false_pubmed(records=500) as server:
        asked = question(server)
        asked.source.search = lambda asking, wanted: 1 / 0  # only to see where answers are kept
        with pytest.raises(ZeroDivisionError):
            fetch(workspace, asked, asker(), NOON)
        (folder,) = (path for path in workspace.pending.iterdir() if path.is_dir())
        (folder / "list.gz").write_bytes(gzip.compress(b'{"esearchresult": ')[:-3])
        record = fetch(workspace, question(server), asker(), NOON)
    assert record.fetched == 500


def test_the_environment_says_where_to_ask(workspace: Workspace) -> None:
    """For proxies, mirrors and tests: the variable wins over the query file."""
    with false_pubmed(records=5) as server:
        elsewhere = replace(question(server), endpoint="http://127.0.0.1:9/")
        record = fetch(workspace, elsewhere, asker(BIBCORPUS_PUBMED_ENDPOINT=server.endpoint), NOON)
    assert record.endpoint == server.endpoint


def test_a_key_is_sent_and_nowhere_else_to_be_found(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with false_pubmed(records=450, keys=[KEY]) as server:
        fetch(workspace, question(server), asker(NCBI_API_KEY=KEY), NOON)
        assert all(asked.question.params["api_key"] == KEY for asked in server.log)
        with pytest.raises(Refused) as caught:
            fetch(workspace, question(server, "other"), asker(NCBI_API_KEY=KEY[::-1]), NOON)
    written = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    for secret in (KEY, KEY[::-1]):
        assert secret not in caplog.text
        assert secret not in str(caught.value) + str(caught.value.hint)
        assert secret.encode() not in written


def test_no_key_means_no_empty_key(workspace: Workspace) -> None:
    """PubMed refuses an empty one."""
    with false_pubmed(records=5) as server:
        fetch(workspace, question(server), asker(NCBI_API_KEY=""), NOON)
        assert all("api_key" not in asked.question.params for asked in server.log)


def test_a_plan_says_how_many_and_keeps_nothing(workspace: Workspace) -> None:
    with false_pubmed(records=50) as server:
        planned = plan(workspace, question(server), asker(), NOON.date())
        assert [asked.question.params["retmax"] for asked in server.log] == ["0"]
    assert (planned.hits and planned.hits.hits, planned.before) == (50, None)
    assert not workspace.pending.exists()
    assert raw_paths(workspace) == []


def test_without_a_network_one_error_says_so(workspace: Workspace) -> None:
    with false_pubmed(records=5) as server:
        asked = question(server)
    with pytest.raises(NoNetwork, match=r"PubMed \(127.0.0.1:\d+\) can't be reached"):
        fetch(workspace, asked, asker(), NOON)


def test_the_sources_that_need_a_key_say_so() -> None:
    """And what to do without one."""
    for source in all_sources().values():
        api = getattr(source, "API", None)
        if api and api.key_needed:
            asked = Question(source=searchable(source), query="review", string="balint")  # type: ignore[arg-type]
            with pytest.raises(Refused, match=api.key) as caught:
                asker().client(asked)
            assert f"--show {source.NAME}" in str(caught.value.hint)


def test_two_searches_in_one_second_are_two(workspace: Workspace) -> None:
    """Their names are their times: the second would take the place of the first."""
    with false_pubmed(records=20) as server:
        first = fetch(workspace, question(server), asker(), NOON)
        server.add(2)
        second = fetch(workspace, question(server), asker(), NOON)
    assert (second.asked, second.update_of) == ("2026-11-22T12:00:01Z", first.note)
    assert [len(records_of(workspace, record)) for record in search_records(workspace)] == [20, 2]


def test_a_clock_that_went_back_is_told(workspace: Workspace) -> None:
    """Else what was modified meanwhile would never be asked for."""
    with false_pubmed(records=5) as server:
        fetch(workspace, question(server), asker(), NOON + timedelta(days=3650))
        with pytest.raises(Refused, match="the last search was made at 2036"):
            fetch(workspace, question(server), asker(), NOON)


def test_records_whose_answer_is_gone_are_fetched_again(workspace: Workspace) -> None:
    """Somebody deleted it, or shares the rest without it: a short corpus must not pass for a whole one."""
    with false_pubmed(records=20) as server:
        first = fetch(workspace, question(server), asker(), NOON)
        server.add(2)
        fetch(workspace, question(server), asker(), NOON + timedelta(days=1))
        (workspace.root / str(first.answer)).unlink()
        third = fetch(workspace, question(server), asker(), NOON + timedelta(days=2))
        assert records_of(workspace, third) == [pmid for pmid in server.pmids if str(pmid) in first.ids]
    assert any("is gone: its records were fetched again" in warning for warning in third.warnings)


def test_a_record_that_left_the_list_and_is_retracted_later_is_fetched(workspace: Workspace) -> None:
    """Ours stays: so its retraction must be heard of."""
    with false_pubmed(records=20) as server:
        fetch(workspace, question(server), asker(), NOON)
        server.unlist(left := server.pmids[5])
        second = fetch(workspace, question(server), asker(), NOON + timedelta(days=1))
        server.modify(left, "2026/12/24", retracted=True)
        third = fetch(workspace, question(server), asker(), NOON + timedelta(days=40))
        assert second.left == (str(left),)
        assert records_of(workspace, third) == [left]
        assert fetch(workspace, question(server), asker(), NOON + timedelta(days=80)).fetched == 0


def test_a_note_without_its_answer_is_half_a_search_and_goes(workspace: Workspace) -> None:
    """Killed between the two: the note must not say that it was made."""
    with false_pubmed(records=20) as server:
        record = fetch(workspace, question(server), asker(), NOON)
        answer = workspace.root / str(record.answer)
        answer.rename(answer.with_name(f".{answer.name}.new"))
        assert last_asked(workspace) == {}
        again = fetch(workspace, question(server, "other"), asker(), NOON + timedelta(days=1))
    assert search_records(workspace) == [again]
    assert not (workspace.root / record.note).exists()
    assert lost_files(workspace) == []


def test_the_string_that_was_really_sent_is_on_record(workspace: Workspace) -> None:
    with false_pubmed(records=20) as server:
        record = fetch(workspace, question(server), asker(), NOON, entered_since=date(2026, 11, 10))
    assert record.sent == '(all) AND ("2026/11/10"[edat] : "3000/12/31"[edat])'


def test_another_string_than_last_time_is_told(workspace: Workspace) -> None:
    with false_pubmed(records=20) as server:
        fetch(workspace, question(server), asker(), NOON)
        record = fetch(workspace, question(server, "other"), asker(), NOON + timedelta(days=1))
    assert "the search string is not that of 2026-11-22" in record.warnings[0]


def test_ids_of_any_kind_come_back_from_a_note(workspace: Workspace) -> None:
    """A DOI may hold a blank, a quote, or three."""
    with false_pubmed(records=3) as server:
        record = fetch(workspace, question(server), asker(), NOON)
    odd = replace(record, ids=("10.1000/a b", "10.1000/'''", "10.1000/\\"), missing=("1", "2"))
    (workspace.root / record.note).write_text(note_text(odd), encoding="utf-8")
    assert search_records(workspace) == [odd]


def test_a_key_that_a_service_repeats_is_not_kept(workspace: Workspace) -> None:
    with false_pubmed(records=3) as server:

        def answer(asked: Any, usual: Any = server.answer) -> Any:
            reply = usual(asked)
            return replace(reply, body=reply.body.replace(b'"all"', KEY.encode()).replace(b"Ficta", KEY.encode()))

        server.answer = answer  # type: ignore[method-assign]
        record = fetch(workspace, question(server), asker(NCBI_API_KEY=KEY), NOON)
    raw = gzip.decompress((workspace.root / str(record.answer)).read_bytes())
    assert KEY.encode() not in raw + (workspace.root / record.note).read_bytes()


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.workspace import find_workspace
from tests.test_fetch import asker, fetch, question

class Server:
    endpoint = sys.argv[2]

fetch(find_workspace(Path(sys.argv[1])), question(Server), asker(), datetime.now(UTC))
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_a_search_killed_again_and_again_brings_every_record_once(workspace: Workspace) -> None:
    """`kill -9` asks nobody. What was answered and kept before it is not asked for again: of each death, the answers
    that were on their way are, and no more.
    """
    moments = random.Random(7)
    command = [sys.executable, "-c", KILLED, str(workspace.root)]
    with false_pubmed(records=12_000) as server:
        deaths, code = 0, None
        while code != 0:
            process = subprocess.Popen([*command, server.endpoint])
            deadline, seen = time.monotonic() + 30, len(server.log)
            enough = seen + moments.randrange(2, 12)
            while deaths < 5 and (code := process.poll()) is None and time.monotonic() < deadline:
                if len(server.log) >= enough:
                    process.send_signal(signal.SIGKILL)
                    deaths += 1
                    break
                time.sleep(0.002)
            code = process.wait(timeout=60)
            assert code in (0, -signal.SIGKILL), "it ended by itself, with an error"
        assert deaths >= 3, "it was never killed: the test shows nothing"
        (record,) = search_records(workspace)
        assert sorted(records_of(workspace, record)) == server.pmids
        assert len(server.asked_twice()) <= deaths * (QUICK.at_once + 1)
    assert list(workspace.pending.glob("*/*")) == []
