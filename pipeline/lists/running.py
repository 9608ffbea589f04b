"""pandoc, as a program on its own: it reads what it is handed and nothing else.

In: items and a style, or a document as pandoc's JSON has it. Out: the inline content of each item, or the bytes of the
document. pandoc runs in a sandbox (no network, no clock, no file but those named: a document has the same bytes
tomorrow), in an empty folder, without the settings that its user may have made.

Source: pandoc's manual, "--sandbox", "--data-dir", "Citation rendering".
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..errors import PipelineError
from . import Inlines, Item, Style
from .inlines import entry_text
from .style import EXTRA, prepared

OTHER_STYLE = "try another --style, or take the style's file again"
NOT_PRINTED = ("abstract", "keyword")  # no list of references has them; large


def render(items: Sequence[Item], style: Style, locale: str) -> dict[str, Inlines]:
    """Each item in the style, by its id, in the order that the style gives them; all in one run and one locale.

    Items of which the style prints nothing are not there. Raises PipelineError where pandoc fails.
    """
    with TemporaryDirectory(prefix="bibcorpus-") as name:
        folder = Path(name)
        (folder / "style.csl").write_text(_prepared(style.xml), encoding="utf-8")
        given = [{**_printable(item), "id": _id(place)} for place, item in enumerate(items)]
        (folder / "items.json").write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        (folder / "all.md").write_text("---\nnocite: '@*'\n---\n", encoding="utf-8")
        options = ("--citeproc", "--csl=style.csl", "--bibliography=items.json", f"--metadata=lang:{locale}")
        made = json.loads(_run(folder, ("--from=markdown", "--to=json", *options, "all.md"), shown=style.name))
    return {str(items[int(place)]["id"]): text for place, text in _entries(made["blocks"]) if text}


def written(document: dict[str, Any], to: Sequence[str], template: str | None = None) -> bytes:
    """A document in the target that `to` asks for, as options of pandoc."""
    with TemporaryDirectory(prefix="bibcorpus-") as name:
        folder = Path(name)
        (folder / "document.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        if template is not None:
            (folder / "template").write_text(template, encoding="utf-8")
            to = (*to, "--standalone", "--template=template")
        _run(folder, ("--from=json", *to, "--wrap=none", "--eol=lf", "--output=document", "document.json"))
        return (folder / "document").read_bytes()


@cache
def pandoc() -> str:
    """The path of pandoc: the one that came with pypandoc-binary. Raises PipelineError where the extra is missing."""
    try:
        import pypandoc
    except ImportError as error:
        raise PipelineError("formatted lists need more than is installed: pypandoc-binary", hint=EXTRA) from error
    own = Path(pypandoc.__file__).parent / "files"
    shipped = next((path for path in (own / "pandoc", own / "pandoc.exe") if path.is_file()), None)
    try:
        return str(shipped or pypandoc.get_pandoc_path())
    except OSError as error:
        raise PipelineError("formatted lists need pandoc, which is not installed", hint=EXTRA) from error


@lru_cache(maxsize=64)
def _prepared(xml: str) -> str:
    return prepared(xml)


def _printable(item: Item) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in NOT_PRINTED}


def _id(place: int) -> str:
    """As long as any other: pandoc takes items that a style puts on one place in the order of their ids."""
    return f"{place:08}"


def _entries(blocks: list[dict[str, Any]]) -> list[tuple[str, Inlines]]:
    """('00000007', its inlines), in order: the list is a Div 'refs' with a Div 'ref-00000007' for each entry."""
    refs = next((block["c"] for block in blocks if block["t"] == "Div" and block["c"][0][0] == "refs"), None)
    entries = refs[1] if refs else []
    return [(div["c"][0][0].removeprefix("ref-"), entry_text(_inlines(div["c"][1]))) for div in entries]


def _inlines(blocks: list[dict[str, Any]]) -> list[Any]:
    """The paragraphs of an entry as one; a style may set lines apart."""
    found: list[Any] = []
    for block in blocks:
        inner = block["c"] if block["t"] in ("Para", "Plain") else _inlines(block["c"][1])
        found += [{"t": "Space"}, *inner]
    return found


def _run(folder: Path, options: Sequence[str], shown: str = "") -> bytes:
    nothing = folder / "nothing"
    nothing.mkdir()
    try:
        done = subprocess.run(
            [pandoc(), "--sandbox", f"--data-dir={nothing.name}", *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise PipelineError(f"pandoc can't be started: {error}", hint=EXTRA) from error
    if done.returncode:
        raise _failure(done, shown)
    return done.stdout


def _failure(done: subprocess.CompletedProcess[bytes], shown: str) -> PipelineError:
    if done.returncode < 0:
        return PipelineError(
            f"pandoc was ended from outside (signal {-done.returncode}), most likely for want of memory",
            hint="close other programs and try again: nothing half-done is left",
        )
    said = " ".join(done.stderr.decode(errors="replace").split())[:300]
    at_fault = f"{shown}: pandoc can't use this style" if shown else "pandoc can't write the document"
    return PipelineError(f"{at_fault}: {said}", hint=OTHER_STYLE)
