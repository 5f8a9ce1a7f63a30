"""Stage 5, pairs: one sentence held against another, and nothing else.

Where an article is judged, a table answers, and its silence says little. Here the evidence is one
sentence, and whatever it does not say stays open. Three questions, in this order:

1. Does it answer at all? Other people, another treatment, outcome, comparator, dose or time than
   the claim names leave the claim unverifiable (`_OTHERS`).
2. Which numbers of the two measure the same? As written, or by one of the conversions of
   `judge.figures`; they are compared as everywhere (`judge.comparing`).
3. Without numbers: which way do both go, and was there a difference at all?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.evidence.extract.meaning import is_significant, said_way, says_no_difference
from pipeline.judge.comparing import Outcome, compare
from pipeline.judge.figures import Figure, figures_of, readings_of, result_quantities
from pipeline.judge.findings import finding
from pipeline.judge.numbers import EVERYONE
from pipeline.judge.phrases import claimed_text, figure_text
from pipeline.normalise.arms import Arm, arms_of
from pipeline.quantities import convert
from pipeline.records import (
    Claim,
    Comparison,
    ConceptKind,
    Direction,
    Finding,
    Quantity,
    Statement,
)
from pipeline.resources import word_list

_WORDS: Final = {
    entry["name"]: re.compile(entry["pattern"], re.IGNORECASE)
    for entry in word_list("pairs")["word"]
}
_TOKEN: Final = re.compile(r"[a-z][a-z'-]+", re.IGNORECASE)
_SIMPLE: Final = frozenset(word_list("pairs")["simple"])
# Two words are one where they begin with as many letters ("reduce", "reduction").
_STEM: Final = 5


@dataclass(frozen=True)
class Sentence:
    """A sentence as it was read.

    Attributes:
        claim: all of it as one statement.
        mentions: every concept that it names; places are in `claim.clean`'s text.
    """

    claim: Claim
    mentions: tuple[ConceptMention, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return self.claim.clean

    @property
    def statement(self) -> Statement:
        """What it says, in fields."""
        return self.claim.statement

    @cached_property
    def arms(self) -> Mapping[int, Arm]:
        """Of whom a number is, by its place, where the sentence says so."""
        quantities = self.statement.quantities
        at = self.claim.start
        here = [replace(q, start=q.start - at, end=q.end - at) for q in quantities]
        found = zip(quantities, arms_of(self.text, here), strict=True)
        return {q.start: arm for q, arm in found if arm.words}

    @property
    def comparators(self) -> list[tuple[str, str]]:
        """The ids and words of what was compared with: after "than", or as the other group."""
        found = [(c.concept_id, c.text) for c in self.statement.comparators]
        theirs = {q.start for q in self.statement.of_role("comparator_arm")}
        others = [arm.words for start, arm in self.arms.items() if start in theirs]
        for mention in self.named("comparator"):
            words = self.text[mention.start : mention.end]
            if not found and any(words in other for other in others):
                found.append((mention.concept_id, words))
        return found

    @cached_property
    def way(self) -> Direction:
        """Which way it goes, by its verbs, else by words like "higher" and "fewer"."""
        stated = self.statement.direction
        return stated if stated != "unclear" else said_way(self.text) or "unclear"

    def stems(self) -> frozenset[str]:
        """The beginnings of its words that carry a meaning of their own."""
        return _stems(self.text)

    def named(self, *kinds: ConceptKind) -> list[ConceptMention]:
        """The concepts of some kinds that it names."""
        return [mention for mention in self.mentions if mention.kind in kinds]


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in _TOKEN.findall(text))
    return frozenset(w[:_STEM] for w in words if w not in _SIMPLE and len(w) > 2)


@dataclass(frozen=True)
class Held:
    """A claim beside a sentence of evidence."""

    claim: Sentence
    evidence: Sentence
    index: ConceptIndex

    def answers(self, concept_id: str, words: str, *kinds: ConceptKind) -> bool:
        """Say whether the evidence names a thing that the claim names, or one above or below it."""
        named = self.evidence.named(*kinds)
        fits = {"same", "narrower", "wider"}
        if any(self.index.relation(m.concept_id, concept_id) in fits for m in named):
            return True
        return self.shares_words(words)

    def shares_words(self, words: str) -> bool:
        """Say whether the evidence has all of some words that carry a meaning."""
        stems = _stems(words)
        return bool(stems) and stems <= self.evidence.stems()

    @cached_property
    def is_turned(self) -> bool:
        """Say whether the claim's treatment is what the evidence compares with, and the reverse."""
        said, found = self.claim.statement, self.evidence.statement
        if found.intervention is None:
            return False
        return found.intervention.concept_id in {c.concept_id for c in said.comparators}

    def is_same_arm(self, said: Arm, found: Arm) -> bool:
        """Say whether two names are of one group: they share a word or a concept."""
        if said.is_control and found.is_control:
            return True
        if _stems(said.words) & _stems(found.words):
            return True
        mine, theirs = (self.index.find(arm.words, every_name=True) for arm in (said, found))
        return any(
            self.index.relation(b.concept_id, a.concept_id) in {"same", "narrower", "wider"}
            for a in mine
            for b in theirs
        )


