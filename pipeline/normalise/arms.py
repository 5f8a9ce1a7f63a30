"""Stage 3: of whom each number of a clause is, where several are of several groups.

>>> from pipeline.quantities import read_quantities
>>> text = "It eased in 62% and 41% of the massage and leaflet groups, respectively"
>>> [arm.words for arm in arms_of(text, read_quantities(text))]
['massage', 'leaflet']
>>> text = "It eased in 28% of those on ginger but 46% of the placebo group"
>>> [(arm.words, arm.is_control) for arm in arms_of(text, read_quantities(text))]
[('ginger', False), ('the placebo group', True)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.records import Quantity
from pipeline.resources import word_list

_WORDS: Final = word_list("fields")["arms"]
_CONTROL: Final = re.compile(_WORDS["control"], re.IGNORECASE)
_EVERYBODY: Final = re.compile(_WORDS["everybody"], re.IGNORECASE)
_LEADS: Final = re.compile(_WORDS["leads"], re.IGNORECASE)
_LEADS_BEFORE: Final = re.compile(_WORDS["leads_before"], re.IGNORECASE)
_ENDS: Final = re.compile(_WORDS["ends"], re.IGNORECASE)
_GROUPS: Final = re.compile(_WORDS["groups"], re.IGNORECASE)
# "One in four of them" is of whomever was counted before.
_NAMELESS: Final = re.compile(
    r"(?:them|us|you|it)\b.*|(?:these|those|all|people|all people)", re.IGNORECASE
)
_LIST: Final = re.compile(r",\s*(?:and|or)\s+|,\s*|\s+(?:and|or|versus|vs\.?)\s+")
_IN_ORDER: Final = re.compile(r",?\s*\brespectively\b", re.IGNORECASE)
# Between two values of one list.
_NEXT: Final = re.compile(
    r"\s*(?:,|,?\s+and|/|,?\s+(?:v|vs|versus)\.?)\s+(?:to\s+|by\s+)?", re.IGNORECASE
)


_OF_SOMEBODY: Final = frozenset({"none", "duration", "intervention_arm", "comparator_arm"})


@dataclass(frozen=True, slots=True)
class Arm:
    """Of whom a number is.

    Attributes:
        words: as written; "" where the clause does not say.
        is_control: whether the words say that these were compared with.
        is_everybody: whether the words only say who they are, and not what they got.
    """

    words: str = ""
    is_control: bool = False
    is_everybody: bool = False


NOBODY: Final = Arm()


def arms_of(text: str, quantities: Sequence[Quantity]) -> list[Arm]:
    """Say of whom each number of a clause is.

    Args:
        text: the clause; the quantities' places are in it.
        quantities: in order; of those that count nobody (doses, times) the answer means nothing.
    """
    arms = [NOBODY] * len(quantities)
    # What each group of a list lost or gained is of that group.
    listed = [n for n, q in enumerate(quantities) if _is_level(q) or _is_change(q)]
    in_order = _in_order(text, [quantities[n] for n in listed])
    if in_order:
        for place, n in enumerate(listed):
            arms[n] = in_order[place]
        return arms
    levels = [n for n in listed if _is_level(quantities[n])]
    for place, n in enumerate(levels):
        before = quantities[levels[place - 1]].end if place else 0
        after = quantities[levels[place + 1]].start if place + 1 < len(levels) else len(text)
        arms[n] = _arm_beside(text, quantities[n], before, after)
    return arms


def _is_level(quantity: Quantity) -> bool:
    return quantity.role in _OF_SOMEBODY and quantity.kind in {
        "proportion", "mean", "score", "amount", "count", "duration", "rate", "relative_change",
        "mean_difference",
    }  # fmt: skip


def _is_change(quantity: Quantity) -> bool:
    return quantity.role == "effect" and quantity.kind in {"mean_difference", "relative_change"}


def _in_order(text: str, levels: Sequence[Quantity]) -> list[Arm]:
    """The arms of a list that stands in the order of its numbers; empty where none does."""
    said = _IN_ORDER.search(text)
    if said is None or len(levels) < 2:
        return []
    runs: list[list[Quantity]] = [[levels[0]]]
    for one in levels[1:]:
        if _NEXT.fullmatch(text, runs[-1][-1].end, one.start):
            runs[-1].append(one)
        else:
            runs.append([one])
    listed = max(runs, key=len)
    if len(listed) < 2:
        return []
    names = _names_after(text[listed[-1].end :], len(listed)) or _names_before(
        text[: listed[0].start], len(listed)
    )
    found = {one.start: _arm(name) for one, name in zip(listed, names, strict=False)}
    return [found.get(one.start, NOBODY) for one in levels] if found else []


def _names_after(text: str, n: int) -> list[str]:
    lead = _LEADS.match(text)
    if lead is None:
        return []
    return _names(_IN_ORDER.split(text[lead.end() :])[0], n)


def _names_before(text: str, n: int) -> list[str]:
    """Names of groups before their numbers: "weight loss in the A, B and C groups was"."""
    for lead in reversed(list(_LEADS_BEFORE.finditer(text))):
        names = _names(text[lead.end() :], n)
        if names:
            return names
    # "Valerian and melatonin increased sleep by 4 and 13 minutes": the subject itself.
    return _names(text, n)


def _names(text: str, n: int) -> list[str]:
    parts = [part.strip() for part in _LIST.split(text) if part.strip()]
    # What follows the last name is no more of it.
    return [_first_words(part) for part in parts[:n]] if len(parts) >= n else []


def _first_words(part: str) -> str:
    end = _GROUPS.search(part) or _ENDS.search(part)
    words = part[: end.start()] if end is not None and end.start() else part
    return re.sub(r"^(?:the|a|an)\s+", "", words.strip(" .;:"), flags=re.IGNORECASE)


def _arm_beside(text: str, quantity: Quantity, before: int, after: int) -> Arm:
    behind = text[quantity.end : after]
    lead = _LEADS.match(behind)
    if lead is not None:
        words = behind[lead.end() :]
        end = _ENDS.search(words)
        words = (words[: end.start()] if end is not None else words).strip(" ,.;:()")
        if words:
            return _arm(words)
    ahead = text[before : quantity.start]
    leads = list(_LEADS_BEFORE.finditer(ahead))
    if leads:
        words = ahead[leads[-1].end() :]
        if words.count("(") > words.count(")"):
            # "Than with the control drink (1.3 v 1.9)": both are in the bracket.
            return NOBODY
        end = _ENDS.search(words)
        return _arm((words[: end.start()] if end is not None else words).strip(" ,.;:()"))
    return NOBODY


def _arm(words: str) -> Arm:
    if not words or _NAMELESS.fullmatch(words):
        return NOBODY
    return Arm(words, _CONTROL.search(words) is not None, _EVERYBODY.fullmatch(words) is not None)
