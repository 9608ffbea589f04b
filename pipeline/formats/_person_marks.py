"""People as full-text services print them: with degrees, roles, and the marks that point to their addresses.

In: one text a person. Out: the name alone, and the role that stood in brackets. The caller keeps the full text.
"""

from __future__ import annotations

import re

# 'Zhang, Weijia 1,2,+', 'Zhang SX(1)(2)', 'Cormand B(#)(8)', 'Doe, Jane a,b'
_ADDRESS_MARKS = re.compile(r"(?:\(\s?[^()\s]{1,3}\)|\s+(?:[\d+*#†‡§¶|,]+|[a-z](?:,[a-z])*))+\s*\Z")
_BRACKETS = re.compile(r"\s*\[([^\]]*)\]")
_DEGREES = re.compile(
    r"(?<=[^\s,])[\s,]+(?:M\.?D\.?|Ph\.?\s?D\.?|D\.?O\.?|M\.?P\.?H\.?|[MBD]\.?Sc\.?|R\.?N\.?|M\.?B\.?A\.?|"
    r"M\.?B\.?B\.?S\.?|MBChB|MBBCh|MB|BCh|ChB|D\.?D\.?S\.?|DMD|DVM|Pharm\.?D\.?|Ed\.?D\.?|Psy\.?D\.?|J\.?D\.?|LLM|"
    r"DrPH|ScD|DPhil|MPhil|MHS|MHA|MSN|BSN|MPA|MEd|MSW|M\.?S\.?|B\.?S\.?|FRC\w+|MRC\w+|FA[CHA]\w+|FESC|FCCP|FACSM|APRN|CNS|"
    r"DPT|DNP|OTR(?:/L)?|CCC-\w+)(?=[\s,]|\Z)[\s,]*\Z"
)
_LONGEST = 200  # a longer text is no person, and is left as it is
_EDITOR = re.compile(r"ed(?:itor|s?\b)", re.IGNORECASE)


def person(text: str) -> tuple[str, str]:
    """Name and role.

    'Gazic, Barbara MD, PhD *' -> ('Gazic, Barbara', '')    'Palmer, Stephen [Ed]' -> ('Palmer, Stephen', 'Ed')
    """
    roles = _BRACKETS.findall(text)
    name = _BRACKETS.sub("", text).strip(" ;")
    while len(name) <= _LONGEST:
        shorter = _DEGREES.sub("", _ADDRESS_MARKS.sub("", name)).rstrip(" ,")
        if shorter == name or not shorter or ("," in name and "," not in shorter):  # 'Shedko, MB': initials
            return name, ", ".join(roles)
        name = shorter
    return name, ", ".join(roles)


def people(texts: list[str]) -> tuple[list[str], list[str], bool]:
    """Authors, editors, and whether anything but names stood there."""
    authors, editors, marked = list[str](), list[str](), False
    for text in texts:
        name, role = person(text)
        marked = marked or name != text
        if name:
            (editors if _EDITOR.match(role) else authors).append(name)
    return authors, editors, marked