def judge_pair(claim: Sentence, evidence: Sequence[Sentence], index: ConceptIndex) -> Finding:
    """Say whether sentences of evidence support a claim.

    Args:
        claim: of one sentence.
        evidence: of one sentence, or of a few that belong together.
        index: of the evidence table in use.

    Returns:
        What the first sentence says that decides, else what the first says.
    """
    said = [_judge(Held(claim, sentence, index)) for sentence in evidence]
    if not said:
        return finding("UV001", "There is no evidence to hold the claim against.")
    return next((found for found in said if found.verdict != "unverifiable"), said[0])


def _judge(held: Held) -> Finding:
    apart = next(filter(None, (rule(held) for rule in _OTHERS)), None)
    if apart is not None:
        return apart
    counted = _by_numbers(held)
    if counted is None:
        told = _by_words(held)
        unread = [q for q in held.claim.statement.quantities if q.role == "none"]
        if told.verdict == "unverifiable" or not unread:
            return told
        # What a number counts was not understood, so that words alone do not settle it.
        return finding(
            "ST003", f"The evidence gives nothing to compare {unread[0].text} with."
        )
    statement = held.claim.statement
    promises = held.claim.way != "unclear" or statement.negated
    if counted.verdict == "supported" and promises and not result_quantities(statement):
        # "Fourteen trials found that it helps" is more than that there were fourteen.
        return _by_words(held)
    return counted


# --- does it answer? ---------------------------------------------------------------------------


def _other_treatment(held: Held) -> Finding | None:
    said, found = held.claim.statement.intervention, held.evidence.statement.intervention
    if said is None or found is None:
        return None
    if held.answers(said.concept_id, said.text, "intervention", "comparator", "condition"):
        return None
    return finding("UV001", f"The evidence is about {found.text}, the claim about {said.text}.")


def _other_outcome(held: Held) -> Finding | None:
    said = [m for m in held.claim.named("outcome", "condition")]
    found = held.evidence.named("outcome", "condition")
    if not said or not found:
        return None
    text = held.claim.text
    left = [
        m
        for m in said
        if not held.answers(m.concept_id, text[m.start : m.end], "outcome", "condition")
    ]
    if len(left) < len(said):
        return None
    return finding(
        "UV001",
        f"The evidence is about {found[0].name.lower()}, the claim about {said[0].name.lower()}.",
    )


def _other_people(held: Held) -> Finding | None:
    said, found = held.claim.named("population"), held.evidence.named("population")
    text = held.claim.text
    said = [m for m in said if m.concept_id not in EVERYONE]
    if not said:
        return None
    if any(held.answers(m.concept_id, text[m.start : m.end], "population") for m in said):
        return None
    told = f"is about {found[0].name.lower()}" if found else "does not say in whom"
    return finding("ST009", f"The claim is about {said[0].name.lower()}; the evidence {told}.")


