"""Stage 2, quantities: whether "37%" is a share of people or a change.

>>> percent_kind("it cut attacks by ", " on average")
('relative_change', None)
>>> percent_kind("it helped ", " of adults")
('proportion', None)
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.records import Direction, QuantityKind

_WINDOW: Final = 90

_DOWN = r"reductions?|decreases?|drops?|declines?|falls?|loss|cuts?|dips?|slump|plunges?|slide"
_UP = r"increases?|rises?|gains?|boosts?|jumps?|surges?|growth"
_EITHER = r"improvements?|changes?|relief|differences?|swings?|shifts?"
_LESS = r"lower|less|fewer|smaller|shorter|slower|reduced|decreased|cheaper|weaker"
_MORE = r"higher|more|greater|larger|longer|faster|increased|stronger|better|worse|heavier"
# Words that may not stand between a percentage and the noun of change that owns it.
_BREAK = (
    r"of|in|with|and|or|to|for|by|at|from|the|than|that|who|were|was|had|have|has|is|are|on|as|per|vs|"
    r"versus|during|after|saw|see|felt|feel|found|got|get|said|say|gave|note|noted|enjoyed|rated|"
    r"reported|experienced|showed|achieved|described|received|report|experience|show|achieve"
)
_CHANGE_AFTER = re.compile(
    rf"\s(?:(?!(?:{_BREAK})\b)[A-Za-z][\w'-]*\s){{0,3}}?(?:(?P<down>{_DOWN})|(?P<up>{_UP})|{_EITHER})\b"
    rf"|\s(?:(?:relative|absolute|significantly|statistically|times|much)\s)*(?:(?P<less>{_LESS})|(?P<more>{_MORE}))\b",
    re.IGNORECASE,
)
_PEOPLE_AFTER = re.compile(
    r"\s(?:of|in)\s(?:\w+\s){0,3}?(?:people|patients|participants|adults|women|men|"
    r"children|americans|users|respondents|subjects|them|those|cases|infants|students|plans|users)\b",
    re.IGNORECASE,
)
_VERB = (
    r"reduc\w+|increas\w+|decreas\w+|drop(?:s|ped|ping)?|f[ae]ll(?:s|en|ing)?|improv\w+|declin\w+|"
    r"ros[e]|ris(?:e|es|en|ing)|cut(?:s|ting)?|lower(?:s|ed|ing)?|shr[aiu]nk\w*|gr[eo]w(?:s|n|ing)?|"
    r"slash\w*|boost\w*|jump\w*|climb\w*|rais\w+|eas\w+|chang\w+|plummet\w*|soar\w*|surg\w+|los(?:t|es?|ing)|gain\w*|"
    r"plung\w+|tumbl\w+|slid(?:es?|ing)?|slump\w*|dip(?:s|ped)?|leap\w*|s[au]nk"
)
# "By a whopping 30%", "dropped an impressive 30%".
_OPINED = r"an?\s(?!(?:third|quarter|half|fifth|tenth)\b)(?:[a-z]+-)?[a-z]+\s"
_BY = re.compile(
    rf"\bby\s(?:an?\s(?:average|mean|median)\sof\s|as\smuch\sas\s|\w+ly\s|{_OPINED})?$",
    re.IGNORECASE,
)
# "Took 10% off", "shaves a third off the time".
_TAKEN = re.compile(
    r"\b(?:t(?:ook|akes?|aken|aking)|shav\w+|knock\w*|trim\w*|cut\w*|slic\w+|lop\w*|chop\w*)\s"
    rf"(?:{_OPINED})?$",
    re.IGNORECASE,
)
# What is taken off a price is no change of health.
_OFF = re.compile(
    r"\soff\b(?!\s(?:\w+\s){0,2}?(?:orders?|purchases?|prices?|bills?|costs?|memberships?|visits?|"
    r"sessions?|class(?:es)?|courses?|bundles?|subscriptions?)\b)",
    re.IGNORECASE,
)
# "used by 20%", "driven by": a share of those who do it, not a change.
_PASSIVE = re.compile(
    r"\b(?:reported|experienced|used|seen|suffered|taken|tolerated|chosen|preferred|completed|achieved|"
    rf"reached|noted|rated|endorsed|shared|held|owned|followed|accepted|affected)\sby\s(?:{_OPINED})?$",
    re.IGNORECASE,
)
_CHANGED_BEFORE = re.compile(
    rf"\b(?P<verb>{_VERB})\s(?:by\s|(?:\w+ly)\s|an?\s(?:average\s(?:of\s)?)?|{_OPINED})?$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP})|{_EITHER})\b(?:\s?\([^()]*\))?(?:\s(?:in|on|from|for|at)\s[^.;:()0-9]{{1,60}}?)?"
    r"\s?(?:of|:|at|was|were|is|=|averaged|averaging|reached|reaching)\s?(?:an?\s(?:[a-z]+\s)?|on\saverage\s|about\s)?$",
    re.IGNORECASE,
)


_ABSOLUTE_BEFORE = re.compile(r"\babsolute\s(?:\w+\s){1,4}(?:of|was|is|by|=)\s$", re.IGNORECASE)
_ABSOLUTE_AFTER = re.compile(
    r"\sabsolute\s(?:\w+\s){0,2}?(?:reduction|increase|difference|benefit|risk)", re.IGNORECASE
)


def percent_kind(before: str, after: str) -> tuple[QuantityKind, Direction | None]:
    """Read from the words around a percentage what it measures.

    Args:
        before: the sentence up to the percentage, its approximator left out.
        after: the sentence behind it.

    Returns:
        `relative_change`, `risk_difference` or `proportion`, and the direction where a word right
        beside the number gives it.
    """
    window = before[-_WINDOW:]
    if _ABSOLUTE_BEFORE.search(window) or _ABSOLUTE_AFTER.match(after):
        return "risk_difference", None
    if _PASSIVE.search(window) or _PEOPLE_AFTER.match(after):
        return "proportion", None
    match = _CHANGE_AFTER.match(after)
    if match is not None:
        return "relative_change", _direction(match)
    match = _NOUN_BEFORE.search(window)
    if match is not None:
        return "relative_change", _direction(match)
    if _TAKEN.search(window) and _OFF.match(after):
        return "relative_change", "decrease"
    if _BY.search(window) or _CHANGED_BEFORE.search(window):
        return "relative_change", None
    return "proportion", None


def _direction(match: re.Match[str]) -> Direction | None:
    groups = match.groupdict()
    if groups.get("down") or groups.get("less"):
        return "decrease"
    if groups.get("up") or groups.get("more"):
        return "increase"
    return None
