"""OpenAlex, of OurResearch: an open index of publications, and of what cites what.

A search string is words with AND, OR, NOT in capitals, which are looked for in title, abstract and full text; or
parameters of OpenAlex's own, `search`, `search.exact` and `filter`, joined by '&':

    ("balint group" OR "balint training") AND burnout
    search=("balint group" OR "balint training")&filter=publication_year:1990-2020

With every new citation OpenAlex changes the date of a work, so that it can't say which works were changed in earnest.
Of the known ones an update asks anew for those that are called retracted, and for no others.
"""

from __future__ import annotations

from functools import partial

from ..http import Manners
from . import Answered, Api, Asking, Hits, Wanted
from ._chasing import chase as chase
from ._openalex import hinted, pages, params_of, read_page, records, request
from ._openalex import sent as sent
from ._pages import compared, first_answer, page_of, whole_list
from ._syntaxes_open import OPENALEX

NAME = "openalex"
TITLE = "OpenAlex"
KIND = "database"
EXPORT = """\
Get a free key at openalex.org/settings/api, put it into the environment as OPENALEX_API_KEY, and ask with
`bibcorpus search`: without a key OpenAlex gives very little in a day.
By hand: search at openalex.org, Export, CSV. Then: bibcorpus add works.csv --source openalex
"""
API = Api(
    endpoint="https://api.openalex.org/",
    format="openalex-json",
    suffix=".json",
    manners=Manners(per_second=5, at_once=2, timeout=90),
    manners_with_key=Manners(per_second=10, at_once=4, timeout=90),
    key="OPENALEX_API_KEY",
    key_param="api_key",
    email_param="mailto",
)
SYNTAX = OPENALEX


def count(asking: Asking, wanted: Wanted) -> Hits:
    """How many works there are."""
    params = {**params_of(wanted), "per_page": "1", "select": "id"}
    body = hinted(asking, wanted).one("count", request(params, "the number of works"))
    return Hits(hits=page_of(body, read_page).total)


def search(asking: Asking, wanted: Wanted) -> Answered:
    """All works: with their records at first; later the list, and the records that are new in it or retracted."""
    asking = hinted(asking, wanted)
    params = params_of(wanted)
    if not wanted.known:
        return first_answer(whole_list(TITLE, lambda name: pages(asking, name, params)))
    short = {**params, "select": "id,is_retracted"}
    listed = whole_list(TITLE, lambda name: pages(asking, name, short))
    return compared(listed, wanted, partial(records, asking), modified=listed.retracted)
