"""Stage 2: which kinds of claim the words and numbers of a clause make.

Patterns with their examples stand in `pipeline/data/claims.toml`. A clause claims
by what it holds: a number that measures something, or words of an effect, a harm, a
mechanism, coverage, a regulator, a credential.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast

from pipeline.records import CitedSource, ClaimKind, Quantity, QuantityKind, Role
from pipeline.resources import word_list
from pipeline.wording import LONGER, read_changes

_WORDS: Final = word_list("claims")
_PATTERNS: Final = tuple(
    (cast("ClaimKind", entry["kind"]), entry["name"], re.compile(entry["pattern"], re.IGNORECASE))
    for entry in _WORDS["claim"]
)
_USE, _ADVICE, _READER, _ASKED = (
    re.compile(entry["pattern"], re.IGNORECASE) for entry in _WORDS["not_a_claim"]
)
_NO_RESULT: Final = tuple(
    re.compile(entry["pattern"], re.IGNORECASE) for entry in _WORDS["no_result"]
)
# What happens to toxins and the like without growing more or less.
_MOVES: Final = re.compile(_WORDS["moves"], re.IGNORECASE)
# Numbers that say how something was done, not how it came out.
SETTING: Final[frozenset[Role]] = frozenset(
    {"dose", "duration", "frequency", "age", "scale_range", "threshold", "trials", "p_value"}
)
# Numbers that say how large a study was and how long it went on.
SIZES: Final[frozenset[Role]] = frozenset({"participants", "trials", "duration", "age"})
# Kinds whose words take the numbers of their clause: "87% of plans cover it".
TAKES_NUMBERS: Final[frozenset[ClaimKind]] = frozenset({"coverage", "credential", "safety"})
# What something does, and how.
EFFECTS: Final[frozenset[ClaimKind]] = frozenset({"efficacy", "mechanism"})
COMPARABLE: Final[frozenset[QuantityKind]] = frozenset(
    {"proportion", "relative_change", "risk_ratio", "odds_ratio", "hazard_ratio", "fold_change"}
)
# A verb this near after "is used to" or "whether" claims no effect.
_USE_REACH: Final = 25
_PROCESS: Final = next(p for kind, _, p in _PATTERNS if kind == "mechanism")
_BRINGS_ABOUT: Final = re.compile(r"(?:caus|lead|led|trigger|worsen|aggravat)", re.IGNORECASE)
_FOR_WHOM: Final = re.compile(
    r"\b(?:for|in|with|treat(?:s|ing)?|preventing|reliev(?:es|ing))\s+(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_GOOD: Final = re.compile(
    r"\b(?:effective|efficac\w+|help\w*|reliev\w+|eas(?:e|es|ing)|treat\w*|improv\w+|beneficial)\b",
    re.IGNORECASE,
)
_TURNS_TO: Final = re.compile(r"\bturn(?:s|ed|ing)? to\b", re.IGNORECASE)
_PRONOUN: Final = re.compile(
    r"\b(?:it|its|they|this|these|those|the (?:treatment|therapy|practice|supplement|herb|remedy|"
    r"technique|approach|method|exercise|diet|program|programme|product|formula))\b",
    re.IGNORECASE,
)


# Levels before and after, without a unit: "pain fell from 7.2 to 4.1".
_FROM_TO: Final = re.compile(
    r"\bfrom\s+(?:[a-z]+\s+){0,2}\d[\d.,]*\s+(?:[a-z]+\s+){0,2}?to\s+(?:[a-z]+\s+){0,2}\d[\d.,]*"
)
# A verb of change this near before an amount makes it a result.
_CHANGE_REACH: Final = 40
# A price is a claim where it is typical or compared, not where it is asked for.
PRICES: Final = re.compile(
    r"\b(?:average|avg|median|typical(?:ly)?|on average|vs|versus|compared|cheaper|sav(?:e|es|ing)|"
    r"cost-effective|nationally|per year|a year|annual(?:ly)?|estimated)\b|/(?:year|yr|month|mo)\b",
    re.IGNORECASE,
)
# Fewer people than this are a setting ("2 of us"), not a statistic.
_A_CROWD: Final = 100
# Publications that are told by their size: "a review of 900 people".
SIZED: Final = frozenset({"systematic_review", "meta_analysis", "trial", "cohort", "survey"})
_DATED: Final = SIZED | {"study", "guideline"}


def measures(
    text: str, quantity: Quantity, citations: Sequence[CitedSource], sentence: tuple[int, int]
) -> bool:
    """Say whether a quantity tells how something came out, and not how it was done."""
    sent_start, sent_end = sentence
    if any(c.start <= quantity.start < c.end for c in citations):
        return False
    if quantity.unit == "proportion" and any(
        found.start() <= quantity.start < found.end()
        for pattern in _NO_RESULT
        for found in pattern.finditer(text, sent_start, sent_end)
    ):
        return False
    if quantity.kind == "duration":
        # "By 40 minutes" is what changed; "for 40 minutes" is how long it took.
        by = text[: quantity.start].rstrip().endswith(" by")
        return by or LONGER.match(text, quantity.end) is not None
    if quantity.role in SETTING or quantity.kind in {"frequency", "age", "p_value"}:
        return False
    if quantity.kind == "count":
        sized = any(c.kind in SIZED for c in citations)
        crowd = quantity.role == "participants" and (quantity.value or 0) >= _A_CROWD
        return (crowd and not sized) or any(
            levels.start() <= quantity.start < levels.end()
            and read_changes(text[sent_start : levels.end()])
            for levels in _FROM_TO.finditer(text, sent_start, sent_end)
        )
    if quantity.kind == "money":
        return PRICES.search(text, sent_start, sent_end) is not None
    if quantity.kind == "amount":
        # "Lost 5 kg" says how it came out; "a 5 kg dumbbell" does not.
        change = text[max(sent_start, quantity.start - _CHANGE_REACH) : quantity.end]
        return quantity.direction is not None or bool(read_changes(change))
    return True


def kinds_of(
    clause: str,
    numbers: Sequence[Quantity],
    *,
    told: bool,
    conditions: Sequence[tuple[int, int]],
    named: frozenset[str],
) -> list[tuple[ClaimKind, str, int]]:
    """Return the kinds of claim in a clause, with the pattern's name and its place."""
    found: list[tuple[ClaimKind, str, int]] = []
    for kind, name, pattern in _PATTERNS:
        if told and kind not in {"credential", "regulatory"}:
            continue
        triggers = [t for t in pattern.finditer(clause) if _counts(kind, t, clause, named)]
        if not triggers or any(known == kind for known, _, _ in found):
            continue
        # Two bodies that certify are two claims.
        every = triggers if name == "certified by" else triggers[:1]
        found.extend((kind, name, t.start()) for t in every)
    if told:
        # "Take 600 mg" and "call us for the $49 special" are advice; "it cuts pain
        # by half" is a claim in whatever sentence it stands.
        numbers = [q for q in numbers if q.kind in COMPARABLE]
    kinds = {kind for kind, _, _ in found}
    if kinds and all(q.role == "participants" for q in numbers):
        # Take the number away: "in a trial of 300 people it eased pain" still claims.
        numbers = []
    dropped = _outweighed(kinds, clause, conditions, has_numbers=bool(numbers))
    found = [entry for entry in found if entry[0] not in dropped]
    if numbers and not kinds & TAKES_NUMBERS:
        found.append(("statistic", f"{numbers[0].kind} {numbers[0].text!r}", 0))
    return found


