-- work_text.sql: the texts that rules read.   in: work   out: work_id and the fields of tagging/ruleset.py
select work_id, title, title_original, abstract, keywords, headings, publication_types, container, type,
  languages as language
from work
order by work_id
