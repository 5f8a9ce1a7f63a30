"""Which treatment and which control a result is about.

What a sentence names comes first, then what its paragraph, its heading and the
objective name. A phrase counts as an arm only where a concept or the review's
own words know it: "mortality" may be the subject of a sentence, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.extract.comparisons import (
    NOTHING,
    Compared,
    is_control,
    is_treated,
    read_comparison,
)
from pipeline.evidence.extract.completing import completed
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.phrases import (
    WORDS,
    better_of,
    clean_arm,
    clean_outcome,
    spell_out,
    without_parentheses,
)
from pipeline.evidence.extract.stripping import names_nothing, plain_arm
from pipeline.evidence.extract.topics import IDLE_CONTROLS, Topic
from pipeline.records import Concept
from pipeline.resources import word_list

_ANY_CONTROL: Final = "control group"
# Of what these say, too much is another control than the result's.
_GUESSES: Final = frozenset({"elsewhere", "criteria", "control", "unsaid"})
# "A versus B", "compared A with B", "between A and B" and "in those given A than in those
# given B" say that both are arms.
_NAMES_BOTH: Final = frozenset({"versus", "comparing", "between", "alike"})
# A substance may be given or measured; so it is measured.
_SUBSTANCE_MEASURED: Final = re.compile(
    r"^(?:serum|plasma|blood|urin\w+|faecal|total|fasting|loss of|clearance of|detectable|"
    r"circulating|levels? of|concentrations? of|use of|need for|admission)\b|"
    r"\b(?:levels?|concentrations?)$",
    re.IGNORECASE,
)
# How the same was given: "as adjunctive treatment to lithium".
_BESIDE: Final = re.compile(
    r"as (?:an? )?(?:adjunct|add-on|adjunctive|monotherapy)\b", re.IGNORECASE
)
_HALF: Final = re.compile(WORDS["patterns"]["arms_half"], re.IGNORECASE)
# These begin a control of its own: "surgical versus usual care".
_OWN: Final = re.compile(
    r"(?:usual|standard|routine|no|without|placebo|sham|control|other|any)\b", re.IGNORECASE
)
# What begins so is given: "treatment over several visits".
_GIVING: Final = re.compile(
    r"(?:(?P<treats>(?:(?:surgical|conservative|medical|active) )?treatment (?:of|with|over))|"
    r"(?:use|administration|addition|application|provision) of)\s(?:the |an? )?",
    re.IGNORECASE,
)
# What ends so was measured, and was not given.
_MEASURED: Final = re.compile(r"\b(?:rates?|scores?|risks?|numbers?|levels?|time)$", re.IGNORECASE)
# What is set against the treatment is not it, whatever words they share: "no massage".
_OTHER_THAN: Final = re.compile(
    r"^(?:no|non|without|other|another|different|higher|lower|placebo|sham)\b", re.IGNORECASE
)
# Wordings that set two arms against each other, whatever the arms are called.
_SETS_AGAINST: Final = frozenset({"versus", "comparing", "between", "alike"})
_TREATS: Final = re.compile(WORDS["patterns"]["arms_treats"], re.IGNORECASE)
_SEVERAL: Final = re.compile(r"\b(?:and|or|with|plus|versus)\b|[,/+]", re.IGNORECASE)
_BYSTANDERS: Final = frozenset(WORDS["bystanders"])
_NEVER: Final = re.compile(word_list("naming")["never_arms"], re.IGNORECASE)
# "attention control", "standard monitoring group", "placebo patch": controls by their last word.
_CONTROL_BY_NAME: Final = re.compile(WORDS["patterns"]["arms_control_by_name"], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arms:
    """The two sides of a result.

    Attributes:
        comparators: several where the criteria allow several.
        places: which place named the intervention, and which the comparator.
    """

    intervention: Concept | None
    comparators: tuple[Concept, ...]
    places: tuple[str, str]

    @property
    def guesses_control(self) -> bool:
        """True where the control is that of another sentence, one it may be, or just "control"."""
        return self.places[1] in _GUESSES


class ArmReader:
    """Resolves what sentences call the arms within one abstract."""

    def __init__(self, topic: Topic, namer: Namer, abbreviations: dict[str, str]) -> None:
        self._topic, self._namer, self._abbreviations = topic, namer, abbreviations
        asked = f"{topic.compared.intervention} {topic.compared.comparator}"
        spelled = spell_out(asked, abbreviations)
        self._asked = frozenset(namer.index.normal_form(f"{asked} {spelled}").split())
        self._met: set[str] = set()
        # What sentences set against what, by the concepts of the control.
        self._controls: dict[tuple[str, ...], Compared] = {}
        # Whether a sentence sets its treatment against "control".
        self._says_control = False
        # Whether the review asks of a class: what a sentence names is then one of it.
        self._is_of_many = not namer.mentions(spell_out(asked, abbreviations), ("intervention",))

    def meet(self, compared: Compared) -> None:
        """Remember what a text of this abstract sets against each other."""
        if compared.is_contrast and compared.how != "compared":
            for phrase in (compared.intervention, compared.comparator):
                if phrase and not is_control(phrase) and not is_treated(phrase):
                    self._met.add(self._form(phrase))
        self._says_control = self._says_control or is_control(compared.comparator)
        if compared.is_contrast and compared.comparator and not is_control(compared.comparator):
            named = self._named(compared.comparator, "comparator")
            self._controls.setdefault(tuple(c.concept_id for c in named), compared)

    def _form(self, phrase: str) -> str:
        return self._namer.index.normal_form(spell_out(phrase, self._abbreviations))

    def known(self, phrase: str) -> bool:
        """Say whether the review or the concepts know a phrase as an arm."""
        if not phrase:
            return False
        spelled = spell_out(phrase, self._abbreviations)
        if self._namer.mentions(spelled, ("intervention", "comparator")):
            return not self._is_only_an_outcome(spelled)
        if self._namer.mentions(spelled, ("outcome", "condition", "population")):
            return False
        words = set(self._namer.index.normal_form(spelled).split())
        # One word of the abstract may be anything; of the question, it is an arm.
        allowed = self._topic.words if len(words) > 1 else self._asked
        return len(words & allowed) * 2 > len(words)

    def trusted(self, compared: Compared) -> Compared:
        """Keep of what a text names only the sides that are known as arms.

        Where the wording itself sets two arms against each other ("with A than
        with B"), one known side vouches for the other.
        """
        compared = self._apart(compared)
        intervention, comparator = self._whole(compared), compared.comparator
        if comparator and intervention.lower().endswith(f" and {comparator.lower()}"):
            # "Pain was similar for mint oil and placebo": two arms, and no mixture.
            intervention = intervention[: -len(f" and {comparator}")]
        treated = is_treated(intervention) or self.known(intervention)
        controlled = is_control(comparator) or self._is_a_control(comparator)
        may_be = self._may_be_an_arm(intervention), self._may_be_an_arm(comparator)
        if compared.how in _NAMES_BOTH and all(may_be):
            treated = controlled = True
        if compared.is_contrast and controlled and may_be[0]:
            # "Combination therapy was better than gum": it calls itself a treatment.
            treated = treated or _TREATS.search(intervention) is not None
        if compared.how in _SETS_AGAINST:
            treated = treated or (controlled and may_be[0])
        controlled = controlled or (treated and may_be[1] and compared.is_contrast)
        if not treated and not (self._is_of_many and controlled and may_be[0]):
            intervention = compared.subject if self._is_treatment(compared.subject) else ""
        if not compared.is_contrast and not self._is_treatment(intervention):
            intervention = ""
        is_refused = bool(comparator) and not controlled and compared.is_contrast
        comparator = comparator if controlled else ""
        return Compared(intervention, comparator, compared.how, is_refused=is_refused)

    def _apart(self, compared: Compared) -> Compared:
        """Cut a control that runs into the treatment: "compared with usual care mint oil did".

        Without the comma between them nothing but the names tells where one ends.
        """
        said = "" if compared.intervention else compared.comparator
        for asked in (self._topic.compared.intervention, self._topic.treatment):
            control = said[: -len(asked)].strip() if asked else ""
            if said.lower().endswith(f" {asked.lower()}") and self._ends_in_an_arm(control):
                return replace(compared, intervention=said[-len(asked) :], comparator=control)
        return compared

    def _ends_in_an_arm(self, phrase: str) -> bool:
        """Say whether a phrase ends in a known arm; "oral" and "no gum and" go on."""
        spelled = spell_out(phrase, self._abbreviations)
        named = self._namer.mentions(spelled, ("intervention", "comparator"))
        return any(mention.end == len(spelled) for mention in named)

    def in_order(self, compared: Compared) -> Compared:
        """Return a comparison the way that the review asks, if it is the same told backwards."""
        asked = self._topic.compared
        is_backwards = (
            asked.is_whole
            and self.is_first_of_topic(compared.comparator)
            and not self.is_first_of_topic(compared.intervention)
            and self._is_alike(compared.intervention, asked.comparator)
        )
        if not is_backwards:
            return compared
        return replace(compared, intervention=compared.comparator, comparator=compared.intervention)

    def _whole(self, compared: Compared) -> str:
        """Return the intervention with what it shares with its comparator.

        "Early versus delayed feeding" sets early feeding against delayed feeding.
        """
        first, _, shared = compared.comparator.partition(" ")
        is_half = _HALF.fullmatch(compared.intervention) is not None
        if not is_half or not shared or _OWN.match(first) or is_control(compared.comparator):
            return compared.intervention
        if not self._may_be_an_arm(compared.intervention):
            # "Better survival compared with standard care" shares no noun with it.
            return compared.intervention
        if self._namer.mentions(compared.intervention, ("intervention", "comparator")):
            return compared.intervention
        return clean_arm(f"{compared.intervention} {shared}") or compared.intervention

    def _may_be_an_arm(self, phrase: str) -> bool:
        """Say whether nothing speaks against a phrase as an arm: no outcome, no people."""
        spelled = spell_out(phrase, self._abbreviations)
        named = self._namer.mentions(spelled, ("outcome", "condition", "population"))
        if not phrase or better_of(spelled) is not None or _MEASURED.search(spelled):
            return False
        return not any(m.end >= len(spelled) - 1 for m in named)

    def is_met(self, phrase: str) -> bool:
        """Say whether a sentence of this abstract sets just this against something."""
        return self._form(phrase) in self._met

    def is_an_arm(self, phrase: str) -> bool:
        """Say whether a phrase in a list of outcomes is a treatment: "or another drug"."""
        if self.is_met(phrase):
            return True
        if _BESIDE.match(phrase):
            return False
        giving = _GIVING.match(phrase)
        if giving is not None:
            # "Use of mint" in a review of mint; "use of analgesics" in one of mint is measured.
            inner = phrase[giving.end() :]
            return bool(giving["treats"]) or self._is_alike(
                inner, self._topic.compared.intervention
            )
        if _SUBSTANCE_MEASURED.search(phrase):
            return False
        spelled = spell_out(phrase, self._abbreviations)
        arms = self._namer.mentions(spelled, ("intervention", "comparator"))
        last = [m for m in arms if m.end >= len(spelled) - 1]
        outcomes = self._namer.mentions(spelled, ("outcome", "condition"))
        if outcomes or better_of(spelled) is not None:
            return False
        words = set(self._namer.index.normal_form(spelled).split())
        return bool(last) or (bool(words) and words <= self._asked)

    def in_label(self, label: str) -> Compared:
        """Return the arms that a label names: "MET: MD 4.45", "A versus B: RR 0.5"."""
        if not label:
            return NOTHING
        compared = self.trusted(read_comparison(label))
        if compared.is_whole and compared.how == "versus":
            return compared
        alone = clean_arm(label)
        return Compared(alone, "", "label") if alone and self.is_an_arm(alone) else NOTHING

    def may_head(self, phrase: str) -> bool:
        """Say whether a heading that names one thing names the treatment of what follows.

        In a review of one treatment it may name an outcome, people or an operation.
        """
        return self._is_of_many or self._is_alike(phrase, self._topic.compared.intervention)

    def without_arm(self, phrase: str) -> str:
        """Cut "cure with zinc" to "cure", and "placebo for cure" too."""
        head, found, tail = phrase.partition(" for ")
        if found and (self.is_nothing(head) or self.is_an_arm(head)):
            return clean_outcome(tail)
        for word in (" with ", " for ", " over ", " by ", " from ", " in ", " of "):
            head, found, tail = phrase.partition(word)
            if found and self.is_an_arm(tail) and (short := clean_outcome(head)):
                return short
        return phrase

    def is_first_of_topic(self, phrase: str) -> bool:
        """Say whether a phrase is what the objective or the title asks about."""
        if _OTHER_THAN.search(phrase):
            return False
        own = set(self._form(self._topic.compared.intervention).split())
        words = set(self._form(phrase).split())
        return bool(words) and len(words & own) * 2 > len(words)

    def resolve(
        self, named: Sequence[tuple[str, Compared]], *, outcome: str = "", sentence: str = ""
    ) -> Arms:
        """Return the two sides from the places that name them, nearest first.

        Args:
            named: place and what it names.
            outcome: which the intervention cannot be: "need for further surgery".
            sentence: which may name another treatment than the one carried to it.
        """
        is_refused = any(place == "sentence" and c.is_refused for place, c in named)
        if is_refused:
            # The sentence has a control of its own, which could not be read: no other is its.
            named = [
                (place, c if place == "sentence" else Compared(c.intervention, "", c.how))
                for place, c in named
            ]
        intervention, where = self._first(named, "intervention", unlike=outcome)
        if not intervention:
            intervention, where = self._topic.treatment, "title"
        # A control carried from a text about another treatment is not this one's.
        fitting = [
            (place, compared)
            for place, compared in named
            if place == where
            or not compared.comparator
            or not compared.intervention
            or self.is_nothing(compared.comparator)
            or self._is_alike(compared.intervention, intervention)
        ]
        comparator, there = self._first(fitting, "comparator", unlike=intervention)
        if where in {"objective", "title"}:
            intervention = self._one_of(intervention, sentence) or intervention
        first = self._treated(intervention, comparator)
        comparators = self._named(self._completed(comparator), "comparator")
        if not comparators and not is_refused and (allowed := self._only_allowed(intervention)):
            comparators, there = allowed, "only"
        if not comparators and not is_refused and (only := self._only_control(intervention)):
            comparators, there = self._named(only, "comparator"), "elsewhere"
        if not comparators and not is_refused and (spelled := self._from_criteria(intervention)):
            comparators, there = self._named(spelled, "comparator"), "criteria"
        if not comparators and self._topic.controls and not is_refused:
            comparators, there = self._topic.controls[:3], "criteria"
        if not comparators and any(is_control(compared.comparator) for _, compared in named):
            control = self._namer.name(_ANY_CONTROL, "comparator")
            comparators, there = ((control,) if control is not None else ()), "control"
        if not comparators:
            # Against what is not said anywhere: some control, which is all a reader knows too.
            control = self._namer.name(_ANY_CONTROL, "comparator")
            comparators, there = ((control,) if control is not None else ()), "unsaid"
        if where not in {"sentence", "title"} and self._names_another(sentence, first, comparators):
            where = "contested"
        return Arms(first, comparators, (where, there))

    def _treated(self, intervention: str, comparator: str) -> Concept | None:
        """Name the treatment; a word for the wider kind means the one that the review asks of.

        "Vaccine" in a review of shingles vaccines, "mesh" in one of mesh repair.
        """
        found = self._concept(self._completed(intervention), "intervention")
        asked = self._concept(self._topic.compared.intervention, "intervention")
        if found is None or asked is None or comparator == self._topic.compared.intervention:
            return found
        said, meant = (set(self._form(c.text).split()) for c in (found, asked))
        is_new = self._namer.index.entry(found.concept_id) is None
        relation = self._namer.index.relation(found.concept_id, asked.concept_id)
        # "NSAIDs" are more than the ibuprofen that is set against them, and of "mint or
        # fennel" mint is one.
        is_part = said < meant and not _SEVERAL.search(asked.text)
        return asked if is_part and (is_new or relation == "wider") else found

    def _completed(self, phrase: str) -> str:
        """Return half a name with its noun: "open" where the title says open repair."""
        spelled = spell_out(phrase, self._abbreviations)
        named = self._namer.mentions(spelled, ("intervention", "comparator"))
        if any(m.end >= len(spelled) - 1 for m in named):
            return phrase
        return completed(phrase, self._topic.texts)

    def _one_of(self, intervention: str, sentence: str) -> str:
        """Return the one treatment of a sentence that is a kind of the one asked about.

        "Resistance training improved sleep" in a review of exercise.
        """
        index, spelled = self._namer.index, spell_out(intervention, self._abbreviations)
        asked = {m.concept_id for m in self._namer.mentions(spelled, ("intervention",))}
        text = without_parentheses(sentence)
        kinds = {
            mention.concept_id: text[mention.start : mention.end]
            for mention in self._namer.mentions(text, ("intervention",))
            if any(index.relation(mention.concept_id, one) == "narrower" for one in asked)
        }
        return next(iter(kinds.values())) if len(kinds) == 1 else ""

    def _names_another(
        self, sentence: str, intervention: Concept | None, comparators: Sequence[Concept]
    ) -> bool:
        """Say whether a sentence names a treatment that is neither of the arms, nor kin to one."""
        arms = [c.concept_id for c in (intervention, *comparators) if c is not None]
        words = set(self._form(" ".join(c.text for c in (intervention, *comparators) if c)).split())
        return any(
            all(self._namer.index.relation(mention.concept_id, arm) == "other" for arm in arms)
            and mention.name not in _BYSTANDERS
            and not words & set(self._form(mention.name).split())
            for mention in self._namer.mentions(without_parentheses(sentence), ("intervention",))
        )

    def _only_allowed(self, intervention: str) -> tuple[Concept, ...]:
        """Return the controls of the one comparison that the criteria allow; () where unsure.

        Only idle ones, of the treatment asked about, and only where no sentence
        compares with anything else: then one of several comparisons may be meant.
        """
        only = self._topic.only
        parts = only.comparator.split(" or ")
        if not all(self._namer.control(part) in IDLE_CONTROLS for part in parts):
            return ()
        asked = self._topic.compared.intervention or self._topic.treatment
        if intervention and not (self._is_of_many or self._is_alike(intervention, asked)):
            return ()
        named = self._named(only.comparator, "comparator")
        allowed = {concept.concept_id for concept in named}
        others = any(not allowed.issuperset(control) for control in self._controls)
        return () if others else named

    def _only_control(self, intervention: str) -> str:
        """Return what all sentences of the abstract compare with, if it is one thing."""
        if len(self._controls) != 1:
            return ""
        (only,) = self._controls.values()
        if self._says_control and not self._is_idle(only.comparator):
            return ""
        fits = not only.intervention or self._is_alike(only.intervention, intervention)
        is_other = self._form(only.comparator) != self._form(intervention)
        return only.comparator if fits and is_other else ""

    def _from_criteria(self, intervention: str) -> str:
        """Return what the criteria compare with, if it is not the treatment itself."""
        phrase = self.trusted(self._topic.criteria).comparator
        said = {m.concept_id for m in self._namer.mentions(phrase, ("comparator",))}
        if not {c.concept_id for c in self._topic.controls} <= said:
            # The criteria allow more than this one wording says.
            return ""
        if not phrase or is_control(phrase) or phrase.lower() == intervention.lower():
            return ""
        return "" if self.is_first_of_topic(phrase) else phrase

    def _first(
        self, named: Sequence[tuple[str, Compared]], side: str, *, unlike: str
    ) -> tuple[str, str]:
        says_control = False
        for place, compared in named:
            phrase = compared.intervention if side == "intervention" else compared.comparator
            plain = is_treated(phrase) if side == "intervention" else is_control(phrase)
            if side == "comparator":
                # "Control" may be the placebo that was named before, and no treatment of
                # another trial; what the heading or the review compares with, it may be.
                is_carried = says_control and place in {"paragraph", "before"}
                plain = plain or (is_carried and bool(phrase) and not self._is_idle(phrase))
                says_control = says_control or is_control(phrase)
            if side == "intervention":
                is_outcome = phrase.lower() in unlike.lower() and place != "objective"
                plain = plain or is_outcome or self.is_nothing(phrase)
                plain = plain or names_nothing(plain_arm(phrase), "arm")
                plain = plain or self._is_no_arm(phrase, place)
            if phrase and not plain and (place == "objective" or phrase.lower() != unlike.lower()):
                return phrase, place
        return "", ""

    def _is_no_arm(self, phrase: str, place: str) -> bool:
        """Say whether a phrase is no treatment: "around half", or an illness that was treated."""
        if _NEVER.search(phrase) or _NEVER.search(plain_arm(phrase)):
            return True
        spelled = spell_out(phrase, self._abbreviations)
        if self._namer.mentions(spelled, ("intervention",)):
            return False
        named = self._namer.mentions(spelled, ("condition", "outcome"))
        if place in {"objective", "title"}:
            # Even there an illness is none: "Hodgkin lymphoma", and no more.
            return any(m.kind == "condition" and m.end - m.start == len(spelled) for m in named)
        is_illness = any(m.end >= len(spelled) - 1 for m in named)
        return is_illness and not self.is_first_of_topic(phrase)

    def _is_alike(self, first: str, second: str) -> bool:
        """Say whether two phrases may name one treatment: a shared word or related concepts."""
        index = self._namer.index
        texts = [spell_out(phrase, self._abbreviations) for phrase in (first, second)]
        one, other = (set(index.normal_form(text).split()) for text in texts)
        shared = len(one & other)
        if shared * 2 > min(len(one), len(other)) or is_treated(first) or is_treated(second):
            return True
        ids = [{m.concept_id for m in self._namer.mentions(t, ("intervention",))} for t in texts]
        return any(index.relation(a, b) != "other" for a in sorted(ids[0]) for b in sorted(ids[1]))

    def _is_a_control(self, phrase: str) -> bool:
        """Say whether a phrase may be a comparator: "relaxation" is one, and an outcome."""
        spelled = spell_out(phrase, self._abbreviations)
        named = self._namer.mentions(spelled, ("comparator", "intervention"))
        whole = any(m.end - m.start == len(spelled) for m in named)
        return whole or _CONTROL_BY_NAME.search(spelled) is not None or self.known(phrase)

    def _is_idle(self, phrase: str) -> bool:
        """Say whether a comparator is no treatment of its own: placebo, usual care, a list."""
        spelled = spell_out(phrase, self._abbreviations)
        named = self._namer.mentions(spelled, ("comparator",))
        return bool(named) or _CONTROL_BY_NAME.search(spelled) is not None

    def is_nothing(self, phrase: str) -> bool:
        """Say whether a phrase names a control and nothing else: "placebo", "no treatment"."""
        named = self._namer.mentions(phrase, ("comparator",))
        others = self._namer.mentions(phrase, ("intervention",))
        return not others and any(m.end - m.start == len(phrase) for m in named)

    def _named(self, phrase: str, role: str) -> tuple[Concept, ...]:
        return self._namer.name_all(spell_out(phrase, self._abbreviations), role) if phrase else ()

    def _concept(self, phrase: str, role: str) -> Concept | None:
        return self._namer.name(spell_out(phrase, self._abbreviations), role) if phrase else None

    def _is_treatment(self, phrase: str) -> bool:
        if not phrase:
            return False
        spelled = spell_out(phrase, self._abbreviations)
        own = self._namer.index.normal_form(
            spell_out(self._topic.compared.intervention, self._abbreviations)
        )
        shared = set(self._namer.index.normal_form(spelled).split()) & set(own.split())
        return bool(shared or self._namer.mentions(spelled, ("intervention",)))

    def _is_only_an_outcome(self, phrase: str) -> bool:
        """Say whether a phrase ends in the name of an outcome or a condition: "pain"."""
        whole = [
            m for m in self._namer.mentions(phrase, ("outcome",)) if m.end - m.start == len(phrase)
        ]
        if whole:
            return not self.is_first_of_topic(phrase)
        ends = [m for m in self._namer.mentions(phrase, ("outcome",)) if m.end >= len(phrase) - 1]
        arms = self._namer.mentions(phrase, ("intervention", "comparator"))
        return bool(ends) and not any(m.end >= len(phrase) - 1 for m in arms)
