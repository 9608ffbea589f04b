-- newest_entry.sql: one entry for each record: the one that gives its fields.
-- in: entry   out: record_id, source, accession, entry_id, entries, first_seen, last_seen, fields, extra
-- The newest search wins; then the entry that says most; then the text itself decides, so that neither the order of the
-- files nor of their records matters.
select
  record_id, source, accession, entry_id,
  count(*) over (partition by record_id) as entries,
  min(seen) over (partition by record_id) as first_seen,
  max(seen) over (partition by record_id) as last_seen,
  to_json(fields)::varchar as fields, to_json(extra)::varchar as extra -- ten times faster than maps to read in Python
from entry
qualify row_number() over (
  partition by record_id
  order by seen desc nulls last, length(fields::varchar) desc, md5(fields::varchar || extra::varchar), entry_id
) = 1
order by record_id