def _other_comparator(held: Held) -> Finding | None:
    said = held.claim.comparators
    if not said:
        return None
    found = held.evidence.statement.comparators
    # A row against any control, sham among them, is no answer to a claim against sham.
    theirs = {c.concept_id for c in found} or {
        m.concept_id for m in held.evidence.named("comparator", "intervention")
    }
    if any(i in theirs or held.shares_words(words) for i, words in said) or held.is_turned:
        return None
    if not found:
        return None
    return finding(
        "ST005",
        f"The claim compares with {said[0][1]}, the evidence with {found[0].name}.",
    )


def _other_time(held: Held) -> Finding | None:
    return _other_span(held, held.claim.statement.timeframe, "duration", "time")


def _other_dose(held: Held) -> Finding | None:
    return _other_span(held, held.claim.statement.dose, "dose", "dose")


def _other_span(held: Held, said: Quantity | None, role: str, what: str) -> Finding | None:
    found = [q for q in held.evidence.statement.quantities if q.role == role]
    if said is None or said.value is None or not found:
        return None
    for one in found:
        converted = convert(one, said.unit) or convert(
            replace(one, unit=one.unit.removesuffix("/d")), said.unit.removesuffix("/d")
        )
        if converted is None:
            # Milligrams and capsules say nothing of each other.
            return None
        ends = [e for e in (converted.value, converted.low, converted.high) if e is not None]
        if min(ends) * (1 - _SAME_SPAN) <= said.value <= max(ends) * (1 + _SAME_SPAN):
            return None
    told = " or ".join(q.text for q in found)
    return finding("ST007", f"The claim's {what} is {said.text}, the evidence's {told}.")


# "Three months" are the 12 weeks and the 90 days of others.
_SAME_SPAN: Final = 0.1
_OTHERS: Final[tuple[Callable[[Held], Finding | None], ...]] = (
    _other_treatment,
    _other_outcome,
    _other_people,
    _other_comparator,
    _other_time,
    _other_dose,
)


# --- numbers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """A number of the claim beside one of the evidence."""

    said: Quantity
    figure: Figure
    outcome: Outcome


def _by_numbers(held: Held) -> Finding | None:
    statement = held.claim.statement
    results = result_quantities(statement)
    sizes = list(statement.of_role("trials", "participants"))
    tried = [(quantity, list(_try(held, quantity))) for quantity in [*results, *sizes]]
    known = [(quantity, found) for quantity, found in tried if found]
    if not any(quantity in results for quantity, _ in known) and results:
        return _unanswered(held, results)
    if not known:
        return None
    worst = max(
        (min(found, key=lambda t: _SEVERITY[t.outcome]) for _, found in known),
        key=lambda t: _SEVERITY[t.outcome],
    )
    n_open = sum(quantity in results and not found for quantity, found in tried)
    return _told(held, worst, n_open=n_open)


def _told(held: Held, tried: Tried, *, n_open: int) -> Finding:
    side = Comparison(tried.figure.rule, claimed_text(tried.said), figure_text(tried.figure))
    shown = f"the claim gives {side.claimed}, the evidence {side.evidence} ({side.rule})"
    if tried.outcome == "opposite" and _found_none(held.evidence):
        told = f"It points the other way, but the interval includes no effect: {shown}."
        return finding("EF004", told, comparison=side)
    if tried.outcome == "opposite":
        return finding("ST008", f"The evidence points the other way: {shown}.", comparison=side)
    if tried.outcome == "contradicts":
        return finding("ST002", f"The numbers differ: {shown}.", comparison=side)
    if tried.outcome == "inside":
        return finding("ST004", f"Inside the interval, not its estimate: {shown}.", comparison=side)
    if n_open:
        return finding(
            "ST003", f"Not every number is answered; of one {shown}.", comparison=side
        )
    claims_effect = held.claim.way != "no_difference" and not held.claim.statement.negated
    if tried.said.role == "effect" and claims_effect and _found_none(held.evidence):
        told = f"The numbers agree, but the interval includes no effect: {shown}."
        return finding("ST004", told, comparison=side)
    return finding("ST001", f"The numbers agree: {shown}.", comparison=side)


