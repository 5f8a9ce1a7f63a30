"""What a review is about, from its objective, its title and its criteria."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.extract.abstracts import MAIN_RESULTS, OBJECTIVES, Abstract
from pipeline.evidence.extract.comparisons import NOTHING, Compared, read_comparison
from pipeline.evidence.extract.conditions import AIM, read_condition, spell_out_all
from pipeline.evidence.extract.criteria import only_comparison
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.people import read_people
from pipeline.evidence.extract.phrases import WORDS, arm_phrase, without_parentheses
from pipeline.mark.sentences import sentence_spans
from pipeline.records import Concept

_FLAGS: Final = re.IGNORECASE
_OBJECTIVE: Final = tuple(re.compile(e["pattern"], _FLAGS) for e in WORDS["objective"])
_AGAINST: Final = re.compile(WORDS["patterns"]["topics_against"], re.IGNORECASE)
_COMPARE_WITH: Final = re.compile(
    r",?\s(?:with|to|and|against|versus|vs\.?|compared (?:with|to))\s", _FLAGS
)
_LIST: Final = re.compile(
    r"(?P<a>[^,;:.]{3,40}), (?P<b>[^,;:.]{3,40}?),? or (?P<c>[^,;:.]{3,80})", _FLAGS
)
_CONTROL_SAID: Final = re.compile(WORDS["patterns"]["topics_control_said"], _FLAGS)
_UNDERGONE: Final = re.compile(
    r"\b(?:after|following|during|before|undergoing|having|receiving|under)(?: \w+)? $", _FLAGS
)
_CRITERIA: Final = ("Selection criteria", "Methods")
# What is no treatment of its own, whatever it is given as.
IDLE_CONTROLS: Final = frozenset(
    {"X-PLACEBO", "X-SHAM", "X-NO-TREATMENT", "X-USUAL-CARE", "X-WAITLIST"}
)
_MENTION_OF_CONTROL: Final = re.compile(
    r"\b(?:compar\w+|versus|vs\.?|against|controls?|controlled|or|with|to)\s+(?:\w+\s+){0,6}$",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a review asks.

    Attributes:
        compared: of the objective, else of the title.
        treatment: what the title, else the objective, names first that may be given.
        controls: what the criteria allow to compare with, in order.
        criteria: the first comparison that the criteria spell out.
        only: the one that they allow, where they allow one; its controls joined by "or".
        words: all words of objective, title and criteria, by which an arm is recognised.
        texts: which say in full what is elsewhere named by half; title, objective and criteria
            first.
    """

    compared: Compared
    condition: Concept | None
    population: Concept | None
    treatment: str
    controls: tuple[Concept, ...]
    criteria: Compared
    only: Compared
    words: frozenset[str]
    texts: tuple[str, ...] = ()


def read_topic(abstract: Abstract, namer: Namer, abbreviations: dict[str, str]) -> Topic:
    """Read what a review asks."""
    objective = " ".join(abstract.paragraphs(OBJECTIVES))
    title = abstract.title
    criteria = " ".join(abstract.paragraphs(*_CRITERIA))
    compared, titled = _from_objective(objective), _from_title(title)
    if _is_a_condition(compared.intervention, namer):
        compared = NOTHING
    if not compared.intervention or (titled.is_whole and not compared.comparator):
        compared = titled
    if _ends_in_outcome(compared.comparator, namer):
        # "To compare drugs and their complications" sets nothing against anything.
        compared = replace(compared, comparator="")
    text = f"{objective} {title} {criteria}"
    condition = read_condition(title, objective, namer, abbreviations)
    return Topic(
        compared=compared,
        condition=condition,
        population=read_people(
            spell_out_all(title, abbreviations),
            spell_out_all(objective, abbreviations),
            f"{compared.intervention} {compared.comparator}",
            condition,
            namer,
        ),
        treatment=_treatment(title, objective, namer),
        controls=_controls(f"{objective}. {criteria}", namer),
        criteria=_from_criteria(criteria),
        only=only_comparison(criteria),
        words=frozenset(namer.index.normal_form(text).split()),
        texts=(title, objective, criteria, *abstract.paragraphs(MAIN_RESULTS)),
    )


def _from_objective(objective: str) -> Compared:
    text = without_parentheses(objective)
    for sentence in re.split(r"(?<=[.;:?])\s+", text)[:4]:
        asked = [
            (found.start(), number, found)
            for number, pattern in enumerate(_OBJECTIVE)
            if (found := pattern.search(sentence)) is not None
        ]
        for _, number, found in sorted(asked, key=lambda item: item[:2]):
            what = found["what"].rstrip(". ")
            parts = (_COMPARE_WITH if number == 1 else _AGAINST).split(what, maxsplit=1)
            intervention = _first_phrase(parts[0])
            if intervention:
                comparator = _controls_in(parts[1]) if len(parts) > 1 else ""
                return Compared(intervention, comparator, "objective")
    return Compared("", "")


def _ends_in_outcome(phrase: str, namer: Namer) -> bool:
    named = namer.mentions(phrase, ("outcome", "condition"))
    return any(mention.end >= len(phrase) - 1 for mention in named)


def _is_a_condition(phrase: str, namer: Namer) -> bool:
    """Say whether a phrase names what people have, and nothing that is given."""
    ends = [m.end - m.start == len(phrase) for m in namer.mentions(phrase, ("condition",))]
    return any(ends) and not namer.mentions(phrase, ("intervention",))


def _from_criteria(criteria: str) -> Compared:
    for start, end in sentence_spans(criteria):
        compared = read_comparison(criteria[start:end])
        if compared.is_whole and compared.is_contrast:
            return compared
    return NOTHING


def _from_title(title: str) -> Compared:
    parts = _AGAINST.split(without_parentheses(title).rstrip("?. "), maxsplit=1)
    if len(parts) == 1 and not AIM.search(" " + parts[0]):
        return Compared("", "")
    intervention = _first_phrase(parts[0])
    return Compared(intervention, _first_phrase(parts[1]) if len(parts) > 1 else "", "title")


def _first_phrase(text: str) -> str:
    aim = AIM.search(" " + text.strip(), 2)
    head = (" " + text.strip())[: aim.start()] if aim is not None else text
    return arm_phrase(head) or arm_phrase(text)


def _controls_in(text: str) -> str:
    """Return the control that a text begins with, or each of "placebo, no gum or another drug"."""
    first = _first_phrase(text)
    listed = _LIST.match(text)
    if listed is None:
        return first
    parts = [_first_phrase(part) for part in (listed["a"], listed["b"], listed["c"])]
    are_controls = all(parts) and all(_CONTROL_SAID.search(part) for part in parts)
    return " or ".join(parts) if are_controls else first


def _treatment(title: str, objective: str, namer: Namer) -> str:
    for text in (title, objective):
        for mention in namer.mentions(text, ("intervention",)):
            # "After heart surgery" tells who was treated.
            if not _UNDERGONE.search(text[: mention.start]):
                return text[mention.start : mention.end]
    return ""


def _controls(text: str, namer: Namer) -> tuple[Concept, ...]:
    found: dict[str, Concept] = {}
    for mention in namer.mentions(text, ("comparator",)):
        if mention.concept_id in IDLE_CONTROLS and _MENTION_OF_CONTROL.search(
            text[max(0, mention.start - 60) : mention.start]
        ):
            concept = namer.name(text[mention.start : mention.end], "comparator")
            if concept is not None:
                found.setdefault(mention.concept_id, concept)
    return tuple(found.values())
