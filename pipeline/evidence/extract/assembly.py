"""A number or a statement, its outcome and its arms become one result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.evidence.extract.arms import Arms
from pipeline.evidence.extract.checks import contradicts_direction, contradicts_shares, fault_of
from pipeline.evidence.extract.comparisons import Compared
from pipeline.evidence.extract.effects import DIFFERENCES, RATIOS, Effect, read_certainty
from pipeline.evidence.extract.figures import Figure
from pipeline.evidence.extract.found import Result, Tally
from pipeline.evidence.extract.meaning import (
    direction_of_effect,
    is_significant,
    kind_of,
    said_good,
    said_way,
    says_no_difference,
    says_unknown,
    stance_of,
)
from pipeline.evidence.extract.measured import GUESSES, OutcomeReader
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.phrases import spell_out, without_parentheses
from pipeline.evidence.extract.place import Place, read_primary
from pipeline.evidence.extract.shares import Shares
from pipeline.evidence.extract.sides import SideReader
from pipeline.evidence.extract.stripping import plain_arm
from pipeline.evidence.extract.sureness import AGAINST_WORDS, score_of
from pipeline.evidence.extract.times import read_timeframe
from pipeline.evidence.extract.topics import Topic
from pipeline.evidence.extract.unnumbered import Unnumbered, Verdict
from pipeline.evidence.lasting import is_hazard_of_end
from pipeline.records import Better, Certainty, Concept, Direction, Quantity
from pipeline.wording import direction_of, read_changes

_SCALE: Final = re.compile(
    r"\b(?:points?|scores?|scales?|index|inventory|questionnaire|rating|VAS|NRS)\b", re.IGNORECASE
)

_TURNED: Final[dict[Direction, Direction]] = {"increase": "decrease", "decrease": "increase"}
_TOLD: Final[dict[Verdict, str]] = {"told": "told of one arm"}
_NOT_COMPARED: Final = {"arms": "figures of arms", "test": "accuracy of a test"}


class Assembler:
    """Makes the results of one abstract."""

    def __init__(
        self,
        topic: Topic,
        outcomes: OutcomeReader,
        sides: SideReader,
        namer: Namer,
        abbreviations: dict[str, str],
        tally: Tally,
    ) -> None:
        self._topic, self._outcomes, self._sides = topic, outcomes, sides
        self._namer, self._abbreviations, self._tally = namer, abbreviations, tally

    def from_effect(
        self,
        effect: Effect,
        sentence: str,
        compared: Compared,
        place: Place,
        *,
        several: bool,
        certainty: Certainty | None,
    ) -> Iterator[Result]:
        """Make the result of a number; one that fails a check says so.

        Args:
            effect: the number and what stands beside it.
            sentence: the whole.
            compared: what the sentence sets against each other.
            place: what was said before.
            several: whether the sentence holds more than one number.
            certainty: of all that the sentence says.
        """
        quantity = effect.quantity
        phrase, how, other = self._outcomes.of_effect(effect, compared, place)
        arms, turned = self._sides.of_effect(
            effect, sentence, compared, place, outcome=phrase, other=other, several=several
        )
        words = without_parentheses(effect.lead if several else sentence)
        if how == "measure of" and not _says_a_way(words) and place.said:
            # "It did not reduce pain. The pooled RR for pain was 0.9."
            words = place.said
        is_later = how in {"list", "inherited"} or (how in GUESSES and not effect.is_first)
        if is_later and not _says_a_way(words) and place.last_words:
            # "No difference in A (…), B (…) or C (…)": the words are those before the first.
            words = place.last_words
        place.last_words = words
        significant = is_significant(quantity, effect.p_value)
        yield from self._result(
            effect,
            phrase=phrase,
            how=how,
            arms=arms,
            words=words,
            significant=significant,
            certainty=effect.certainty or certainty,
            sentence=sentence,
            place=place,
            turned=turned,
            why=fault_of(quantity) or _second_measure(effect),
        )

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
        place: Place,
        comparator_value: float | None = None,
        turned: bool = False,
        why: str = "",
    ) -> Iterator[Result]:
        named = self._named(phrase, arms)
        if named is None:
            return
        outcome, intervention = named
        why = why or self._clash(outcome, arms)
        quantity = self._with_its_unit(effect, outcome)
        better = self._namer.better(outcome.concept_id)
        direction = direction_of_effect(
            quantity, significant=significant, words=words, outcome=outcome.text
        )
        score = self._score(how, arms, outcome)
        said = None if turned else said_way(words) or said_good(words, better)
        if (
            significant
            and said is not None
            and direction in {"increase", "decrease"}
            and said != direction
        ):
            score = round(score * AGAINST_WORDS, 2)
            # "Shorter by 1.2 days (MD 1.2)" may have lost its sign, or have its arms turned.
            is_near = how not in {"list", "inherited", "label"}
            if quantity.kind in DIFFERENCES or is_near:
                why = why or "words against number"
        is_of_end = is_hazard_of_end(quantity, outcome.text)
        if contradicts_direction(quantity, direction) and not is_of_end:
            # A difference of which the words, and no interval, told the way.
            why = why or "words against number"
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
            timeframe=read_timeframe(effect.when) or read_timeframe(effect.lead),
            score=score,
            guesses_control=arms.guesses_control,
            why=why,
        )

    def _clash(self, outcome: Concept, arms: Arms) -> str:
        """Return the reason where two of treatment, control and outcome came out as the same."""
        treated = arms.intervention.concept_id if arms.intervention is not None else ""
        if arms.comparators[0].concept_id == treated:
            return "same arms"
        named = [c for c in (arms.intervention, *arms.comparators) if c is not None]
        forms = {self._namer.index.normal_form(concept.text) for concept in named}
        measured = self._namer.index.normal_form(plain_arm(outcome.text) or outcome.text)
        return "outcome is an arm" if measured in forms else ""

    def _named(self, phrase: str, arms: Arms) -> tuple[Concept, Concept] | None:
        """Return outcome and intervention as concepts; None, and counted, where one names none."""
        outcome = self._namer.name(spell_out(phrase, self._abbreviations), "outcome")
        if outcome is None or arms.intervention is None:
            self._tally.unread["no outcome" if outcome is None else "no intervention"] += 1
            return None
        return outcome, arms.intervention

    def _score(self, how: str, arms: Arms, outcome: Concept) -> float:
        return score_of(
            how,
            arms.places,
            is_known=self._namer.index.entry(outcome.concept_id) is not None,
            is_kind_of_known=self._namer.heads(outcome.text),
            n_words=len(outcome.text.split()),
            takes_in=self._sides.takes_in(arms),
            is_of_many=self._sides.is_of_many(arms),
        )

    def _with_its_unit(self, effect: Effect, outcome: Concept) -> Quantity:
        """Return the number; points only where a scale or the word is named.

        "Length of stay (MD -0.77)" is in days or hours, and nobody says which.
        """
        quantity = effect.quantity
        if quantity.kind != "mean_difference" or quantity.unit != "score":
            return quantity
        entry = self._namer.index.entry(outcome.concept_id)
        is_scale = entry is not None and entry.scale_low is not None
        said = f"{outcome.text} {effect.lead} {effect.inner} {quantity.text}"
        return quantity if is_scale or _SCALE.search(said) else replace(quantity, unit="unstated")

    def from_shares(
        self, shares: Shares, sentence: str, compared: Compared, place: Place
    ) -> Iterator[Result]:
        """Make the result of the shares of two arms."""
        phrase, how = self._outcomes.of_shares(shares, compared, place)
        arms = self._sides.of_sentence(sentence, compared, place)
        reason = fault_of(shares.treated) or fault_of(shares.control)
        treated, control = shares.treated.value or 0.0, shares.control.value or 0.0
        if not reason and shares.ratio and contradicts_shares(shares.ratio, treated, control):
            reason = "ratio against its shares"
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
            why=reason,
        ):
            way: Direction = "unclear"
            if says_no_difference(sentence):
                way = "no_difference"
            elif treated != control and said_way(sentence) and not says_unknown(sentence):
                # Two shares alone do not say whether chance alone parts them.
                way = "increase" if treated > control else "decrease"
            yield replace(result, direction=way, stance="uncertain")

    def from_figure(
        self, figure: Figure, sentence: str, compared: Compared, place: Place
    ) -> Iterator[Result]:
        """Make the result of a figure of an arm or a test, which is never kept."""
        phrase, how = self._outcomes.of_figure(figure, compared, place)
        arms = self._sides.of_sentence(sentence, compared, place)
        if figure.of == "test":
            arms = self._sides.of_test(arms)
        for result in self._result(
            Effect(figure.quantity, figure.lead),
            phrase=phrase,
            how=how,
            arms=arms,
            words="",
            significant=None,
            certainty=read_certainty(sentence),
            sentence=sentence,
            place=place,
            comparator_value=figure.other.value if figure.other is not None else None,
            why=_NOT_COMPARED[figure.of],
        ):
            yield replace(result, direction="unclear", stance="uncertain")

    def from_words(
        self, stated: Unnumbered, sentence: str, compared: Compared, place: Place
    ) -> Iterator[Result]:
        """Make the result of a statement: one outcome of "no difference in A, B or C"."""
        phrase, compared = self._outcomes.of_words(stated, compared, place)
        if not phrase:
            return
        arms = self._sides.of_clause(stated.words, sentence, compared, place)
        named = self._named(phrase, arms)
        if named is None:
            return
        outcome, intervention = named
        if stated.change != "told":
            place.outcome = phrase
        is_null = stated.change == "no_difference"
        better = self._namer.better(outcome.concept_id)
        direction = _direction_of(stated.change, better)
        if direction in _TURNED and self._sides.is_of_comparator(stated.words, arms):
            # "Pain was less in the placebo group": it was more with the treatment.
            direction = _TURNED[direction]
        text = without_parentheses(sentence)
        certainty = read_certainty(sentence)
        kind = kind_of(outcome.name)
        result = Result(
            kind=kind,
            intervention=intervention,
            comparators=arms.comparators,
            outcome=outcome,
            condition=self._topic.condition,
            population=self._topic.population,
            quantity=None,
            comparator_value=None,
            direction=direction,
            stance="uncertain",
            significant=False if is_null else None,
            certainty=certainty,
            primary=_primary(sentence, place),
            n_trials=None,
            n_participants=None,
            timeframe=read_timeframe(stated.words) or read_timeframe(text),
            score=self._score(stated.how, arms, outcome),
            guesses_control=arms.guesses_control,
            why=self._clash(outcome, arms) or _TOLD.get(stated.change, ""),
        )
        for each in self._sides.each(sentence, intervention):
            yield replace(result, intervention=each)


def _says_a_way(words: str) -> bool:
    return bool(
        says_no_difference(words) or says_unknown(words) or said_way(words) or read_changes(words)
    )


def _direction_of(change: Verdict, better: Better) -> Direction:
    if change == "unknown" or change == "told":
        return "unclear"
    direction = direction_of(change, better=better)
    if direction == "unclear" and change in {"improve", "worsen"}:
        # Of what has no good side, "improves" says more.
        return "increase" if change == "improve" else "decrease"
    return direction


def _second_measure(effect: Effect) -> str:
    """Return the reason where a number says less exactly what the one before it says."""
    is_again = effect.shares and not effect.label and effect.quantity.low is None
    return "second measure" if is_again and effect.quantity.kind not in RATIOS else ""


def _primary(sentence: str, place: Place) -> bool | None:
    said = read_primary(sentence)
    return place.primary if said is None else said
