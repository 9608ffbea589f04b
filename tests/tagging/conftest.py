"""The rules of this repository, loaded once: they are what `bibcorpus init` hands to a new workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.tagging import RuleSet, load_rules


@pytest.fixture(scope="session")
def ruleset() -> RuleSet:
    return load_rules(Path(__file__).parents[2] / "queries" / "tags")
