"""Encodings from before Unicode, alone and beside UTF-8: which one it is must be plain from the text, or be said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.formats import _charset, _text

RECORD = "TY  - JOUR\nTI  - {}\nPY  - 2015\nER  - \n"
WESTERN = ("cp1252", "mac-roman", "cp850")
CENTRAL = ("cp1250", "iso8859-2")
CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")

# how each language was written to files before Unicode: the encodings, a long title, a short one
WRITTEN = {
    "German": (WESTERN, "Die Balint-Gruppe für Ärzte: Müller überprüft die Größe", "Gruppen für Ärzte"),
    "French": (WESTERN, "Les médecins généralistes et leurs élèves à l'hôpital", "Santé et société"),
    "Spanish": (WESTERN, "La formación de médicos de familia en España: una revisión", "Evaluación clínica"),
    "Portuguese": (WESTERN, "Grupos Balint na educação médica: relações e emoções", "Educação em saúde"),
    "Italian": (WESTERN[:1], "La qualità della vita è più alta: così perché virtù", "Comunità e società"),
    "Swedish": (WESTERN, "Läkares upplevelser av stöd på sjukhus", "Åsikter om vården"),
    "Danish": (WESTERN[:2], "Lægers oplevelser på sygehuset: en undersøgelse", "Språk og følelser"),
    "Icelandic": (WESTERN[:1], "Þýðing heilsu fyrir aldraða á Íslandi", "Líðan barna í skólum"),
    "Polish": (CENTRAL, "Grupa Balinta w Łodzi: świadomość i życie", "Wiśniewski"),
    "Czech": (CENTRAL, "Lékař a jeho pacient: příspěvek k péči o nemocné", "Novák a Dvořák"),
    "Slovak": (CENTRAL, "Vzťah medzi lekárom a pacientom vo všeobecnej praxi", "Zdravie ľudí a spoločnosť"),
    "Hungarian": (CENTRAL, "Az orvos és betege közötti kapcsolat: őszinte űr", "Kiégés a nővérek körében"),
    "Romanian": (CENTRAL, "Relaţia dintre medic şi pacient în România", "Sănătate şi educaţie"),
    "Turkish": (("cp1254",), "Balint grupları için çalışma ve eğitim", "Kadın sağlığı"),
    "Latvian": (("cp1257",), "Ārstu grupas pētījums šodien", "Veselības aprūpe Latvijā"),
    "Russian": (CYRILLIC, "Балинтовские группы в подготовке врачей", "Здоровье детей"),
    "Russian, in capitals": (CYRILLIC, "БАЛИНТОВСКИЕ ГРУППЫ В ПОДГОТОВКЕ ВРАЧЕЙ", "ГРУППЫ ВРАЧЕЙ"),
    "Ukrainian": (("cp1251", "iso8859-5"), "Балінтівські групи для лікарів: їхній вплив", "Лікар і пацієнт"),
    "Bulgarian": (("cp1251",), "Балинтови групи за лекари", "Здраве и общество"),
    "Serbian": (("cp1251",), "Однос између лекара и болесника", "Здравље деце"),
    "Greek": (("cp1253", "iso8859-7"), "Ομάδες Balint: η σχέση γιατρού και ασθενούς", "Ψυχή και σώμα"),
    "Hebrew": (("cp1255",), "יחסי רופא ומטופל ברפואת המשפחה", "קבוצות באלינט"),
    "Arabic": (("cp1256",), "العلاقة بين الطبيب والمريض في الرعاية الصحية", "صحة الأطفال"),
    "Chinese": (("gb18030",), "巴林特小组与医患关系的研究：目的是探讨护士的职业倦怠", "住院医师规范化培训"),
    "Chinese, as in Taiwan": (("cp950",), "憂鬱症病人的認知行為治療：台灣護理人員之探討", "醫病關係"),
    "Japanese": (("cp932", "euc-jp"), "バリント・グループが看護師に与える影響についての研究", "日本医学教育学会雑誌"),
    "Korean": (("cp949",), "발린트 그룹이 간호사의 소진에 미치는 효과에 관한 연구", "우울증 환자의 삶의 질"),
}
TITLES = [
    pytest.param(encoding, title, id=f"{language}, {encoding}, {length}")
    for language, (encodings, *titles) in WRITTEN.items()
    for encoding in encodings
    for length, title in zip(("long", "short"), titles, strict=True)
]


def read(path: Path, data: bytes) -> tuple[str, str, list[str]]:
    """The text, the name of the encoding, the warnings."""
    path.write_bytes(data)
    stream, name, warnings = _text.open_text(path)
    with stream:
        return stream.read(), name, warnings


@pytest.mark.parametrize(("encoding", "title"), TITLES)
def test_a_title_is_read_in_the_encoding_it_was_written_in_and_that_is_said(tmp_path: Path, encoding: str, title: str):
    """One title is enough in most languages: no other encoding makes words of it."""
    text, _, warnings = read(tmp_path / "a.ris", RECORD.format(title).encode(encoding))
    assert text == RECORD.format(title)
    assert len(warnings) == 1
    assert "--encoding" in warnings[0]


def test_the_evidence_is_shown_and_what_is_next_best(tmp_path: Path):
    """A person sees at a glance whether these are words."""
    _, name, (warning,) = read(tmp_path / "a.ris", RECORD.format("Ομάδες για γιατρούς").encode("cp1253"))
    assert name == "cp1253"
    assert "Ομάδες" in warning
    assert "next best is" in warning
    _, name, (warning,) = read(tmp_path / "a.ris", RECORD.format("巴林特小组").encode("gb18030"))
    assert name == "gb18030"
    assert "Chinese" in warning


def test_one_word_that_two_encodings_make_a_word_of_is_in_doubt_and_both_are_shown(tmp_path: Path):
    """'Idõskor' is as good a name as 'Időskor' to whoever knows neither language."""
    _, _, (warning,) = read(tmp_path / "a.ris", RECORD.format("Időskor").encode("cp1250"))
    assert "little to judge by" in warning
    assert "Időskor" in warning
    assert "Idõskor" in warning


def test_what_is_in_no_encoding_of_ours_is_not_passed_off_as_words(tmp_path: Path):
    """Thai in its own encoding: a person must hear that nothing fits, and which else to try."""
    _, _, (warning,) = read(tmp_path / "a.ris", RECORD.format("ความสัมพันธ์ระหว่างแพทย์และผู้ป่วย").encode("tis-620"))
    assert "looks wrong" in warning
    assert "Thai" in warning


@pytest.mark.parametrize(
    ("word", "charset"),
    [(b"Gr\xf6\xdfe", "cp1252"), (b"\xe1\xe0\xeb\xe8\xed\xf2", "cp1251")],
)
def test_a_capital_after_a_small_letter_speaks_against_an_encoding(word: bytes, charset: str):
    """'бЮКХМР' is what koi8-r makes of 'Балинт'; no language writes like that."""
    assert _charset.judge([word]).charset == charset


@pytest.mark.parametrize("encoding", ["gb18030", "cp932"])
def test_a_file_that_breaks_off_inside_a_character_is_still_in_its_encoding(tmp_path: Path, encoding: str):
    """Half a character at the end made a whole file in Chinese look Cyrillic."""
    title = {"gb18030": "巴林特小组与医患关系的研究", "cp932": "バリントグループの研究"}[encoding]
    text, name, (warning,) = read(tmp_path / "a.ris", (RECORD.format(title) + title).encode(encoding)[:-1])
    assert name == encoding
    assert text == RECORD.format(title) + title[:-1] + f"\\x{title[-1].encode(encoding)[0]:02x}"
    assert "1 damaged character, shown as \\x" in warning
    assert text.encode(encoding)  # so it can be written again


MIXED = [
    pytest.param(encoding, long, id=f"{language}, {encoding}")
    for language, (encodings, long, _) in WRITTEN.items()
    for encoding in encodings
]


@pytest.mark.parametrize(("encoding", "title"), MIXED)
def test_two_exports_joined_are_each_read_in_their_own_encoding(tmp_path: Path, encoding: str, title: str):
    """One was saved as UTF-8, the other was not: each line proves itself, whichever comes first."""
    for first, second in (("utf-8", encoding), (encoding, "utf-8")):
        one = RECORD.format("Größe der Gruppe, Ärzte; élève") if first == "utf-8" else RECORD.format(title)
        other = RECORD.format(title) if first == "utf-8" else RECORD.format("Größe der Gruppe, Ärzte; élève")
        text, name, warnings = read(tmp_path / "a.ris", one.encode(first) + other.encode(second))
        assert text == one + other
        assert name == "utf-8"
        assert "two encodings" in warnings[0]


def test_where_the_other_encoding_stands_is_told(tmp_path: Path):
    """Whoever doubts it must find the lines; those in ASCII are in either."""
    new, old = RECORD.format("Größe der Gruppe").encode(), RECORD.format("Группы врачей").encode("cp1251")
    _, _, (warning,) = read(tmp_path / "a.ris", new + old)
    assert "not in line 6 " in warning
    _, _, (warning,) = read(tmp_path / "a.ris", new + old + old + new + old)
    assert "not in lines 6-10 and 18 " in warning
    assert "cp1251" in warning
    _, _, (warning,) = read(tmp_path / "a.ris", (new + old) * 5)
    assert "not in lines 6, 14, 22 and 2 more places " in warning


def test_one_line_pasted_in_is_read_where_it_makes_words(tmp_path: Path):
    """A quote mark or a name from another program: '\\x93quoted\\x94' of cp1252 is known for what it is."""
    data = RECORD.format("Größe der Gruppe").encode() + RECORD.format("A “quoted” word by Müller").encode("cp1252")
    text, _, _ = read(tmp_path / "a.ris", data)
    assert "“quoted” word by Müller" in text
    assert "Größe" in text


def test_damage_beside_a_second_encoding_is_told_too(tmp_path: Path):
    """What was lost in the one half must not go under in the news of the other."""
    cut = "TI  - Größe der Übung M".encode() + "ü".encode()[:1] + b"\n"
    data = RECORD.format("Größe").encode() + cut + RECORD.format("Группы врачей").encode("cp1251")
    text, _, (warning,) = read(tmp_path / "a.ris", data)
    assert text.count("\ufffd") == 1
    assert "1 damaged character" in warning


@pytest.mark.parametrize("records", [RECORD, RECORD.replace("\n", "\r\n"), RECORD.replace("\n", "\r")])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_of_a_file_in_two_encodings_nothing_is_lost(tmp_path: Path, records: str, mark: bytes):
    """What the reader hands back is held against a count of its own, here too: line by line, whatever ends a line."""
    path = tmp_path / "a.ris"
    new, old = records.format("Größe der Gruppe"), records.format("Группы врачей")
    path.write_bytes(mark + (new * 2000).encode() + (old * 2000).encode("cp1251"))
    loaded = _text.load(path)
    assert "".join(segment.raw for segment in loaded.segments()) == new * 2000 + old * 2000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.sampled_from(["Größe und Übung", "plain", "врачи и группы", "\u2028 Zeile", ""]), min_size=1))
def test_utf8_that_is_whole_is_never_taken_for_two_encodings(tmp_path: Path, titles: list[str]):
    """No guess where there is nothing to guess."""
    text = "TY  - JOUR\n" + "".join(f"TI  - {title}\n" for title in titles)
    assert read(tmp_path / "a.ris", text.encode()) == (text, "utf-8", [])


MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("title", ["M\u00fcller", "\u201cquoted\u201d", "Die Gr\u00f6\u00dfe f\u00fcr \u00c4rzte"])
def test_a_byte_order_mark_is_no_text_even_where_the_rest_is_not_utf8(tmp_path: Path, title: str):
    """As text it hides the first tag, or the name of the first column: the first record was lost."""
    path = tmp_path / "a.ris"
    text, name, (warning,) = read(path, MARK + RECORD.format(title).encode("cp1252"))
    assert text == RECORD.format(title)
    assert name == "utf-8-sig"
    assert "byte-order mark" in warning
    assert "cp1252" in warning
    segments = list(_text.load(path).segments())
    assert "".join(segment.raw for segment in segments) == text


def test_a_marked_file_that_breaks_off_inside_a_letter_keeps_its_first_record(tmp_path: Path):
    """The mark says UTF-8, and half a letter at the end is the end of a download, not another encoding."""
    data = MARK + RECORD.format("Balint groups").encode() + b"TY  - JOUR\nAU  - M\xc3"
    text, name, (warning,) = read(tmp_path / "a.ris", data)
    assert text.startswith("TY  - JOUR\n")
    assert text.endswith("M\ufffd")
    assert name == "utf-8-sig"
    assert "byte 0xc3 at line 6" in warning


def test_utf16_that_breaks_off_inside_a_letter_is_still_utf16(tmp_path: Path):
    """With a mark or without: an odd byte at the end is no reason to read it as something else."""
    for encoding in ("utf-16", "utf-16-le"):
        text, name, (warning,) = read(tmp_path / "a.ris", RECORD.format("Größe").encode(encoding)[:-1])
        assert text == RECORD.format("Größe")[:-1] + "\ufffd"
        assert name == encoding
        assert "1 damaged character" in warning
