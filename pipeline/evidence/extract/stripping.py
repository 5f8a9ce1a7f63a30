"""Phrases lose the words that name nothing.

>>> plain_arm("the use of zinc 20 mg daily plus usual care")
'zinc'
>>> list(softer_arms("routine zinc supplementation"))
['routine zinc', 'zinc supplementation', 'zinc']
>>> plain_outcome("mean pain scores at 12 weeks")
'pain scores'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.resources import word_list

_RULES: Final = word_list("naming")
_FLAGS: Final = re.IGNORECASE
_ARM_FRONT: Final = re.compile(f"^{_RULES['arm_front']}", _FLAGS)
_ARM_LEAD, _ARM_BACK, _ASIDE, _DOSE, _SCHEDULE, _GIVEN_AS, _TIME = (
    re.compile(_RULES[name], _FLAGS)
    for name in (
        "arm_lead",
        "arm_back",
        "arm_aside",
        "dose",
        "schedule",
        "given_as",
        "outcome_time",
    )
)
_OUTCOME_FRONT: Final = re.compile(f"^{_RULES['outcome_front']}", _FLAGS)
_SOFT_ARM: Final = (
    re.compile(f"(?:{_RULES['arm_soft_back']})$", _FLAGS),
    re.compile(f"^(?:{_RULES['arm_soft_front']})", _FLAGS),
)
_SOFT_OUTCOME: Final = (
    re.compile(f"(?:{_RULES['outcome_soft_back']})$", _FLAGS),
    re.compile(f"^(?:{_RULES['outcome_soft_front']})", _FLAGS),
)
_NOTHING: Final = {
    role: re.compile(_RULES[f"{role}_nothing"], _FLAGS) for role in ("arm", "outcome")
}
_EDGE: Final = " ,;:.-'\"‘’“”–—/()"
_STEPS: Final = 5


def plain_arm(phrase: str) -> str:
    """Return a treatment without amounts, times and what was done with it; maybe ""."""
    return _stripped(phrase, _ARM_LEAD, _ASIDE, _DOSE, _SCHEDULE, _ARM_BACK, _ARM_FRONT, _GIVEN_AS)


def without_giving(phrase: str) -> str:
    """Leave out what is done to give something: "routine use of drains" is routine drains."""
    return _GIVEN_AS.sub(" ", phrase)


def plain_outcome(phrase: str) -> str:
    """Return an outcome without times and words of counting; maybe ""."""
    return _stripped(phrase, _TIME, _OUTCOME_FRONT)


def softer_arms(phrase: str) -> Iterator[str]:
    """Give a treatment with ever fewer of the words that name no kind of treatment."""
    yield from _softer(phrase, *_SOFT_ARM)


def softer_outcomes(phrase: str) -> Iterator[str]:
    """Give an outcome with ever fewer of the words that say how it was measured."""
    yield from _softer(phrase, *_SOFT_OUTCOME)


def names_nothing(phrase: str, kind: str) -> bool:
    """Say whether no word of a phrase names anything: "early", "the intervention".

    Args:
        phrase: plain.
        kind: "arm" or "outcome".
    """
    return not phrase or _NOTHING[kind].fullmatch(phrase) is not None


def _stripped(phrase: str, *patterns: re.Pattern[str]) -> str:
    before = None
    while phrase and phrase != before:
        before = phrase
        for pattern in patterns:
            phrase = " ".join(pattern.sub(" ", phrase).split()).strip(_EDGE)
            # What begins a name begins with a word, so that a front needs the blank after it.
            if pattern in {_ARM_FRONT, _OUTCOME_FRONT} and pattern.match(f"{phrase} "):
                phrase = pattern.sub("", f"{phrase} ").strip(_EDGE)
    return phrase


def _softer(phrase: str, back: re.Pattern[str], front: re.Pattern[str]) -> Iterator[str]:
    """Take off the last words, the first, and both, as long as they may go; the longest first."""
    seen, level = {phrase}, [phrase]
    for _ in range(_STEPS):
        cut = [p.sub("", one).strip(_EDGE) for one in level for p in (back, front)]
        level = [one for one in dict.fromkeys(cut) if one and one not in seen]
        yield from level
        seen.update(level)
