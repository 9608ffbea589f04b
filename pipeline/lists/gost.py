"""GOST R 7.0.5-2008: how an entry is built, and the words of each language in it.

In: the locale of an entry. Out: the layout of a reference list that keeps to the standard, in the words of that
locale, for the GOST styles of the Zotero repository (patches.py puts it there). As people have written them, they leave
out what CSL can't count (more than three authors) and write 'Т.', '№', 'С.' into English entries too; `WHY` says clause
by clause what is put right.

    Иванов И. И., Петров П. П. Название // Журнал. 2019. Т. 5, № 2. С. 10–15. doi: 10.1000/1.
    Essential characteristics / A. H. Johnson [et al.] // Family Medicine. 2004. Vol. 36, No. 4. P. 253–259.

What CSL can't do by itself, `arranged` prepares in the item: it moves the authors of a work of four and more behind the
title, as contributors, and groups always.

Names can't be inflected: a Russian editor is 'ред. А. Е. Марон', not 'под ред. А. Е. Марона'; both are in use.

Sources: GOST R 7.0.5-2008 (sections 4, 7, 10); GOST 7.80-2000 (headings); GOST R 7.0.100-2018 (language of the
description, identifiers); GOST R 7.0.12-2011 and GOST 7.11-2004 (ISO 832) for the abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from . import Item
from .numbering import with_names_apart

_RANGE = re.compile(r"(?<=\d)-(?=\d)")
MOST_IN_HEADING = 3  # authors that stand before the title: GOST R 7.0.5, 4.10.2

# what the styles of the repository have otherwise, and the rule for it; each is a claim of tests/lists/test_gost.py
WHY: Mapping[str, str] = {
    "language": "terms in the language of the work: 'Vol. 5, No. 2. P. 10' (7.0.100, language of the description)",
    "heading": "one to three authors stand before the title; of more, none (7.0.5, 4.10.1 and 4.10.2; 7.80)",
    "responsibility": "of four and more authors the first stands behind the slash, with '[и др.]' (7.0.5, 7.1)",
    "group": "an organisation is no heading: it stands behind the slash (7.80)",
    "particle": "'van den Bussche H.' is found under its particle, as it is written (7.80)",
    "issue": "volume and issue are one area, parted by a comma: 'Т. 5, № 2' (7.0.5, 4)",
    "sign": "'№ 2(35)' and 'Т. XII' are counted, though no plain numbers; 'Спецвыпуск' is not (7.0.5, 4; 7.0.12)",
    "thesis": "a thesis says what it is, and where it was defended (7.0.5, 4)",
    "publisher": "'М.: Наука, 2006': no colon where the place is not known, no comma where both are not (7.0.5, 4)",
    "number": "an article without pages is found by its article number (7.0.100)",
    "doi": "the DOI identifies the work and closes the entry (7.0.100, identifiers)",
    "online": "'[Электронный ресурс]' and the address stand where a work has nothing else to be found by (7.0.5, 10)",
    "accessed": "behind the address stands when somebody looked at it: '(дата обращения: 12.03.2015)' (7.0.5, 10)",
    "translator": "a translator stands behind the slash, after authors and editors (7.0.5, 4)",
    "series": "the series stands in brackets behind the pages (7.0.5, 4)",
    "sort": "a note is no reason to move an entry: two of the styles sort by it first",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an entry in one language; `{}` is the number of an edition. English has ordinals: '2nd ed.'."""

    volume: str
    issue: str
    page: str
    pages: str
    edition: str
    editor: str
    more: str
    article: str
    thesis: str
    online: str
    translator: str
    looked: str


