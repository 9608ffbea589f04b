"""What single words tell in a reference: a publisher, a journal, a meeting, an abbreviation.

The tables are open: a word that is missing costs a field of one reference, never the reference. Sources: ISO 4 and its
list of title word abbreviations; the publishers and societies that reference lists name most.
"""

from __future__ import annotations

import re

from ._reference_parts import UPPER, word_set


def either(words: str) -> str:
    r"""A pattern for any of these words, which stand one behind another; a blank within one is written '\s'."""
    return f"(?:{'|'.join(words.split())})"


PUBLISHER_WORD = re.compile(
    r"\b"
    + either(r"""
    Press Presses Publish\w* Publ\. Pub\b Verlag Books Éditions? Editions? Editorial Springer Elsevier Wiley Routledge
    Kluwer Sage SAGE McGraw Prentice Erlbaum Blackwell Macmillan Penguin Norton Addison Hogrefe Thieme Schattauer Huber
    Klett Enke Kohlhammer Suhrkamp Birkhäuser Mouton Gruyter Benjamins Dover Pearson Freeman Harper Dunod Masson
    Tavistock Pitman Karnac Churchill Saunders Lippincott Williams\s&\sWilkins Karger Kaufmann? Academic
    North[-\s]Holland
    Institut[eo]? Universit\w+ Univ\. Department Foundation Association Society Council Office Ministry Bureau Center
    Centre Inc\b Ltd GmbH &\sSons &\sCo Company изд-во издательство Наука Медицина Питер PUF PUG CUP OUP MIT
    """)
)
# Of these, the words that no society's journal and no meeting has in its name
STRONG_PUBLISHER = re.compile(
    r"[.,]\s(?P<publisher>[^.,]*\b"
    + either(r"""
    Press Publish\w+ Verlag Springer\S* Elsevier Wiley\S* Routledge Kluwer Erlbaum Kaufmann Blackwell IEEE ACM AAAI
    USENIX
    """)
    + r"\b[^.]*)$"
)
JOURNAL_WORD = re.compile(
    r"\b"
    + either(r"""
    Journal J\. Review Revue Annals Annales Archives Transactions Trans\. Proceedings Proc\. Conference Conf\.
    Workshop Symposium Bulletin Magazine Zeitschrift Letters Quarterly Studies Lancet BMJ Nature Science News Times
    Today Encyclop\w+ Lecture\sNotes Psychotherapeut Nervenarzt Blog вестник журнал Memoirs Newsletter Reports
    Communications Advances Congress Monthly Weekly Gazette Tribune Zeitung Revista Rivista Cuadernos Cahiers
    Tidsskrift Tijdschrift Bolet[ií]n Bollettino Jahrbuch Yearbook Mitteilungen Časopis Przegląd Roczniki Acta
    Guardian Herald Telegraph Observer
    """)
    + r"\b",
    re.IGNORECASE,
)
NEVER_A_JOURNAL = re.compile(r"\b(?:Press|Publishers?|Verlag|Books)\b")
_MEETING = either(r"Proc(?:eedings|\.) Conf(?:erence|\.) Workshop Symp(?:osium|\.) Congress Kongress Tagung Meeting")
MEETING = re.compile(rf"\b(?:{_MEETING}|Actes\sdu|конференц)", re.IGNORECASE)
# 'Proceedings of the Third Workshop on X, Tokyo, Japan': where the meeting was is not its name
MEETING_PLACE = re.compile(
    rf"(?P<name>.*\b(?i:{_MEETING})(?!\w)[^,]*)(?P<place>(?:,\s(?:[{UPPER}][\w.'-]*\s?){{1,3}}){{1,3}})"
)
LANGUAGE = either("""
    English German French Russian Spanish Italian Polish Chinese Japanese Portuguese Dutch Czech Swedish Hungarian
    Turkish Korean Ukrainian Danish Norwegian
""")
REPORT = re.compile(
    r"[.,(]\s?(?:Tech(?:nical|\.)?\s[Rr]ep(?:ort|\.)?|Working [Pp]aper|Research [Rr]eport|Preprint)\b", re.IGNORECASE
)
REPORT_NAME = re.compile(
    either(r"""
    Tech(?:nical|\.)? Working Research\s(?!Policy|in|on|Quarterly) Unpublished Draft Preprint (?:\w+\s)?Patent STAN-
    TR[-\s]?\d+ Personal\scommunication [A-Z]/[A-Z]+/\d+
    """)
    + r"\b",
    re.IGNORECASE,
)
REPORT_SERIES = re.compile(r"\b(?:Report|Memo(?:randum)?)$")  # 'Stanford Research Institute Planning Report', No. 238
# 'Artificial Intelligence', 'Neuropsychology', 'Linguistics': a field of study, as no publisher's name ends
FIELD_OF_STUDY = re.compile(
    r"(?:\w{2}(?:log(?:y|ie|ia)|ics|ique|metry|graphy|sophy)|\w{4}(?:ence|ation|ition|ning|ment|ity|ism)|istry|icine)$"
)
# Words that ISO 4 shortens to what begins a journal's name or stands within: behind them a full stop ends nothing.
ABBREVIATED = word_set("""
    Abh Acad Acta Adv Agric Allg Am Amer Anal Anat Ann Anthropol Antimicrob Anz Appl Arch Arq Art Assoc Astr Astron
    Astrophys Bd Behav Ber Biochem Biol Biomed Biophys Biotechnol Bol Bot Br Brit Bull Bur Can Cardiol Cell Chem
    Chim Chir Circ Clin Cogn Coll Comm Commun Comp Comput Conf Cont Contemp Cult Curr Dept Dermatol Dev Develop Dis
    Disc Dr Dtsch Ecol Econ Ed Eds Educ Electr Electron Endocrinol Eng Engl Engrg Entomol Environ Epidemiol Ergeb
    Ethnol Eur Evol Exp Exper Fam Fed Fert Forsch Fortsch Found Gastroenterol Gen Genet Geogr Geol Geom Geophys
    Gerontol Ges Gynecol Handb Helv Hist Hrsg Hum Hyg Immunol Ind Infect Inform Inst Int Int'l Intern Internat Intl
    Int’l Inv Invest Ital Jahrb Jap Jpn Jr Klin Lab Lett Ling Lit Mag Manag Mar Mater Math Mech Med Mem Ment Metab
    Methods Microbiol Mol Mon Monatsschr Monogr Mr Mrs Ms Mus Nat Natl Nerv Neurobiol Neurol Neurosci Neurosurg No
    Notes Nr Nucl Numer Nurs Nutr Obstet Oncol Oper Ophthalmol Opin Opt Organ Orthop Paediatr Parasitol Pathol
    Pediatr Pers Perspect Pharm Pharmacol Phil Philos Phys Physiol Plant Pol Polit Pp Pract Prax Prim Proc Prog
    Przegl Psychiat Psychiatr Psychoanal Psychol Psychosom Psychother Pub Publ Quart Radiol Rech Rehabil Rep Rept
    Res Resp Rev Roy Sb Scand Sch Schweiz Sci Sect Sem Ser Sitzungsber Soc Sociol Soz Spec Sr St Stat Statist Stud
    Suppl Surg Surv Symp Syst Tech Technol Theor Ther Tijdschr Toxicol Trans Transl Transpl Trop Univ Urol Verh
    Vestn Vet Virol Vol Vopr Wiss Wochenschr World Zbl Zeitschr Zh Zool Ztschr al bd bzw cit ed eds fig n no nr op p
    pp t trans transl usw v vol vs Jg Jahrg ser vyp roč Mod Nucl Instrum Meas Autom Acoust Geosci Oceanogr Meteorol
    Climatol Hydrol Petrol Paleontol Palaeontol Archaeol Linguist Neuropsychol Couns Criminol Gov Financ Entrep
    Informat Biostat Rheumatol Haematol Hematol Transfus Endosc Hepatol Nephrol Anesth Anaesth Anesthesiol Crit
    Emerg Traumatol Otolaryngol Laryngol Audiol Dent Orthod Periodontol Maxillofac Reconstr Geriatr Palliat
    Physiother Exerc Biomech Ergon Occup Pollut Ecotoxicol Resour Agron Hortic Wildl Aquac Poult Anim Bioinf Biosci
    Bioeng Biomater Nanotechnol Polym Macromol Electrochem Catal Inorg Organomet Spectrosc Spectrom Chromatogr
    Crystallogr Probab Algebr Topol Combin Optim Cybern Netw Softw Process Intell Mach Atm Atmos Autom Robot
""")
_INITIALS = re.compile(rf"(?:[{UPPER}]\.)*[{UPPER}]")
_LAST_WORD = re.compile(r"([^\s(\[“\"]+)[.?!]+$")
_CHAINED = re.compile(
    rf"(?:^|\s)(?:[A-Z]|{'|'.join(sorted(ABBREVIATED))})\.\s[{UPPER}][a-z]{{1,9}}\.$"
)  # 'Curr. Opin.'
_NUMBER_OF = re.compile(r"\b(?:No|Vol|Nr|Bd|H|vol|no|n°)\.?\s?\d+\.\s?$")


def ends_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop before `stop` belongs to a shortened word, an initial or a number, and ends no sentence."""
    before = text[max(0, stop - 40) : stop].rstrip()
    word = _LAST_WORD.search(before)
    if word is None or text[stop - 1 : stop] in "?!":
        return False
    last = word[1]
    if last.isdigit():
        return _NUMBER_OF.search(before) is not None
    return last in ABBREVIATED or bool(_INITIALS.fullmatch(last)) or _CHAINED.search(before) is not None


def names_a_journal(name: str) -> bool:
    """Whether a name behind a title, without volume or pages, is a journal rather than a publisher."""
    told = JOURNAL_WORD.search(name) is not None
    if NEVER_A_JOURNAL.search(name) or (PUBLISHER_WORD.search(name) and not told):
        return False
    if "," not in name and len(name.split()) >= 4 and re.search(r"\s[a-z]+\s", name):
        return True  # a name of four words and more with small ones among them is rarely a publisher's
    words = re.findall(r"\w+", name)
    if words and FIELD_OF_STUDY.search(name) and len(words) <= 4:
        return True
    shortened = len(words) > 1 and any(word in ABBREVIATED for word in words) and all(w[:1].isupper() for w in words)
    return shortened or told
