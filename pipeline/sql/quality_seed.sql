-- quality_seed.sql: the records that may be a seed paper: by number, by title, or by a second title.
-- in: record, entry, work_record; $pmids, $dois, $titles (folded), $records (whose second title fits)
-- out: one row a record: record_id, work_id, doi, pmid, titles (folded)
select record_id, work_id, doi, pmid, list_distinct(list(title_form)) as titles
from record join work_record using (record_id) join entry using (record_id)
where pmid in (select unnest($pmids::varchar[])) or doi in (select unnest($dois::varchar[]))
  or record_id in (select unnest($records::varchar[]))
  or record_id in (select e.record_id from entry e where e.title_form in (select unnest($titles::varchar[])))
group by record_id, work_id, doi, pmid
order by record_id
