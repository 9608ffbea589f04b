"""MEDLINE and PubMed, of the US National Library of Medicine."""

from ..http import Manners
from . import Api
from ._eutils import count as count
from ._eutils import search as search
from ._eutils import sent as sent
from ._syntaxes_open import PUBMED as SYNTAX  # noqa: F401

NAME = "pubmed"
TITLE = "PubMed"
KIND = "database"
EXPORT = """\
Search, then Save: Selection 'All results', Format 'PubMed' (a .txt file in MEDLINE format).
PubMed saves at most 10,000 records at once: split a larger result by year.
Then: bibcorpus add pubmed-*.txt --source pubmed
"""
API = Api(
    endpoint="https://eutils.ncbi.nlm.nih.gov/entrez/eutils/",
    format="pubmed-xml",
    suffix=".xml",
    manners=Manners(per_second=3, at_once=3, timeout=120),
    manners_with_key=Manners(per_second=10, at_once=5, timeout=120),
    key="NCBI_API_KEY",
    key_param="api_key",
    email_param="email",
    always=(("tool", "bibcorpus"),),
)