def _counts(kind: ClaimKind, trigger: re.Match[str], clause: str, named: frozenset[str]) -> bool:
    """Say whether a word that could make a claim makes one here."""
    if kind == "mechanism":
        return bool(read_changes(clause) or _MOVES.search(clause)) or "no " in clause
    if kind in {"efficacy", "safety"} and _TURNS_TO.search(clause[: trigger.start()]):
        # What people turn to, and why, is no claim that it works.
        return False
    if kind != "efficacy":
        return True
    if not named & {"condition", "outcome", "intervention"} and not _PRONOUN.search(clause):
        return False
    if _BRINGS_ABOUT.match(trigger[0]) and "intervention" not in named:
        # "Late nights lead to headaches": nobody treats anything with them.
        return False
    return not any(
        unsaid.start() <= trigger.start() < unsaid.end() + _USE_REACH
        for pattern in (_USE, _ASKED)
        for unsaid in pattern.finditer(clause)
    )


def _outweighed(
    kinds: set[ClaimKind],
    clause: str,
    conditions: Sequence[tuple[int, int]],
    *,
    has_numbers: bool,
) -> set[ClaimKind]:
    """Return the kinds that another kind in the same clause takes the place of."""
    dropped: set[ClaimKind] = set()
    if kinds & {"coverage", "credential"}:
        dropped |= {"efficacy", "mechanism", "safety"}
    if "credential" in kinds:
        dropped.add("regulatory")
    if has_numbers and not kinds & TAKES_NUMBERS:
        dropped |= {"efficacy", "mechanism"}
    if {"mechanism", "efficacy"} <= kinds:
        # A process is how it works, unless the clause also says for whom.
        processes = [t.span() for t in _PROCESS.finditer(clause)]
        treated = [
            (start, end)
            for start, end in conditions
            if all(end <= low or start >= high for low, high in processes)
            and _FOR_WHOM.search(clause[:start])
        ]
        dropped.add("mechanism" if treated else "efficacy")
    if {"safety", "efficacy"} <= kinds and not _GOOD.search(clause):
        dropped.add("efficacy")
    return dropped


def is_told(text: str) -> bool:
    """Say whether a clause advises the reader, or speaks of what he may have."""
    return bool(_ADVICE.match(text) or _READER.match(text))


def kind_named(text: str) -> ClaimKind | None:
    """Return the kind of claim whose words a text holds first in the list; None without any."""
    return next((kind for kind, _, pattern in _PATTERNS if pattern.search(text)), None)


def can_be_looked_up(cited: CitedSource) -> bool:
    """Say whether a citation is a claim of its own: it names a document, not only a body.

    A sort of document with its year is enough to look for: "a 2012 trial in 201 people".
    """
    if [system for system, _ in cited.identifiers] == ["ref"]:
        return False
    if cited.is_vague:
        return cited.year is not None and cited.kind in _DATED
    documents = cited.authors or cited.journal or cited.year or cited.identifiers
    return bool(documents) or cited.kind in {"systematic_review", "meta_analysis"}
