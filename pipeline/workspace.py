"""Where things are: a workspace is a folder with bibcorpus.toml, queries/ and corpus/.

In: a folder inside a workspace. Out: `Workspace` with its paths and the settings of bibcorpus.toml.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .conflict_marks import HINT, conflicts
from .errors import WorkspaceError
from .key_pattern import READABLE, parse_pattern
from .model import RECORD_TYPES, RELATION_KINDS
from .values.language import normalise_language

SETTINGS_FILE = "bibcorpus.toml"
SETTLE = ("unresolved", "last-word")
SOURCE_NAME = "[a-z0-9][a-z0-9-]*"  # a folder on every system
KINDS_OF_VALUE = (
    ("workspace", "name", "a text"),
    ("workspace", "email", "a text"),
    ("workspace", "editors", "a list of texts"),
    ("inclusion", "window", "true or false"),
    ("inclusion", "relevance", "a list of texts"),
    ("inclusion", "languages", "a list of texts"),
    ("inclusion", "types", "a list of texts"),
    ("keys", "pattern", "a text"),
    ("export", "hide", "a list of texts"),
    ("export", "abstracts", "true or false"),
    ("private", "sources", "a list of texts"),
)
ALLOWED = {
    "workspace": {"name", "email", "editors", "settle"},
    "inclusion": {"window", "relevance", "languages", "types"},
    "keys": {"pattern"},
    "export": {"encoding", "hide", "abstracts"},
    "private": {"sources"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """bibcorpus.toml. `settle`: what holds where two people disagree. `relevance`: the values that include a work.

    `languages`, `types`: those that a work must have, where any are named. `key_pattern`: what new citekeys look like.

    `hide`: kinds of relation; a work that is such of another one in the same list is left out of exports.
    `abstracts`: whether the export that `run` keeps has them. `private`: sources whose raw files stay out of git.
    """

    name: str = "bibliography"
    email: str | None = None
    editors: tuple[str, ...] = ()
    settle: str = "unresolved"
    use_window: bool = True
    relevance: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    key_pattern: str = READABLE
    encoding: str = "utf-8"
    hide: tuple[str, ...] = ()
    abstracts: bool = True
    private: tuple[str, ...] = ()


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
    def successors(self) -> Path:
        """Which record took the place of one that is gone."""
        return self.corpus / "successors.csv"

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
    def learned(self) -> Path:
        """What was learned from people's decisions."""
        return self.corpus / "learned"

    @property
    def build(self) -> Path:
        """Where a build is written before it takes its place."""
        return self.corpus / ".build"

    def relative(self, path: Path) -> str:
        """`path` from the root, with forward slashes on every system."""
        return path.relative_to(self.root).as_posix()


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in. Raises WorkspaceError where there is none."""
    root = find_root(start)
    return Workspace(root=root, settings=load_settings(root / SETTINGS_FILE))


def find_root(start: Path) -> Path:
    """The folder of the workspace that `start` lies in, whatever its settings say."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise WorkspaceError(
        f"no workspace here: neither {start.resolve()} nor a folder above it has a {SETTINGS_FILE}",
        hint="change to the folder of your bibliography, or make one with `bibcorpus init FOLDER`",
    )


def read_toml(path: Path, shown: str) -> dict[str, Any]:
    """The file as a table. `shown` is its name in messages."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if marks := conflicts(text):
            line = marks[0].lines[0]
            raise WorkspaceError(f"{shown} line {line}: a conflict mark of git", hint=HINT) from error
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
    private = tuple(table.get("private", {}).get("sources", []))
    if unusable := [source for source in private if not re.fullmatch(SOURCE_NAME, source)]:
        raise WorkspaceError(
            f"{SETTINGS_FILE}: [private] sources: {unusable[0]!r} can't name a source",
            hint="the names of folders in corpus/raw: small letters, digits and hyphens",
        )
    return Settings(
        name=str(main.get("name", path.parent.name)),
        email=main.get("email") or os.environ.get("BIBCORPUS_EMAIL"),
        editors=tuple(main.get("editors", [])),
        settle=settle,
        use_window=bool(inclusion.get("window", True)),
        relevance=tuple(inclusion.get("relevance", [])),
        languages=_languages(inclusion.get("languages", [])),
        types=_types(inclusion.get("types", [])),
        key_pattern=_key_pattern(table.get("keys", {}).get("pattern", READABLE)),
        encoding=encoding,
        hide=hide,
        abstracts=bool(table.get("export", {}).get("abstracts", True)),
        private=private,
    )


def _languages(texts: Sequence[str]) -> tuple[str, ...]:
    """ISO 639-1 codes: 'English', 'eng' and 'en' are one language."""
    found = [(text, normalise_language(text)) for text in texts]
    if unknown := [text for text, code in found if code is None]:
        raise WorkspaceError(
            f"{SETTINGS_FILE}: [inclusion] languages: {unknown[0]!r} is no language", hint='languages = ["en", "ru"]'
        )
    return tuple(dict.fromkeys(code for _, code in found if code))


def _types(texts: Sequence[str]) -> tuple[str, ...]:
    if unknown := [text for text in texts if text not in RECORD_TYPES]:
        raise WorkspaceError(
            f"{SETTINGS_FILE}: [inclusion] types: {unknown[0]!r} is no type of work", hint=", ".join(RECORD_TYPES)
        )
    return tuple(dict.fromkeys(texts))


def _key_pattern(text: str) -> str:
    parse_pattern(text)
    return text


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
