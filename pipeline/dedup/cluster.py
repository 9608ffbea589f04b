"""Cluster: pairs + decisions -> which records are one work.

Links ("same") are taken strongest first: a person's word, then identical records, then rules by likeness; ties by the
ids. A link that would put two records into one work between which a veto stands is not made, and is returned as a
`Conflict`. So the order of files, records and decisions never matters. A person's word beats a rule's veto; nothing
beats a person's "different".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two records that are one work, says `rule`. `strength`: 2 a person, 1 identical, else the likeness below 1."""

    left: str
    right: str
    rule: str
    evidence: str
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """Two records that are not one work, says `rule`. `by_person`: no link passes it; else a person's link does."""

    left: str
    right: str
    rule: str
    by_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A link that was not made, and the veto that stood against it."""

    link: Link
    veto: Veto


def components(links: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The groups that links make, without any veto. Nodes that no link names are left out."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in links:
        parent[root(left)] = root(right)
    groups: dict[Node, list[Node]] = defaultdict(list)
    for node in list(parent):
        groups[root(node)].append(node)
    return list(groups.values())


@dataclass(slots=True)
class _Groups:
    """Groups of records on their way: who is in which, and which vetoes leave a group."""

    group_of: dict[str, int]
    members: dict[int, list[str]]
    vetoes: dict[str, dict[str, Veto]]

    def standing_between(self, left: str, right: str) -> list[Veto]:
        ours, theirs = sorted((self.group_of[left], self.group_of[right]), key=lambda g: len(self.members[g]))
        found = []
        for record in self.members[ours]:
            for other, veto in self.vetoes.get(record, {}).items():
                if self.group_of.get(other) == theirs:
                    found.append(veto)
        return sorted(found, key=lambda veto: (not veto.by_person, veto.left, veto.right))

    def join(self, left: str, right: str) -> None:
        small, large = sorted((self.group_of[left], self.group_of[right]), key=lambda g: (len(self.members[g]), g))
        for record in self.members[small]:
            self.group_of[record] = large
        self.members[large] += self.members.pop(small)


def cluster(
    records: Iterable[str], links: Iterable[Link], vetoes: Iterable[Veto]
) -> tuple[dict[str, str], list[Link], list[Conflict]]:
    """(record id -> id of its work, links that were used, links that were not made).

    A work's id is its smallest record id. Each record is in exactly one work.
    """
    ids = sorted(records)
    groups = _Groups({record: n for n, record in enumerate(ids)}, {n: [record] for n, record in enumerate(ids)}, {})
    ordered = sorted(links, key=lambda link: (-link.strength, link.left, link.right, link.rule))
    for veto in sorted(vetoes, key=lambda veto: (veto.by_person, veto.left, veto.right, veto.rule)):
        groups.vetoes.setdefault(veto.left, {})[veto.right] = veto
        groups.vetoes.setdefault(veto.right, {})[veto.left] = veto
    used, conflicts = [], []
    for link in ordered:
        if groups.group_of[link.left] == groups.group_of[link.right]:
            continue
        standing = groups.standing_between(link.left, link.right)
        if standing and (link.strength < 2 or standing[0].by_person):
            conflicts.append(Conflict(link=link, veto=standing[0]))
        else:
            groups.join(link.left, link.right)
            used.append(link)
    work_of = {record: min(members) for members in groups.members.values() for record in members}
    return work_of, used, conflicts
