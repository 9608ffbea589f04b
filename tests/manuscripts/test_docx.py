"""Word documents: what Zotero, Mendeley, EndNote, Citavi and Word keep behind a citation, and keys in the text."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UnknownFormat
from pipeline.manuscripts import Citation, read_manuscript

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORK = {"id": 12, "type": "article-journal", "title": "Balint groups", "DOI": "https://doi.org/10.1000/BG.1"}


def document(folder: Path, body: str, part: str = "word/document.xml", before: str = "") -> Path:
    path = folder / "paper.docx"
    texts = {"word/document.xml": f"<w:document {SPACE}><w:body/></w:document>"}
    texts[part] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{before}<w:document {SPACE}>{body}</w:document>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return path


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def text(words: str) -> str:
    return f"<w:r><w:t>{escape(words)}</w:t></w:r>"


def field(code: str, shown: str = "(1)", data: str = "") -> str:
    """A field as Word writes it; its code comes in pieces."""
    pieces = [code[at : at + 50] for at in range(0, len(code), 50)]
    begin = f'<w:fldChar w:fldCharType="begin">{data and f"<w:fldData>{data}</w:fldData>"}</w:fldChar>'
    runs = [begin, *(f"<w:instrText>{escape(piece)}</w:instrText>" for piece in pieces)]
    runs += ['<w:fldChar w:fldCharType="separate"/>', f"<w:t>{shown}</w:t>", '<w:fldChar w:fldCharType="end"/>']
    return "".join(f"<w:r>{run}</w:r>" for run in runs)


def of_csl(*works: dict[str, Any]) -> str:
    return json.dumps({"citationItems": [{"id": work.get("id"), "itemData": work} for work in works]})


def packed(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


def cited(path: Path) -> Sequence[Citation]:
    return read_manuscript(path).citations


ENDNOTE = (
    "<EndNote><Cite><Author>Winter</Author><record><electronic-resource-num>10.1000/bg.1</electronic-resource-num>"
    "<accession-num>15057615</accession-num><titles><title><style>Balint groups</style></title></titles></record>"
    "</Cite></EndNote>"
)
CITAVI = json.dumps({"Entries": [{"Reference": {"CitationKey": "a", "Doi": "10.1000/bg.1", "Title": "Balint groups"}}]})


@pytest.mark.parametrize(
    "run",
    [
        field(f" ADDIN ZOTERO_ITEM CSL_CITATION {of_csl(WORK)} "),
        field(f"ADDIN CSL_CITATION {of_csl(WORK)}"),
        f'<w:fldSimple w:instr="{escape(f"ADDIN ZOTERO_ITEM CSL_CITATION {of_csl(WORK)}")}"/>',
        f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{packed(of_csl(WORK))}"/></w:sdtPr></w:sdt>',
        field(f"ADDIN EN.CITE {ENDNOTE}"),
        field(" ADDIN EN.CITE ", field(" ADDIN EN.CITE.DATA ", "", packed(ENDNOTE))),
        field(f"ADDIN CitaviPlaceholder{{{packed(CITAVI)}}}"),
    ],
    ids=["zotero", "mendeley", "simple field", "mendeley cite", "endnote", "endnote in data", "citavi"],
)
def test_each_program_says_which_work_it_cites(tmp_path: Path, run: str):
    """The DOI is what the programs and the corpus have in common: keys and ids are each program's own."""
    (only,) = cited(document(tmp_path, paragraph(text("as "), run)))
    assert (only.doi, only.title, only.place) == ("10.1000/bg.1", "Balint groups", "paper.docx paragraph 1")
    assert only.own_id


def test_a_citation_of_several_works_names_each(tmp_path: Path):
    """(Winter, 2004; Roe, 2010) is one field."""
    pmid = {"title": "Second", "PMID": "15057615"}
    note = {"title": "Third", "note": "PMID: 90000001\nPMCID: PMC1"}
    found = cited(document(tmp_path, paragraph(field(f"ADDIN ZOTERO_ITEM CSL_CITATION {of_csl(WORK, pmid, note)}"))))
    assert [(each.doi, each.pmid) for each in found] == [
        ("10.1000/bg.1", None),
        (None, "15057615"),
        (None, "90000001"),
    ]


def test_words_own_citations_have_tags(tmp_path: Path):
    r"""CITATION tag \l language \m another tag."""
    found = cited(document(tmp_path, paragraph(field(r" CITATION Win04 \l 1033 \m Roe10 "))))
    assert [each.key for each in found] == ["Win04", "Roe10"]


