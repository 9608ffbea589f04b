"""EndNote's link into Web of Science: no address of the web, but the number that the record has there.

'<Go to ISI>://WOS:000505030300000'   -> 'WOS:000505030300000'
'<Go to ISI>://000265712100006'       -> 'WOS:000265712100006'   as EndNote wrote it before 2011
"""

from __future__ import annotations

import re

_LINK = re.compile(r"<Go to ISI>://(\S+)")


def linked_record(address: str) -> str | None:
    """The accession that the link leads to; None where the address is none of EndNote's links."""
    found = _LINK.fullmatch(address.strip())
    if found is None:
        return None
    return f"WOS:{found[1]}" if found[1].isdecimal() else found[1]