def _try(held: Held, quantity: Quantity) -> Iterator[Tried]:
    statement = held.evidence.statement
    if quantity.role in {"trials", "participants"}:
        for size in statement.of_role(quantity.role):
            if size.value is not None:
                figure = Figure(size.kind, size.unit, size.value, role=size.role)
                outcome = compare(quantity, figure, direction="unclear")
                yield Tried(quantity, figure, outcome)
        return
    for figure in _figures_for(held, quantity):
        for said in _readings(held, quantity):
            if said.kind == figure.measure and said.unit != figure.unit:
                said = convert(said, figure.unit) or said
            if said.kind == "rate" and said.per != figure.per:
                continue
            if _is_same_measure(held, said, figure):
                yield Tried(said, figure, _outcome(held, said, figure))


def _is_same_measure(held: Held, said: Quantity, figure: Figure) -> bool:
    if said.unit != figure.unit:
        return False
    if said.kind == figure.measure:
        return True
    # "Weight loss was 3 kg" gives what was lost, though it stands there as an amount.
    levels = held.evidence.statement.of_role("comparator_arm")
    return said.kind == "mean_difference" and figure.measure in _AMOUNTS and not levels


_WAYS: Final = frozenset({"increase", "decrease"})
_GROUPS: Final = frozenset({"intervention_arm", "comparator_arm"})
_ABOUT_ONE: Final = frozenset({"risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio"})
_ABOUT_NOUGHT: Final = frozenset(
    {"mean_difference", "standardised_mean_difference", "risk_difference"}
)
# Numbers that say how the one group differs from the other.
_SIDED: Final = frozenset(
    {
        "relative_change", "percentage_point_change", "risk_ratio", "odds_ratio", "hazard_ratio",
        "rate_ratio", "risk_difference", "mean_difference", "standardised_mean_difference",
    }
)  # fmt: skip
_AMOUNTS: Final = frozenset({"amount", "score", "duration", "count"})


def _readings(held: Held, quantity: Quantity) -> list[Quantity]:
    """What a number says: where a text speaks of odds, a change of them is an odds ratio."""
    if _WORDS["odds"].search(held.claim.text) is None or quantity.value is None:
        return readings_of(quantity)
    if quantity.kind == "fold_change":
        return [replace(quantity, kind="odds_ratio")]
    if quantity.kind in {"relative_change", "proportion"}:
        falls = "decrease" in {quantity.direction, held.claim.statement.direction}
        ends = [quantity.value, quantity.low, quantity.high]
        value, one, two = (None if e is None else 1 - e if falls else 1 + e for e in ends)
        low, high = (two, one) if falls else (one, two)
        return [
            replace(quantity, kind="odds_ratio", unit="ratio", value=value, low=low, high=high)
        ]  # "310% lower odds" has no ratio, but a side: below 1
    return [quantity]


def _outcome(held: Held, said: Quantity, figure: Figure) -> Outcome:
    if figure.measure not in _SIDED:
        return compare(said, figure, direction=held.claim.way)
    mine, its = _side(said, held.claim.way), _side_of(figure, held.evidence.way)
    if held.is_turned:
        # The claim's treatment is what the evidence compares with.
        its = {"increase": "decrease", "decrease": "increase"}.get(its, its)
    plainly = compare(said, replace(figure, direction=None), direction="unclear")
    if {mine, its} == _WAYS:
        # Beside an interval on both sides of no effect, what matters is whether it allows this.
        allowed = _is_within(said, figure)
        return "contradicts" if allowed is False and _found_none(held.evidence) else "opposite"
    return plainly


def _is_within(said: Quantity, figure: Figure) -> bool | None:
    """Say whether an interval allows a number that goes the other way; None without an interval."""
    if said.value is None or figure.low is None or figure.high is None:
        return None
    value = abs(said.value)
    value = value if figure.measure in _ABOUT_ONE else -value
    return figure.low <= value <= figure.high


