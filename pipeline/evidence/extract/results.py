"""Layer 5, extraction: the results of one abstract become findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Final

from pipeline.evidence.extract.abstracts import MAIN_RESULTS, Abstract, read_abbreviations
from pipeline.evidence.extract.arms import ArmReader, Arms
from pipeline.evidence.extract.checks import contradicts_shares, fault_of
from pipeline.evidence.extract.comparisons import NOTHING, Compared, read_comparison
from pipeline.evidence.extract.effects import (
    DIFFERENCES,
    RATIOS,
    Effect,
    read_certainty,
    read_effects,
)
from pipeline.evidence.extract.meaning import (
    direction_of_effect,
    is_significant,
    kind_of,
    says_no_difference,
    says_unknown,
    stance_of,
)
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.outcomes import read_null_outcomes, read_outcome
from pipeline.evidence.extract.phrases import (
    WORDS,
    clean_arm,
    spell_out,
    without_parentheses,
)
from pipeline.evidence.extract.shares import Shares, read_shares
from pipeline.evidence.extract.topics import Topic, read_topic
from pipeline.mark.sentences import sentence_starts
from pipeline.quantities import read_quantities
from pipeline.records import (
    Better,
    Certainty,
    ClaimKind,
    Concept,
    Direction,
    Quantity,
    Stance,
)
from pipeline.wording import direction_of, read_changes

_HEADING_LENGTH: Final = 160
_OTHERS: Final = re.compile(WORDS["others"], re.IGNORECASE)
# What was compared, between the outcome and its number.
_ARMS_LABEL: Final = re.compile(WORDS["patterns"]["results_arms_label"], re.IGNORECASE)
_IMPROVED: Final = re.compile(
    r"\b(improvement|resolution|relief|absence|clearance) (?:of|in|from)\b", re.IGNORECASE
)
_PRIMARY: Final = re.compile(r"\bprimary (?:outcomes?|end ?points?|efficacy)\b", re.IGNORECASE)
_SECONDARY: Final = re.compile(r"\bsecondary (?:outcomes?|end ?points?)\b", re.IGNORECASE)
_LITTLE: Final = re.compile(
    r"\b(?:lower|less|fewer|shorter|smaller|reduced|decreased)\b", re.IGNORECASE
)
_MUCH: Final = re.compile(
    r"\b(?:higher|more|greater|longer|larger|increased)\b(?! research| likely to)", re.IGNORECASE
)
_TIME: Final = re.compile(WORDS["patterns"]["results_time"], re.IGNORECASE)
_NO_DATA: Final = re.compile(WORDS["patterns"]["results_no_data"], re.IGNORECASE)
# Weights of the score; together 1.
_BASE, _FOR_OUTCOME, _FOR_ARMS, _FOR_INTERVAL = 0.2, 0.3, 0.4, 0.1
_SURE_OUTCOME: Final = {
    "label": 1.0,
    "list": 0.9,
    "measure of": 1.0,
    "opener": 0.9,
    "outcome of": 1.0,
    "terms": 1.0,
    "effect on": 0.9,
    "change of": 0.8,
    "object": 0.8,
    "compared": 0.8,
    "subject": 0.7,
    "inherited": 0.7,
    "null": 0.8,
    "rest": 0.4,
}
_AGAINST_WORDS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Result:
    """One finding, before it becomes a line.

    Attributes:
        score: 0..1, how sure the reading is.
    """

    kind: ClaimKind
    intervention: Concept
    comparators: tuple[Concept, ...]
    outcome: Concept
    condition: Concept | None
    population: Concept | None
    quantity: Quantity | None
    comparator_value: float | None
    direction: Direction
    stance: Stance
    significant: bool | None
    certainty: Certainty | None
    primary: bool | None
    n_trials: int | None
    n_participants: int | None
    timeframe: str
    score: float


@dataclass(slots=True)
class Tally:
    """What was found, and what was kept out for which reason."""

    n_found: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Place:
    """What paragraph and heading have said so far."""

    heading: Compared = NOTHING
    paragraph: Compared = NOTHING
    before: Compared = NOTHING
    primary: bool | None = None
    last_outcome: tuple[str, str] = ("", "")
    last_direction: Direction = "unclear"


def extract_results(abstract: Abstract, namer: Namer, tally: Tally) -> list[Result]:
    """Read every result of an abstract's main results, in order; of two alike one is kept."""
    abbreviations = read_abbreviations(abstract.text())
    reader = _Reader(read_topic(abstract, namer, abbreviations), namer, abbreviations, tally)
    found: dict[tuple[object, ...], Result] = {}
    for result in reader.read(abstract.paragraphs(MAIN_RESULTS)):
        value = result.quantity
        key = (
            result.intervention.concept_id,
            tuple(c.concept_id for c in result.comparators),
            result.outcome.concept_id,
            result.timeframe,
            (value.kind, value.value, value.low, value.high) if value is not None else None,
        )
        if key not in found:
            found[key] = result
    return list(found.values())


