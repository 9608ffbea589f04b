"""The search languages of the sources that can be asked over the network without a contract.

PubMed, Europe PMC, OpenAlex, Crossref. The other ones stand in the modules of their sources.
"""

from __future__ import annotations

from ._syntax import Syntax, Years, everywhere

PUBMED = Syntax(
    title="PubMed",
    help=(
        "PubMed User Guide, Searching for a phrase; Truncating search terms; Proximity searching; Search field tags",
        "PubMed User Guide, Searching by date: 3000 stands for an open end",
    ),
    fields={
        "title": "{}[ti]",
        "title-abstract": "{}[tiab]",
        "title-abstract-keywords": "{}[tiab]",
        "all": "{}[all]",
    },
    field_around="word",
    stars="inside",  # since June 2024: NLM Technical Bulletin 2024;(458):e5
    least_stem=4,
    near={
        "title": '"{words}"[ti:~{n}]',
        "title-abstract": '"{words}"[tiab:~{n}]',
        "title-abstract-keywords": '"{words}"[tiab:~{n}]',
    },
    near_plain=True,
    headings={"mesh": '"{}"[mh]'},
    years={
        "publication year": Years(both='("{start}"[dp] : "{end}"[dp])', first=1000, last=3000),
        "electronic publication": Years(both='("{start}"[epdat] : "{end}"[epdat])', first=1000, last=3000),
        "either": Years(both='("{start}"[dp] : "{end}"[dp])', first=1000, last=3000),
    },
    accents_count=False,
    latin_only=True,
    breaks=True,
    notes=(
        "a phrase that is not in its phrase index is searched as separate words; it says so: "
        "'Quoted phrase not found in phrase index'",
    ),
    field_notes={
        "title-abstract": "[tiab] also searches the keywords of the authors and abstracts in other languages",
        "title-abstract-keywords": "[tiab] also searches abstracts in other languages",
        "all": "[all] also finds authors and affiliations of that name",
    },
    date_notes={
        "publication year": "[dp] is the date of print or of electronic publication: a paper that was online in the "
        "last year and in an issue of the next comes in too",
        "electronic publication": "[epdat] leaves out what has no electronic date, as most that was printed alone",
    },
)

EUROPEPMC = Syntax(
    title="Europe PMC",
    help=("Europe PMC, Search syntax reference: fields, phrases, wildcards, PUB_YEAR, FIRST_PDATE, E_PDATE",),
    fields={
        "title": "TITLE:{}",
        "title-abstract": "TITLE_ABS:{}",
        "title-abstract-keywords": "(TITLE_ABS:{} OR KW:{})",
        "all": "{}",
    },
    field_around="word",
    stars="split",
    years={
        "publication year": Years(both="PUB_YEAR:[{start} TO {end}]", first=1000, last=3000),
        "electronic publication": Years(both="E_PDATE:[{start}-01-01 TO {end}-12-31]", first=1000, last=3000),
        "either": Years(both="FIRST_PDATE:[{start}-01-01 TO {end}-12-31]", first=1000, last=3000),
    },
    field_notes={"all": "without a field it searches full texts too, where it has them"},
    date_notes={"either": "FIRST_PDATE is the earlier one of the electronic and the printed date"},
)

OPENALEX = Syntax(
    title="OpenAlex",
    help=("developers.openalex.org, guides, Searching: Boolean, phrases, proximity, wildcards, large queries",),
    fields={
        "title": "filter=display_name.search.exact:{}",
        "title-abstract": "filter=title_and_abstract.search.exact:{}",
        "title-abstract-keywords": "filter=title_and_abstract.search.exact:{}",
        "all": "filter=fulltext.search.exact:{}",
    },
    field_around="whole",
    stars="inside",
    least_stem=3,
    near=everywhere('"{words}"~{n}'),
    near_plus=2,  # moves of words: two for the other order, one for each word between
    near_plain=True,
    years={
        "publication year": Years(both=",publication_year:{start}-{end}", first=1000, last=3000),
    },
    dated="{text}{years}",
    longest=3_400,  # of the 4,094 bytes of an address: key, e-mail, cursor and columns need the rest
    field_notes={
        "title-abstract-keywords": "keywords can't be searched: title and abstract are",
        "all": "full texts are searched too, where it has them",
    },
    date_notes={
        "publication year": "its year is that of the earliest date it knows, mostly of electronic publication",
        "electronic publication": "its year is that of the earliest date it knows, mostly of electronic publication",
        "either": "its year is that of the earliest date it knows, mostly of electronic publication",
    },
)

CROSSREF = Syntax(
    title="Crossref",
    help=("Crossref REST API, Queries: query.bibliographic; Filters: from-pub-date, until-pub-date",),
    fields=everywhere("query.bibliographic={}"),
    field_around="whole",
    stars="drop",
    one_run_each=True,
    years={
        "publication year": Years(
            both="&filter=from-pub-date:{start},until-pub-date:{end}",
            since="&filter=from-pub-date:{start}",
            until="&filter=until-pub-date:{end}",
        )
    },
    dated="{text}{years}",
    notes=(
        "there are no phrases and no operators: it finds what has any of the words, the likeliest first, without end; "
        "fields can't be chosen (title, authors, journal, year together)",
    ),
)
