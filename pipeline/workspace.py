"""Where things are: a workspace is a folder with bibcorpus.toml, queries/ and corpus/.

In: a folder inside a workspace. Out: `Workspace` with its paths and the settings of bibcorpus.toml.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import WorkspaceError
from .model import RELATION_KINDS

SETTINGS_FILE = "bibcorpus.toml"
SETTLE = ("unresolved", "last-word")
KINDS_OF_VALUE = (
    ("workspace", "name", "a text"),
    ("workspace", "email", "a text"),
    ("workspace", "editors", "a list of texts"),
    ("inclusion", "window", "true or false"),
    ("inclusion", "relevance", "a list of texts"),
    ("export", "hide", "a list of texts"),
)
ALLOWED = {
    "workspace": {"name", "email", "editors", "settle"},
    "inclusion": {"window", "relevance"},
    "export": {"encoding", "hide"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """bibcorpus.toml. `settle`: what holds where two people disagree. `relevance`: the values that include a work.

    `hide`: kinds of relation; a work that is such of another one in the same list is left out of exports.
    """

    name: str = "bibliography"
    email: str | None = None
    editors: tuple[str, ...] = ()
    settle: str = "unresolved"
    use_window: bool = True
    relevance: tuple[str, ...] = ()
    encoding: str = "utf-8"
    hide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The paths of a workspace."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def queries(self) -> Path:
        """What we ask."""
        return self.root / "queries"

    @property
    def rules(self) -> Path:
        """The tag rules."""
        return self.queries / "tags"

    @property
    def corpus(self) -> Path:
        """What we have."""
        return self.root / "corpus"

    @property
    def raw(self) -> Path:
        """What the sources answered."""
        return self.corpus / "raw"

    @property
    def decisions(self) -> Path:
        """What people decided."""
        return self.corpus / "decisions"

    @property
    def citekeys(self) -> Path:
        """The keys that were given."""
        return self.corpus / "citekeys.csv"

    @property
    def database(self) -> Path:
        """The built corpus."""
        return self.corpus / "corpus.duckdb"

    @property
    def ledger(self) -> Path:
        """What each step read and wrote."""
        return self.corpus / "ledger.json"

    @property
    def exports(self) -> Path:
        """What `run` exports."""
        return self.corpus / "exports"

    @property
    def pending(self) -> Path:
        """What a search that is not finished has received."""
        return self.corpus / ".pending"

    @property
    def build(self) -> Path:
        """Where a build is written before it takes its place."""
        return self.corpus / ".build"

    def relative(self, path: Path) -> str:
        """`path` from the root, with forward slashes on every system."""
        return path.relative_to(self.root).as_posix()


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in. Raises WorkspaceError where there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / SETTINGS_FILE).is_file():
            return Workspace(root=folder, settings=load_settings(folder / SETTINGS_FILE))
    raise WorkspaceError(
        f"no workspace here: neither {start.resolve()} nor a folder above it has a {SETTINGS_FILE}",
        hint="change to the folder of your bibliography, or make one with `bibcorpus init FOLDER`",
    )


def read_toml(path: Path, shown: str) -> dict[str, Any]:
    """The file as a table. `shown` is its name in messages."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(
            f"{shown}: not valid TOML: {error}", hint="see the line it names; texts need quotes"
        ) from error
    except UnicodeDecodeError as error:
        raise WorkspaceError(f"{shown}: not UTF-8 text", hint="save it as UTF-8 in your editor") from error
    except OSError as error:
        raise WorkspaceError(f"{shown}: can't be read ({error.strerror})", hint="check its permissions") from error


def toml_value(value: Any) -> str:
    """A text, number, boolean or list of them in TOML; JSON's texts are TOML's but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def load_settings(path: Path) -> Settings:
    """bibcorpus.toml, checked; an error names the key and what is allowed."""
    table = read_toml(path, SETTINGS_FILE)
    _check_keys(table)
    main, inclusion = table.get("workspace", {}), table.get("inclusion", {})
    for section, key, kind in KINDS_OF_VALUE:
        _check_value(table, section, key, kind)
    settle = str(main.get("settle", "unresolved"))
    if settle not in SETTLE and settle not in main.get("editors", []):
        raise WorkspaceError(
            f"{SETTINGS_FILE}: [workspace] settle = {settle!r} is unknown",
            hint=f"one of {', '.join(SETTLE)}, or the id of one of the editors",
        )
    encoding = str(table.get("export", {}).get("encoding", "utf-8"))
    if encoding not in ("utf-8", "latex"):
        raise WorkspaceError(f"{SETTINGS_FILE}: [export] encoding = {encoding!r}", hint="utf-8 or latex")
    hide = tuple(table.get("export", {}).get("hide", []))
    if unknown := [kind for kind in hide if kind not in RELATION_KINDS]:
        raise WorkspaceError(
            f"{SETTINGS_FILE}: [export] hide: {unknown[0]!r} is no kind of relation", hint=", ".join(RELATION_KINDS)
        )
    return Settings(
        name=str(main.get("name", path.parent.name)),
        email=main.get("email") or os.environ.get("BIBCORPUS_EMAIL"),
        editors=tuple(main.get("editors", [])),
        settle=settle,
        use_window=bool(inclusion.get("window", True)),
        relevance=tuple(inclusion.get("relevance", [])),
        encoding=encoding,
        hide=hide,
    )


def _check_keys(table: Mapping[str, Any]) -> None:
    for section, keys in table.items():
        if section not in ALLOWED:
            raise WorkspaceError(f"{SETTINGS_FILE}: [{section}] is unknown", hint=f"allowed: {', '.join(ALLOWED)}")
        if not isinstance(keys, dict):
            raise WorkspaceError(f"{SETTINGS_FILE}: {section} = {keys!r} is no table", hint=f"write [{section}]")
        for key in keys:
            if key not in ALLOWED[section]:
                raise WorkspaceError(
                    f"{SETTINGS_FILE}: [{section}] {key} is unknown",
                    hint=f"allowed in [{section}]: {', '.join(sorted(ALLOWED[section]))}",
                )


def _check_value(table: Mapping[str, Any], section: str, key: str, kind: str) -> None:
    value = table.get(section, {}).get(key)
    fits = {
        "a text": isinstance(value, str),
        "true or false": isinstance(value, bool),
        "a list of texts": isinstance(value, list) and all(isinstance(text, str) for text in value),
    }
    if value is not None and not fits[kind]:
        examples = {"a text": '"…"', "true or false": "true", "a list of texts": '["…", "…"]'}
        raise WorkspaceError(
            f"{SETTINGS_FILE}: [{section}] {key} = {value!r} is not {kind}", hint=f"{key} = {examples[kind]}"
        )
