-- diff_joined_by.sql: what joined works that were several: links between records that were not in one work before.
-- in: work_link, match, before.work_record   out: work_id, left_id, right_id, rule, evidence
select link.work_id, link.left_id, link.right_id, link.rule, link.evidence
from work_link link
left join before.work_record one on one.record_id = link.left_id
left join before.work_record other on other.record_id = link.right_id
where one.work_id is distinct from other.work_id
  and link.work_id in (select after_id from match group by after_id having count(*) > 1)
order by all
