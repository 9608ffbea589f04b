"""Which works a manuscript cites: its citations looked up in the corpus, and what its author should know of them.

In: the finished corpus, and citations as `manuscripts` reads them. Out: `Cited`: the works, the keys under which they
must be exported so that the manuscript finds them, and a line for each thing that is not as its author thinks.

A work that goes by another key now (two became one, or a person chose a key) is exported under the key that the
manuscript cites: a bibliography whose keys are not those of the text prints question marks in it. Where a text cites
one work under two keys there is still one entry, under the key that leads, or else under the first that is cited: in a
list of references twice would be wrong. BibLaTeX finds it under both (`ids`), BibTeX under the one that a notice names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from .keying import renamed
from .manuscripts import EVERYTHING, Citation
from .store import Store
from .values.doi import normalise_doi

LIKE_ENOUGH = 70  # of 100: 'wintr2004' is like 'winter2004', and 'winter2004' not like 'winter1998balint'
NEAREST = 3
MOST_GUESSED = 200  # keys that are missing: a text with more of them is one with another bibliography


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """`works`: ids, in the order in which they are first cited. `everything`: all others as well (\\nocite{*}).

    `cited_as`: the key that leads -> the one that is cited in its place, where that is another.
    """

    works: tuple[str, ...]
    everything: bool = False
    cited_as: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Looked:
    """What was found so far. `under`: for each work the keys that it is cited by, each with its first place."""

    places: dict[str, str] = field(default_factory=dict)
    under: dict[str, dict[str, str]] = field(default_factory=dict)
    lost: dict[str, list[Citation]] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)


def look_up(store: Store, citations: Sequence[Citation]) -> Cited:
    """The works that are cited. `missing`: those of the notices that speak of citations of no work at all."""
    keys = _Keys(store)
    looked = _looked_up(store, keys, citations)
    cited_as = {
        lead: key for work in looked.under if (key := _chosen(lead := keys.lead[work], looked.under[work])) != lead
    }
    missing = tuple(_missing_lines(store, keys, looked.lost))
    return Cited(
        works=tuple(looked.places),
        everything=any(each.key == EVERYTHING for each in citations),
        cited_as=cited_as,
        notices=(
            *missing,
            *looked.doubtful,
            *_renamed_lines(store, keys, looked.under, cited_as),
            *_taken_lines(store, keys, looked),
            *_status_lines(store, keys, looked.places),
        ),
        missing=missing,
    )


class _Keys:
    """Every key, in whatever case it is cited, and the key that leads each work."""

    def __init__(self, store: Store) -> None:
        rows = store.rows("select key, work_id, leads from citekey order by key")
        self.work = {key.lower(): work for key, work, _ in rows}
        self.spelled = {key.lower(): key for key, _, _ in rows}
        self.lead = {work: key for key, work, leads in rows if leads}

    def near(self, key: str) -> list[str]:
        """The keys that are most like this one, in the spelling of the corpus."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            key.lower(), self.spelled.keys(), scorer=fuzz.ratio, limit=NEAREST, score_cutoff=LIKE_ENOUGH
        )
        return [self.spelled[name] for name, *_ in found]


def _looked_up(store: Store, keys: _Keys, citations: Sequence[Citation]) -> _Looked:
    looked = _Looked()
    by_number = _works_by_number(store, [each for each in citations if _of_key(keys, each) is None])
    for each in citations:
        if each.key == EVERYTHING:
            continue
        if work := _of_key(keys, each):
            if each.key and not each.own_id:
                looked.under.setdefault(work, {}).setdefault(each.key, each.place)
        elif works := by_number.get(each.doi or "") or by_number.get(each.pmid or ""):
            work = works[0]
            if len(works) > 1:
                names = ", ".join(keys.lead[one] for one in works)
                looked.doubtful.append(
                    f"{each.place}: {each.doi or each.pmid} is that of {names}: taken as {keys.lead[work]}"
                )
        elif not each.maybe:
            looked.lost.setdefault(each.title if each.own_id and each.title else each.key or "", []).append(each)
        if work:
            looked.places.setdefault(work, each.place)
    return looked


def _of_key(keys: _Keys, citation: Citation) -> str | None:
    return keys.work.get(citation.key.lower()) if citation.key else None


def _works_by_number(store: Store, citations: Iterable[Citation]) -> dict[str, list[str]]:
    """DOI or PMID -> the works that have it, in any of their records."""
    wanted = sorted({number for each in citations for number in (each.doi, each.pmid) if number})
    found: dict[str, list[str]] = {}
    for number, work in (
        store.rows(
            "select distinct unnest([doi, pmid]) as number, work_id from work_record join record using (record_id) "
            "where doi in (select unnest($wanted::varchar[])) or pmid in (select unnest($wanted::varchar[])) "
            "order by all",
            {"wanted": wanted},
        )
        if wanted
        else ()
    ):
        if number is not None:
            found.setdefault(number, []).append(work)
    return found


