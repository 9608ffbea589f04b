"""The lists in corpus/raw/hand-*/, made from scripts/balint_facts.csv: one body of facts in six formats.

Members of a society send in what they have: a RIS file, a BibTeX file, a table with the columns of Scopus,
field tags of Web of Science, a MEDLINE file, a reference list in GOST R 7.0.5. So the same work comes
several times, each time as that format writes it. Run `python scripts/make_raw.py` after a change of the
facts, or `python scripts/make_raw.py FOLDER` to write them elsewhere; a second run gives the same bytes.

The facts were collected by hand from public pages; what was not seen on the page is empty. Nothing is made
up here: no accession numbers (so no UT and no EID), no dates of search, no given names where the facts have
initials. `title` is English or the publisher's English title, or the only one known; `title_original` is
the title in the language of the work; `authors_complete` is no where names are missing.

Which work stands in which list (`lists_of`):
  - in MEDLINE, where it has a PubMed id;
  - in GOST, where it is in Russian, German or Polish, and one in eight of the others, if it is known who holds
    or who published it (without that there is no reference);
  - in one to three of RIS, BibTeX, Scopus, Web of Science, taken in turn from a place that the hash of its
    id gives, so that it stands in two or three lists in all. Those two databases list what journals, books
    and congresses hold: everything else stands in RIS and BibTeX.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACTS = Path(__file__).with_name("balint_facts.csv")
Work = dict[str, str]

# NLM's abbreviations of journals that stand in the facts
SHORT = {
    "American Journal of Obstetrics and Gynecology": "Am J Obstet Gynecol",
    "Australasian Psychiatry": "Australas Psychiatry",
    "Australian Family Physician": "Aust Fam Physician",
    "BMC Medical Education": "BMC Med Educ",
    "British Journal of General Practice": "Br J Gen Pract",
    "Family Medicine": "Fam Med",
    "Frontiers in Psychiatry": "Front Psychiatry",
    "International Journal of Psychiatry in Medicine": "Int J Psychiatry Med",
    "Journal of Graduate Medical Education": "J Grad Med Educ",
    "Journal of the Royal College of General Practitioners": "J R Coll Gen Pract",
    "Patient Education and Counseling": "Patient Educ Couns",
    "Physiotherapy Research International": "Physiother Res Int",
    "Supportive Care in Cancer": "Support Care Cancer",
    "Wiener klinische Wochenschrift": "Wien Klin Wochenschr",
}
# ISO 639-1 -> English word, MEDLINE's code, babel's name
LANGUAGES = {
    "de": ("German", "ger", "ngerman"),
    "en": ("English", "eng", "english"),
    "fr": ("French", "fre", "french"),
    "pl": ("Polish", "pol", "polish"),
    "ru": ("Russian", "rus", "russian"),
}
# type -> RIS, BibTeX; '' is for works whose type the facts don't tell
TYPES = {
    "article": ("JOUR", "article"),
    "book": ("BOOK", "book"),
    "chapter": ("CHAP", "incollection"),
    "conference-paper": ("CPAPER", "inproceedings"),
    "proceedings": ("CONF", "proceedings"),
    "thesis": ("THES", "phdthesis"),
    "webpage": ("ELEC", "misc"),
    "other": ("GEN", "misc"),
    "": ("GEN", "misc"),
}
# what Scopus and Web of Science list: Scopus' document type, Web of Science's PT and DT
INDEXED = {
    "article": ("Article", "J", "Article"),
    "chapter": ("Book chapter", "S", "Book Chapter"),
    "conference-paper": ("Conference paper", "C", "Proceedings Paper"),
}
# GOST's words for: volume, issue, page, article, and others, edited by, thesis, no place, no publisher
GOST_WORDS = {
    "de": ("Bd.", "H.", "S.", "Art.", "[u. a.]", "hrsg. von", "Diss.", "[S. l.]", "[s. n.]"),
    "en": ("Vol.", "no.", "P.", "Art.", "[et al.]", "ed. by", "thesis", "[S. l.]", "[s. n.]"),
    "fr": ("Vol.", "no.", "P.", "Art.", "[et al.]", "éd. par", "thèse", "[S. l.]", "[s. n.]"),
    "pl": ("T.", "nr", "S.", "Art.", "[i in.]", "pod red.", "rozprawa doktorska", "[S. l.]", "[s. n.]"),
    "ru": ("Т.", "№", "С.", "Ст.", "[и др.]", "под ред.", "дис.", "[Б. м.]", "[б. и.]"),
}
LATEX = {
    "á": r"{\'a}",
    "ä": r"{\"a}",
    "å": r"{\aa}",
    "é": r"{\'e}",
    "É": r"{\'E}",
    "ö": r"{\"o}",
    "ü": r"{\"u}",
}
LATEX |= {"Ä": r"{\"A}", "ß": r"{\ss}", "ł": r"{\l}", "&": r"\&", "%": r"\%", "–": "--"}


def facts(path: Path = FACTS) -> list[Work]:
    """The rows of the facts file; a missing fact is ''."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sorted(csv.DictReader(stream), key=lambda work: (work["year"], work["title"], work["id"]))


