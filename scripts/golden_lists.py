"""Write the golden lists again: tests/lists/golden/*.txt, which the tests compare and check against the standards.

    python scripts/golden_lists.py

After a change that is meant, read the difference (git diff tests/lists/golden) line by line before it is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.lists.golden_works import FOLDER, LISTS, list_of


def main() -> None:
    """Each list, and its file's name to stderr."""
    for name in LISTS:
        (FOLDER / name).write_bytes(list_of(name))
        sys.stderr.write(f"{FOLDER / name}\n")


if __name__ == "__main__":
    main()
