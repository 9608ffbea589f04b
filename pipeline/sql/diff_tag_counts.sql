-- diff_tag_counts.sql: how many works have each tag, before and now, where that or the works differ.
-- in: tag_move, tag, before.tag   out: facet, value, before, after, gained, lost (by works that both corpora have)
with new as (select facet, value, count(distinct work_id) as works from tag where not suggested group by all),
old as (select facet, value, count(distinct work_id) as works from before.tag where not suggested group by all),
moved as (
  select facet, value, count(*) filter (gained) as gained, count(*) filter (not gained) as lost
  from tag_move group by all
)
select facet, value, coalesce(old.works, 0) as before, coalesce(new.works, 0) as after,
  coalesce(gained, 0), coalesce(lost, 0)
from old full join new using (facet, value) left join moved using (facet, value)
where before <> after or gained > 0 or lost > 0
order by facet, value
