"""What the figures of the report count: statements that give (name, what it is), one row for each that is counted.

A work is named by its key, a record by its id, an entry and a text that was set aside by their file and line.
"""

from __future__ import annotations

from collections.abc import Iterable

TITLE = "coalesce(title, title_original, '(no title)')"

ENTRIES = f"""
    select path || ' line ' || entry.line, {TITLE} || ' [' || entry.record_id || ']'
    from entry join source_file using (file_id) join record using (record_id)
    where {{condition}} order by path, entry.line, entry.position"""

AGAIN = f"""
    select path || ' line ' || entry.line, {TITLE} || ' [' || entry.record_id || ']'
    from entry join source_file using (file_id) join record using (record_id)
    where entry.entry_id <> record.entry_id order by path, entry.line, entry.position"""

# `prefix`: a file, or a folder with its '/', or '' for all
REJECTS = """
    select path || ' line ' || reject.line, reason || ': ' || left(raw, 200)
    from reject join source_file using (file_id) where starts_with(path, $prefix)
    order by path, reject.line, position"""

RECORDS = f"select record_id, {TITLE} from record order by record_id"

JOINED = f"""
    select record_id, {TITLE} || ' [with ' || citekey.key || ']'
    from work_record join record using (record_id) join citekey using (work_id)
    where leads and record_id <> work_id order by record_id"""

FOUND = f"""
    select name, what from (
      select path, entry.line, path || ' line ' || entry.line as name,
        {TITLE} || ' [' || entry.record_id || ']' as what, source_file.source, source_file.kind, hits, same_as
      from entry join source_file using (file_id) join record using (record_id)
      union all
      select path, reject.line, path || ' line ' || reject.line, 'set aside: ' || reason, source_file.source,
        source_file.kind, hits, same_as
      from reject join source_file using (file_id))
    where source = $source and kind = $kind and hits is not null and same_as is null order by path, line, name"""

# one search may fill several files: it is one claim
CLAIMED = """
    select coalesce(query, '(no query)') || coalesce(', ' || searched, ''), string_agg(path, ', ' order by path), hits
    from source_file where source = $source and kind = $kind and hits is not null
    group by query, searched, hits order by query, searched, hits"""

NOT_HERE = """
    select path, coalesce('searched ' || searched, 'no day in its note'){n} from source_file
    where source = $source and format = $format order by path"""


def works_where(condition: str, reason: bool = False) -> str:
    """The works of `bibliography` for which a condition of ours holds; with `reason` also why they are in or out."""
    what = "coalesce(title, '(no title)') || coalesce(' (' || year || ')', '')"
    why = " || ': ' || status_reason" if reason else ""
    return f"select citekey, {what}{why} from bibliography where {condition} order by citekey"


STAGE = """if("by" = 'rule', 'rules', stage)"""  # as in the view screening_flow


def screened_where(columns: Iterable[str]) -> str:
    """The ids of works in a box of the screening: of the same stage, and perhaps outcome and reason."""
    of = {"stage": STAGE, "outcome": "status", "reason": "reason"}
    same = " and ".join(f"{of[name]} is not distinct from ${name}" for name in columns)
    return f"select work_id from screening where {same}"
