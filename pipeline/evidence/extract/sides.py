"""The two sides of a result: named beside it, before it, or guessed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.evidence.extract.arms import ArmReader, Arms
from pipeline.evidence.extract.comparisons import (
    NOTHING,
    Compared,
    is_control,
    read_comparison,
)
from pipeline.evidence.extract.effects import Effect
from pipeline.evidence.extract.figures import named_test
from pipeline.evidence.extract.meaning import direction_of_effect, is_significant, said_way
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.phrases import WORDS, clean_arm, spell_out, without_parentheses
from pipeline.evidence.extract.place import Place
from pipeline.evidence.extract.topics import Topic
from pipeline.records import Concept

_BYSTANDERS: Final = frozenset(WORDS["bystanders"])
_AT_END: Final = re.compile(
    r"(?:\b(?:with|for|in the case of|after|following|receiving|taking|using)|:) "
    r"(?P<arm>[^,;:]{3,50})$",
    re.IGNORECASE,
)
# Where something was so: "in the placebo group", "with placebo".
_WHOSE: Final = re.compile(WORDS["patterns"]["sides_whose"], re.IGNORECASE)
_EACH: Final = re.compile(WORDS["patterns"]["sides_each"], re.IGNORECASE)
_SET_AGAINST: Final = re.compile(WORDS["patterns"]["sides_set_against"], re.IGNORECASE)
_MANY: Final = re.compile(WORDS["patterns"]["sides_many"], re.IGNORECASE)
# Words of arms that tell none from another.
_OF_ANY_ARM: Final = frozenset({"group", "any", "treatment", "arm"})


class SideReader:
    """Finds the two sides of the results of one abstract, in their order."""

    def __init__(
        self, topic: Topic, arms: ArmReader, namer: Namer, abbreviations: dict[str, str]
    ) -> None:
        self._topic, self._arms = topic, arms
        self._namer, self._abbreviations = namer, abbreviations
        self._treated_before: Concept | None = None
        # Whether the numbers of a sentence are of one treatment each.
        self._lists_treatments = False

    def of_effect(
        self,
        effect: Effect,
        sentence: str,
        compared: Compared,
        place: Place,
        *,
        outcome: str,
        other: str,
        several: bool,
    ) -> tuple[Arms, bool]:
        """Return the two sides of a number, and whether its sentence names them turned.

        Args:
            effect: the number and what stands beside it.
            sentence: the whole.
            compared: what the sentence sets against each other.
            place: what was said before.
            outcome: of the number.
            other: a further arm of a list: "… or fennel (RR 0.7)".
            several: whether the sentence holds more than one number.
        """
        nearest = self._nearest(effect, compared, other, several=several)
        has_own = several and nearest.is_whole and is_control(nearest.comparator)
        # "Control" beside a number is not what another clause compares with.
        named = [("sentence", nearest), *place.named(NOTHING if has_own else compared)]
        turned = self._is_turned(effect, compared, sentence, several=several)
        if turned:
            other_way = Compared(compared.comparator, compared.intervention, compared.how)
            named = [("sentence", other_way), *named]
        return self._resolve(named, outcome=outcome, sentence=sentence), turned

    def each(self, sentence: str, intervention: Concept) -> tuple[Concept, ...]:
        """Return each of two treatments that a sentence says one thing of, else the one."""
        found = _EACH.search(without_parentheses(sentence))
        if found is None:
            return (intervention,)
        phrases = [clean_arm(found[name]) for name in ("a", "b")]
        if not all(self._arms.known(phrase) for phrase in phrases):
            return (intervention,)
        spelled = (spell_out(phrase, self._abbreviations) for phrase in phrases)
        named = [self._namer.name(phrase, "intervention") for phrase in spelled]
        both = tuple(concept for concept in named if concept is not None)
        return both if len(both) == len(phrases) else (intervention,)

    def is_of_comparator(self, words: str, arms: Arms) -> bool:
        """Say whether a clause tells of the comparator alone: "pain was less with placebo"."""
        if _SET_AGAINST.search(words):
            return False
        treated = self._words_of(arms.intervention.text) if arms.intervention is not None else set()
        others = [self._words_of(concept.text) for concept in arms.comparators]
        for found in _WHOSE.finditer(words):
            named = self._words_of(found["arm"])
            is_other = any(other and other <= named for other in others)
            if (is_other or is_control(found["arm"].strip())) and not treated & named:
                return True
        return False

    def takes_in(self, arms: Arms) -> bool:
        """Say whether a comparator that no sentence names is the treatment and something more.

        "Mint oil alone or with gum", where a review allows mint oil to be given so.
        """
        treated = self._words_of(arms.intervention.text) if arms.intervention is not None else set()
        others = (self._words_of(concept.text) for concept in arms.comparators)
        return arms.places[1] != "sentence" and any(treated and treated < o for o in others)

    def is_of_many(self, arms: Arms) -> bool:
        """Say whether no sentence names the treatment, but a review "different doses" of it."""
        said = arms.intervention.text if arms.intervention is not None else ""
        return arms.places[0] != "sentence" and _MANY.search(said) is not None

    def _words_of(self, phrase: str) -> set[str]:
        spelled = spell_out(phrase, self._abbreviations)
        return set(self._namer.index.normal_form(spelled).split()) - _OF_ANY_ARM

    def of_test(self, arms: Arms) -> Arms:
        """Return the sides of how well a test tells: what it is held against is no treatment."""
        said = arms.intervention.text if arms.intervention is not None else ""
        test = self._namer.name(named_test(said) or self._topic.treatment, "intervention")
        standard = self._namer.name("reference standard", "comparator")
        comparators = arms.comparators if standard is None else (standard,)
        return replace(arms, intervention=test or arms.intervention, comparators=comparators)

    def of_sentence(self, sentence: str, compared: Compared, place: Place) -> Arms:
        """Return the two sides of what a sentence says without a number beside each arm."""
        return self._resolve(place.named(compared), sentence=sentence)

    def of_clause(self, words: str, sentence: str, compared: Compared, place: Place) -> Arms:
        """Return the two sides of a clause, which may set others against each other.

        "Mint oil reduced pain compared with gum, and tea led to less nausea than rest."
        """
        own = self._arms.trusted(read_comparison(words))
        nearest = own if own.is_whole and own.is_contrast else compared
        return self._resolve(place.named(nearest), sentence=sentence)

    def _nearest(
        self, effect: Effect, compared: Compared, other: str, *, several: bool
    ) -> Compared:
        """Return the arms named right beside a number, which its sentence may name otherwise.

        Args:
            effect: the number and what stands beside it.
            compared: what the sentence sets against each other.
            other: a further arm of a list: "… or fennel (RR 0.7)".
            several: whether the sentence holds more than one number.
        """
        self._lists_treatments = self._lists_treatments and not effect.is_first
        labelled = self._arms.in_label(effect.label)
        if labelled.intervention:
            return labelled
        nearest = self._arms.trusted(read_comparison(effect.lead)) if several else NOTHING
        if not nearest.is_contrast:
            nearest = NOTHING
        at_end = self._arm_at_end(effect.lead) if several else NOTHING
        if at_end.intervention and (at_end.how == "colon" or not nearest.comparator):
            # A list of treatments ("reduced pain: mint"), or what a side effect came "with".
            self._lists_treatments = True
            return Compared(at_end.intervention, nearest.comparator, "list")
        within = self._arms.trusted(read_comparison(effect.inner)) if effect.inner else NOTHING
        if within.is_whole and within.how in {"versus", "groups", "alike"}:
            # "(A versus B: RR 0.5", "(5% with A compared to 7% with B; RR 0.5".
            return within
        if other and self._lists_treatments:
            return Compared(clean_arm(other), "", "list")
        return Compared(compared.intervention, clean_arm(other), "list") if other else nearest

    def _is_turned(
        self, effect: Effect, compared: Compared, sentence: str, *, several: bool
    ) -> bool:
        """Say whether a sentence names the arms the other way round than its number does.

        "More complications with open than with keyhole surgery (OR 0.36)" in a
        review of keyhole against open surgery.
        """
        if several or not compared.is_whole or compared.how not in {"groups", "alike", "compared"}:
            return False
        said = said_way(without_parentheses(sentence))
        if said is None or not is_significant(effect.quantity, effect.p_value):
            return False
        way = direction_of_effect(effect.quantity, significant=True, words="")
        return said != way and self._arms.is_first_of_topic(compared.comparator)

    def _arm_at_end(self, lead: str) -> Compared:
        """Return the treatment that the words before a number end with: "and rash with zinc"."""
        found = _AT_END.search(without_parentheses(lead).strip(" ,;:"))
        if found is None:
            return NOTHING
        arm = clean_arm(found["arm"])
        is_named = bool(arm) and self._arms.is_an_arm(arm) and not self._arms.is_nothing(arm)
        how = "colon" if found[0].startswith(":") else "label"
        return Compared(arm, "", how) if is_named else NOTHING

    def _resolve(
        self, named: list[tuple[str, Compared]], *, outcome: str = "", sentence: str
    ) -> Arms:
        """Return the two sides of a result.

        In a review of "interventions for cramps" neither objective nor heading names
        a treatment; then it is one that the sentence speaks of, or that the results
        before were about.
        """
        arms = self._arms.resolve(named, outcome=outcome, sentence=sentence)
        if arms.intervention is None:
            guessed = self._treatment_in(sentence, outcome, arms) or self._treated_before
            guessed = guessed or self._class_asked_of()
            arms = replace(arms, intervention=guessed, places=("guessed", arms.places[1]))
        self._treated_before = arms.intervention
        return arms

    def _class_asked_of(self) -> Concept | None:
        """Return what the review asks of, as said, where that names no treatment: "therapies"."""
        asked = self._topic.compared.intervention or self._topic.treatment
        if not asked and self._topic.condition is not None:
            asked = f"interventions for {self._topic.condition.text}"
        return self._namer.as_said(spell_out(asked, self._abbreviations), "intervention")

    def _treatment_in(self, sentence: str, outcome: str, arms: Arms) -> Concept | None:
        """Return the first treatment that a sentence names, and that is no other part of it."""
        said = without_parentheses(sentence)
        against = {concept.concept_id for concept in arms.comparators}
        for mention in self._namer.mentions(said, ("intervention",)):
            phrase = clean_arm(said[mention.start : mention.end])
            if not phrase or phrase.lower() in outcome.lower() or mention.name in _BYSTANDERS:
                continue
            if mention.concept_id not in against:
                return self._namer.name(spell_out(phrase, self._abbreviations), "intervention")
        # What does something, if it is nothing that was measured.
        subject = read_comparison(sentence).intervention
        spelled = spell_out(subject, self._abbreviations)
        if self._namer.mentions(spelled, ("outcome", "condition", "population", "comparator")):
            return None
        is_outcome = subject.lower() in outcome.lower() or bool(
            outcome and outcome.lower() in subject.lower()
        )
        return None if is_outcome else self._namer.name(spelled, "intervention")
