"""The field names that each database knows, in small letters. Sources: see dialects.RULES."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    """Names stand apart by '|' or by line."""
    return frozenset(name.strip() for line in text.split("\n") for name in line.split("|") if name.strip())


PUBMED = _names("""
ad|affiliation|aid|article identifier|all|all fields|au|author|auid|author - identifier|author identifier
1au|author - first|first author name|first author|lastau|author - last|last author name|last author
cn|author - corporate|corporate author|fau|author - full|full author name|ed|editor|book|isbn|issn
crdt|date - create|create date|dcom|date - completion|completion date|edat|date - entry|entry date
mhda|date - mesh|mesh date|lr|date - modification|modification date|dp|pdat|date - publication|publication date
epdat|electronic publication date|ppdat|print publication date|cois|conflict of interest statements
conflict of interest statement|rn|ec/rn number|sb|filter|subset|fir|investigator - full|full investigator name
ir|investigator|gr|grants and funding|grant number|ip|issue|ta|journal|jour|la|lang|language|lid|location id
majr|mesh major topic|mesh major topics|sh|mesh subheading|mesh subheadings|subheading|subheadings
mh|mesh|mesh terms|mesh term|majr:noexp|mh:noexp|mesh:noexp|mesh terms:noexp|mesh major topic:noexp
jid|nlm unique id|ot|other term|pg|pagination|ps|personal name as subject|pa|pharmacological action
pl|place of publication|cntry|country|pmid|uid|pmcid|doi|pt|ptyp|publication type|pubn|publisher
si|secondary source id|nm|supplementary concept|substance name|tw|text word|text words|ti|title
tiab|title/abstract|tt|transliterated title|vi|volume
""")

SCOPUS = _names("""
abs|af-id|affil|affilcity|affilcountry|affilorg|all|artnum|au-id|auth|authcollab|authfirst|authkey|authlast-name
authlastname|authname|author-name|casregnumber|chem|chemname|coden|conf|confloc|confname|confsponsors|doctype|doi
edfirst|editor|edlastname|eid|eissn|exactkeyword|exactsrctitle|exclude|firstauth|fund-acr|fund-all|fund-no
fund-sponsor|indexterms|isbn|issn|issnp|issue|key|language|limit-to|load-date|manufacturer|openaccess|orcid
pagefirst|pagelast|pages|pmid|pubdatetxt|publisher|pubstage|pubyear|ref|refartnum|refauth|refeid|refpage
refpagefirst|refpubyear|refsrctitle|reftitle|seqbank|seqnumber|srcid|srctitle|srctype|subjarea|subjterms|subtype
title|title-abs|title-abs-key|title-abs-key-auth|tradename|volume|website
""")

WOS = _names("""
ab|ad|ai|ak|all|au|ca|cf|ci|cu|dc|do|dop|dt|eay|ed|fd|fg|fo|fpy|ft|gp|is|kp|la|ld|mc|mh|mq|og|oo|pmid|ps|publ|py
sa|sdg|sg|so|su|ti|tmac|tmic|tmso|ts|ut|wc|zp
""")

# besides all of two letters
EMBASE = _names("all|exp|lim|lnk|dtype")
OVID = _names("sa_year|nlm|freq|exp")

# the codes differ from database to database of EBSCO: an unknown one is only a doubt
EBSCO = _names("""
ab|ac|af|an|ar|as|au|bk|cd|co|cy|de|dn|dt|em|gc|ge|gn|ib|id|ip|is|jn|ka|kw|la|lo|ma|md|mh|mj|mm|mw|nm|pb|pe|pg
pm|pt|py|ru|sb|sh|so|st|su|td|ti|tk|tx|ug|vi|vo|xx|yr|zx
""") - {"as", "co", "id", "is", "lo", "ma", "st", "xx"}  # words or short forms that stand in searches as such

COCHRANE = _names("ti|ab|kw|au|so|pt|an|doi|ky|tb|crg|la")

EUROPEPMC = _names("""
title|abstract|title_abs|kw|keyword|mesh|auth|author|authorid|authorid_type|aff|affil|journal|issn|essn|isbn|volume
issue|page_info|pub_year|pub_type|first_pdate|first_idate|first_idate_d|e_pdate|p_pdate|creation_date|update_date
index_date|revised|lang|ext_id|src|pmcid|doi|pmid|grant_agency|grant_id|cites|cited|reffed_by
has_abstract|has_pdf|has_ft|has_fulltext|has_fulltextdata|has_free_fulltext|has_reflist|has_tm|has_xrefs|has_labslinks
has_data|has_suppl|has_preprint|has_book|has_uniprot|has_embl|has_pdb|open_access|in_epmc|in_pmc|in_ukpmc|license|body
back|back_noref|methods|results|intro|discuss|concl|case|suppl|ref|table|fig|appendix|abbr|ack_fund|auth_con
comp_int|other|disease|gene_protein|goterm|chem|chemical|chebi|organism|experimental_method|accession_type
accession_id|uniprot_pubs|embl_pubs|pdb_pubs|labs_pubs|annotation_type|annotation_provider|book_id|editor|publisher
ed|investigator
""")
