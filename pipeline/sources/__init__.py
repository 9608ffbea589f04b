"""Where records come from. This folder is the registry: each module without a leading underscore is one source.

A source module has

    NAME    its id: the folder under corpus/raw and the head of its record ids ('pubmed')
    TITLE   its name for people ('PubMed')
    KIND    what PRISMA counts it as: one of KINDS
    EXPORT  how to get records out of it by hand, step by step

A list that a person collected needs no module: its note says kind = "hand-collected".
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

KINDS = ("database", "register", "website", "organisation", "citation", "hand-collected")


class Source(Protocol):
    """What a source module offers; see the docstring of this folder."""

    NAME: str
    TITLE: str
    KIND: str
    EXPORT: str


@cache
def all_sources() -> dict[str, Source]:
    """Every source by its name, in alphabetical order."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
        if not found.name.startswith("_")
    )
    return {module.NAME: cast(Source, module) for module in modules}
