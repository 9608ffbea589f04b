"""`bibcorpus tag --learn`: learn from the reviewers, and put what was learned to work."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from .shared import progress

if TYPE_CHECKING:
    from ..learning import Lesson
    from ..workspace import Workspace


def learn_command(workspace: Workspace, as_json: bool) -> None:
    """Bring the corpus up to date, learn from the decisions, build with what was learned, and say how good it is."""
    from ..learning import learn
    from ..run import build
    from ..store import reading

    with progress() as tell:
        build(workspace, tell)
        tell("learn")
        with reading(workspace.database) as store:
            lessons = learn(workspace, store)
        build(workspace, tell)
    if as_json:
        click.echo(json.dumps([asdict(lesson) for lesson in lessons], ensure_ascii=False))
        return
    for line in lesson_lines(lessons):
        click.echo(line)


def lesson_lines(lessons: Sequence[Lesson]) -> Iterator[str]:
    """A table of 80 columns: each value with its yes and no, how well it was learned, or why not."""
    if not lessons:
        yield "nothing to learn from yet: `bibcorpus decide tag`, `untag`, `include` and `exclude` make decisions"
        return
    yield f"{'learned from people':<30} {'yes':>5} {'no':>5} {'precision':>10} {'recall':>7} {'F1':>6} {'MCC':>6}"
    for lesson in lessons:
        row = f"{f'{lesson.facet} {lesson.value}':<30} {lesson.yes:>5} {lesson.no:>5}"
        its = lesson.measured
        figures = f" {its.precision:>10.2f} {its.recall:>7.2f} {its.f1:>6.2f} {its.mcc:>6.2f}" if its else ""
        yield row + figures
        if lesson.why:
            yield f"  proposes nothing: {lesson.why}"
    if any(lesson.measured for lesson in lessons):
        yield ""
        yield "Measured on works that the model had not seen: each fifth by the other four."
        yield "It holds for works like these. Proposed works: `bibcorpus status --list`."
