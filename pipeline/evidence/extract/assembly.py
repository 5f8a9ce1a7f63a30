"""Layer 5, extraction: a number or a statement, its outcome and its arms become one result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from pipeline.evidence.extract.arms import ArmReader, Arms
from pipeline.evidence.extract.checks import contradicts_direction, contradicts_shares, fault_of
from pipeline.evidence.extract.comparisons import NOTHING, Compared, read_comparison
from pipeline.evidence.extract.effects import DIFFERENCES, RATIOS, Effect, read_certainty
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
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.outcomes import read_outcome
from pipeline.evidence.extract.phrases import (
    WORDS,
    clean_arm,
    clean_outcome,
    outcome_phrase,
    spell_out,
    without_parentheses,
)
from pipeline.evidence.extract.place import Place, read_primary
from pipeline.evidence.extract.shares import Shares
from pipeline.evidence.extract.stripping import plain_arm
from pipeline.evidence.extract.sureness import AGAINST_WORDS, score_of
from pipeline.evidence.extract.times import read_timeframe
from pipeline.evidence.extract.topics import Topic
from pipeline.evidence.extract.unnumbered import Unnumbered, Verdict
from pipeline.records import Better, Certainty, Concept, Direction, Quantity
from pipeline.wording import direction_of, read_changes

# "Fewer were 'not improved'": what no wording takes for an outcome stands in quotation marks.
_QUOTED: Final = re.compile(r"'(?P<o>[a-z][^',;.]{3,40})'(?! (?:placebo|control|sham))")
_OTHERS: Final = re.compile(WORDS["others"], re.IGNORECASE)
_BYSTANDERS: Final = frozenset(WORDS["bystanders"])
# What was compared, between the outcome and its number.
_ARMS_LABEL: Final = re.compile(WORDS["patterns"]["results_arms_label"], re.IGNORECASE)
# One more control: "more effective than B", "compared with B".
_AGAINST: Final = re.compile(
    r"(?:(?:more|less) (?:effective|likely) than|better than|compared (?:with|to)|versus|vs\.?) "
    r"(?P<b>.+)",
    re.IGNORECASE,
)
# The outcome of those who "failed to achieve remission" is not remission.
_FAILED: Final = re.compile(
    r"\bfail(?:ed|ing|s)? to (achieve|maintain|reach|attain|enter|obtain)\b(?!.*[;,])",
    re.IGNORECASE,
)
_AT_END: Final = re.compile(
    r"(?:\b(?:with|for|in the case of|after|following|receiving|taking|using)|:) "
    r"(?P<arm>[^,;:]{3,50})$",
    re.IGNORECASE,
)
# Wordings of what the sentences that follow are of.
_OPENERS: Final = frozenset({"opener", "topic opener", "measured"})
_GUESSES: Final = frozenset({"guess", "carried"})
# Verdicts of an effect, and not of an amount.
_OF_EFFECTS: Final[frozenset[Verdict]] = frozenset(
    {"no_difference", "unknown", "improve", "worsen"}
)
_IMPROVED: Final = re.compile(
    r"\b(improvement|resolution|relief|absence|clearance) (?:of|in|from)\b", re.IGNORECASE
)
_SCALE: Final = re.compile(
    r"\b(?:points?|scores?|scales?|index|inventory|questionnaire|rating|VAS|NRS)\b", re.IGNORECASE
)


class Assembler:
    """Makes the results of one abstract."""

    def __init__(
        self,
        topic: Topic,
        arms: ArmReader,
        namer: Namer,
        abbreviations: dict[str, str],
        tally: Tally,
    ) -> None:
        self._topic, self._arms, self._namer, self._tally = topic, arms, namer, tally
        self._abbreviations = abbreviations
        # The outcome of the result before, in the same sentence.
        self._before = ("", "")
        self._treated_before: Concept | None = None
        # Whether the numbers of a sentence are of one treatment each.
        self._lists_treatments = False

    def outcome_of(self, heading: str) -> str:
        """Return the outcome that a heading names; "" where it names an arm or nothing known."""
        phrase = outcome_phrase(heading)
        known = self._namer.mentions(phrase, ("outcome", "condition"))
        return phrase if known and not self._arms.is_an_arm(phrase) else ""

    def announced(self, sentence: str) -> str:
        """Return the outcome that a sentence without numbers opens with; "" without one.

        "For sleep quality, two trials compared mint oil with rest. The RR was 0.6."
        "One trial reported data on sleep quality. The RR was 0.6."
        """
        phrase, how = read_outcome(without_parentheses(sentence))
        return phrase if how in _OPENERS and not self._arms.is_an_arm(phrase) else ""

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
        phrase, how = self._outcome(effect, compared, place)
        other = ""
        if how == "list" and self._before[0]:
            # Not one more outcome, but one more control, or other people.
            against = _AGAINST.match(phrase)
            if against is not None or self._is_arm_of(compared, phrase):
                other = against["b"] if against is not None else phrase
                phrase, how = _inherited(self._before)
            elif _OTHERS.search(phrase) or _OTHERS.search(_bare(effect.lead)):
                phrase, how = _inherited(self._before)
        if not phrase or self._names_nothing(phrase):
            phrase, how = self._guess(effect, compared, place)
        if self._names_nothing(phrase):
            # "The typical estimate for relative risk was 0.5": of what was told before.
            phrase, how = place.outcome, "carried"
        place.last_outcome = (phrase, how)
        place.outcome = phrase or place.outcome
        nearest = self._nearest(effect, compared, other, several=several)
        named = [("sentence", nearest), *place.named(compared)]
        turned = self._is_turned(quantity, effect, compared, sentence, several=several)
        if turned:
            other_way = Compared(compared.comparator, compared.intervention, compared.how)
            named = [("sentence", other_way), *named]
        arms = self._resolve(named, outcome=phrase, sentence=sentence)
        words = effect.lead if several else without_parentheses(sentence)
        is_later = how in {"list", "inherited"} or (how in _GUESSES and not effect.is_first)
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
        labelled = self._in_label(effect.label)
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
        if several or not compared.is_whole or compared.how not in {"groups", "alike", "compared"}:
            return False
        said = said_way(without_parentheses(sentence))
        if said is None or not is_significant(quantity, effect.p_value):
            return False
        way = direction_of_effect(quantity, significant=True, words="")
        return said != way and self._arms.is_first_of_topic(compared.comparator)

    def _outcome(self, effect: Effect, compared: Compared, place: Place) -> tuple[str, str]:
        """Return the outcome of a result; a second measure has that of the first."""
        self._before = place.last_outcome
        self._lists_treatments = self._lists_treatments and not effect.is_first
        if effect.shares and not effect.label and place.last_outcome[0]:
            return _inherited(place.last_outcome)
        label = "" if self._in_label(effect.label).intervention else effect.label
        if _OTHERS.search(label):
            # "(6 weeks: MD 0.12": when, and not what.
            label = ""
        if effect.label and not label and place.last_outcome[0] and effect.shares:
            return place.last_outcome
        phrase, how = read_outcome(
            _ARMS_LABEL.sub("", effect.lead),
            label=label,
            is_first=effect.is_first,
            is_arm=partial(self.is_no_outcome, compared) if effect.is_first else _never,
        )
        phrase = self._arms.without_arm(phrase)
        if effect.behind and (not phrase or place.last_outcome[1] == "behind"):
            named = outcome_phrase(effect.behind)
            if named and not self.is_no_outcome(compared, named):
                return named, "behind"
        bare = _bare(effect.lead)
        if not phrase and not effect.is_first and (not bare or _OTHERS.search(bare)):
            phrase, how = _inherited(place.last_outcome)
        return self._as_improvement(phrase, effect), how

    def _guess(self, effect: Effect, compared: Compared, place: Place) -> tuple[str, str]:
        """Return an outcome by looser rules, where none of the wordings gives it away.

        What a wording leads to may be a treatment that was measured ("fewer needed
        antibiotics"); else it is what concepts know last before the number; else
        what the results before were about, or the illness itself.
        """
        said = without_parentheses(effect.lead)
        arms = f"{compared.intervention} {compared.comparator}".lower()
        phrase, _ = read_outcome(
            said,
            is_first=effect.is_first,
            is_arm=lambda phrase: phrase.lower() in arms or _OTHERS.search(phrase) is not None,
        )
        if phrase and not self._names_nothing(phrase):
            return phrase, "guess"
        quoted = _QUOTED.search(said)
        if quoted is not None:
            return quoted["o"], "guess"
        topic = ""
        for mention in reversed(self._namer.mentions(said, ("outcome", "condition"))):
            phrase = clean_outcome(said[mention.start : mention.end])
            if not phrase or phrase.lower() in arms:
                continue
            if mention.concept_id != (self._topic.condition and self._topic.condition.concept_id):
                return phrase, "guess"
            topic = topic or phrase
        # "CNV may be reduced": what a sentence begins with was taken for its treatment.
        loose, _ = read_outcome(said, is_first=effect.is_first)
        return place.outcome or topic or loose, "carried"

    def _as_improvement(self, phrase: str, effect: Effect) -> str:
        """Turn "symptoms" to "improvement of symptoms" where people with it were counted."""
        if not phrase or effect.quantity.kind not in {*RATIOS, "risk_difference"}:
            return phrase
        failed = _FAILED.search(effect.lead)
        if failed is not None and effect.lead.lower().rfind(phrase.lower()) >= failed.end():
            return f"failure to {failed[1].lower()} {phrase}"
        found = _IMPROVED.search(effect.lead)
        at = effect.lead.lower().rfind(phrase.lower())
        if found is None or at < 0 or not found.end() <= at <= found.end() + 12:
            return phrase
        return f"{found[1].lower()} of {phrase}"

    def is_no_outcome(self, compared: Compared, phrase: str) -> bool:
        """Say whether a phrase is one of the arms, or people, or a time."""
        return self._is_arm_of(compared, phrase) or _OTHERS.search(phrase) is not None

    def _is_arm_of(self, compared: Compared, phrase: str) -> bool:
        """Say whether a phrase is one of the arms, or any treatment."""
        index = self._namer.index
        arms = f"{compared.intervention} {compared.comparator}"
        arms = f"{arms} {spell_out(arms, self._abbreviations)}"
        words = set(index.normal_form(phrase).split())
        is_one = bool(words) and words <= set(index.normal_form(arms).split())
        return is_one or self._arms.is_an_arm(phrase)

    def _in_label(self, label: str) -> Compared:
        """Return the arms that a label names: "MET: MD 4.45", "A versus B: RR 0.5"."""
        if not label:
            return NOTHING
        compared = self._arms.trusted(read_comparison(label))
        if compared.is_whole and compared.how == "versus":
            return compared
        alone = clean_arm(label)
        return Compared(alone, "", "label") if alone and self._arms.is_an_arm(alone) else NOTHING

    def _arm_at_end(self, lead: str) -> Compared:
        """Return the treatment that the words before a number end with: "and rash with zinc"."""
        found = _AT_END.search(without_parentheses(lead).strip(" ,;:"))
        if found is None:
            return NOTHING
        arm = clean_arm(found["arm"])
        is_named = bool(arm) and self._arms.is_an_arm(arm) and not self._arms.is_nothing(arm)
        how = "colon" if found[0].startswith(":") else "label"
        return Compared(arm, "", how) if is_named else NOTHING

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
        direction = direction_of_effect(quantity, significant=significant, words=words)
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
            if quantity.kind in DIFFERENCES or (said_way(words) is not None and is_near):
                why = why or "words against number"
        if contradicts_direction(quantity, direction):
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
            arms = replace(arms, intervention=guessed, places=("guessed", arms.places[1]))
        self._treated_before = arms.intervention
        return arms

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

    def _names_nothing(self, phrase: str) -> bool:
        return self._namer.name(spell_out(phrase, self._abbreviations), "outcome") is None

    def _illness(self) -> str:
        return self._topic.condition.text if self._topic.condition is not None else ""

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
        phrase, how = read_outcome(
            shares.lead,
            is_first=shares.is_first,
            is_arm=partial(self.is_no_outcome, compared),
        )
        if how == "list" and (_OTHERS.search(phrase) or self.is_no_outcome(compared, phrase)):
            phrase, how = _inherited(place.last_outcome)
        if not phrase and place.last_outcome[0]:
            # The shares may stand beside the arms, before the words for what was measured.
            phrase, how = place.last_outcome
        place.last_outcome = (phrase, how)
        arms = self._resolve(place.named(compared), sentence=sentence)
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

    def from_words(
        self, stated: Unnumbered, sentence: str, compared: Compared, place: Place
    ) -> Iterator[Result]:
        """Make the result of a statement: one outcome of "no difference in A, B or C"."""
        phrase = self._arms.without_arm(stated.outcome) or place.outcome
        if compared.how == "subject" and not self._arms.is_an_arm(phrase):
            own = set(self._namer.index.normal_form(phrase).split())
            if own & set(self._namer.index.normal_form(compared.intervention).split()):
                # What the sentence begins with was measured, and was taken for a treatment.
                compared = NOTHING
        if not phrase and stated.change in _OF_EFFECTS:
            # "It was no better than placebo": for what people have.
            phrase = self._illness()
        if not phrase or self.is_no_outcome(compared, phrase):
            return
        arms = self._resolve(place.named(compared), sentence=sentence)
        named = self._named(phrase, arms)
        if named is None:
            return
        outcome, intervention = named
        place.outcome = phrase
        is_null = stated.change == "no_difference"
        better = self._namer.better(outcome.concept_id)
        direction = _direction_of(stated.change, better)
        text = without_parentheses(sentence)
        certainty = read_certainty(sentence)
        kind = kind_of(outcome.name)
        yield Result(
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
            timeframe=read_timeframe(text),
            score=self._score(stated.how, arms, outcome),
            why=self._clash(outcome, arms),
        )


def _inherited(outcome: tuple[str, str]) -> tuple[str, str]:
    """Return an outcome as that of a further result; a guess stays one."""
    phrase, how = outcome
    return phrase, how if how in _GUESSES else "inherited"


def _bare(lead: str) -> str:
    """Return the words of a later number of a list without what joins it to the list."""
    bare = without_parentheses(lead).strip(" ,;:-.").lower()
    return re.sub(r"^(?:and|or|but|nor|with)\b\s*", "", bare)


def _says_a_way(words: str) -> bool:
    return bool(
        says_no_difference(words) or says_unknown(words) or said_way(words) or read_changes(words)
    )


def _direction_of(change: Verdict, better: Better) -> Direction:
    if change == "unknown":
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


def _never(_: str) -> bool:
    return False


def _primary(sentence: str, place: Place) -> bool | None:
    said = read_primary(sentence)
    return place.primary if said is None else said
