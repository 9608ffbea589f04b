"""What tells a group from a person: words that no person is called by.

In: one author text. Out: whether it is obviously a society, a team, an office. A doubtful text is a person,
since a person taken for a group loses initials and family name, a group taken for a person only looks odd.
"""

from __future__ import annotations

from ._words import word_list
from .fold import fold

_STRONG = frozenset(
    word_list("""
    group groups society societies collaborators collaboration collaborative consortium committee
    subcommittee investigators association federation organization organisation organizations
    ministry department university institute institutes foundation council commission academy
    network taskforce workgroup authority secretariat bureau coalition alliance initiative agency
    directorate administration corporation gesellschaft arbeitsgruppe arbeitsgemeinschaft
    arbeitskreis verein verband kommission ausschuss ministerium bundesministerium bundesarztekammer
    arztekammer universitat institut stiftung akademie vereinigung forschungsgruppe societe groupe
    comite ministere universite conseil federation organisation academie fondation grupo sociedad
    asociacion comite ministerio universidad fundacion sociedade associacao universidade societa
    gruppo associazione comitato ministero universita fondazione vereniging werkgroep genootschap
    towarzystwo stowarzyszenie komitet ministerstwo uniwersytet instytut polskie selskab forening
""")
)
_STRONG_RUSSIAN = frozenset(
    word_list("""
    общество группа комитет министерство институт университет ассоциация организация академия
    редколлегия редакция коллектив федерация комиссия совет союз фонд центр департамент объединение
    рабочая
""")
)
_WEAK = frozenset(  # also family names: only in company
    word_list("""
    team panel board union college hospital center centre clinic office press service services trial
    study section staff members editors authors writers contributors faculty school gruppe zentrum
    klinik redaktion collectif centro equipo equipe editorial program programme project
""")
)
_ACRONYMS = frozenset(
    word_list("""
    WHO UNESCO UNICEF OECD NICE CDC NIH NHS RCGP AMA BMA APA NCCN FDA EMA DGPM DGPPN AWMF ВОЗ UN EU
    IBF WONCA SIGN
""")
)


def is_group(text: str) -> bool:
    """Whether the author is obviously a group.

    'Balint Society', 'COPERNICUS Study Group', 'Российское общество психологов', 'WHO' -> True;
    'Board R', 'Union, Jane', 'Gruppe, Hans' -> False
    """
    if text in _ACRONYMS:
        return True
    head, comma, _ = text.partition(",")
    words = fold(head, keep_script=True).split()
    if comma and len(words) == 1:
        return words[0] in _STRONG and _is_phrase(text)
    if len(words) < 2 or (_ends_in_initials(head) and not comma):
        return len(words) == 1 and words[0] in _STRONG | _STRONG_RUSSIAN
    if not _STRONG.isdisjoint(words) or not _STRONG_RUSSIAN.isdisjoint(words):
        return True
    return not comma and not _WEAK.isdisjoint(words) and (len(words) > 2 or words[-1] in _WEAK or words[0] == "the")


def _ends_in_initials(text: str) -> bool:
    """'Group JA', 'Board R.': a family name that happens to be such a word."""
    last = text.split()[-1]
    return len(last.replace(".", "").replace("-", "")) <= 2 and last.isupper() and len(text.split()) == 2


def _is_phrase(text: str) -> bool:
    """'Association, Japan Greenhouse Horticultural': what follows the comma is longer than a person's given names."""
    behind = text.partition(",")[2].split()
    return len(behind) > 1 and not any(len(word.strip(".")) == 1 for word in behind)
