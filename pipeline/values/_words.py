"""Word lists as one reads them: words parted by blanks and line ends."""

from __future__ import annotations


def word_list(text: str) -> list[str]:
    """'van von  der' -> ['van', 'von', 'der']"""
    return text.split()


def numbered(*rows: str) -> dict[str, int]:
    """The words of the first row are 1, those of the second 2: ('one eins', 'two') -> {'one': 1, 'eins': 1,
    …}."""
    return {word: number for number, row in enumerate(rows, start=1) for word in row.split()}
