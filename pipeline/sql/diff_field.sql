-- diff_field.sql: what differs between a record's newest entry and the one before, in the source's words.
-- in: diff_entry, entry   out: entry_id, extra, field, before, after (lists; null where there is none)
-- The order of what is a set (keywords …) is no change. name_form is our reader's word, not the source's.
with pair as (
  select diff_entry.entry_id, older_id, now.fields as fields, now.extra as extra,
    before.fields as old_fields, before.extra as old_extra
  from diff_entry
  join entry now on now.entry_id = diff_entry.entry_id
  join entry before on before.entry_id = older_id
  where not again and (now.fields <> before.fields or now.extra <> before.extra)
),
newer as (
  select entry_id, false as extra, unnest(map_keys(fields)) as field, unnest(map_values(fields)) as texts
  from pair where fields <> old_fields
  union all
  select entry_id, true, unnest(map_keys(extra)), unnest(map_values(extra)) from pair where extra <> old_extra
),
older as (
  select entry_id, false as extra, unnest(map_keys(old_fields)) as field, unnest(map_values(old_fields)) as texts
  from pair where fields <> old_fields
  union all
  select entry_id, true, unnest(map_keys(old_extra)), unnest(map_values(old_extra)) from pair where extra <> old_extra
)
select entry_id, extra, field, older.texts as before, newer.texts as after
from newer full join older using (entry_id, extra, field)
where field <> 'name_form' and case when extra or list_contains($sets::varchar[], field)
  then list_sort(coalesce(older.texts, [])) <> list_sort(coalesce(newer.texts, []))
  else older.texts is distinct from newer.texts end
order by entry_id, extra, field