def _chosen(lead: str, cited: Mapping[str, str]) -> str:
    """The key under which a work is exported, of those that it is cited by."""
    return lead if lead in cited else next(iter(cited))


# ------------------------------------------------------------------------------------------ what an author should know


def _missing_lines(store: Store, keys: _Keys, lost: Mapping[str, Sequence[Citation]]) -> Iterable[str]:
    """A line for each citation of no work: where, and what may be meant."""
    titled = _keys_by_title(store, chain.from_iterable(lost.values()))
    numbered = _keys_by_number_in_key(store, keys, lost)
    for name, each in lost.items():
        first = each[0]
        more = f" (and {len(each) - 1} times more)" if len(each) > 1 else ""
        if not first.own_id:
            near = numbered.get(name) or (keys.near(name) if len(lost) <= MOST_GUESSED else [])
            yield f"{first.place}: no work has the key {name!r}{more}" + (
                f": did you mean {', '.join(near)}?" if near else ""
            )
            continue
        numbers = ", ".join(filter(None, (first.doi, first.pmid and f"PMID {first.pmid}"))) or "no DOI or PMID"
        same = titled.get((first.title or "").lower())
        yield f"{first.place}: no work for {name!r} ({numbers}){more}" + (f": {same} has that title" if same else "")


def _keys_by_title(store: Store, citations: Iterable[Citation]) -> dict[str, str]:
    titles = sorted({each.title.lower() for each in citations if each.own_id and each.title})
    rows = (
        store.rows(
            "select lower(title), min(key) from work join citekey using (work_id) "
            "where leads and lower(title) in (select unnest(?::varchar[])) group by all",
            [titles],
        )
        if titles
        else []
    )
    return {str(title): str(key) for title, key in rows}


def _keys_by_number_in_key(store: Store, keys: _Keys, lost: Iterable[str]) -> dict[str, list[str]]:
    """Some cite by number: @doi:10.1000/182, @pmid:15057615. The keys of the works that have it, by what is cited."""
    numbers = {name: (normalise_doi(name), name.lower().removeprefix("pmid:")) for name in lost}
    found = _works_by_number(store, [Citation(place="", doi=doi, pmid=pmid) for doi, pmid in numbers.values()])
    works = {name: found.get(doi or "") or found.get(pmid) or [] for name, (doi, pmid) in numbers.items()}
    return {name: [keys.lead[work] for work in its] for name, its in works.items() if its}


def _renamed_lines(
    store: Store, keys: _Keys, under: Mapping[str, Mapping[str, str]], cited_as: Mapping[str, str]
) -> Iterable[str]:
    """A line for each key that isn't the one its work goes by."""
    why = {old: reason for old, _, reason in renamed(store)} if under else {}
    for work, cited in under.items():
        lead = keys.lead[work]
        written = cited_as.get(lead, lead)
        for key, place in cited.items():
            if key != written:
                yield f"{place}: {key} is the same work as {written}, cited too: exported once, as {written}; cite that"
            elif key != lead:
                reason = why.get(keys.spelled[key.lower()])
                now = f"goes by {lead} now ({reason})" if reason else f"is spelled {lead} in the corpus"
                yield f"{place}: {key} {now}: exported as {key}, so that the text finds it"


def _taken_lines(store: Store, keys: _Keys, looked: _Looked) -> Iterable[str]:
    """A line for each cited key that was once given to two works: another one may be meant."""
    moved = store.rows("select key, new_key from moved_key order by all")
    cited = {key.lower(): place for its in looked.under.values() for key, place in its.items()}
    for key, new in moved:
        if place := cited.get(key.lower()):
            yield f"{place}: {key} was given to two works; the other one goes by {new}: is it the one that is meant?"


def _status_lines(store: Store, keys: _Keys, places: Mapping[str, str]) -> Iterable[str]:
    """A line for each cited work that is retracted or excluded."""
    rows = (
        store.rows(
            "select work_id, status, status_reason, retracted from bibliography "
            "where (retracted or status = 'excluded') and work_id in (select unnest(?::varchar[])) order by citekey",
            [list(places)],
        )
        if places
        else []
    )
    for work, status, reason, retracted in rows:
        if retracted:
            yield f"{places[work]}: {keys.lead[work]} is retracted"
        if status == "excluded":
            yield f"{places[work]}: {keys.lead[work]} is excluded ({reason}): exported all the same, since it is cited"
