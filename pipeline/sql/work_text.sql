-- work_text.sql: the texts that rules read.   in: work; $works: their ids, null for all   out: work_id and the fields of tagging/ruleset.py
select work_id, title, title_original, abstract, keywords, headings, publication_types, container, type,
  languages as language
from work
where $works is null or work_id in (select unnest($works::varchar[]))
order by work_id