def test_keys_in_the_text_are_citations(tmp_path: Path):
    """Some write [@key] to have pandoc format it, others {key}; the text of a run is cut anywhere."""
    found = cited(document(tmp_path, paragraph(text("as [@win"), text("ter2004, p. 3; @roe] and {doe2010; poe}"))))
    assert [(each.key, each.maybe) for each in found] == [
        ("winter2004", False),
        ("roe", False),
        ("doe2010", True),
        ("poe", True),
    ]


def test_addresses_and_deleted_text_cite_nothing(tmp_path: Path):
    """'@name' in a letter is a person; what tracking has struck is no longer said."""
    deleted = "<w:del><w:r><w:delText>[@gone]</w:delText><w:t>[@gone]</w:t></w:r></w:del>"
    assert cited(document(tmp_path, paragraph(text("me@example.org, @person, { and }"), deleted))) == ()


def test_footnotes_cite_too(tmp_path: Path):
    """Historians cite nowhere else."""
    found = cited(document(tmp_path, paragraph(text("[@a]")), part="word/footnotes.xml"))
    assert [each.key for each in found] == ["a"]


@pytest.mark.parametrize("code", ["ADDIN ZOTERO_ITEM CSL_CITATION {broken", "ADDIN EN.CITE <EndNote><Cite></EndNote>",
                                  "ADDIN CitaviPlaceholder{????}"])  # fmt: skip
def test_a_code_that_cannot_be_read_is_told(tmp_path: Path, code: str):
    """A citation that is left out is a work that is missing from the list."""
    (only,) = cited(document(tmp_path, paragraph(field(code))))
    assert "can't be read" in (only.title or "")


def test_brackets_without_end_are_told_too(tmp_path: Path):
    """A code is text that anybody may have written."""
    (only,) = cited(document(tmp_path, f'<w:fldSimple w:instr="ADDIN CSL_CITATION {{&quot;a&quot;:{"[" * 200_000}"/>'))
    assert "can't be read" in (only.title or "")


def test_zotero_may_keep_its_codes_apart(tmp_path: Path):
    """As bookmarks, which LibreOffice understands too; a bookmark that was deleted cites nothing any longer."""
    path = document(tmp_path, paragraph('<w:bookmarkStart w:id="1" w:name="ZOTERO_BREF_a1"/>', text("(1)")))
    code = f"ZOTERO_ITEM CSL_CITATION {of_csl(WORK)}"
    pieces = {"ZOTERO_BREF_a1_2": code[20:], "ZOTERO_BREF_a1_1": code[:20], "ZOTERO_BREF_gone_1": code, "Other": "x"}
    properties = "".join(
        f'<property name="{name}"><lpwstr>{escape(piece)}</lpwstr></property>' for name, piece in pieces.items()
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/custom.xml", f"<Properties>{properties}</Properties>")
    assert [each.doi for each in cited(path)] == ["10.1000/bg.1"]


def test_other_fields_are_no_citations(tmp_path: Path):
    """Page numbers, links, the list of references itself."""
    codes = ["PAGE", 'HYPERLINK "https://example.org/@a"', "ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "REF _Ref1"]
    assert cited(document(tmp_path, paragraph(*map(field, codes)))) == ()


def test_a_document_type_is_refused(tmp_path: Path):
    """Word never writes one; its entities may unfold to gigabytes, or fetch a file."""
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(UnknownFormat, match="document type"):
        cited(document(tmp_path, paragraph(text("[@a]")), before=bomb))


def test_a_part_that_unfolds_beyond_measure_is_refused(tmp_path: Path):
    """A zip of some kilobytes can hold gigabytes of blanks."""
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(60):
            part.write(b" " * 1_000_000)
    with pytest.raises(UnknownFormat, match="unfolds to more"):
        cited(path)


@pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0 an old .doc", b"{\\rtf1}"])
def test_what_is_no_docx_is_said_to_be_none(tmp_path: Path, data: bytes):
    """An old .doc that was given the new ending, most often."""
    path = tmp_path / "paper.docx"
    path.write_bytes(data)
    with pytest.raises(UnknownFormat, match=r"no \.docx file"):
        cited(path)


def test_a_document_of_another_program_can_be_read(tmp_path: Path):
    """python-docx writes what Word does: parts, relations, styles."""
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("As [@winter2004] shows.")
    made.add_table(1, 1).cell(0, 0).text = "[@roe2010]"
    made.save(str(tmp_path / "paper.docx"))
    assert [each.key for each in cited(tmp_path / "paper.docx")] == ["winter2004", "roe2010"]