# by language; a language that is not here is written with English words
WORDS: Mapping[str, Words] = {
    "be": Words("Т.", "№", "С.", "с.", "{}-е выд.", "рэд.", "[і інш.]", "Арт.", "дыс.", "[Электронны рэсурс]",
                "пер.", "дата звароту"),
    "bg": Words("Т.", "№", "С.", "с.", "{}. изд.", "ред.", "[и др.]", "Ст.", "дис.", "[Електронен ресурс]",
                "прев.", "дата на достъп"),
    "cs": Words("Roč.", "č.", "S.", "s.", "{}. vyd.", "ed.", "[et al.]", "Čl.", "dis.", "[Elektronický zdroj]",
                "přel.", "datum přístupu"),
    "de": Words("Bd.", "Nr.", "S.", "S.", "{}. Aufl.", "hrsg. von", "[u. a.]", "Art.", "Diss.",
                "[Elektronische Ressource]", "übers. von", "Zugriffsdatum"),
    "en": Words("Vol.", "No.", "P.", "p.", "", "ed. by", "[et al.]", "Art.", "thesis", "[Electronic resource]",
                "transl. by", "date of access"),
    "es": Words("Vol.", "núm.", "P.", "p.", "{}.ª ed.", "ed.", "[et al.]", "Art.", "tesis", "[Recurso electrónico]",
                "trad.", "fecha de consulta"),
    "fr": Words("Vol.", "n°", "P.", "p.", "{}e éd.", "éd.", "[et al.]", "Art.", "thèse", "[Ressource électronique]",
                "trad.", "date de consultation"),
    "hr": Words("Vol.", "br.", "Str.", "str.", "{}. izd.", "ur.", "[i dr.]", "Čl.", "dis.", "[Elektronička građa]",
                "prev.", "datum pristupa"),
    "it": Words("Vol.", "n.", "P.", "p.", "{}a ed.", "a cura di", "[et al.]", "Art.", "tesi", "[Risorsa elettronica]",
                "trad. di", "data di consultazione"),
    "nl": Words("Vol.", "nr.", "P.", "p.", "{}e dr.", "red.", "[et al.]", "Art.", "proefschr.", "[Elektronische bron]",
                "vert.", "raadpleegdatum"),
    "pl": Words("T.", "nr", "S.", "s.", "Wyd. {}", "red.", "[i in.]", "Art.", "rozpr.", "[Zasób elektroniczny]",
                "tłum.", "data dostępu"),
    "pt": Words("Vol.", "n.º", "P.", "p.", "{}.ª ed.", "ed.", "[et al.]", "Art.", "tese", "[Recurso eletrônico]",
                "trad.", "data de acesso"),
    "ru": Words("Т.", "№", "С.", "с.", "{}-е изд.", "ред.", "[и др.]", "Ст.", "дис.", "[Электронный ресурс]",
                "пер.", "дата обращения"),
    "sk": Words("Roč.", "č.", "S.", "s.", "{}. vyd.", "ed.", "[et al.]", "Čl.", "diz.", "[Elektronický zdroj]",
                "prel.", "dátum prístupu"),
    "sv": Words("Vol.", "nr", "S.", "s.", "{}. uppl.", "red.", "[et al.]", "Art.", "avh.", "[Elektronisk resurs]",
                "övers.", "åtkomstdatum"),
    "uk": Words("Т.", "№", "С.", "с.", "{}-е вид.", "ред.", "[та ін.]", "Ст.", "дис.", "[Електронний ресурс]",
                "пер.", "дата звернення"),
}  # fmt: skip


def words_of(locale: str) -> Words:
    """'de-AT' -> the German ones."""
    return WORDS.get(locale.partition("-")[0].lower(), WORDS["en"])


def arranged(item: Item) -> dict[str, Any]:
    """The item with its authors where GOST has them, an article number only where there are no pages, dashes in ranges,
    and an issue that has a name where no '№' stands before it.

    Four authors, or a list that goes on ('and others'): all of them contributors, who stand behind the title.
    """
    made = dict(item)
    authors = made.pop("author", [])
    persons = [person for person in authors if "literal" not in person]
    groups = [person for person in authors if "literal" in person]
    goes_on = {"literal": "others"} in groups
    if len(persons) > MOST_IN_HEADING or goes_on:
        made["contributor"] = authors
    else:
        made |= {name: people for name, people in (("author", persons), ("contributor", groups)) if people}
    if made["type"] == "report" and "number" in made:
        made["issue"] = made.pop("number")
    made |= {name: _RANGE.sub("–", made[name]) for name in ("volume", "issue") if name in made}
    if made.get("page") == made.get("number"):
        made.pop("page", None)
    elif "page" in made:
        made.pop("number", None)
    return with_names_apart(made)