def lists_of(work: Work) -> list[str]:
    """The lists that hold `work`, by the rule of the module's docstring."""
    number = int(hashlib.sha256(work["id"].encode()).hexdigest()[:8], 16)
    foreign = work["language"] in ("ru", "de", "pl")
    fixed = ["medline"] if work["pmid"] else []
    if (holder(work) or work["publisher"] or work["place"]) and (foreign or number % 8 == 0):
        fixed.append("gost")
    ring = ["ris", "bibtex", *(["scopus-csv", "wos"] if holder(work) and work["type"] in INDEXED else [])]
    start, wanted = number // 8 % len(ring), max(1, 2 + number // 32 % 2 - len(fixed))
    return fixed + (ring[start:] + ring[:start])[:wanted]


def holder(work: Work) -> str:
    """The journal, book or congress that holds the work."""
    return work["journal"] or work["event"]


def people(names: str, shape: Callable[[str, str], str]) -> list[str]:
    """Each person of 'van den Bussche H; Wang S-B' as `shape(family, initials)` writes them."""
    return [shape(*name.rsplit(" ", 1)) for name in names.split("; ") if name]


def authors_of(work: Work, shape: Callable[[str, str], str], others: str) -> list[str]:
    """The authors, and `others` at the end where there are more than the facts name."""
    named = people(work["authors"], shape)
    return [*named, others] if named and work["authors_complete"] == "no" else named


def dots(initials: str, gap: str = " ") -> str:
    """'AH' -> 'A. H.'; 'S-B' -> 'S.-B.'."""
    return "-".join(gap.join(f"{letter}." for letter in part) for part in initials.split("-"))


def page_ends(work: Work) -> tuple[str, str]:
    """First and last page; ('', '') for an article number such as 'a1549'."""
    first, _, last = work["pages"].partition("-")
    return (first, last) if first.isdigit() else ("", "")


def article_number(work: Work) -> str:
    """What stands where pages would: 'a1549', 'OP-143'."""
    return work["number"] or ("" if page_ends(work)[0] else work["pages"])


def ris(works: Iterable[Work]) -> str:
    """A reference manager's file: title in the language of the work, journal in full, DOI as an address."""
    return "\n".join(map(_ris_record, works))


