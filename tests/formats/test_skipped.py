"""What each reader drops, into no field and not into `extra`: listed with its reason, and nothing else is dropped.

The claims go by a word that stands nowhere else: put into a tag, it must come out, or the tag is one of SKIPPED.
"""

from __future__ import annotations

import csv
import io
import json
import re
import string
from pathlib import Path

import pytest

from pipeline.formats import all_formats, generic_csv, scopus_csv
from pipeline.model import Found

WORD = "qzx77"
DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


def words(text: str) -> list[str]:
    return text.split()


def records(fmt: str, text: str) -> list[Found]:
    return [each for each in all_formats()[fmt].read(io.StringIO(text, newline="")) if isinstance(each, Found)]


def keeps(fmt: str, text: str, word: str = WORD) -> bool:
    """Whether the record keeps the word, in a field or in `extra`."""
    return any(word in json.dumps([each.fields, each.extra], ensure_ascii=False).lower() for each in records(fmt, text))


def skipped(fmt: str) -> dict[str, str]:
    return dict(getattr(all_formats()[fmt], "SKIPPED", {}))


# ------------------------------------------------------------------------------------------ what is kept


@pytest.mark.parametrize("kind", ["JOUR", "BOOK", "CHAP", "CONF", "THES", "RPRT", "XXXX"])
def test_every_tag_of_ris_is_kept_known_or_not(kind: str):
    """Databases write tags of their own; all two-letter tags there can be, each alone and all in one record."""
    tags = [a + b for a in string.ascii_uppercase for b in string.ascii_uppercase + string.digits]
    tags = [tag for tag in tags if tag not in ("TY", "ER")]
    one_by_one = "".join(f"TY  - {kind}\nTI  - Groups\n{tag}  - {WORD}\nER  - \n" for tag in tags)
    found = records("ris", one_by_one)
    assert [tag for tag, each in zip(tags, found, strict=True) if WORD not in str([each.fields, each.extra])] == []
    (whole,) = records("ris", f"TY  - {kind}\n" + "".join(f"{tag}  - {tag}{WORD}\n" for tag in tags) + "ER  - \n")
    assert [tag for tag in tags if f"{tag}{WORD}" not in str([whole.fields, whole.extra])] == []


FIELDS = words(
    "abstract addendum address afterword annotation annote annotator archiveprefix author author_keywords bookauthor "
    "booksubtitle booktitle booktitleaddon chapter commentator copyright crossref date date-added doi edition editor "
    "editora editoratype eid entryset eprint eprintclass eprinttype eventdate eventtitle file foreword groups "
    "howpublished institution introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle iswc journal "
    "journalsubtitle journaltitle key keywords label langid language library location mainsubtitle maintitle "
    "mendeley-tags month nameaddon note number organization origdate origlanguage origtitle pages pagetotal part pmcid "
    "pmid primaryclass publisher pubstate related relatedtype reprinttitle rights school series shortauthor shorthand "
    "shortjournal shorttitle source sortkey subtitle timestamp titleaddon times-cited translator type unique-id url "
    "urldate venue version volume volumes xdata year wholly-unknown"
)


@pytest.mark.parametrize("kind", ["article", "book", "incollection", "inproceedings", "phdthesis", "misc", "unheard"])
def test_every_field_of_bibtex_is_kept_known_or_not(kind: str):
    """Programs and people add fields of their own to an entry."""
    (whole,) = records("bibtex", f"@{kind}{{roe,\n" + "".join(f" {n} = {{{n}{WORD}}},\n" for n in FIELDS) + "}\n")
    kept = json.dumps([whole.fields, whole.extra]).lower()
    assert [name for name in FIELDS if f"{name}{WORD}" not in kept] == []