def layout(locale: str) -> str:
    """The body of the reference list's layout, without the number of the entry."""
    words = words_of(locale)
    return f"""
<group delimiter=". ">
  <group delimiter=" // ">
    <group>
      <group delimiter=". ">
        <names variable="author">{_NAME_OF_HEADING}</names>
        <group delimiter=": ">
          <group delimiter=" "><text variable="title"/>{_online(words)}</group>
          {_genre(words)}
        </group>
      </group>
      <group prefix=" / " delimiter="; ">
        <names variable="contributor">{_NAME_BEHIND_SLASH}</names>
        <choose><if variable="container-title"/><else>{_by(words.editor, "editor")}</else></choose>
        {_by(words.translator, "translator")}
      </group>
    </group>
    <choose>
      <if variable="container-title">
        <group><text variable="container-title"/><group prefix=" / ">{_by(words.editor, "editor")}</group></group>
      </if>
      <else-if type="paper-conference"><text variable="event-title"/></else-if>
    </choose>
  </group>
  {_edition(words)}
  {_IMPRINT}
  <group delimiter=", ">
    {_with_word(words.volume, "volume")}<text variable="annote"/>
    {_with_word(words.issue, "issue")}<text variable="supplement-number"/>
  </group>
  {_with_word(words.page, "page")}
  {_with_word(words.article, "number")}
  <group delimiter=" "><text variable="number-of-pages"/>{_value(words.pages)}</group>
  <text variable="collection-title" prefix="(" suffix=")"/>
  <group delimiter=" "><text variable="URL" prefix="URL: "/>{looked(locale, "(", ")")}</group>
  <text variable="DOI" prefix="doi: "/>
</group>"""


def looked(locale: str, opening: str, closing: str) -> str:
    """'(дата обращения: 12.03.2015)', in these brackets."""
    parts = "".join(f'<date-part name="{name}" form="numeric-leading-zeros"/>' for name in ("day", "month"))
    around = f"prefix={quoteattr(f'{opening}{words_of(locale).looked}: ')} suffix={quoteattr(closing)}"
    return f'<date variable="accessed" delimiter="." {around}>{parts}<date-part name="year"/></date>'


def terms(locale: str) -> str:
    """What CSL's own locale has otherwise: 'и др.' stands in brackets, and a range has a dash in every language.

    A comma behind a word in quotes stays there: a title is copied as it stands.
    """
    return (
        f'<locale xml:lang="{locale}"><style-options punctuation-in-quote="false"/><terms>'
        f'<term name="et-al">{words_of(locale).more}</term>'
        '<term name="page-range-delimiter">–</term></terms></locale>'
    )


_INITIALS = 'initialize-with=". " delimiter=", " delimiter-precedes-last="always"'
_NAME_OF_HEADING = f'<name name-as-sort-order="all" sort-separator=" " {_INITIALS}/>'
_NAME_BEHIND_SLASH = (
    f'<name {_INITIALS} et-al-min="{MOST_IN_HEADING + 1}" et-al-use-first="1" delimiter-precedes-et-al="never"/>'
)
_YEAR = '<date variable="issued"><date-part name="year"/></date>'
_SERIAL = "article-journal article-magazine article-newspaper"
_IMPRINT = f"""
<group delimiter=", ">
  <choose><if type="{_SERIAL}" match="none">
    <group delimiter=": "><text variable="publisher-place"/><text variable="publisher"/></group>
  </if></choose>
  {_YEAR}
</group>"""


def _value(text: str) -> str:
    return f"<text value={quoteattr(text)}/>"


def _with_word(word: str, variable: str) -> str:
    return f'<group delimiter=" ">{_value(word)}<text variable="{variable}"/></group>'


def _by(word: str, role: str) -> str:
    return f'<group delimiter=" ">{_value(word)}<names variable="{role}">{_NAME_BEHIND_SLASH}</names></group>'


def _edition(words: Words) -> str:
    before, _, after = words.edition.partition("{}")
    number = f'<text variable="edition" prefix={quoteattr(before)} suffix={quoteattr(after)}/>'
    if not words.edition:
        number = '<group delimiter=" "><number variable="edition" form="ordinal"/><text value="ed."/></group>'
    return f'<choose><if is-numeric="edition">{number}</if><else><text variable="edition"/></else></choose>'


def _genre(words: Words) -> str:
    other = f'<else-if type="thesis">{_value(words.thesis)}</else-if>'
    return f'<choose><if variable="genre"><text variable="genre"/></if>{other}</choose>'


def _online(words: Words) -> str:
    return f'<choose><if variable="URL">{_value(words.online)}</if></choose>'
