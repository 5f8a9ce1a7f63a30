"""How a sentence says a thing: which way, how sure, by whose word.

All patterns and the sentences they were written for stand in
`pipeline/data/wording.toml`.

    >>> read_hedge("Some studies suggest that it may help."), is_negated("It does not help.")
    ('possible', True)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast, get_args

from pipeline.records import Attribution, Better, Causal, Direction, Hedge
from pipeline.resources import word_list

# Behind a duration these make it a difference: "lasted 20 minutes longer".
LONGER: Final = re.compile(r"\s+(?:longer|shorter|more|less|sooner|earlier|faster)\b")
# A clause of its own that says when, or for whom.
_CONDITIONAL: Final = re.compile(
    r"(?<=\w)\s(?:if|unless|in case|(?:those|people|patients|adults|women|men) (?:who|whose)"
    r"|(?:that|which) (?=(?:is|are|was|were)(?:n['’]t| not)))\s?[^,.;:!?]*",
    re.IGNORECASE,
)
Change = Literal["decrease", "increase", "improve", "worsen", "no_difference"]
Tense = Literal["past", "present"]
# Which way a change is said to go, for an outcome of which more is better or worse.
_TOWARDS: Final[dict[tuple[Change, Better], Direction]] = {
    ("improve", "higher"): "increase",
    ("improve", "lower"): "decrease",
    ("worsen", "higher"): "decrease",
    ("worsen", "lower"): "increase",
}


@dataclass(frozen=True, slots=True)
class ChangeWord:
    """A word that says which way something went, and where it stands."""

    change: Change
    start: int
    end: int


@cache
def _patterns(family: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (entry["name"], re.compile(entry["pattern"], re.IGNORECASE))
        for entry in word_list("wording")[family]
    )


def read_changes(text: str) -> list[ChangeWord]:
    """Return the words of change in `text`, in order.

    Where two readings overlap the longer one stands: "no effect" is no
    difference, not an effect.
    """
    return _longest(text, "direction")


def read_courses(text: str) -> list[ChangeWord]:
    """Return the words of change, and those that say which way only beside a claim, in order.

    "It clears acne" is a fall; but not all that clears claims something.
    """
    return _longest(text, "direction", "course")


def _longest(text: str, *families: str) -> list[ChangeWord]:
    found = [
        ChangeWord(cast("Change", name), match.start(), match.end())
        for family in families
        for name, pattern in _patterns(family)
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda word: (word.start, -word.end))
    kept: list[ChangeWord] = []
    for word in found:
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return kept


def direction_of(change: Change, *, better: Better, negated: bool = False) -> Direction:
    """Say which way the outcome is claimed to go.

    Args:
        change: what the wording says happened.
        better: whether more of the outcome is better; without it "improves"
            says nothing about direction.
        negated: whether the change is denied.
    """
    if negated or change == "no_difference":
        return "no_difference"
    if change in {"decrease", "increase"}:
        return cast("Direction", change)
    return _TOWARDS.get((change, better), "unclear")


def read_hedge(text: str) -> Hedge:
    """Say how sure the wording is; "none" is a bare assertion.

    The weaker word wins, but "proven" wins over "shown".
    """
    for name, pattern in _patterns("hedge"):
        if pattern.search(text):
            return cast("Hedge", name)
    return "none"


def is_negated(text: str) -> bool:
    """Say whether the wording denies what it names.

    What is denied under a condition, or of people, is not: "if pills do not suit".
    """
    said = _CONDITIONAL.sub(" ", text)
    return any(pattern.search(said) for _, pattern in _patterns("negation"))


def is_refused(text: str) -> bool:
    """Say whether a body is said to refuse, exclude or ban something."""
    return any(pattern.search(text) for _, pattern in _patterns("refused"))


def is_denied_before(lead: str) -> bool:
    """Say whether what stands before a clause denies it: "no study shows that"."""
    return any(pattern.search(lead) for _, pattern in _patterns("denied_before"))


def read_causal(text: str) -> Causal:
    """Say whether the wording claims a cause, company, or neither; company wins."""
    for name, pattern in _patterns("causal"):
        if pattern.search(text):
            return cast("Causal", name)
    return "none"


def read_attribution(text: str) -> Attribution:
    """Say by whose word, as far as the words themselves tell; of sources only who is quoted."""
    small = text.lower()
    for needs, (name, pattern) in zip(_needs(), _patterns("attribution"), strict=True):
        if any(word in small for word in needs) and pattern.search(text):
            return cast("Attribution", name)
    return "none"


@cache
def _needs() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.get("needs", ("",))) for entry in word_list("wording")["attribution"])


def read_tenses(text: str) -> frozenset[Tense]:
    """Say whether the verbs of `text` tell what happened, what happens, or both.

    >>> sorted(read_tenses("Pain fell, and it helps."))
    ['past', 'present']
    """
    return frozenset(cast("Tense", name) for name, p in _patterns("tense") if p.search(text))


def known_names() -> dict[str, tuple[str, ...]]:
    """Return for each family the names its entries may carry, for the tests."""
    return {
        "direction": get_args(Change),
        "course": get_args(Change),
        "hedge": get_args(Hedge),
        "causal": get_args(Causal),
        "attribution": get_args(Attribution),
        "tense": get_args(Tense),
    }
