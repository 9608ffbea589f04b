-- compared_record.sql: what records are compared by.   in: record   out: its columns, in the order of ids
select record_id, source, type, title, title_original, title_language, authors, year, container, container_short, volume, issue, pages,
  article_number, doi, pmid, issn, isbn, edition, languages, publication_types, left(abstract, 400) as abstract
from record
order by record_id