class _Reader:
    """Reads one abstract."""

    def __init__(
        self, topic: Topic, namer: Namer, abbreviations: dict[str, str], tally: Tally
    ) -> None:
        self._topic, self._namer, self._tally = topic, namer, tally
        self._abbreviations = abbreviations
        # The outcome of the result before, in the same sentence.
        self._before = ("", "")
        self._arms = ArmReader(topic, namer, abbreviations)

    def read(self, paragraphs: tuple[str, ...]) -> Iterator[Result]:
        place = _Place()
        for paragraph in paragraphs:
            if self._is_heading(paragraph):
                self._read_heading(paragraph, place)
                continue
            place.before = place.paragraph if place.paragraph.is_whole else place.before
            place.paragraph = NOTHING
            starts = [*sentence_starts(paragraph), len(paragraph)]
            for start, end in pairwise(starts):
                yield from self._sentence(paragraph[start:end].strip(), place)

    def _is_heading(self, paragraph: str) -> bool:
        return (
            len(paragraph) <= _HEADING_LENGTH
            and not paragraph.rstrip().endswith((".", ";"))
            and not read_effects(paragraph)
        )

    def _read_heading(self, heading: str, place: _Place) -> None:
        if _PRIMARY.search(heading) or _SECONDARY.search(heading):
            place.primary = _PRIMARY.search(heading) is not None
            if len(heading.split()) <= 4:
                return
        plain = re.sub(
            r"^(?:comparison )?[\divx]+[.):]\s*|^comparison:?\s+(?!with|to)",
            "",
            heading,
            flags=re.IGNORECASE,
        )
        compared = self._arms.trusted(read_comparison(plain))
        if not compared.intervention and not compared.comparator:
            alone = clean_arm(without_parentheses(plain))
            compared = self._arms.trusted(Compared(alone, "", "subject"))
        if compared.intervention or compared.comparator:
            place.heading, place.paragraph, place.before = compared, NOTHING, NOTHING

    def _sentence(self, sentence: str, place: _Place) -> Iterator[Result]:
        effects = read_effects(sentence)
        compared = self._arms.trusted(read_comparison(sentence))
        place.last_outcome = ("", "")
        for effect in effects:
            yield from self._effect(effect, sentence, compared, place, several=len(effects) > 1)
        for shares in read_shares(sentence, effects):
            yield from self._shares(shares, sentence, compared, place)
        if not effects and says_no_difference(without_parentheses(sentence)):
            yield from self._null(sentence, compared, place)
        if compared.is_whole and compared.how not in {"subject", "control"}:
            place.paragraph = compared

    def _named(
        self, nearest: Compared, compared: Compared, place: _Place
    ) -> list[tuple[str, Compared]]:
        return [
            ("sentence", nearest),
            ("sentence", compared),
            ("paragraph", place.paragraph),
            ("heading", place.heading),
            ("before", place.before),
            ("objective", self._topic.compared),
        ]

    def _effect(
        self, effect: Effect, sentence: str, compared: Compared, place: _Place, *, several: bool
    ) -> Iterator[Result]:
        self._tally.n_found += 1
        quantity = effect.quantity
        phrase, how = self._outcome(effect, compared, place)
        other, labelled = "", NOTHING
        if effect.label:
            labelled = self._in_label(effect.label)
        if how == "list" and self._before[0]:
            # Not one more outcome, but one more control, or other people.
            if self._arms.is_an_arm(phrase):
                phrase, other, how = self._before[0], phrase, "inherited"
            elif _OTHERS.search(phrase):
                phrase, how = self._before[0], "inherited"
        place.last_outcome = (phrase, how)
        nearest = self._arms.trusted(read_comparison(effect.lead)) if several else NOTHING
        if nearest.how in {"subject", "control"}:
            nearest = NOTHING
        if labelled.intervention:
            nearest = labelled
        elif other:
            nearest = Compared(compared.intervention, clean_arm(other), "list")
        named = self._named(nearest, compared, place)
        turned = self._is_turned(quantity, effect, compared, sentence, several=several)
        if turned:
            other_way = Compared(compared.comparator, compared.intervention, compared.how)
            named = [("sentence", other_way), *named]
        arms = self._arms.resolve(named, outcome=phrase)
        reason = fault_of(quantity) or self._missing(phrase, arms)
        if reason:
            self._tally.left_out[reason] += 1
            return
        words = effect.lead if several else without_parentheses(sentence)
        significant = is_significant(quantity, effect.p_value)
        yield from self._result(
            effect,
            phrase=phrase,
            how=how,
            arms=arms,
            words=words,
            significant=significant,
            certainty=effect.certainty or (None if several else read_certainty(sentence)),
            sentence=sentence,
            place=place,
            turned=turned,
        )

    def _is_turned(
        self,
        quantity: Quantity,
        effect: Effect,
        compared: Compared,
        sentence: str,
        *,
        several: bool,
    ) -> bool:
        """Say whether a sentence names the arms the other way round than its number does.

        "More complications with open than with keyhole surgery (OR 0.36)" in a
        review of keyhole against open surgery.
        """
        if several or not compared.is_whole or compared.how not in {"groups", "compared"}:
            return False
        said = _said(without_parentheses(sentence))
        if said is None or not is_significant(quantity, effect.p_value):
            return False
        way = direction_of_effect(quantity, significant=True, words="")
        return said != way and self._arms.is_first_of_topic(compared.comparator)

    def _outcome(self, effect: Effect, compared: Compared, place: _Place) -> tuple[str, str]:
        """Return the outcome of a result; a second measure has that of the first."""
        self._before = place.last_outcome
        if effect.shares and not effect.label and place.last_outcome[0]:
            return place.last_outcome[0], "inherited"
        label = "" if self._in_label(effect.label).intervention else effect.label
        if effect.label and not label and place.last_outcome[0] and effect.shares:
            return place.last_outcome
        phrase, how = read_outcome(
            _ARMS_LABEL.sub("", effect.lead),
            label=label,
            is_first=effect.is_first,
            is_arm=partial(self._is_no_outcome, compared) if effect.is_first else _never,
        )
        phrase = self._arms.without_arm(phrase)
        bare = without_parentheses(effect.lead).strip(" ,;:-.").lower()
        if not phrase and not effect.is_first and bare in {"", "and", "or", "with"}:
            phrase, how = place.last_outcome[0], "inherited"
        return self._as_improvement(phrase, effect), how

    def _as_improvement(self, phrase: str, effect: Effect) -> str:
        """Turn "symptoms" to "improvement of symptoms" where people with it were counted."""
        if not phrase or effect.quantity.kind not in {*RATIOS, "risk_difference"}:
            return phrase
        found = _IMPROVED.search(effect.lead)
        at = effect.lead.lower().rfind(phrase.lower())
        if found is None or at < 0 or not found.end() <= at <= found.end() + 12:
            return phrase
        return f"{found[1].lower()} of {phrase}"

    def _is_no_outcome(self, compared: Compared, phrase: str) -> bool:
        """Say whether a phrase is one of the arms, or people, or a time."""
        index = self._namer.index
        arms = f"{compared.intervention} {compared.comparator}"
        words = set(index.normal_form(phrase).split())
        return (
            (bool(words) and words <= set(index.normal_form(arms).split()))
            or _OTHERS.search(phrase) is not None
            or self._arms.is_an_arm(phrase)
        )

    def _in_label(self, label: str) -> Compared:
        """Return the arms that a label names: "MET: MD 4.45", "A versus B: RR 0.5"."""
        if not label:
            return NOTHING
        compared = self._arms.trusted(read_comparison(label))
        if compared.is_whole and compared.how == "versus":
            return compared
        alone = clean_arm(label)
        return Compared(alone, "", "label") if alone and self._arms.is_an_arm(alone) else NOTHING

    def _missing(self, phrase: str, arms: Arms) -> str:
        if not phrase:
            return "no outcome"
        if arms.intervention is None:
            return "no intervention"
        if not arms.comparators:
            return "no comparator"
        if arms.comparators[0].concept_id == arms.intervention.concept_id:
            return "same arms"
        return ""

    def _result(
        self,
        effect: Effect,
        *,
        phrase: str,
        how: str,
        arms: Arms,
        words: str,
        significant: bool | None,
        certainty: Certainty | None,
        sentence: str,
        place: _Place,
        comparator_value: float | None = None,
        turned: bool = False,
    ) -> Iterator[Result]:
        outcome = self._namer.name(spell_out(phrase, self._abbreviations), "outcome")
        intervention = arms.intervention
        if outcome is None or intervention is None:
            return
        quantity = effect.quantity
        better = self._namer.better(outcome.concept_id)
        direction = direction_of_effect(quantity, significant=significant, words=words)
        score = _BASE + _FOR_OUTCOME * _SURE_OUTCOME.get(how, 0.5) + _FOR_ARMS * arms.sure
        score += _FOR_INTERVAL if quantity.low is not None else 0.0
        said = None if turned else _said(words) or _said_good(words, better)
        if (
            significant
            and said is not None
            and direction in {"increase", "decrease"}
            and said != direction
        ):
            score -= _AGAINST_WORDS
            if quantity.kind in DIFFERENCES:
                # "Shorter by 1.2 days (MD 1.2)", "improved pain (MD 8)" on a scale on which
                # more is better: the words know what the sign does not tell.
                direction = said
            elif _said(words) is not None and how not in {"list", "inherited", "label"}:
                self._tally.left_out["words against number"] += 1
                return
        if quantity.kind == "number_needed_to_treat" and how == "inherited":
            direction = place.last_direction
        place.last_direction = direction
        kind = kind_of(outcome.name)
        yield Result(
            kind=kind,
            intervention=intervention,
            comparators=arms.comparators,
            outcome=outcome,
            condition=self._topic.condition,
            population=self._topic.population,
            quantity=quantity,
            comparator_value=comparator_value,
            direction=direction,
            stance=stance_of(
                direction=direction,
                significant=significant,
                better=better,
                certainty=certainty,
                kind=kind,
                words=words,
            ),
            significant=significant,
            certainty=certainty,
            primary=_primary(sentence, place),
            n_trials=effect.n_trials,
            n_participants=effect.n_participants,
            timeframe=read_timeframe(effect.lead),
            score=round(min(1.0, max(0.0, score)), 2),
        )

    def _shares(
        self, shares: Shares, sentence: str, compared: Compared, place: _Place
    ) -> Iterator[Result]:
        self._tally.n_found += 1
        phrase, how = read_outcome(shares.lead, is_arm=partial(self._is_no_outcome, compared))
        arms = self._arms.resolve(self._named(NOTHING, compared, place))
        reason = fault_of(shares.treated) or fault_of(shares.control) or self._missing(phrase, arms)
        treated, control = shares.treated.value or 0.0, shares.control.value or 0.0
        if not reason and shares.ratio and contradicts_shares(shares.ratio, treated, control):
            reason = "ratio against its shares"
        if reason:
            self._tally.left_out[reason] += 1
            return
        effect = Effect(replace(shares.treated, low=None, high=None, bound="none"), shares.lead)
        for result in self._result(
            effect,
            phrase=phrase,
            how=how,
            arms=arms,
            words=without_parentheses(sentence),
            significant=None,
            certainty=read_certainty(sentence),
            sentence=sentence,
            place=place,
            comparator_value=shares.control.value,
        ):
            way: Direction = "unclear"
            if (
                treated != control
                and not says_no_difference(sentence)
                and not says_unknown(sentence)
            ):
                way = "increase" if treated > control else "decrease"
            yield replace(result, direction=way, stance="uncertain")

    def _null(self, sentence: str, compared: Compared, place: _Place) -> Iterator[Result]:
        """Read "no difference in A, B or C" without numbers."""
        text = without_parentheses(sentence)
        if _NO_DATA.search(text):
            return
        for named in read_null_outcomes(text):
            phrase = self._arms.without_arm(named)
            if self._is_no_outcome(compared, phrase):
                continue
            self._tally.n_found += 1
            arms = self._arms.resolve(self._named(NOTHING, compared, place))
            reason = self._missing(phrase, arms)
            if reason:
                self._tally.left_out[reason] += 1
                continue
            outcome = self._namer.name(spell_out(phrase, self._abbreviations), "outcome")
            if outcome is None or arms.intervention is None:
                continue
            score = _BASE + _FOR_OUTCOME * _SURE_OUTCOME["null"] + _FOR_ARMS * arms.sure
            counts = [q for q in read_quantities(sentence) if q.role in {"trials", "participants"}]
            yield Result(
                kind=kind_of(outcome.name),
                intervention=arms.intervention,
                comparators=arms.comparators,
                outcome=outcome,
                condition=self._topic.condition,
                population=self._topic.population,
                quantity=None,
                comparator_value=None,
                direction="no_difference",
                stance="uncertain",
                significant=False,
                certainty=read_certainty(sentence),
                primary=_primary(sentence, place),
                n_trials=_only(counts, "trials"),
                n_participants=_only(counts, "participants"),
                timeframe=read_timeframe(text),
                score=round(score, 2),
            )


