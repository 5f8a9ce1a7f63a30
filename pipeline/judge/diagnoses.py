"""Stage 5: a diagnosis code that stands below others, and what its words mean.

Diagnosis codes form a tree: M54.50 stands under M54.5, and that under the
category M54. Our list holds all categories of one edition and many codes below
them, so of a code that it lacks it can still say under what it stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from pipeline.concepts import ConceptEntry
from pipeline.evidence.records import Code, CodeSystem
from pipeline.evidence.table import EvidenceTable
from pipeline.judge.findings import finding
from pipeline.records import Comparison, Finding

# Words long enough to tell one condition from another.
_WORD: Final = re.compile(r"[a-z]{6,}")
# "Type 1 diabetes" is another condition than type 2, for all the words they share.
_TYPE: Final = re.compile(r"\b(?:type|stage|grade) ([0-9]|iv|i{1,3})\b")
# Parts and sides that tell codes of one condition apart.
_PLACES: Final = [
    re.compile(rf"\b(?:{places})\b")
    for places in ("cervical|thoracic|lumbar|sacral|pelvic|cranial", "left|right")
]
# Right codes that one reason names.
_NAMED: Final = 2


def judge_unlisted_diagnosis(
    system: str,
    code: str,
    categories: Sequence[CodeSystem],
    *,
    said: Sequence[str],
    table: EvidenceTable,
    as_of: dt.date | None,
) -> Finding:
    """Judge a diagnosis code of a possible shape that the list does not hold.

    Args:
        system: as the text names it; "ICD-10" and "diagnosis" may mean another
            country's edition, of which nothing is known to be missing.
        code: with its point.
        categories: of the systems that may be meant.
        said: ids of the conditions that the text gives the code for.
        table: the evidence in use.
        as_of: the article's date.
    """
    own = [c for c in categories if re.fullmatch(c.shape, code)]
    missing = _missing(system, code, own, as_of)
    if missing is not None:
        return missing
    above = _above(code, categories, table)
    if above is not None:
        another = diagnosis_of_another(above, said, table)
        if another is not None:
            return another
        return finding(
            "RG004",
            f"{code} stands under {above.system} {above.code} ({above.meaning}). Our list does not "
            "hold every code under it, so it may exist.",
            confidence=0.85,
        )
    head = code.partition(".")[0]
    lists = [c for c in categories if re.fullmatch(c.shape, head)]
    missing = _missing(system, code, lists, as_of)
    if missing is not None:
        return missing
    held = next((c for c in lists if c.edition), None)
    reason = (
        f"{head} is not among the categories of the edition of {held.edition}, which we hold, but "
        "other editions have others"
        if held is not None
        else "of its system we hold no list"
    )
    return finding(
        "RG004",
        f"{code} has the shape of a diagnosis code; {reason}, so it may exist.",
        confidence=0.85,
    )


def _missing(
    system: str, code: str, lists: Sequence[CodeSystem], as_of: dt.date | None
) -> Finding | None:
    """Say that a code does not exist; None where a list that could hold it is not complete."""
    if as_of is None or not lists or any(one.system != system for one in lists):
        return None
    if not all(one.speaks_for(as_of) for one in lists):
        return None
    head = code.partition(".")[0]
    lacks = f"no category {head}" if re.fullmatch(lists[0].shape, head) else f"no {code}"
    return finding(
        "RG003",
        f"There is no {system} code {code}: the list of the edition of {lists[0].edition} has "
        f"{lacks}, and it is complete.",
        comparison=Comparison("list of codes", code, lacks),
        confidence=0.9,
    )


def _above(code: str, categories: Sequence[CodeSystem], table: EvidenceTable) -> Code | None:
    """Return the nearest code that we hold above a code."""
    systems = dict.fromkeys(category.system for category in categories)
    for end in range(len(code) - 1, 2, -1):
        for system in systems:
            held = table.code(system, code[:end].rstrip("."))
            if held is not None:
                return held
    return None


def diagnosis_of_another(code: Code, said: Sequence[str], table: EvidenceTable) -> Finding | None:
    """Say that a text gives a code the meaning of another; None where it does not.

    Meanings are compared as conditions. Words that name no condition, or one
    that is a part of the other, or stands above the code, contradict nothing. A
    condition that no other code is named after leaves it open.
    """
    meant = _conditions(code.meaning, table)
    if not meant or not said:
        return None
    if any(table.concepts.relation(one, other) != "other" for one in meant for other in said):
        return None
    entries = [entry for i in said if (entry := table.concepts.entry(i)) is not None]
    if any(_may_mean(entry, code) for entry in entries):
        return None
    if any(set(said) & set(_conditions(one.meaning, table)) for one in _all_above(code, table)):
        return None
    right = [one for entry in entries for one in _named_after(entry, code.system, table)]
    spoken = " or ".join(dict.fromkeys(entry.name for entry in entries))
    if not right:
        return finding(
            "UV004",
            f"{code.system} {code.code} means: {code.meaning}. The text gives it for {spoken}, and "
            "no code of our list is named after just that, so it cannot be told whether it fits.",
            comparison=Comparison("meaning of the code", f"{code.code} for {spoken}", code.meaning),
            confidence=0.6,
        )
    use = ", ".join(f"{one.code} ({one.meaning})" for one in right[:_NAMED])
    return finding(
        "RG005",
        f"{code.system} {code.code} means: {code.meaning}. The text gives it for {spoken}; "
        f"codes named after that are, for example, {use}.",
        comparison=Comparison("meaning of the code", f"{code.code} for {spoken}", code.meaning),
        confidence=0.8,
    )


def diagnosis_of_another_place(code: Code, gloss: str) -> Finding | None:
    """Say that a text gives a code another part of the body than its meaning; None where not."""
    for places in _PLACES:
        told, meant = (set(places.findall(words.casefold())) for words in (gloss, code.meaning))
        if told and meant and not told & meant:
            return finding(
                "RG005",
                f"{code.system} {code.code} means: {code.meaning}. The text gives it for: {gloss}.",
                comparison=Comparison("meaning of the code", gloss, code.meaning),
                confidence=0.8,
            )
    return None


def judge_split(
    system: str, code: Code, table: EvidenceTable, as_of: dt.date | None
) -> Finding | None:
    """Say that a code was split into others since; None where it was not by then.

    On bills only codes with none below them count. Where the text does not name
    the American edition it may mean one in which the code was never split.
    """
    below = [
        table.diagnoses[key]
        for key in table.diagnoses
        if key[0] == code.system and key[1].startswith(code.code) and key[1] != code.code
    ]
    days = [one.valid_from for one in below if one.valid_from is not None]
    if not days or len(days) < len(below) or min(days) == code.valid_from:
        return None
    split = min(days)
    if as_of is not None and as_of < split:
        return None
    name = f"{code.system} {code.code}"
    now = " or ".join(one.code for one in below)
    comparison = Comparison("date of the code", code.code, now)
    told = f"{name} ({code.meaning}) was split on {split.isoformat()}; bills since need {now}."
    if system == code.system:
        return finding("RG006", told, comparison=comparison, confidence=0.9)
    return finding(
        "RG004",
        f"{told} The text does not say that it means {code.system}, and elsewhere the code may "
        "still be in use.",
        comparison=comparison,
        confidence=0.8,
    )


def _conditions(text: str, table: EvidenceTable) -> list[str]:
    return [m.concept_id for m in table.concepts.find(text) if m.kind == "condition"]


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in _WORD.findall(text.casefold())}


def _may_mean(entry: ConceptEntry, code: Code) -> bool:
    """Say whether a condition shares a word with a code's meaning, and is no other type of it."""
    types = [set(_TYPE.findall(text.casefold())) for text in (entry.name, code.meaning)]
    if all(types) and not types[0] & types[1]:
        return False
    return bool(_words(entry.name) & _words(code.meaning))


def _all_above(code: Code, table: EvidenceTable) -> list[Code]:
    ends = range(len(code.code) - 1, 2, -1)
    held = (table.code(code.system, code.code[:end].rstrip(".")) for end in ends)
    return [one for one in held if one is not None]


def _named_after(entry: ConceptEntry, system: str, table: EvidenceTable) -> list[Code]:
    """Return the codes whose whole meaning is one condition, the plainest words first."""
    names = [name.casefold() for name in (entry.name, *entry.synonyms)]
    every = chain(table.codes.values(), table.diagnoses.values())
    codes = (one for one in every if one.system == system)
    # A look at the letters first: to find concepts in all meanings would take a second.
    near = [one for one in codes if any(name in one.meaning.casefold() for name in names)]
    found = [one for one in near if _conditions(one.meaning, table) == [entry.concept_id]]
    return sorted(found, key=lambda one: (len(one.meaning), one.code))
