"""Tables that bibcorpus itself wrote (exports/csv, xlsx, jsonl): what they say that no other table does.

In: the fields of a row, under the names of its columns. Out: the same fields as a reader gives them.

    title_language en     'Balint groups in Russia'  -> '[Balint groups in Russia]', as PubMed writes a translated title
    group_authors         'Nordic Trialists' among the authors -> a group, though no word of it shows that
    retracted true        -> the publication type that the NLM has for it, where none says so
"""

from __future__ import annotations

from ..model import Name
from ..values.names import parse_name
from ._columns import Fields
from ._own_note import with_retraction

DATABASE = "bibcorpus"
MARKS = ("work id", "title language")  # names of columns that no other table has, folded
APART = ";"  # between the values of a list
NAME_FORM = "family-comma-given"
LANGUAGE, GROUPS, RETRACTED = "_title_language", "group_authors", "_retracted"

# column, folded -> field, where the table of any origin means something else by it, or has none
COLUMNS = {
    "authors original": "_authors_original",
    "group authors": GROUPS,
    "title language": LANGUAGE,
    "retracted": RETRACTED,
    "location": "place",  # where the columns have the names that Rayyan knows
}


def as_meant(fields: Fields) -> None:
    """Say of translated titles, groups and retractions what fields have to say by other means; see above. In place."""
    if fields.pop(LANGUAGE, []) == ["en"] and "title" in fields:
        fields["title"] = [f"[{fields['title'][0]}]"]
    if [text.casefold() for text in fields.pop(RETRACTED, [])] == ["true"]:
        fields["publication_types"] = with_retraction(fields.get("publication_types", ()))
    groups = [name for name in fields.pop(GROUPS, []) if parse_name(name, NAME_FORM) != Name(literal=name)]
    if groups:
        persons = [name for name in fields.pop("authors", []) if name not in groups]
        fields.update({"group_authors": groups} | ({"authors": persons} if persons else {}))