def read_timeframe(lead: str) -> str:
    """Return the last point or span of time that a text names after "at", "after" …: "6 mo".

    >>> read_timeframe("pain at six to eight months")
    '6-8 mo'
    """
    found = ""
    for quantity in read_quantities(lead):
        if quantity.kind != "duration" or quantity.unit not in {"a", "mo", "wk", "d", "h", "min"}:
            continue
        if not _TIME.search(lead[: quantity.start]):
            continue
        if quantity.value is not None:
            found = f"{quantity.value:g} {quantity.unit}"
        elif quantity.low is not None and quantity.high is not None:
            found = f"{quantity.low:g}-{quantity.high:g} {quantity.unit}"
    return found


def _never(_: str) -> bool:
    return False


def _only(counts: list[Quantity], role: str) -> int | None:
    values = [q.value for q in counts if q.role == role and q.value is not None]
    return int(values[0]) if len(values) == 1 else None


def _said(words: str) -> Direction | None:
    """Return which way the words say it went; None where they say both or nothing."""
    ways: set[Direction] = set()
    if _LITTLE.search(words):
        ways.add("decrease")
    if _MUCH.search(words):
        ways.add("increase")
    for word in read_changes(words):
        if word.change == "decrease":
            ways.add("decrease")
        elif word.change == "increase":
            ways.add("increase")
    return ways.pop() if len(ways) == 1 else None


def _said_good(words: str, better: Better) -> Direction | None:
    """Return the way that "improves" or "worsens" means for this outcome."""
    ways = {
        direction_of(word.change, better=better)
        for word in read_changes(words)
        if word.change in {"improve", "worsen"}
    }
    return ways.pop() if len(ways) == 1 and better != "neither" else None


def _primary(sentence: str, place: _Place) -> bool | None:
    if _PRIMARY.search(sentence):
        return True
    return False if _SECONDARY.search(sentence) else place.primary
