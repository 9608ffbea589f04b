"""The workspace: found from any folder in it, its settings checked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import WorkspaceError
from pipeline.workspace import SETTINGS_FILE, Settings, find_workspace, load_settings

from . import workspaces as ws


def settings_of(folder: Path, text: str) -> Settings:
    ws.write(folder / SETTINGS_FILE, text)
    return load_settings(folder / SETTINGS_FILE)


def test_a_workspace_is_found_from_any_folder_in_it(tmp_path: Path):
    """People stand where their files are."""
    made = ws.make(tmp_path)
    assert find_workspace(tmp_path / "corpus" / "raw" / "hand").root == made.root == tmp_path.resolve()


def test_where_there_is_none_the_message_says_how_to_make_one(tmp_path: Path):
    """The first mistake of every newcomer."""
    with pytest.raises(WorkspaceError, match="no workspace here") as caught:
        find_workspace(tmp_path)
    assert "bibcorpus init" in (caught.value.hint or "")


def test_an_empty_file_is_a_workspace_with_the_usual_settings(tmp_path: Path):
    """Nothing must be filled in to begin."""
    assert settings_of(tmp_path, "") == Settings(name=tmp_path.name)


def test_settings_are_read(tmp_path: Path):
    """Also when an editor put a byte-order mark before them."""
    text = (
        '\ufeff[workspace]\nname = "Балинт"\nemail = "a@example.org"\neditors = ["edith"]\nsettle = "edith"\n'
        '[inclusion]\nwindow = false\nrelevance = ["relevant"]\n[export]\nencoding = "latex"\n'
    )
    assert settings_of(tmp_path, text) == Settings(
        name="Балинт", email="a@example.org", editors=("edith",), settle="edith", use_window=False,
        relevance=("relevant",), encoding="latex",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("[workspce]\n", "[workspce] is unknown", "workspace"),
        ("[workspace]\nnam = 1\n", "[workspace] nam is unknown", "name"),
        ('[workspace]\nsettle = "boris"\n', "settle = 'boris' is unknown", "last-word"),
        ('[workspace]\neditors = "anna"\n', "editors = 'anna' is not a list of texts", "["),
        ('[inclusion]\nrelevance = "relevant"\n', "relevance = 'relevant' is not a list of texts", "["),
        ('[inclusion]\nwindow = "no"\n', "window = 'no' is not true or false", "true"),
        ('[export]\nencoding = "utf8"\n', "encoding = 'utf8'", "utf-8 or latex"),
        ('workspace = "x"\n', "workspace", "[workspace]"),
        ("[workspace\n", "not valid TOML", "line"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path, text: str, says: str, hint: str):
    """A setting that is silently ignored changes a review without anybody's knowledge."""
    with pytest.raises(WorkspaceError) as caught:
        settings_of(tmp_path, text)
    assert caught.value.message.startswith("bibcorpus.toml: ")
    assert says in caught.value.message
    assert hint in (caught.value.hint or "")


def test_settings_in_another_encoding_are_refused(tmp_path: Path):
    """Guessing would garble names."""
    (tmp_path / SETTINGS_FILE).write_bytes('[workspace]\nname = "Балинт"\n'.encode("cp1251"))
    with pytest.raises(WorkspaceError, match="not UTF-8 text"):
        find_workspace(tmp_path)


def test_paths_are_shown_with_forward_slashes(tmp_path: Path):
    """Messages and the corpus are the same on every system."""
    made = ws.make(tmp_path)
    assert made.relative(made.raw / "hand" / "list.ris") == "corpus/raw/hand/list.ris"
