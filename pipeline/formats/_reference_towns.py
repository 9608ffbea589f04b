"""Where books are published and meetings held: towns, and the states and countries behind them.

In: the end of a text. Out: the towns it ends with, and the publisher before or behind them: 'Le médecin, Paris, Payot'
and 'Digital design, Prentice Hall, Englewood Cliffs, NJ' have neither colon nor brackets to show an imprint. The table
is open: a town that is missing leaves an imprint in the title, which `check` says where it can. Source: the places
that catalogues and reference lists in European languages name most.
"""

from __future__ import annotations

import re

from ._reference_parts import EDGES, UPPER, Fields, word_set
from ._reference_words import JOURNAL_WORD, MEETING, PUBLISHER_WORD, either, ends_abbreviation

TOWN = either(r"""
    Aachen Aberdeen Albany Albuquerque Alexandria Amherst Amsterdam Ankara Ann\sArbor Antwerp Antwerpen Arlington
    Athens Athen Atlanta Auckland Austin Baltimore Bangalore Bangkok Barcelona Basel Bath Baton\sRouge Beijing
    Beirut Belgrade Belmont Beograd Bergen Berkeley Berlin Bern Berne Beverly\sHills Białystok Birmingham
    Bloomington Bogotá Bologna Bombay Bonn Bordeaux Boston Boulder Bradford Braunschweig Bratislava Bremen Brescia
    Brighton Brisbane Bristol Brno Bruxelles Brussels Budapest București Bucharest Buenos\sAires Buffalo Burlington
    Cairo Calcutta Cambridge Canberra Cape\sTown Cardiff Carbondale Chapel\sHill Chicago Chichester Christchurch
    Cincinnati Cleveland College\sPark Cologne Columbia Columbus Copenhagen Dallas Darmstadt Delhi Denver Detroit
    Dordrecht Dortmund Dresden Dublin Durham Düsseldorf East\sLansing Edinburgh Einsiedeln Englewood\sCliffs
    Erlangen Essen Evanston Farmington\sHills Firenze Florence
    Frankfurt(?:\s(?:am\sMain|a\.\s?M\.?)|\s?/\s?M(?:ain|\.)?)? Fort\sWorth Freiburg Garden\sCity Gainesville Gdańsk
    Genève Geneva Genf Genova Gent Glasgow Glencoe Göteborg Gothenburg Göttingen Grand\sRapids Graz Greenwich
    Grenoble Groningen Halifax Halle Hamburg Hannover Harmondsworth Heidelberg Helsinki Hillsdale Hoboken Homewood
    Hong\sKong Honolulu Houston Indianapolis Innsbruck Istanbul Ithaca Jena Jerusalem Johannesburg Kassel Katowice
    Kiel Kiev Kyiv Kobe Köln Königstein København Kraków Kyoto La\sHaye Lanham Lausanne Leeds Leicester Leiden
    Leipzig Leuven Lexington Liège Lille Lincoln Lisboa Lisbon Liverpool Ljubljana Łódź London Londres Long\sBeach
    Los\sAngeles Louvain Louvain-la-Neuve Lubbock Lublin Lund Luzern Lyon Madison Madrid Mahwah Mainz Malden
    Manchester Mannheim Marburg Marseille Medford Melbourne Menlo\sPark México Mexico\sCity Miami Milan Milano
    Milwaukee Minneapolis Minsk Mineola Montpellier Montreal Montréal Moscow Moskau Moskva Mumbai München Munich
    Münster Nancy Nantes Napoli Nashville Neuchâtel Neuwied New\sBrunswick New\sDelhi New\sHaven New\sOrleans
    New\sYork(?:\sCity)? Newark Newbury\sPark Norman North\sHolland Northampton Northvale Norwood Notre\sDame
    Nürnberg Oakland Odessa Oslo Osaka Ottawa Oxford Padova Palermo Palo\sAlto Paris Pasadena Philadelphia Phoenix
    Pisa Pittsburgh Poznań Prague Praha Princeton Providence Québec Quebec Reading Reinbek Rennes Reston Reykjavik
    Riga Rio\sde\sJaneiro Rochester Rockville Roma Rome Rotterdam Saint\sLouis St\.?\sLouis Salamanca Salzburg
    San\sDiego San\sFrancisco San\sJose San\sMateo Santa\sBarbara Santa\sMonica Santiago(?:\sde\sChile)? São\sPaulo
    Sarajevo Saratov Seattle Seoul Sevilla Shanghai Singapore Sofia Springfield Stanford Stockholm Strasbourg
    Stuttgart Sydney Tallinn Tel\sAviv The\sHague Thousand\sOaks Tokyo Torino Toronto Toruń Totowa Toulouse Trento
    Trieste Tübingen Turin Turku Tucson Uppsala Upper\sSaddle\sRiver Upton Urbana Utrecht Valencia Vancouver Venezia
    Venice Vienna Vilnius Waltham Warsaw Warszawa Washington(?:,?\sD\.?\s?C\.?)? Weinheim Wellington Westport Wien
    Wiesbaden Winnipeg Wrocław Würzburg Zagreb Zaragoza Zürich Zurich Москва Санкт-Петербург Ленинград Київ Харків
    Минск Казань Новосибирск Екатеринбург Ростов-на-Дону Алматы Астана М\. СПб\. Л\. К\.
""")
REGION = either(r"""
    [A-Z]{2}\b N\.\s?[JYHC]\. Mass\. Massachus\w+ Calif(?:\.|ornia) Conn(?:\.|ecticut) Ill(?:\.|inois)
    Mich(?:\.|igan) New\sJersey New\sYork Texas Tex\. Pa\. Md\. Va\. Minn(?:\.|esota) Colo(?:\.|rado) Washington
    D\.?\s?C\.? U\.?S\.?A\.? U\.?K\.? England Scotland Germany Austria Switzerland Schweiz (?:The\s)?Netherlands
    France Italy Spain Portugal Belgium Denmark Norway Sweden Finland Poland Hungary Greece Turkey Israel India
    China Japan Korea Canada United\sKingdom United\sStates(?:\sof\sAmerica)? Belgique Suisse Italia España Polska
    Deutschland Maryland Virginia Australia Brazil Brasil Mexico Argentina Russia Ontario Quebec Czech\sRepublic
    Ireland New\sZealand South\sAfrica
""")
_PLACE = rf"{TOWN}(?!\w)(?:,?\s{REGION}){{0,2}}"
PLACES = rf"{_PLACE}(?:(?:\s?[,;/–&-]\s?|\s(?:and|et|und|y|e|u\.)\s|\s){_PLACE}){{0,4}}"
_HOUSE = rf"[{UPPER}][^,.:;()\d“”\"]{{1,60}}(?:\s&\s[^,.:;()\d]{{1,30}})?"
TOWN_THEN_HOUSE = re.compile(rf"(?P<before>.*?)[,.;]\s(?P<place>{PLACES})\s?[,.;]\s(?P<publisher>{_HOUSE})\.?")
AT_TOWN = re.compile(rf"(?:[,.;]\s|\s?\()(?:at\s|held in\s)?(?P<place>{PLACES})\)?\.?$")
# '… Agents (MAAMAW-91) Sydney, Australia', '… Conference, at Long Beach, CA', '… CHI 90 (Seattle, April 1-5)'
MEETING_AT = re.compile(
    rf"(?:(?<=\))\s|,\s(?:at|held in)\s|(?<!\bof)(?<!\bin)(?<!\bthe)(?<!\bfor)\s(?={REGION}$)(?![A-Z]{{2}}$)|\s\()"
    rf"(?P<place>{PLACES}|{REGION})(?:,\s{REGION})?(?:,[^()]{{3,30}})?\)?$"
)
JOURNALS_TOWN = re.compile(rf",\s{TOWN}$")  # Brazil's lists: 'Novos Estudos, São Paulo, n. 79'
HOUSE_AT_END = re.compile(rf"[,.]\s(?P<publisher>{_HOUSE})$")
WORDS_OF_A_NAME = word_set("of the and for de la le du des et und y e der die das van von &")
LONGEST_HOUSE = 4  # words
SHORTEST_TITLE = 3  # letters


