"""What a bibliography leaves out: the works that no export has unless one asks for them.

In: the finished corpus, and the works of an export of all that is not excluded. Out: a line with the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence

from .store import Store

# as in the report: what people say in as many words is counted together
EXCLUDED = """
    select case "by" when 'person' then 'excluded by a person' else status_reason end as why, count(*) as n
    from screening where status = 'excluded' group by why order by n desc, why"""


def left_out_line(store: Store, works: Sequence[str]) -> str | None:
    """'12 works are left out: 10 outside the window 2000–2025, 2 not relevant (--all has them too)'; None: none are."""
    excluded = store.rows(EXCLUDED)
    n = sum(count for _, count in excluded)
    reasons = [f"{count} {why}" for why, count in excluded]
    hidden = store.value("select count(*) from screening") - len(works) - n
    if n:
        reasons[-1] += " (--all has them too)" if n > 1 else " (--all has it too)"
    if hidden > 0:
        reasons.append(f"{hidden} hidden behind the work that they belong to")
    total = n + max(hidden, 0)
    return f"{total} work{' is' if total == 1 else 's are'} left out: {', '.join(reasons)}" if reasons else None
