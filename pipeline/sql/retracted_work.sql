-- retracted_work.sql: works of which a source or a retraction notice says that they are retracted.
-- in: work, relation, stated_relation, work_record   out: work_id
-- As `retracted` of the view bibliography, which makes all else of a work too, and takes ten times the time and memory.
with noticed as (
  select right_id as work_id from relation where kind = 'retraction-of'
  union
  select work_id from stated_relation join work_record using (record_id) where kind = 'retraction-of' and inverse
)
select work_id from work
where work_id in (from noticed)
  or list_has_any(list_transform(publication_types, lambda t: lower(t)), ['retracted publication', 'retracted'])
