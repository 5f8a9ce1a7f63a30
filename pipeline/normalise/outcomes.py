"""Stage 3: what was measured."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.normalise.bodies import OF_BODIES
from pipeline.normalise.stretches import IN_WHOM, NOT_TREATED, Stretch, concept_of
from pipeline.records import Concept, Quantity
from pipeline.resources import word_list
from pipeline.wording import read_changes

_RESPONDERS: Final = re.compile(word_list("fields")["responders"], re.IGNORECASE)
# "Cures heartburn" says that heartburn ends; how far behind the verb what it cures may stand.
_CURES: Final = re.compile(r"cures?", re.IGNORECASE)
_OBJECT_REACH: Final = 30
# Promises and processes may turn out to be of a harm.
_BROUGHT_ABOUT: Final = frozenset({"efficacy", "mechanism"})
CAUSES: Final = re.compile(word_list("fields")["causes"], re.IGNORECASE)
# The same, wherever it stands: "a yearly dose led to falls".
CAUSES_ANY: Final = re.compile(r"\b(?:caus(?:e|es|ed|ing)|(?:lead(?:s|ing)?|led) to)\b", re.I)
# What a comparison of two shares of people is told in.
_OF_SHARES: Final = frozenset({"risk_ratio", "odds_ratio", "number_needed_to_treat"})
# Between the members of a list.
_LISTED: Final = re.compile(r"\s*(?:,|,?\s(?:and|or)\b)\s*(?:the\s)?")
# Between "the risk of" and what it is of, in code points.
_RISK_REACH: Final = 12
_WHO: Final = re.compile(word_list("fields")["who_with"], re.IGNORECASE)
_WHO_REACH: Final = 60
_SHORTER: Final = re.compile(word_list("fields")["shorter"], re.IGNORECASE)
# How long an illness lasts.
DURATION: Final = "X-DURATION"
# Outcomes that say that there is a harm, and not which.
ANY_HARM: Final = frozenset({"X-ADVERSE-EVENTS", "X-SERIOUS-ADVERSE-EVENTS"})
# Whether people get it, and not how badly.
INCIDENCE: Final = "X-INCIDENCE"
# Outcomes that say whether it helped at all, and not with what.
_WHETHER: Final = frozenset({INCIDENCE, "X-IMPROVEMENT", "X-CURE"})
# Pain as what people have, and as what is measured.
PAIN_FELT: Final = "D010146"
PAIN: Final = "X-PAIN"
# A share of people who got better by half or more is this outcome.
RESPONDERS: Final = "X-RESPONDERS"


def read_outcome(
    stretch: Stretch, quantities: Iterable[Quantity], index: ConceptIndex
) -> Concept | None:
    """Return what was measured.

    A share of treated people who got better is a responder rate, whatever it
    was that got better. A harm is often a condition of its own.
    """
    mark, context = stretch.mark, stretch.context
    if mark.kind in OF_BODIES or mark.kind == "citation":
        return None
    named = [
        mention
        for mention in context.mentions(mark.start, mark.end, "outcome")
        if not stretch.is_compared(mention) and not _is_verb_of_cure(stretch, mention)
    ]
    # "Patients with raised triglycerides had fewer heart attacks" is about heart attacks.
    named = [m for m in named if not _is_who_was_treated(stretch, m)]
    named = [m for m in named if not _is_risk_of(stretch, m, named)]
    if mark.focus is not None:
        # Of "fewer deaths, heart attacks and strokes" each is told alone.
        named = [m for m in named if not _leads_a_list(stretch, m)]
    if mark.kind != "safety":
        # "The risk fell by 20%" is not of side effects.
        bare = [m for m in named if context.text[m.start : m.end].lower() == "risk"]
        named = [m for m in named if m not in bare]
        entry = index.entry(INCIDENCE)
        if bare and not named and entry is not None:
            return Concept("risk", entry.concept_id, entry.name)
    else:
        # "Side effects include headache" is about headache, "the risk of stroke" about strokes.
        which = [m for m in named if m.concept_id not in {*ANY_HARM, INCIDENCE}]
        named = which or _harms(stretch) or named
    if mark.kind in _BROUGHT_ABOUT:
        named = named or _caused(stretch)
    if _counts_responders(quantities) and _RESPONDERS.search(stretch.text):
        entry = index.entry(RESPONDERS)
        if entry is not None and not named:
            return Concept(stretch.text, entry.concept_id, entry.name)
    changes = mark.cell is None and bool(read_changes(stretch.text))
    for start, end in mark.headers or (() if changes else ((mark.stem_start, mark.stem_end),)):
        above = context.mentions(start, end, "outcome")
        named = named or [m for m in above if not _is_verb_of_cure(stretch, m)]
    named = named or _felt_in(stretch)
    in_others = _treated_in_others(stretch)
    if in_others and named:
        # "Prevents vomiting in children with diarrhea" is not whether they get diarrhea.
        named = [m for m in named if m.concept_id not in _WHETHER] or in_others
    if not named and mark.kind != "safety":
        return _how_long(stretch, index)
    if named and named[0].concept_id == PAIN_FELT and named[0].kind == "condition":
        entry = index.entry(PAIN)
        return None if entry is None else Concept("pain", entry.concept_id, entry.name)
    return concept_of(named[0], context) if named else None


def _counts_responders(quantities: Iterable[Quantity]) -> bool:
    """Say whether people are counted who got better: as a share, or as what two shares make."""
    return any(
        q.kind in _OF_SHARES
        or (q.kind == "proportion" and q.role in {"intervention_arm", "comparator_arm"})
        for q in quantities
    )


def _is_risk_of(stretch: Stretch, mention: ConceptMention, named: Iterable[ConceptMention]) -> bool:
    """Say whether "the risk of" only leads to what it is the risk of: serious harms."""
    leads = stretch.context.text.endswith(" of", mention.start, mention.end)
    return leads and any(0 <= other.start - mention.end <= _RISK_REACH for other in named)


def _felt_in(stretch: Stretch) -> list[ConceptMention]:
    """Return pain where it is what an illness that is named brings: "arthritis pain"."""
    mark, context = stretch.mark, stretch.context
    if mark.kind == "safety":
        return []
    had = context.mentions(mark.start, mark.end, "condition")
    pain = [m for m in had if m.concept_id == PAIN_FELT]
    return pain if len(pain) < len(had) else []


def _leads_a_list(stretch: Stretch, mention: ConceptMention) -> bool:
    """Say whether an outcome is one of a list that goes on with conditions."""
    mark, context = stretch.mark, stretch.context
    behind = context.mentions(mention.end, mark.end, "condition")
    return bool(behind) and (
        _LISTED.fullmatch(context.text, mention.end, behind[0].start) is not None
    )


def _caused(stretch: Stretch) -> list[ConceptMention]:
    """Return what something is said to bring on: "iron causes constipation"."""
    mark, context = stretch.mark, stretch.context
    return [m for m in _harms(stretch) if CAUSES.search(context.text, mark.start, m.start)]


def _how_long(stretch: Stretch, index: ConceptIndex) -> Concept | None:
    """Read "makes colds 18% shorter" as how long the illness lasts; None without an illness."""
    mark, context = stretch.mark, stretch.context
    ill = context.mentions(mark.start, mark.end, "condition") or context.topic.condition
    said = _SHORTER.search(stretch.text)
    entry = index.entry(DURATION)
    if said is None or not ill or entry is None:
        return None
    return Concept(said.group(), entry.concept_id, entry.name)


def _is_verb_of_cure(stretch: Stretch, mention: ConceptMention) -> bool:
    """Say whether a text says that something cures a condition, and not how many were cured."""
    mark, context = stretch.mark, stretch.context
    if _CURES.fullmatch(context.text[mention.start : mention.end]) is None:
        return False
    behind = context.mentions(mention.end, mark.end, "condition")
    return bool(behind) and behind[0].start - mention.end <= _OBJECT_REACH


def _is_who_was_treated(stretch: Stretch, mention: ConceptMention) -> bool:
    """Say whether a measure only says in whom: "people with high blood pressure"."""
    begin = max(stretch.mark.sent_start, mention.start - _WHO_REACH)
    return _WHO.search(stretch.context.text, begin, mention.start) is not None


def _treated_in_others(stretch: Stretch) -> list[ConceptMention]:
    """Return what is treated in people who have something else: "vomiting in diarrhoea"."""
    mark, context = stretch.mark, stretch.context
    conditions = context.mentions(mark.start, mark.end, "condition")
    had = [n for n, mention in enumerate(conditions) if stretch.is_had(mention)]
    before = conditions[: had[0]] if had else []
    return [m for m in before if not NOT_TREATED.search(context.text, mark.start, m.start)]


def _harms(stretch: Stretch) -> list[ConceptMention]:
    """Return the conditions that one gets, and not those that one has."""
    mark, context = stretch.mark, stretch.context
    return [
        mention
        for mention in context.mentions(mark.start, mark.end, "condition")
        if not stretch.is_compared(mention)
        and not IN_WHOM.search(context.text, mark.start, mention.start)
    ]
