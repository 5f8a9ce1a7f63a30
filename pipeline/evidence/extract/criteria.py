"""The one comparison that a review's criteria allow.

Where they name a single contrast, "zinc versus placebo or no treatment", every
result of the treatment that names no control of its own is against that.

>>> found = only_comparison("Trials comparing zinc with placebo, or no treatment in adults.")
>>> found.intervention, found.comparator
('zinc', 'placebo or no treatment')
>>> only_comparison("Zinc versus placebo, or zinc versus copper.").comparator
''
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.evidence.extract.comparisons import NOTHING, Compared
from pipeline.evidence.extract.phrases import WORDS, arm_phrase, clean_arm, without_parentheses

_FLAGS: Final = re.IGNORECASE
_VERSUS: Final = re.compile(WORDS["patterns"]["criteria_versus"], _FLAGS)
_COMPARING: Final = re.compile(WORDS["patterns"]["criteria_comparing"], _FLAGS)
# Words that set one thing against another, one of each is one comparison: "comparing A
# versus B", "compared A with B".
_MARKS: Final = (
    re.compile(r"\bcompar(?!ative)\w+", _FLAGS),
    re.compile(r"\b(?:versus|vs)\b", _FLAGS),
)
# Another treatment than the one asked about is no answer to "against what?".
_OPEN: Final = re.compile(WORDS["patterns"]["criteria_open"], _FLAGS)
# "Placebo, no treatment, or usual care": each of them.
_LISTED: Final = re.compile(
    r",? (?:and/or|or|and)(?: with| to| versus)? (?:an? )?|, (?:an? )?", _FLAGS
)


def only_comparison(criteria: str) -> Compared:
    """Return the one contrast of the criteria, its controls joined by "or"; NOTHING of several."""
    text = without_parentheses(criteria)
    if any(len(mark.findall(text)) > 1 for mark in _MARKS):
        return NOTHING
    found = _COMPARING.search(text) or _VERSUS.search(text)
    if found is None or _OPEN.search(found["b"]):
        return NOTHING
    controls = [arm_phrase(part) for part in _LISTED.split(found["b"])]
    named = []
    for control, part in zip(controls, _LISTED.split(found["b"]), strict=True):
        if not control:
            break
        named.append(control)
        if not part.strip().lower().endswith(control.lower()):
            # What stands behind it leads on to people or outcomes.
            break
    intervention = clean_arm(found["a"]) or arm_phrase(found["a"])
    return Compared(intervention, " or ".join(named), "criteria") if named else NOTHING
