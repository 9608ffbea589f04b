r"""What single sources of BibTeX write otherwise than the rest: mathematicians, astronomers, arXiv, Atypon.

In: the fields of an entry as written, by their names. Out: the same under the names that the rest uses; what says that
there is nothing; the type of what only arXiv holds.

    MathSciNet, zbMATH    journal = {Math. Comp.}, fjournal = {Mathematics of Computation}
    NASA ADS              journal = {\apj}                    a macro of the astronomers' LaTeX styles
    Atypon (T&F, SAGE …)  volume = {0}, number = {0}, pages = {null}, year = {0}      in no issue yet
    Google Scholar, DBLP  journal = {arXiv preprint arXiv:2001.08317}      journal = {CoRR}

Sources: their exports; ADS, "Journal Macros" (ui.adsabs.harvard.edu/help/actions/journal-macros).
"""

from __future__ import annotations

import re

from ._latex import decode, decode_verbatim

Fields = dict[str, list[str]]

# the names in full, and what then becomes of the short ones
_IN_FULL = (("fjournal", "journal", "shortjournal"), ("fseries", "series", "shortseries"))

_MACRO = re.compile(r"\\([a-z]+)")
_MACROS = {
    "aap": "Astronomy & Astrophysics", "aapr": "Astronomy & Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement Series", "actaa": "Acta Astronomica", "aj": "The Astronomical Journal",
    "ao": "Applied Optics", "apj": "The Astrophysical Journal", "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series", "aplett": "Astrophysics Letters",
    "apspr": "Astrophysics Space Physics Research", "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics", "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the American Astronomical Society", "fcp": "Fundamentals of Cosmic Physics",
    "gca": "Geochimica et Cosmochimica Acta", "grl": "Geophysical Research Letters",
    "iaucirc": "International Astronomical Union Circulars", "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics", "jcp": "Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research", "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "memras": "Memoirs of the Royal Astronomical Society", "memsai": "Memorie della Società Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society", "na": "New Astronomy", "nar": "New Astronomy Reviews",
    "nat": "Nature", "nphysa": "Nuclear Physics A", "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific", "physrep": "Physics Reports",
    "physscr": "Physica Scripta", "planss": "Planetary and Space Science", "pra": "Physical Review A",
    "prb": "Physical Review B", "prc": "Physical Review C", "prd": "Physical Review D", "pre": "Physical Review E",
    "prl": "Physical Review Letters", "procspie": "Proceedings of the SPIE", "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society", "skytel": "Sky & Telescope",
    "solphys": "Solar Physics", "sovast": "Soviet Astronomy", "ssr": "Space Science Reviews",
    "zap": "Zeitschrift für Astrophysik",
}  # fmt: skip

_ZERO = ["0"]
_NOTHING = (("pages", ["null"]), ("year", _ZERO))

_ARXIV_ID = re.compile(r"(?:arxiv:|abs/)?((?:[a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?)", re.IGNORECASE)
_HOLDERS = ("journal", "journaltitle", "booktitle")
_HOUSES = ("publisher", "institution", "school", "organization", "howpublished", *_HOLDERS)
_ARXIV_JOURNAL = re.compile(r"(?:arxiv(?: preprints?| e-prints?)?(?:[ :,].*)?|corr)", re.IGNORECASE)
_ANY_KIND = ("other", "webpage", "preprint")
_NUMBER_IN_IT = re.compile(r"arxiv:\S+", re.IGNORECASE)


def in_full(written: Fields) -> None:
    """The names of journals and series: where there are two, the one in full, and the other as the short one."""
    for full, plain, short in _IN_FULL:
        if full in written and short not in written:
            if plain in written:
                written[short] = written[plain]
            written[plain] = written.pop(full)
    for text in written.get("journal", [])[:1]:
        if text[0] == "\\" and (macro := _MACRO.fullmatch(text)) and macro[1] in _MACROS:
            written["journal"] = [_MACROS[macro[1]].replace("&", r"\&")]


def nothing(written: Fields) -> Fields:
    """Takes out what says that there is nothing; a volume 0 alone may be one."""
    none = [name for name, text in _NOTHING if written.get(name) == text]
    if written.get("volume") == _ZERO == written.get("number"):
        none += ["volume", "number"]
    return {name: written.pop(name) for name in none}


def only_in_arxiv(written: Fields) -> bool:
    """Whether an article is in arXiv and in no journal: that is called 'arXiv preprint …' or 'CoRR', or isn't named."""
    holders = [text for name in _HOLDERS for text in written.get(name, ())]
    if not holders:
        return _of_arxiv(written)
    likely = any(word in holders[0].lower() for word in ("xiv", "corr"))
    return likely and _ARXIV_JOURNAL.fullmatch(decode(holders[0]).strip()) is not None


def _of_arxiv(written: Fields) -> bool:
    return [text.lower() for name in ("archiveprefix", "eprinttype") for text in written.get(name, ())] == ["arxiv"]


def arxiv(written: Fields, fields: Fields) -> None:
    """What arXiv holds and no journal: a preprint, which arXiv has published.

    So arXiv's own export has them (@misc, archiveprefix = {arXiv}), and biblatex (@online, eprinttype = {arxiv}).
    Google Scholar, DBLP, ADS and INSPIRE call them articles. Without a DOI or an address, the number gives the address.
    """
    kind = fields["type"][0]
    if not (only_in_arxiv(written) if kind == "article" else kind in _ANY_KIND and _of_arxiv(written)):
        return
    fields["type"] = ["preprint"]
    if not any(name in written for name in _HOUSES):
        fields["publisher"] = ["arXiv"]
    places = [*(written.get("eprint", []) if _of_arxiv(written) else []), *written.get("volume", [])]
    places += _NUMBER_IN_IT.findall(" ".join(written.get("journal", [])))
    numbers = [found[1] for text in places if (found := _ARXIV_ID.fullmatch(decode_verbatim(text).strip()))]
    if numbers and not {"doi", "url"} & written.keys():
        fields["url"] = [f"https://arxiv.org/abs/{numbers[0]}"]
