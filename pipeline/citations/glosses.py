"""What a text says that a code is for: "E11.9 (type 2 diabetes)", "obesity is coded E66.9"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# What ends the words that a code is given for: a mark, the next code.
_GLOSS: Final = (
    r"(?P<gloss>[^\n.;:,()]{3,80}?)"
    r"(?=[\n.;:,()]|$| (?:and|or|with) (?:[A-Z]\d|(?:ICD|CPT)\b|\d{5}\b)| [–—] )"
)
_AFTER: Final = re.compile(
    r"[\"']?(?: ?\(| ?[:=] ?| [–—-] "
    r"| (?:is|are)(?: the code| used)? (?:for )?(?!(?:not|covered|used|billed|accepted|required"
    r"|paid|reimbursed|often|usually|only|also|listed|allowed)\b)"
    rf"| (?:means|denotes|stands for|refers to|describes|for) ){_GLOSS}"
)
# A code that begins its line or item is followed by its meaning, and so is one that a sentence
# ends with: "the diagnosis is M54.50, low back pain, unspecified".
_BEGINS: Final = re.compile(r"(?:^|\n)\W*$")
_AFTER_FIRST: Final = re.compile(r"[\"']?,? (?P<gloss>[^\n.;:()]{3,80})")
_AFTER_LAST: Final = re.compile(
    r"[\"']?, (?P<gloss>[^\n.;:,()\d]{3,60})"
    r"(?=[.;)\n]|$|, (?:un)?specified|, (?:not|with|without|left|right|initial)\b)"
)
_INSIDE: Final = re.compile(r"codes? for (?P<gloss>[\w' -]{3,40}?)(?: is| are|:)")
# The stretch before a code that may say what it is for.
_BEFORE: Final = re.compile(
    r"(?:^|[\n;:()]|\.(?!\d))(?P<gloss>(?:[^\n.;:()]|\.(?=\d)){3,90})(?: ?[:=(]| [–—-])? ?[\"']?\Z"
)
_CODE: Final = re.compile(r"\b(?:\d{5}|[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?|[A-Z]\d{4})(?!\w)")
# "Neck and back pain (M54.2, M54.5)": nobody can say by rule which is which.
_SHARES: Final = re.compile(
    r"[\"']?(?:,|;|/| ?[–—-]|,? (?:and|or|&|to|through)) ?(?:(?:CPT|ICD-10(?:-CM)?|codes?) )?[\"']?"
    r"(?:\d{5}|[A-Z]\d[\dA-Z](?:\.[\dA-Z]+)?|[A-Z]\d{4})(?!\w)"
)
_DENIED: Final = re.compile(
    r"\b(?:not|never|no|without a|instead of|other than|unlike|rather than)\b|n't\b", re.IGNORECASE
)
# Words between what a code is for and the code; more of them tell something else.
_MAX_WORDS: Final = 12


def glosses_of(text: str, start: int, end: int) -> Iterator[str]:
    """Yield what a text says that the code at `start` to `end` is for, the surest first.

    >>> line = "Chronic migraine (ICD-10 G43.7) and M54.2 for neck pain are covered."
    >>> list(glosses_of(line, 18, 30)), list(glosses_of(line, 36, 41))
    (['Chronic migraine'], ['neck pain are covered'])
    >>> list(glosses_of("Obesity is coded E66.9 and diabetes E11.9.", 36, 41))
    ['diabetes']
    """
    # "M54.5 (low back pain)" says more surely what is meant than the words before it.
    ways = [_INSIDE.search(text, start, end), _AFTER.match(text, end)]
    if _BEGINS.search(text, max(0, start - 20), start):
        ways.append(_AFTER_FIRST.match(text, end))
    yield from (found["gloss"].strip(" ,") for found in ways if found is not None)
    before = _before(text, start, end)
    if before:
        yield before
    last = _AFTER_LAST.match(text, end)
    if last is not None:
        yield last["gloss"].strip()


def _before(text: str, start: int, end: int) -> str:
    """Return the words that lead to a code, from the code before it on; "" where they share it."""
    if _SHARES.match(text, end):
        return ""
    found = _BEFORE.search(text, max(0, start - 100), start)
    if found is None:
        return ""
    if text[:start].endswith("(") and text[end : end + 1] != ")":
        return ""
    gloss = found["gloss"]
    others = [code.end() for code in _CODE.finditer(gloss)]
    if others:
        # What stands behind a code may be said of that one.
        if _AFTER.match(gloss, others[-1]) is not None:
            return ""
        gloss = gloss[others[-1] :]
    if _DENIED.search(gloss) is not None or gloss.count(" ") > _MAX_WORDS:
        return ""
    return re.sub(r"^[\s,]*(?:(?:and|or|while|but|with)\b)?\s*", "", gloss).strip(" ,")