def take_town(text: str, fields: Fields) -> str:
    """`text` without the town it ends with, and without the publisher before or behind it.

    'Le médecin, Paris, Payot' -> 'Le médecin', place 'Paris', publisher 'Payot'; a town that a title names, '… in
    Paris', has no comma before it and stays.
    """
    match = TOWN_THEN_HOUSE.fullmatch(text)
    if match and is_house(match["publisher"]) and not re.fullmatch(rf"{REGION}|{TOWN}", match["publisher"]):
        before, house = match["before"], match["publisher"]
    elif match := AT_TOWN.search(text):
        before = text[: match.start()]
        named = HOUSE_AT_END.search(before)
        stopped = named is not None and ends_abbreviation(before, named.start() + 1)  # 'ed. Michael Herren'
        house = named["publisher"] if named and not stopped and is_house(named["publisher"]) else ""
        before = before[: named.start()] if named and house else before
    if match is None or len(before) < SHORTEST_TITLE:
        return text
    fields.setdefault("place", [match["place"]])
    if house:
        fields.setdefault("publisher", [house.strip(EDGES)])
    return before


def without_meeting_place(name: str, fields: Fields) -> str:
    """The name of a meeting without the town behind it, which no comma may part from it."""
    match = MEETING_AT.search(name)
    if match is None:
        return name
    fields.setdefault("place", [match["place"]])
    return name[: match.start()]


def is_town(place: str) -> bool:
    """Whether a text can be a place: 'Frankfurt am Main' has small words of its own, 'After philosophy' has another."""
    words = re.findall(r"[^\W\d_][\w'’-]*", place)
    return all(word[:1].isupper() or word in SMALL_IN_TOWNS for word in words)


SMALL_IN_TOWNS = word_set("""
    am an der a d b bei im in ob zu and und et y e u i of on upon the de la le les del do da dos das di sur sous na nad
    pod н Д cop ect etc
""")


def town_alone(place: str) -> int:
    """Where the town begins in 'Philosophy and Gender, Oxford', 0 in 'Hillsdale, NJ' and 'London'."""
    before, comma, last = place.rpartition(", ")
    known = comma and re.fullmatch(TOWN, last) and not re.fullmatch(REGION, last) and not re.fullmatch(PLACES, before)
    return len(before) + len(comma) if known else 0


def is_house(name: str) -> bool:
    """Whether a text may name a publisher: a few words with capitals, or a word that only publishers have."""
    words = name.split()
    if PUBLISHER_WORD.search(name):
        return True
    return (
        len(words) <= LONGEST_HOUSE
        and not (JOURNAL_WORD.search(name) or MEETING.search(name))
        and all(word[:1].isupper() or word in WORDS_OF_A_NAME for word in words)
    )
