"""What a number or a statement of one abstract measured."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from pipeline.evidence.extract.arms import ArmReader
from pipeline.evidence.extract.comparisons import NOTHING, Compared
from pipeline.evidence.extract.effects import RATIOS, Effect
from pipeline.evidence.extract.figures import Figure
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.outcomes import read_outcome
from pipeline.evidence.extract.phrases import (
    WORDS,
    clean_outcome,
    outcome_phrase,
    spell_out,
    without_parentheses,
)
from pipeline.evidence.extract.place import Place
from pipeline.evidence.extract.shares import Shares
from pipeline.evidence.extract.topics import Topic
from pipeline.evidence.extract.unnumbered import Unnumbered, Verdict

# "Fewer were 'not improved'": what no wording takes for an outcome stands in quotation marks.
_QUOTED: Final = re.compile(r"'(?P<o>[a-z][^',;.]{3,40})'(?! (?:placebo|control|sham))")
_OTHERS: Final = re.compile(WORDS["others"], re.IGNORECASE)
# What was compared, between the outcome and its number.
_ARMS_LABEL: Final = re.compile(WORDS["patterns"]["results_arms_label"], re.IGNORECASE)
# One more control: "more effective than B", "compared with B".
# So a list of outcomes goes on: "effects on pain (RR 0.5) and on use of drains (RR 0.6)".
_GOES_ON: Final = re.compile(r"(?:on|fewer|less|lower|higher|shorter|longer)\b")
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
# Wordings of what the sentences that follow are of.
_OPENERS: Final = frozenset({"opener", "topic opener", "measured"})
GUESSES: Final = frozenset({"guess", "carried"})
# Verdicts of an effect, and not of an amount.
_OF_EFFECTS: Final[frozenset[Verdict]] = frozenset(
    {"no_difference", "unknown", "improve", "worsen"}
)
_IMPROVED: Final = re.compile(
    r"\b(improvement|resolution|relief|absence|clearance) (?:of|in|from)\b", re.IGNORECASE
)


class OutcomeReader:
    """Finds what the results of one abstract measured."""

    def __init__(
        self, topic: Topic, arms: ArmReader, namer: Namer, abbreviations: dict[str, str]
    ) -> None:
        self._topic, self._arms, self._namer = topic, arms, namer
        self._abbreviations = abbreviations
        # Whether the numbers of a sentence are of one outcome each.
        self._lists_outcomes = False

    def of_heading(self, heading: str) -> str:
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

    def of_effect(self, effect: Effect, compared: Compared, place: Place) -> tuple[str, str, str]:
        """Return what a number measured, how that was found, and a further arm it is against.

        The place remembers it for the results that follow.

        Args:
            effect: the number and what stands beside it.
            compared: what the sentence sets against each other.
            place: what was said before.
        """
        phrase, how = self._by_wording(effect, compared, place)
        if effect.is_first:
            # "No effect on pain (RR 0.9) or need for gum (RR 0.8)": what ends in an outcome
            # before its first number is a list of outcomes.
            lead = without_parentheses(effect.lead).lower().rstrip(" ,;:")
            self._lists_outcomes = bool(phrase) and lead.endswith(phrase.lower())
        other = ""
        if how == "list" and place.last_outcome[0]:
            # Not one more outcome, but one more control, or other people.
            against = _AGAINST.match(phrase)
            goes_on = _GOES_ON.match(_bare(effect.lead)) is not None
            goes_on = goes_on or (self._lists_outcomes and not self._is_named(compared, phrase))
            if against is not None or (not goes_on and self._is_arm_of(compared, phrase)):
                other = against["b"] if against is not None else phrase
                phrase, how = _inherited(place.last_outcome)
            elif _OTHERS.search(phrase) or _OTHERS.search(_bare(effect.lead)):
                phrase, how = _inherited(place.last_outcome)
        if not phrase or self._names_nothing(phrase):
            phrase, how = self._guess(effect, compared, place)
        if self._names_nothing(phrase):
            # "The typical estimate for relative risk was 0.5": of what was told before.
            phrase, how = place.outcome, "carried"
        if self._names_nothing(phrase):
            # "The two were equally good (RR 0.9)": for what people have.
            phrase, how = self._illness(), "carried"
        place.last_outcome = (phrase, how)
        place.outcome = phrase or place.outcome
        return phrase, how, other

    def of_shares(self, shares: Shares, compared: Compared, place: Place) -> tuple[str, str]:
        """Return what the shares of two arms measured, and how that was found."""
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
        return phrase, how

    def of_figure(self, figure: Figure, compared: Compared, place: Place) -> tuple[str, str]:
        """Return what a figure measured, and how that was found; it may stand behind it."""
        if figure.words:
            return figure.words, "label"
        is_arm = partial(self.is_no_outcome, compared)
        for words, is_first in ((figure.lead, figure.is_first), (figure.behind, True)):
            phrase, how = read_outcome(words, is_first=is_first, is_arm=is_arm)
            if phrase and not is_arm(phrase) and not self._names_nothing(phrase):
                place.last_outcome = (phrase, how)
                return phrase, how
        return place.last_outcome[0] or place.outcome or self._illness(), "carried"

    def of_words(
        self, stated: Unnumbered, compared: Compared, place: Place
    ) -> tuple[str, Compared]:
        """Return what a statement is about, "" where nothing, and what it sets against each other.

        The latter without what the statement begins with, where that is what was measured.
        """
        phrase = self._arms.without_arm(stated.outcome) or place.outcome
        if compared.how == "subject" and not self._arms.is_an_arm(phrase):
            own = set(self._namer.index.normal_form(phrase).split())
            if own & set(self._namer.index.normal_form(compared.intervention).split()):
                # What the sentence begins with was measured, and was taken for a treatment.
                compared = NOTHING
        if not phrase and stated.change in _OF_EFFECTS:
            # "It was no better than placebo": for what people have.
            phrase = self._illness()
        return ("" if self.is_no_outcome(compared, phrase) else phrase), compared

    def _by_wording(self, effect: Effect, compared: Compared, place: Place) -> tuple[str, str]:
        """Return the outcome of a result; a second measure has that of the first."""
        if effect.shares and not effect.label and place.last_outcome[0]:
            # "Pain and sleep (RR 0.5 and 0.7, respectively)": which of them, nobody can tell.
            phrase, how = _inherited(place.last_outcome)
            return phrase, "bare" if effect.is_one_each else how
        label = "" if self._arms.in_label(effect.label).intervention else effect.label
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
            if not bare and not effect.when and effect.quantity.kind != "number_needed_to_treat":
                # "Pain, sleep and mood were 0.5, 0.6 and 0.7": each of another of them.
                how = "bare"
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
        return self._is_named(compared, phrase) or self._arms.is_an_arm(phrase)

    def _is_named(self, compared: Compared, phrase: str) -> bool:
        """Say whether a sentence names a phrase as one of its arms, or another one does."""
        index = self._namer.index
        arms = f"{compared.intervention} {compared.comparator}"
        arms = f"{arms} {spell_out(arms, self._abbreviations)}"
        words = set(index.normal_form(phrase).split())
        is_one = bool(words) and words <= set(index.normal_form(arms).split())
        return is_one or self._arms.is_met(phrase)

    def _names_nothing(self, phrase: str) -> bool:
        return self._namer.name(spell_out(phrase, self._abbreviations), "outcome") is None

    def _illness(self) -> str:
        return self._topic.condition.text if self._topic.condition is not None else ""


def _inherited(outcome: tuple[str, str]) -> tuple[str, str]:
    """Return an outcome as that of a further result; a guess stays one."""
    phrase, how = outcome
    return phrase, how if how in GUESSES else "inherited"


def _bare(lead: str) -> str:
    """Return the words of a later number of a list without what joins it to the list."""
    bare = without_parentheses(lead).strip(" ,;:-.").lower()
    return re.sub(r"^(?:and|or|but|nor|with)\b\s*", "", bare)


def _never(_: str) -> bool:
    return False