def table(header: list[str], *rows: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def test_every_column_of_a_table_is_kept_known_or_not():
    """Also one without a name."""
    lost = []
    for name in {*generic_csv.FIELD_OF, "shelf"} - {"title"}:
        header = ["title", *({"authors", "year", "doi"} - {name}), name, ""]
        rows = [["Groups", *[""] * (len(header) - 3), f"{WORD}{n}", f"nameless{n}"] for n in range(2)]
        text = table(header, *rows)
        if not keeps("csv", text, f"{WORD}0") or not keeps("csv", text, "nameless0"):
            lost.append(name)
    assert lost == []


def test_every_column_of_scopus_is_kept_known_or_not():
    """The person who exports ticks the columns."""
    names = ["Title", "EID", "Art. No.", "Source title", "Shelf", "Author(s) ID"]
    names += sorted({*scopus_csv.COLUMNS, *scopus_csv.OTHER_NAMES} - set(map(str.lower, names)) - {"art no"})
    text = table(names, [f"{WORD}{n}z" for n in range(len(names))])
    assert [name for n, name in enumerate(names) if not keeps("scopus-csv", text, f"{WORD}{n}z")] == []


VARIABLES = words(
    "abstract annote archive archive_collection archive_location archive-place authority call-number categories "
    "chapter-number citation-key citation-label citation-number collection-number collection-title container-title "
    "container-title-short dimensions division DOI edition event event-place event-title genre ISBN ISSN issue "
    "jurisdiction keyword language license locator medium note number number-of-pages number-of-volumes "
    "original-publisher original-publisher-place original-title page page-first part-number part-title PMCID PMID "
    "printing-number publisher publisher-place references reviewed-genre reviewed-title scale section source status "
    "supplement-number title-short URL version volume volume-title volume-title-short year-suffix journalAbbreviation "
    "shortTitle id wholly-unknown"
)
PEOPLE = words("author chair composer container-author director editor recipient series-creator translator unheard")
NAMES = [{"family": WORD}, {"literal": WORD}] + [
    {"family": "Roe", part: WORD} for part in ("given", "suffix", "dropping-particle", "non-dropping-particle", "ORCID")
]
DATES = [{"date-parts": [[2011]], part: WORD} for part in ("season", "circa", "literal", "unheard")] + [{"raw": WORD}]


@pytest.mark.parametrize("kind", ["article-journal", "book", "chapter", "webpage", "unheard"])
def test_every_variable_of_csl_is_kept_known_or_not(kind: str):
    """So are the parts of names and dates that say more than our fields."""
    item = {"type": kind, "title": "Groups"}
    said = [(name, WORD) for name in VARIABLES] + [(role, [name]) for role in PEOPLE for name in NAMES]
    said += [(name, date) for name in ("accessed", "issued", "original-date", "unheard") for date in DATES]
    assert [each for each in said if not keeps("csl-json", json.dumps([{**item, each[0]: each[1]}]))] == []


META = words("""article-id article-version title-group/subtitle title-group/trans-title title-group/alt-title
contrib-group/bio contrib-group/email contrib-group/aff contrib-group/role aff author-notes pub-date/string-date volume
volume-id volume-series issue issue-id issue-title issue-sponsor issue-part isbn supplement fpage lpage page-range
elocation-id email ext-link uri product supplementary-material history/date/year pub-history permissions/license/p
self-uri related-article related-object abstract/p abstract/sec/p trans-abstract/p kwd-group/kwd
kwd-group/unstructured-kwd-group funding-group/award-group article-categories/series-text
article-categories/subj-group/subject conference/conf-name conference/conf-date conference/conf-loc
conference/conf-sponsor custom-meta-group/custom-meta/meta-value wholly-unknown""")
JOURNAL = words("""journal-id journal-title journal-title-group/journal-title journal-title-group/journal-subtitle
journal-title-group/trans-title-group/trans-title issn isbn publisher/publisher-name publisher/publisher-loc
contrib-group notes self-uri wholly-unknown""")


def inside(path: str, text: str = WORD) -> str:
    for name in reversed(path.split("/")):
        text = f"<{name}>{text}</{name}>"
    return text


def article(meta: str = "", journal: str = "", behind: str = "", more: str = "") -> str:
    title = "" if "<title-group" in meta else "<title-group><article-title>Groups</article-title></title-group>"
    meta = meta.replace("<title-group>", "<title-group><article-title>Groups</article-title>")
    return (
        f"<article><front><journal-meta>{journal}</journal-meta><article-meta>{title}{meta}</article-meta>{more}</front>"
        f"{behind}</article>"
    )


def test_every_element_of_the_front_matter_of_jats_is_kept_known_or_not():
    """The place of a conference and the subtitle of a journal too, though no field of ours is for them."""
    lost = [path for path in META if not keeps("jats", article(inside(path)))]
    assert lost + [path for path in JOURNAL if not keeps("jats", article(journal=inside(path)))] == []


@pytest.mark.parametrize(
    "meta",
    [
        f"<volume>1</volume><volume>{WORD}</volume>",
        f"<elocation-id>e1</elocation-id><elocation-id>{WORD}</elocation-id>",
        f"<fpage>1</fpage><lpage>9</lpage><page-range>1-3, {WORD}</page-range>",
        '<pub-date pub-type="ppub"><year>2011</year></pub-date>'
        f'<pub-date pub-type="collection"><string-date>{WORD}</string-date></pub-date>',
        '<pub-date pub-type="ppub"><year>2011</year></pub-date>'
        f'<pub-date pub-type="ppub"><string-date>{WORD}</string-date></pub-date>',
    ],
)
def test_what_an_article_in_jats_has_twice_is_kept_twice(meta: str):
    """Two printings, a range with a gap: which one counts, nobody says."""
    assert keeps("jats", article(meta))


TAGS = words("""
citation_author citation_author_institution citation_pdf_url citation_reference citation_unheard citation_doi
dc.title dc.rights dc.coverage dc.unheard dcterms.abstract prism.volume prism.section eprints.unheard og:image
og:site_name article:section book:author description keywords author subject""")


def page(head: str, body: str = "") -> str:
    tags = '<meta name="citation_title" content="Groups"><meta name="citation_journal_title" content="J">'
    return f"<!doctype html><html><head>{tags}{head}</head><body>{body}</body></html>"


def work(**members: object) -> str:
    said = {"@type": "ScholarlyArticle", "headline": "Groups", **members}
    return page(f'<script type="application/ld+json">{json.dumps(said)}</script>')


def test_every_tag_of_a_page_that_is_about_the_work_is_kept_known_or_not():
    """Publishers add tags of their own to the sets."""
    assert [name for name in TAGS if not keeps("web-page", page(f'<meta name="{name}" content="{WORD}">'))] == []
    assert keeps("web-page", work(license=WORD))


NUMBERED = "1. J Ex. 2014 Nov;5(2):10-9.\n\nBalint groups.\n\nRoe R.\n\n{}\n\nPMID: 123\n"
PARAGRAPHS = ["Author information: {}", "Collaborators: {}", "Comment in\n    J Ex. 2015;1:2. {}", "{} was seen.",
              "© 2014 {}", "Conflict of interest statement: {}", "MeSH Terms:\n  {}", "Substances:\n  {}",
              "Publisher: {}", "Unheard: {}", "DOI: {}", "PII: {}"]  # fmt: skip


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_every_paragraph_of_pubmeds_text_is_kept(paragraph: str):
    """What has no label of ours is a part of the abstract."""
    assert keeps("pubmed-text", NUMBERED.format(paragraph.format(WORD)))


# ------------------------------------------------------------------------------------------ what is not

IN_BODY = f"<sec><p>{WORD}</p></sec>"
LEFT_OUT = [
    ("ris", "what stands behind 'ER  -'", f"TY  - JOUR\nTI  - Groups\nER  - {WORD}\n"),
    ("bibtex", "what stands behind '%' in an entry", f"@misc{{roe,\n title = {{Groups}}, % {WORD}\n year = 1,\n}}\n"),
    ("scopus-csv", "[No … available]",
     table(["Title", "EID", "Art. No.", "Source title", "Abstract"], ["A", "1", "2", "J", f"[No {WORD} available]"])),
    ("pubmed-text", "what follows the semicolon in '[Article in French; Abstract …]'",
     f"1. J Ex. 2014;5:1.\n\nGroups.\n\n[Article in French; Abstract available from {WORD}]\n\nRoe R.\n\nPMID: 1\n"),
    *[("jats", "body, back, floats-group", article(behind=f"<{name}>{IN_BODY}</{name}>"))
      for name in ("body", "back", "floats-group")],
    *[("jats", "sub-article, response", article(behind=f"<{name}>{IN_BODY}</{name}>"))
      for name in ("sub-article", "response")],
    ("jats", "front/notes, processing-meta", article(more=f"<notes>{IN_BODY}</notes>")),
    ("jats", "counts", article(f'<counts><fig-count count="{WORD}"/></counts>')),
    ("jats", "fn, fn-group, xref", article(inside("title-group/fn-group/fn"))),
    ("jats", "object-id, tex-math", article(f"<abstract><p>See <object-id>{WORD}</object-id></p></abstract>")),
    ("jats", "title and label of abstract and kwd-group", article(inside("kwd-group/title"))),
    ("jats", "title and label of abstract and kwd-group",
     article(f"<abstract><title>{WORD}</title><p>Seen.</p></abstract>")),
    ("jats", "collab/contrib-group",
     article(f"<contrib-group><contrib><collab>Group{inside('contrib-group/contrib/name/surname')}</collab></contrib>"
             "</contrib-group>")),
    ("jats", "attributes as @corresp, @equal-contrib, @seq",
     article(f'<fpage seq="{WORD}">1</fpage>')),
    ("web-page", "what is to be seen on the page, and its title", page(f"<title>{WORD}</title>", f"<p>{WORD}")),
    ("web-page", "viewport, robots, twitter:…, fb:… and other tags of no set for works",
     page(f'<meta name="twitter:title" content="{WORD}"><meta name="robots" content="{WORD}">')),
    ("web-page", "publisher, date, language, copyright without a prefix",
     page(f'<meta name="publisher" content="{WORD}"><meta name="date" content="{WORD}">')),
    ("web-page", "link (but for the canonical address), http-equiv",
     page(f'<link rel="icon" href="{WORD}"><meta http-equiv="refresh" content="{WORD}">')),
    ("web-page", "citation, about, mentions and what has objects in JSON-LD",
     work(citation=WORD, about={"name": WORD}, mentions={"name": WORD}, license={"name": WORD})),
]  # fmt: skip


@pytest.mark.parametrize(("fmt", "what", "text"), LEFT_OUT)
def test_what_a_reader_leaves_out_is_left_out_and_listed(fmt: str, what: str, text: str):
    """A list of what is dropped that is out of step is worse than none."""
    assert what in skipped(fmt)
    assert records(fmt, text)
    assert not keeps(fmt, text, "qzx")


@pytest.mark.parametrize("fmt", sorted({fmt for fmt, _, _ in LEFT_OUT} - {"ris", "pubmed-text", "bibtex"}))
def test_each_line_of_the_list_has_its_example(fmt: str):
    """What is listed for a reader has been tried with it."""
    assert {what for name, what, _ in LEFT_OUT if name == fmt} == set(skipped(fmt))


def test_of_latex_commands_for_the_look_of_a_text_the_words_stay():
    """'Slanted' is no part of a title."""
    assert r"commands such as \emph, \textsc, \mbox" in skipped("bibtex")
    (found,) = records("bibtex", r"@misc{roe, title = {\emph{Groups} in \textsc{Riga} and \mbox{Leeds}}}")
    assert found.fields["title"] == ["Groups in Riga and Leeds"]


def test_what_ris_says_twice_is_kept_once():
    """SP has the range, EP its end; the short name is the full one."""
    (found,) = records("ris", "TY  - JOUR\nSP  - 271-278\nEP  - 278\nJF  - Lancet\nJO  - Lancet\nER  - \n")
    assert (found.fields["pages"], found.extra) == (["271-278"], {"TY": ["JOUR"]})
    assert "container_short" not in found.fields


def test_words_for_an_empty_cell_or_list_are_no_values():
    """'NA' is no author, and nobody is called '[No authors listed]'."""
    rows = [["Groups", "NA", "1", "9", "271-279"]] * 2
    (found, _) = records("csv", table(["title", "authors", "start page", "end page", "pages"], *rows))
    assert found.fields["pages"] == ["271-279"]
    assert ("authors" in found.fields, found.extra) == (False, {})
    (found,) = records("pubmed-text", NUMBERED.replace("Roe R.", "[No authors listed]").format("It was seen."))
    assert "authors" not in found.fields
    assert not {*skipped("csv"), *skipped("pubmed-text")} - {
        "NA, N/A, NaN, None, NULL, a lone hyphen", "columns of the first and the last page", "[No authors listed]",
        "the number before a record", "what follows the semicolon in '[Article in French; Abstract …]'",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------ docs


def test_the_page_on_formats_lists_what_each_reader_leaves_out_with_the_reason():
    """And names those that leave out nothing; what has one reason stands in one line."""
    text = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \|$", text, re.M)
    wanted = []
    for name in sorted(all_formats()):
        reasons: dict[str, list[str]] = {}
        for what, reason in skipped(name).items():
            reasons.setdefault(reason, []).append(what)
        wanted += [(name, ", ".join(each), reason) for reason, each in reasons.items()]
    assert rows == wanted
    (told,) = re.findall(r"Nothing is left out of ((?:`[\w-]+`[,\s]*(?:and\s)?)+)", text)
    assert re.findall(r"`([\w-]+)`", told) == [name for name in sorted(all_formats()) if not skipped(name)]
