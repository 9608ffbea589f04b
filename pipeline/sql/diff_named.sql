-- diff_named.sql: the records that a list of ids names, in any of three ways.
-- in: record, work_record, citekey, screening; $accessions (with their $source), $pmids, $dois
-- out: one row a record
select record.source, record_id, record.accession, record.pmid, record.doi,
  coalesce(record.title, record.title_original) as title, record.year, work_id, key, status
from record
join work_record using (record_id)
join screening using (work_id)
left join (from citekey where leads) using (work_id)
where (record.source = $source and record.accession in (select unnest($accessions::varchar[])))
  or record.pmid in (select unnest($pmids::varchar[])) or record.doi in (select unnest($dois::varchar[]))
order by key, record_id
