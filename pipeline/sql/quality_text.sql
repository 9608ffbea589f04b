-- quality_text.sql: the texts of records, with the queries whose files have them.
-- in: entry, record; the ids of files, and for each the query ('' where its note names none) and the source
-- out: source, queries, and the texts that the terms of a query are looked for in
with file as (
  select unnest(?::varchar[]) as file_id, unnest(?::varchar[]) as query, unnest(?::varchar[]) as asked_as
),
asked as (
  select record_id, min(asked_as) as asked_as, list_sort(list_distinct(list(query))) as queries
  from entry join file using (file_id) group by record_id
)
select asked_as as source, queries, title, title_original, abstract, keywords, headings
from asked join record using (record_id)
order by record_id
