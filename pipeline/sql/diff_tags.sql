-- diff_tags.sql: works that gained or lost tags, each tag as facet:value.   in: tag_move, now_work
select now.work_id, now.key, now.title, now.year, now.status, gained, lost
from (
  select after_id, coalesce(list(tag order by tag) filter (gained), []) as gained,
    coalesce(list(tag order by tag) filter (not gained), []) as lost
  from (select after_id, gained, facet || ':' || value as tag from tag_move) group by after_id
)
join now_work now on now.work_id = after_id
order by lower(now.key), now.work_id