def _side(said: Quantity, way: Direction) -> str:
    """Which way a number of the claim goes, by itself or by the words beside it."""
    if said.kind in _ABOUT_ONE and said.value is not None and said.value != 1:
        return "increase" if said.value > 1 else "decrease"
    if said.direction is not None or way in _WAYS:
        return said.direction or way
    signed = said.kind in _ABOUT_NOUGHT and said.value
    return ("increase" if said.value > 0 else "decrease") if signed and said.value else way


def _side_of(figure: Figure, way: Direction) -> str:
    if figure.measure in _ABOUT_ONE and figure.value != 1:
        return "increase" if figure.value > 1 else "decrease"
    if figure.direction is None and figure.measure in _ABOUT_NOUGHT and way not in _WAYS:
        # What has no minus has gone up.
        return "increase"
    return figure.direction or way


def _figures_for(held: Held, quantity: Quantity) -> Sequence[Figure]:
    """The figures that may answer a number: of its own group, where both sides name groups."""
    figures = figures_of(held.evidence.statement)
    arm = held.claim.arms.get(quantity.start)
    if arm is None:
        return figures
    theirs = held.evidence.arms
    named = [(start, its) for start, its in theirs.items() if _stems(its.words) or its.is_control]
    own = {start for start, its in named if held.is_same_arm(arm, its)}
    if own:
        return [f for f in figures if f.start in own]
    if named and _stems(arm.words):
        return []
    mine = [f for f in figures if f.role == quantity.role or f.role not in _GROUPS]
    return mine if quantity.role in _GROUPS else figures


def _unanswered(held: Held, results: Sequence[Quantity]) -> Finding | None:
    """Of a number that none of the evidence answers, say what is there instead."""
    figures = figures_of(held.evidence.statement)
    if results and figures:
        return finding(
            "ST003",
            f"The claim gives {claimed_text(results[0])} "
            f"({results[0].kind.replace('_', ' ')}), the evidence {figure_text(figures[0])} "
            f"({figures[0].measure.replace('_', ' ')}); neither follows from the other.",
        )
    if results:
        return finding("UV001", "The evidence gives no number to compare with.")
    return None


_SEVERITY: Final[dict[Outcome, int]] = {
    "agrees": 0, "inside": 1, "contradicts": 2, "opposite": 3,
}  # fmt: skip


# --- words --------------------------------------------------------------------------------------


def _by_words(held: Held) -> Finding:
    claim, evidence = held.claim, held.evidence
    denied = (
        claim.statement.negated
        or claim.way == "no_difference"
        or _WORDS["no_difference"].search(claim.text) is not None
    )
    none_found = _found_none(evidence)
    if none_found is None and evidence.way == "unclear":
        return finding("UV003", "The evidence does not say clearly which way it went.")
    if denied:
        if none_found:
            return finding("EF001", "The evidence found no difference either.")
        return finding("EF002", "The evidence found a difference, and the claim denies one.")
    if none_found:
        return finding("EF002", "The evidence found no such difference.")
    ways = {claim.way, evidence.way}
    if ways == _WAYS:
        return finding("EF002", "The evidence points the other way.")
    if len(ways) == 1 and "unclear" not in ways:
        return finding("EF001", "Both go the same way.")
    return finding("UV003", "The claim does not say clearly which way it goes.")


def _found_none(evidence: Sentence) -> bool | None:
    """Say whether a sentence of evidence tells of no difference; None where it tells of none."""
    statement = evidence.statement
    p_values = [q.value if q.value is not None else q.high for q in statement.of_role("p_value")]
    p_value = next((p for p in p_values if p is not None), None)
    for quantity in statement.of_role("effect"):
        told = is_significant(quantity, p_value)
        if told is not None:
            return not told
    if p_value is not None:
        return p_value >= _SIGNIFICANCE
    words = (_WORDS["no_difference"], _WORDS["graded"])
    if any(word.search(evidence.text) for word in words) or says_no_difference(evidence.text):
        return True
    return None if evidence.way == "unclear" else False


_SIGNIFICANCE: Final = 0.05
