"""Whether a paper or an abstract of a congress is printed in a journal: it is then cited as an article of that.

In: a work. Out: yes or no. Styles made for proceedings print no issue, and some no volume: nobody would find
'In: Anaesthesia Letters; 2012. p. 7', of which there are twelve issues a year.

Sources: btxdoc, @inproceedings ('volume or number'); APA 7, 10.5, and Citing Medicine, ch. 1: a paper of a conference
that appeared in a journal is cited as its articles are.
"""

from __future__ import annotations

from ..model import Bibliographic


def is_in_journal(work: Bibliographic) -> bool:
    """A journal has issues, and no editors, ISBN or series; a volume of proceedings is the other way round."""
    in_a_book = work.editors or work.isbn or work.series
    return bool(work.type == "conference-paper" and work.container and work.issue and not in_a_book)
