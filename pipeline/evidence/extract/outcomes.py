"""What a result measured, from the words before its number.

>>> read_outcome("Zinc probably reduces the length of colds")
('length of colds', 'object')
>>> read_outcome("and for the outcome of mortality")
('mortality', 'outcome of')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pipeline.evidence.extract.phrases import (
    WORDS,
    clean_outcome,
    outcome_phrase,
    without_parentheses,
)

# In this order; the first that gives a phrase wins. "last" looks for the last place in the lead.
_PATTERNS: Final[tuple[tuple[str, re.Pattern[str], bool], ...]] = tuple(
    (entry["name"], re.compile(entry["pattern"], re.IGNORECASE), entry["last"])
    for entry in WORDS["outcome"]
)
# What happened to people says what was measured: "12 participants died".
_VERBS: Final = tuple(
    (entry["name"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in WORDS["outcome_verb"]
)
_CLAUSES: Final = re.compile(WORDS["patterns"]["outcomes_clauses"], re.IGNORECASE)
# A sentence may open with its outcome as a heading: "Further surgery: there was none".
_HEAD: Final = re.compile(r"(?P<o>[^:;,.]{3,70}):\s")
# Times are listed behind a colon: in "mortality at: end of follow-up" this is one of them.
_AT_A_TIME: Final = re.compile(
    r"[:,]?\s(?:at|after|within|for|during)?:\s(?:[\w-]+\s){0,4}?"
    r"(?:days?|weeks?|months?|years?|hours?|follow-?up|treatment|discharge)$",
    re.IGNORECASE,
)
_LEFT: Final = "withdrawals"
_REASON: Final = re.compile(WORDS["patterns"]["outcomes_reason"], re.IGNORECASE)
_ANNOUNCED: Final = re.compile(WORDS["patterns"]["outcomes_announced"], re.IGNORECASE)
# A longer lead is a clause of its own.
_LIST_WORDS: Final = 8
# What joins a phrase to the list, and the bracket that its number stands in.
_JOINS: Final = re.compile(r"^(?:and|or|but|as well as)\s+(?:for |in )?(?:the )?", re.IGNORECASE)
_OPEN: Final = re.compile(r"\s*[(\[][^()\[\]]*$")
_LABEL_RUN: Final = re.compile(r"(?:^|[.;,] ?|\band )(?P<o>[^.;:,]{3,80}?):?$")


def _never(_: str) -> bool:
    return False


def read_outcome(
    lead: str,
    *,
    label: str = "",
    is_first: bool = True,
    is_arm: Callable[[str], bool] = _never,
) -> tuple[str, str]:
    """Return the outcome of a result and which wording gave it away; ("", "") without one.

    Args:
        lead: the words between the result before and this one.
        label: what its parenthesis calls it.
        is_first: whether it is its sentence's first result. What joins a later
            one to the list is often the outcome alone: "and for mortality".
        is_arm: says whether a phrase is a treatment, which no outcome is.
    """
    if label and (phrase := clean_outcome(label)) and not is_arm(phrase):
        return phrase, "label"
    text = _AT_A_TIME.sub("", without_parentheses(lead).strip(" ,;:-"))
    # A comma that slipped into a quotation ends what is quoted all the same.
    text = text.replace(",'", "',")
    if not is_first:
        whole = _JOINS.sub("", _OPEN.sub("", text))
        for part in (whole, re.split(r"[,;] (?:and |or )?", whole)[-1]):
            if part.count(" ") < _LIST_WORDS and (phrase := clean_outcome(part)):
                return phrase, "list"
    phrase, how = _in_clauses(_CLAUSES.split(text), is_arm)
    if phrase:
        return phrase, how
    head = _HEAD.match(text)
    if head is not None and (phrase := clean_outcome(head["o"])) and not is_arm(phrase):
        return phrase, "head"
    run = _LABEL_RUN.search(text)
    if run is not None and (phrase := clean_outcome(run["o"])) and not is_arm(phrase):
        return phrase, "rest"
    return "", ""


def _in_clauses(clauses: Sequence[str], is_arm: Callable[[str], bool]) -> tuple[str, str]:
    """Return the outcome of the nearest clause that names one.

    "Sleep was better with yoga; the mean difference was 0.6": the first one here.
    """
    for number, clause in reversed([*enumerate(clauses)]):
        for how, pattern, last in _PATTERNS:
            phrase = _match(pattern, clause, last=last, is_arm=is_arm)
            if phrase:
                return phrase, how
        for name, verb in _VERBS:
            if (did := verb.search(clause)) is not None:
                return _with_reason(name, clause[did.end() :]), "verb"
        announced = number > 0 and _ANNOUNCED.search(clauses[number - 1]) is not None
        if announced and (phrase := outcome_phrase(clause)) and not is_arm(phrase):
            # "Two outcomes: mortality at one year".
            return phrase, "list"
    return "", ""


def _with_reason(name: str, behind: str) -> str:
    """Return what happened with its reason: "withdrawals due to adverse events"."""
    reason = _REASON.search(behind)
    return f"{name} due to {reason['why']}" if reason is not None and name == _LEFT else name


def wordings(clause: str) -> Iterator[list[str]]:
    """Give for each wording of a clause what its places lead to, uncut: a list of outcomes, maybe.

    The likeliest place comes first.
    """
    for _, pattern, last in _PATTERNS:
        places = [found["o"] for found in pattern.finditer(clause)]
        if places:
            yield places[::-1] if last else places
    yield from ([name] for name, verb in _VERBS if verb.search(clause))


def _match(
    pattern: re.Pattern[str], text: str, *, last: bool, is_arm: Callable[[str], bool]
) -> str:
    """Return the phrase of the last (or first) place where a pattern leads to one."""
    found: list[str] = []
    place = 0
    while (match := pattern.search(text, place)) is not None:
        phrase = outcome_phrase(match["o"])
        if phrase and not is_arm(phrase):
            if not last:
                return phrase
            found.append(phrase)
        place = match.start("o") if match.start("o") > place else match.start() + 1
    return found[-1] if found else ""
