"""Which works an export has: what a person asks for, turned into ids of works.

In: the finished corpus and a `Selection`. Out: the works, and what a person should know of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import SelectionError
from .query import query_names
from .store import Store, selected
from .workspace import Workspace

if TYPE_CHECKING:
    from .cited import Cited

SHOWN = 5  # keys that a notice names


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """All that is said holds at once; nothing said: all works that are not excluded.

    `where`: a condition over `bibliography`. `everything`: excluded works too. `hide`: kinds of relation, 'version-of';
    a work that is such of another one in the selection is left out of it. `query`: found by queries/<query>.toml.
    `tagged`: each tag must be there: 'topic:burnout', or 'burnout' where one facet alone has that value. `keys`, and
    those that the manuscripts `keys_from` cite: just these works, excluded ones among them.
    """

    where: str | None = None
    everything: bool = False
    hide: Sequence[str] = ()
    query: str | None = None
    tagged: Sequence[str] = ()
    keys: Sequence[str] = ()
    keys_from: Sequence[Path] = ()

    @property
    def narrowed(self) -> bool:
        """Whether anything but the default is asked for."""
        return bool(self.where or self.query or self.tagged or self.by_key)

    @property
    def by_key(self) -> bool:
        """Whether single works are named."""
        return bool(self.keys or self.keys_from)

    def hiding(self, kinds: Sequence[str]) -> Selection:
        """The same, where nobody said what to hide, with what bibcorpus.toml hides.

        Works that are named by key are not hidden so: who cites a preprint and its paper needs both.
        """
        return self if self.hide or self.by_key else replace(self, hide=tuple(kinds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Ids of the works, and lines for the person who asked: a key that is missing, a work that is retracted …

    `cited_as`: see `cited.Cited`. `missing`: those of the notices that speak of citations of no work. `cited`: ids of
    works in the order in which they are first cited.
    """

    works: list[str]
    notices: tuple[str, ...] = ()
    cited_as: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()


def choose_in(workspace: Workspace, store: Store, selection: Selection) -> Chosen:
    """The works of a selection; queries and tags that the corpus has nothing for yet are known from their files."""
    from .tagging.reading import read_facets

    facets = workspace.rules / "facets.toml"
    asked = read_facets(facets) if selection.tagged and facets.is_file() else {}
    tags = [f"{facet.name}:{value}" for facet in asked.values() for value in facet.values]
    return choose(store, selection, query_names(workspace.queries), tags)


def choose(store: Store, selection: Selection, queries: Collection[str] = (), tags: Collection[str] = ()) -> Chosen:
    """The works of a selection. `queries`, `tags`: those that there are, beside those that the corpus knows.

    Raises SelectionError where the condition can't be read, or a query or tag is unknown; InputError for a manuscript.
    """
    from .export import shown

    cited, notices = _cited(store, selection) if selection.by_key else (None, ())
    works = selected(store, selection.where, selection.everything or cited is not None)
    if cited is not None:
        works = _of_cited(store, works, cited, selection)
    if selection.query is not None:
        found, said = _found_by(store, selection.query, queries)
        works, notices = [work for work in works if work in found], (*notices, *said)
    for tag in selection.tagged:
        tagged = _tagged(store, tag, tags)
        works = [work for work in works if work in tagged]
    works = shown(store, works, selection.hide)
    if cited is None:
        return Chosen(works=works, notices=notices)
    left_out = _left_out_line(store, cited.works, works)
    return Chosen(
        works=works,
        notices=(*notices, *left_out),
        cited_as=cited.cited_as,
        missing=cited.missing,
        cited=cited.works,
    )


def _cited(store: Store, selection: Selection) -> tuple[Cited, tuple[str, ...]]:
    from .cited import look_up
    from .manuscripts import Citation, read_manuscript

    manuscripts = [read_manuscript(path) for path in selection.keys_from]
    named = [Citation(place="--keys", key=key) for key in selection.keys]
    cited = look_up(store, [*named, *(each for manuscript in manuscripts for each in manuscript.citations)])
    said = [notice for manuscript in manuscripts for notice in manuscript.notices]
    for path, manuscript in zip(selection.keys_from, manuscripts, strict=True):
        if not manuscript.citations:
            said.append(f"{path.name}: no citation was found in it")
    return cited, (*said, *cited.notices)


def _of_cited(store: Store, works: Sequence[str], cited: Cited, selection: Selection) -> list[str]:
    """Those that are cited; with \\nocite{*}, all that are not excluded too."""
    wanted = set(cited.works)
    if cited.everything:
        wanted.update(selected(store, None, selection.everything))
    return [work for work in works if work in wanted]


def _left_out_line(store: Store, cited: Sequence[str], works: Sequence[str]) -> tuple[str, ...]:
    gone = sorted({*cited} - {*works})
    if not gone:
        return ()
    rows = store.rows(
        "select key from citekey where leads and work_id in (select unnest(?::varchar[])) order by key", [gone]
    )
    keys = [key for (key,) in rows]
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return (f"cited, but left out by what else was asked for: {', '.join(keys[:SHOWN])}{more}",)


# found by a query: a file that answers it has a record of the work; one whose note names no query answers the only one
_FOUND = """
    select distinct work_id from work_record join entry using (record_id) join source_file using (file_id)
    where query = $query or (query is null and $alone)"""
_KNOWN = "select query from source_file where query is not null union select query from work_block"


def _found_by(store: Store, query: str, queries: Collection[str]) -> tuple[set[str], tuple[str, ...]]:
    known = {*queries, *(name for (name,) in store.rows(_KNOWN))}
    if query not in known:
        raise SelectionError(
            f"--query {query}: there is no such query", hint="queries: " + (", ".join(sorted(known)) or "none yet")
        )
    found = {work for (work,) in store.rows(_FOUND, {"query": query, "alone": known == {query}})}
    if found:
        return found, ()
    return found, (
        f"no file answers {query}: `bibcorpus add FILE --query {query}` takes in one that does; in the note beside a "
        f'file in corpus/raw it is query = "{query}"',
    )


# as in exported_work.sql: 'unsure' is no tag unless a person has said so
_TAGS = """
    select facet, value, list(distinct work_id) as works from tag
    where not suggested and (value <> 'unsure' or layer = 'person') group by all order by all"""


def _tagged(store: Store, asked: str, known: Collection[str]) -> set[str]:
    """The works that have a tag. Raises SelectionError where there is none, or where several facets have that value."""
    facet, _, value = asked.rpartition(":")
    works = dict.fromkeys(known, ()) | {f"{name}:{its}": found for name, its, found in store.rows(_TAGS)}
    meant = [tag for tag in works if tag == asked or (not facet and tag.endswith(f":{value}"))]
    if len(meant) == 1:
        return set(works[meant[0]])
    if meant:
        raise SelectionError(f"--tag {asked}: {len(meant)} facets have that value", hint=" or ".join(sorted(meant)))
    near = sorted(tag for tag in works if not facet or tag.startswith(f"{facet}:")) or sorted(works)
    raise SelectionError(f"--tag {asked}: there is no such tag", hint="there are: " + (", ".join(near) or "none"))
