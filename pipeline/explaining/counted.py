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
        {TITLE} || ' [' || entry.record_id || ']' as what, source_file.source, source_file.kind, query, searched, hits,
        same_as
      from entry join source_file using (file_id) join record using (record_id)
      union all
      select path, reject.line, path || ' line ' || reject.line, 'set aside: ' || reason, source_file.source,
        source_file.kind, query, searched, hits, same_as
      from reject join source_file using (file_id))
    where source = $source and kind = $kind and query is not distinct from $query
      and searched is not distinct from $searched and hits is not null and same_as is null
    order by path, line, name"""

# one search may fill several files: it is one claim
CLAIMED = """
    select coalesce(query, '(no query)') || coalesce(', ' || searched, ''), string_agg(path, ', ' order by path), hits
    from source_file where source = $source and kind = $kind and query is not distinct from $query
      and searched is not distinct from $searched and hits is not null and same_as is null
    group by query, searched, hits order by query, searched, hits"""

NOT_HERE = """
    select path, coalesce('searched ' || searched, 'no day in its note'){n} from source_file
    where source = $source and format = $format order by path"""


# as in the view identified; `source` and `kind` null: all of them
IDENTIFIED = f"""
    select record_id, {TITLE} || ' [' || identified.source || ']', times
    from identified join record using (record_id)
    where $source is null or (identified.source = $source and kind = $kind) order by all"""

REMOVED = f"""
    select citekey.key, any_value({TITLE}), sum(times)::bigint - 1
    from identified join work_record using (record_id) join work using (work_id) join citekey using (work_id)
    where leads group by work_id, citekey.key having sum(times) > 1 order by citekey.key"""

# works that are in, and have come to this stage of the screening and no further
INCLUDED_WHERE = """status = 'included' and $stage = (
    select case when bool_or(stage = 'full-text' and outcome <> 'not read yet') then 'full-text'
      when bool_or(stage = 'title-abstract') then 'title-abstract' else 'rules' end
    from screened where screened.work_id = bibliography.work_id)"""


def works_where(condition: str, reason: bool = False) -> str:
    """The works of `bibliography` for which a condition of ours holds; with `reason` also why they are in or out."""
    what = "coalesce(title, '(no title)') || coalesce(' (' || year || ')', '')"
    why = " || ': ' || status_reason" if reason else ""
    return f"select citekey, {what}{why} from bibliography where {condition} order by citekey"


def screened_where(columns: Iterable[str]) -> str:
    """The ids of works in a box of the screening: of the same stage, and perhaps outcome and reason."""
    same = " and ".join(f"{name} is not distinct from ${name}" for name in columns)
    return f"select work_id from screened where {same}"