def _ris_record(work: Work) -> str:
    def name(family: str, initials: str) -> str:
        return f"{family}, {dots(initials)}"

    first, last = page_ends(work)
    lines = [
        ("TY", TYPES[work["type"]][0]),
        *(("AU", author) for author in authors_of(work, name, "et al.")),
        *(("ED", editor) for editor in people(work["editors"], name)),
        *(("A4", translator) for translator in people(work["translator"], name)),
        ("TI", work["title_original"] or work["title"]),
        ("TT", work["title"] if work["title_original"] else ""),
        ("T2", holder(work) or work["series"]),
        ("PY", work["year"]),
        ("VL", work["volume"]),
        ("IS", work["issue"]),
        ("SP", first or article_number(work)),
        ("EP", last),
        ("ET", work["edition"]),
        ("PB", work["publisher"]),
        ("CY", work["place"]),
        ("DO", work["doi"] and f"https://doi.org/{work['doi']}"),
        ("LA", work["language"]),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - \n"


def bibtex(works: Iterable[Work]) -> str:
    """A BibTeX file: LaTeX accents, short journal, bare DOI, English title beside the original."""
    given: set[str] = set()
    return "\n".join(_bibtex_entry(work, given) for work in works)


def _bibtex_entry(work: Work, given: set[str]) -> str:
    def name(family: str, initials: str) -> str:
        return (
            f"{{{family}}}, {dots(initials)}"
            if " " in family and family[0].isupper()
            else f"{family}, {dots(initials)}"
        )

    kind = TYPES[work["type"]][1]
    place_of = {"article": "journal", "misc": "howpublished"}.get(kind, "booktitle")
    fields = {
        "author": " and ".join(authors_of(work, name, "others")),
        "editor": " and ".join(people(work["editors"], name)),
        "title": work["title_original"] or work["title"],
        "titleaddon": f"[{work['title']}]" if work["title_original"] else "",
        place_of: SHORT.get(holder(work), holder(work)),
        "series": work["series"],
        "year": work["year"],
        "volume": work["volume"],
        "number": work["issue"],
        "pages": "--".join(filter(None, page_ends(work))) or article_number(work),
        "edition": work["edition"],
        "school" if kind == "phdthesis" else "publisher": work["publisher"],
        "address": work["place"],
        "doi": work["doi"],
        "langid": LANGUAGES[work["language"]][2],
    }
    body = "".join(f"  {key} = {{{text if key == 'doi' else latex(text)}}},\n" for key, text in fields.items() if text)
    return f"@{kind}{{{_citekey(work, given)},\n{body}}}\n"


def latex(text: str) -> str:
    """'Häfner & Rüth' -> 'H{\\"a}fner \\& R{\\"u}th'; other scripts stay as they are."""
    return "".join(LATEX.get(letter, letter) for letter in text)


def _citekey(work: Work, given: set[str]) -> str:
    """'Brown2018', 'Brown2018b'; the first long word of the title where nobody is named."""
    names = (work["authors"] or work["editors"]).split("; ")[0].rsplit(" ", 1)[0]
    word = names or next(word for word in re.findall(r"\w+", work["title"]) if len(word) > 3)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", word) if sign.isalnum())
    key = next(
        k for k in (f"{plain}{work['year']}{letter}" for letter in " bcdefghijk") if k.strip() not in given
    ).strip()
    given.add(key)
    return key


def scopus_csv(works: Iterable[Work]) -> str:
    """A table with columns of Scopus since 2023: English title, journal in full, article numbers apart."""
    out = io.StringIO()
    rows = list(map(_scopus_row, works))
    writer = csv.DictWriter(out, rows[0], quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def _scopus_row(work: Work) -> dict[str, str]:
    first, last = page_ends(work)
    names = authors_of(work, lambda family, initials: f"{family} {dots(initials, gap='')}", "et al.")
    return {
        "Authors": "; ".join(names),
        "Title": work["title"],
        "Year": work["year"],
        "Source title": holder(work),
        "Volume": work["volume"],
        "Issue": work["issue"],
        "Art. No.": article_number(work),
        "Page start": first,
        "Page end": last,
        "DOI": work["doi"],
        "Publisher": work["publisher"],
        "Conference name": work["event"],
        "Language of Original Document": LANGUAGES[work["language"]][0],
        "Abbreviated Source Title": SHORT.get(work["journal"], ""),
        "Document Type": INDEXED[work["type"]][0],
    }


def wos(works: Iterable[Work]) -> str:
    """Field tags of Web of Science: journal in capitals, initials without dots, no DOI, no UT."""
    return (
        "FN Hand-made list in the field tags of Web of Science\nVR 1.0\n"
        + "\n".join(map(_wos_record, works))
        + "\nEF\n"
    )


def _wos_record(work: Work) -> str:
    first, last = page_ends(work)
    lines = [
        ("PT", INDEXED[work["type"]][1]),
        (
            "AU",
            "\n".join(authors_of(work, lambda family, initials: f"{family}, {initials.replace('-', '')}", "et al")),
        ),
        ("BE", "\n".join(people(work["editors"], lambda family, initials: f"{family}, {initials}"))),
        ("TI", "\n".join(textwrap.wrap(work["title"], 76, break_long_words=False, break_on_hyphens=False))),
        ("SO", holder(work).upper()),
        ("LA", LANGUAGES[work["language"]][0]),
        ("DT", INDEXED[work["type"]][2]),
        ("CT", work["event"]),
        ("PU", work["publisher"].upper()),
        ("J9", SHORT.get(work["journal"], "").upper()),
        ("PY", work["year"]),
        ("VL", work["volume"]),
        ("IS", work["issue"]),
        ("BP", first),
        ("EP", last),
        ("AR", article_number(work)),
    ]
    return "".join(f"{tag} " + value.replace("\n", "\n   ") + "\n" for tag, value in lines if value) + "ER\n"


def medline(works: Iterable[Work]) -> str:
    """MEDLINE: title with a full stop, bracketed where it is a translation; pages cut short; DOI marked."""
    return "\n".join(map(_medline_record, works))


def _medline_record(work: Work) -> str:
    ends = work["title"] if work["title"][-1] in "?!" else work["title"] + "."
    lines = [
        ("PMID", work["pmid"]),
        ("TI", f"[{ends}]" if work["language"] != "en" else ends),
        ("TT", work["title_original"]),
        *(("AU", author) for author in authors_of(work, lambda family, initials: f"{family} {initials}", "et al.")),
        ("LA", LANGUAGES[work["language"]][1]),
        ("PT", "Journal Article" if work["type"] == "article" else ""),
        ("JT", work["journal"]),
        ("TA", SHORT.get(work["journal"], "")),
        ("DP", work["year"]),
        ("VI", work["volume"]),
        ("IP", work["issue"]),
        ("PG", short_range(*page_ends(work)) or article_number(work)),
        ("LID", work["doi"] and f"{work['doi']} [doi]"),
    ]
    return "".join(_medline_line(tag, value) for tag, value in lines if value)


def _medline_line(tag: str, value: str) -> str:
    parts = textwrap.wrap(value, 80, break_long_words=False, break_on_hyphens=False)
    return f"{tag:<4}- " + "\n      ".join(parts) + "\n"


def short_range(first: str, last: str) -> str:
    """'672', '677' -> '672-7': digits that the last page shares with the first are left out."""
    if not last or len(first) != len(last):
        return "-".join(filter(None, (first, last)))
    same = next(at for at in range(len(first)) if first[at] != last[at] or at == len(first) - 1)
    return f"{first}-{last[same:]}"


def gost(works: Iterable[Work]) -> str:
    """A numbered list in GOST R 7.0.5: original title, initials after the family name, en dash in pages."""
    return "".join(f"{number}. {_gost_reference(work)}\n" for number, work in enumerate(works, 1))


def _gost_reference(work: Work) -> str:
    """'Author A. A. Title // Journal. 2001. Vol. 1.', or 'Author A. A. Title. Place: Publisher, 2001.'"""
    title = work["title_original"] or work["title"]
    words = GOST_WORDS[_gost_language(work, title)]
    names = people(work["authors"], lambda family, initials: f"{family} {dots(initials)}")
    more = len(names) > 3 or (names and work["authors_complete"] == "no")
    opening = " ".join(filter(None, (f"{names[0]} {words[4]}" if more else ", ".join(names), title)))
    whole = f"{opening} // {_gost_place(work, words)}" if holder(work) else f"{opening}{_gost_imprint(work, words)}"
    return f"{whole}. DOI: {work['doi']}" if work["doi"] else f"{whole}."


def _gost_place(work: Work, words: tuple[str, ...]) -> str:
    """'Journal. 2001. Vol. 1, no. 2. P. 3–4', as far as it is known."""
    volume_word, issue_word, page_word, article_word = words[:4]
    volume, issue = (
        f"{word} {text}" if text else ""
        for word, text in zip((volume_word, issue_word), (work["volume"], work["issue"]), strict=True)
    )
    place = ", ".join(filter(None, (volume, issue)))
    pages, number = "–".join(filter(None, page_ends(work))), article_number(work)
    parts = [
        holder(work),
        work["year"],
        place[:1].upper() + place[1:],
        f"{page_word} {pages}" if pages else number and f"{article_word} {number}",
    ]
    return ". ".join(filter(None, parts))


def _gost_imprint(work: Work, words: tuple[str, ...]) -> str:
    """' / ed. by A. A. Editor. Place: Publisher, 2001'; what is not known is said in brackets, a year is left out."""
    edited_by, thesis, no_place, no_publisher = words[5:]
    editors = ", ".join(people(work["editors"], lambda family, initials: f"{dots(initials)} {family}"))
    imprint = f"{work['place'] or no_place}: {work['publisher'] or no_publisher}"
    if work["place"] and not work["publisher"]:
        imprint = work["place"]
    return (
        (f" : {thesis}" if work["type"] == "thesis" else "")
        + (f" / {edited_by} {editors}" if editors else "")
        + f". {', '.join(filter(None, (imprint, work['year'])))}"
    )


def _gost_language(work: Work, title: str) -> str:
    if "CYRILLIC" in unicodedata.name(next(filter(str.isalpha, title))):
        return "ru"
    in_its_language = work["title_original"] or work["language"] == "fr"
    return work["language"] if in_its_language and work["language"] in GOST_WORDS else "en"


# source's name after 'hand-' -> file, reader's name, the format's name for people, writer
LISTS: dict[str, tuple[str, str, str, Callable[[Iterable[Work]], str]]] = {
    "ris": ("balint-groups.ris", "ris", "RIS", ris),
    "bibtex": ("balint-groups.bib", "bibtex", "BibTeX", bibtex),
    "scopus-csv": ("balint-groups.csv", "scopus-csv", "Scopus CSV", scopus_csv),
    "wos": ("balint-groups.txt", "wos", "Web of Science field tags", wos),
    "medline": ("balint-groups.nbib", "medline", "MEDLINE", medline),
    "gost": ("balint-groups.txt", "references", "GOST R 7.0.5", gost),
}


def note(name: str, text: bytes) -> str:
    """The note beside a list. No date, no query, no hits: none is known."""
    file, reader, title, _ = LISTS[name]
    return (
        f'kind = "hand-collected"\nsource = "hand-{name}"\nfile = "{file}"\nformat = "{reader}"\n'
        f'title = "A list in the format of {title}, collected by hand from public pages"\n'
        f'sha256 = "{hashlib.sha256(text).hexdigest()}"\n'
    )


def write_lists(raw: Path, works: list[Work]) -> None:
    """Every list and its note under `raw`, with the same bytes on every system."""
    for name, (file, _, _, writer) in LISTS.items():
        text = writer(work for work in works if name in lists_of(work)).encode()
        folder = raw / f"hand-{name}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(text)
        (folder / f"{file}.toml").write_bytes(note(name, text).encode())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "corpus" / "raw", help="default: corpus/raw")
    write_lists(parser.parse_args().folder, facts())
