"""What several forms have in common: the fields of a work as the options want them."""

from __future__ import annotations

from dataclasses import replace

from ..model import Bibliographic
from . import ExportedWork, Options


def with_tags(work: ExportedWork, options: Options) -> Bibliographic:
    """Its fields; its tags, where they are wanted, behind the author's keywords as 'topic:burnout'."""
    if not options.tags or not work.tags:
        return work.work
    return replace(work.work, keywords=(*work.work.keywords, *work.tags))
