"""Stage 3: who got what, against what, for what, measured how.

Each reader looks in the clause first, then in its sentence, then in the
sentence above a bare list item, then in the heading, last in the article's
topic. A concept after "than" or "versus" is what something is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast, get_args

from pipeline.citations import is_diagnosis
from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.mark.marks import ClaimMark
from pipeline.normalise.context import Context
from pipeline.normalise.sourcing import OF_BODIES
from pipeline.records import ClaimKind, Concept, ConceptKind, Quantity, Species
from pipeline.resources import word_list
from pipeline.wording import read_changes

_WORDS: Final = word_list("fields")
_MARKER: Final = re.compile(_WORDS["comparator_markers"], re.IGNORECASE)
_MARKER_END: Final = re.compile(_WORDS["comparator_end"], re.IGNORECASE)
_OF_NUMBER: Final = re.compile(_WORDS["comparator_number"], re.IGNORECASE)
# "Than with placebo", "than in those who waited".
_LED: Final = re.compile(r"\s+(?:with|in|on|for|after|by|among|under|from|at)\b")
_PHRASE_END: Final = re.compile(r"[;()\n]|—|,(?! or| and)")
# "More than 900 people" compares with nobody.
_THAN_A_NUMBER: Final = re.compile(
    r"(?<=than)\s+(?:(?:about|half|a|an|one) )?(?:\d|third|quarter|dozen)"
)
_COMPARED: Final = tuple(
    (entry["name"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in _WORDS["compared"]
)
_NONE_OF: Final = re.compile(r"\b(?:no|without(?: a| any)?)\s$", re.IGNORECASE)
# A publication, a body and a code are compared with nothing.
_UNCOMPARED: Final[frozenset[ClaimKind]] = frozenset({"citation", "credential", "code"})
_NOT_TREATED: Final = re.compile(_WORDS["not_treated"], re.IGNORECASE)
_AGENTS: Final = re.compile(_WORDS["agents"], re.IGNORECASE)
_SETTING: Final = re.compile(_WORDS["setting"], re.IGNORECASE)
_GENERIC: Final = re.compile(_WORDS["generic"], re.IGNORECASE)
_PARTNER: Final = re.compile(_WORDS["partner"], re.IGNORECASE)
_SUBJECT: Final = re.compile(_WORDS["bare_subject"])
_DONE: Final = re.compile(_WORDS["done_subject"], re.IGNORECASE)
_FAMILIAR: Final = re.compile(_WORDS["familiar_subject"], re.IGNORECASE)
_ADVISES: Final = re.compile(_WORDS["advises"], re.IGNORECASE)
_BACKGROUND: Final = re.compile(_WORDS["background"], re.IGNORECASE)
_IN_WHOM: Final = re.compile(_WORDS["in_whom"], re.IGNORECASE)
_PRONOUN: Final = re.compile(_WORDS["pronoun_subject"], re.IGNORECASE)
_DUMMIES: Final = frozenset({"X-SHAM", "X-PLACEBO"})
_UNMISTAKABLE: Final = _DUMMIES | {"X-NO-TREATMENT", "X-WAITLIST"}
# What was named before.
_IT: Final = re.compile(_WORDS["named_before"], re.IGNORECASE)
_RESPONDERS: Final = re.compile(_WORDS["responders"], re.IGNORECASE)
_ALL_KINDS: Final[tuple[ConceptKind, ...]] = get_args(ConceptKind)
# What may stand before the subject of a sentence that begins with it.
_NOTHING_BUT: Final = re.compile(r"\W*(?:(?:the|a|an)\s+)?", re.IGNORECASE)
_FORMS, _ROUTES, _SPECIES = (
    tuple((entry["name"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in _WORDS[family])
    for family in ("form", "route", "species")
)
# A licence, a code or a mechanism is about a condition only where it names one.
_OF_ITSELF: Final[frozenset[ClaimKind]] = frozenset({"credential", "code", "mechanism"})
# What is covered or approved is the object of its clause.
_RULED: Final[frozenset[ClaimKind]] = frozenset({"coverage", "regulatory"})
# What an article is about gives a condition to results, promises and citations alone.
_OF_TOPIC: Final[frozenset[ClaimKind]] = frozenset({"statistic", "efficacy", "citation"})
# Outcomes that say that there is a harm, and not which.
ANY_HARM: Final = frozenset({"X-ADVERSE-EVENTS", "X-SERIOUS-ADVERSE-EVENTS"})
# Whether people get it, and not how badly.
INCIDENCE: Final = "X-INCIDENCE"
# Outcomes that say whether it helped at all, and not with what.
_WHETHER: Final = frozenset({INCIDENCE, "X-IMPROVEMENT", "X-CURE"})
# A share of people who got better by half or more is this outcome.
RESPONDERS: Final = "X-RESPONDERS"


# Words before a condition that say who has it reach no further back than this, in code points.
_LOOK_BACK: Final = 120


@dataclass(frozen=True, slots=True)
class Stretch:
    """A clause with its surroundings, as the readers look at it."""

    text: str
    mark: ClaimMark
    context: Context
    compared: tuple[tuple[int, int], ...]

    def is_compared(self, mention: ConceptMention) -> bool:
        """Say whether a concept stands where something is compared with."""
        return any(start <= mention.start < end for start, end in self.compared)

    def is_besides(self, mention: ConceptMention) -> bool:
        """Say whether a warning names a treatment as what one takes besides."""
        if self.mark.kind != "safety":
            return False
        return _PARTNER.search(self.context.text, self.mark.sent_start, mention.start) is not None

    def is_title(self) -> bool:
        """Say whether it is of an entry of a reference list; a number there is told of it."""
        return self.mark.kind != "statistic" and self.context.is_reference(self.mark.start)

    def is_had(self, mention: ConceptMention) -> bool:
        """Say whether a condition stands as what people have: "in adults with asthma"."""
        begin = max(0, mention.start - _LOOK_BACK)
        return _IN_WHOM.search(self.context.text, begin, mention.start) is not None


def stretch_of(text: str, mark: ClaimMark, context: Context) -> Stretch:
    """Prepare a mark for the readers.

    Args:
        text: the whole clean text.
        mark: the claim.
        context: of the article.
    """
    return Stretch(
        text=text[mark.start : mark.end],
        mark=mark,
        context=context,
        compared=tuple(compared_regions(text, mark.sent_start, mark.sent_end)),
    )


def compared_regions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches that name what something is compared with."""
    found: list[tuple[int, int]] = []
    for marker in _MARKER.finditer(text, start, end):
        number = _OF_NUMBER.match(text, marker.end(), end)
        counted = _THAN_A_NUMBER.match(text, marker.end(), end)
        if counted is not None and (number is None or "%" not in number[0]):
            continue
        # Of whom a number is, is told to the end of the phrase: "41% of those with sham needles".
        led = _LED.match(text, marker.end(), end)
        begin = max(found.end() for found in (marker, number, led) if found is not None)
        stop = (_MARKER_END if number is None else _PHRASE_END).search(text, begin, end)
        found.append((begin, stop.start() if stop is not None else end))
    return found


def read_intervention(
    stretch: Stretch, quantities: Iterable[Quantity], index: ConceptIndex
) -> Concept | None:
    """Return what was done or taken; None where people are only counted."""
    found = _intervention_near(stretch, quantities)
    above = stretch.context.from_heading(stretch.mark.start, "intervention")
    for wanted in (above, stretch.context.topic.intervention):
        # "Regular supplements" under "Vitamin C" are those of the heading.
        if found is not None and wanted is not None and _GENERIC.fullmatch(found.text):
            relation = index.relation(wanted.concept_id, found.concept_id)
            if relation == "narrower":
                return _as_concept(wanted, stretch.context)
    return found


def _intervention_near(stretch: Stretch, quantities: Iterable[Quantity]) -> Concept | None:
    mark, context = stretch.mark, stretch.context
    inside = [
        mention
        for mention in context.mentions(mark.start, mark.end, "intervention")
        if not stretch.is_compared(mention)
    ]
    agents = [m for m in inside if mark.kind in _RULED or _is_agent(stretch, m)]
    if mark.kind == "credential":
        # Of two bodies that certify, the one that this claim is about.
        agents = [m for m in inside if m.end > mark.trigger] or inside
    if agents:
        return _concept(agents[0], context)
    if _is_background(stretch, quantities):
        return None
    names_what_one_has = mark.code is not None and is_diagnosis(mark.code.system)
    if mark.kind == "credential" or names_what_one_has:
        # Neither is about what the article is about.
        return _concept(next(iter(inside), None), context)
    for start, end in mark.headers:
        named = context.mentions(start, end, "intervention")
        if named:
            return _concept(named[0], context)
    if not _PRONOUN.match(stretch.text):
        for start, end in ((mark.sent_start, mark.start), (mark.stem_start, mark.stem_end)):
            named = [
                mention
                for mention in context.mentions(start, end, "intervention")
                if not stretch.is_compared(mention)
                and mention not in inside
                and not stretch.is_besides(mention)
            ]
            if named:
                # Of what stands before a clause, the nearest is its subject.
                return _concept(named[-1] if end == mark.start else named[0], context)
    if _names_a_stranger(stretch) or _is_of_another_row(stretch):
        return None
    return _carried_intervention(stretch) or _concept(next(iter(inside), None), context)


def _carried_intervention(stretch: Stretch) -> Concept | None:
    """Return the treatment of what stands before a sentence that does nothing with one."""
    mark, context = stretch.mark, stretch.context
    if stretch.is_title():
        # An entry of a reference list is about what its own title says.
        titled = context.mentions(mark.sent_start, mark.sent_end, "intervention")
        return _concept(next(iter(titled), None), context)
    above = context.from_heading(mark.start, "intervention") or context.topic.intervention
    return _concept(_antecedent(stretch) or above, context)


def _antecedent(stretch: Stretch) -> ConceptMention | None:
    """Return the treatment that "it" is of: what the sentence before begins with.

    "Senna empties the bowel. It can cause cramps." A sentence that begins with "it" too leads on
    to the one before; one that begins otherwise leaves it to the heading and the title.
    """
    mark, context = stretch.mark, stretch.context
    place = mark.sent_start
    if not _PRONOUN.match(context.text[place : mark.end]):
        return None
    while (before := context.sentence_before(place)) is not None:
        place, end = before
        if not _PRONOUN.match(context.text[place:end]):
            named = context.mentions(place, end, "intervention")
            begins = named and _NOTHING_BUT.fullmatch(context.text, place, named[0].start)
            return named[0] if begins else None
    return None


def _is_of_another_row(stretch: Stretch) -> bool:
    """Say whether a cell's row is of a treatment that the table lacks, beside rows of others."""
    mark, context = stretch.mark, stretch.context
    if (
        mark.cell is None
        or mark.kind == "code"
        or not context.has_rows_of_treatments(mark.cell.table)
    ):
        return False
    return not any(
        context.mentions(start, end, "intervention", "comparator")
        for start, end in mark.row_headers
    )


def _names_a_stranger(stretch: Stretch) -> bool:
    """Say whether the subject is a name that the table has not: "Laser relieves pain".

    It is one where one word to three without an article begin the sentence, name no concept, and
    are none of the words that texts use for what they are about anyway; or where something is
    eaten or done that names no treatment ("Eating cherries lowered the risk").
    """
    if stretch.mark.start != stretch.mark.sent_start:
        return False
    done = _DONE.match(stretch.text)
    if done is not None:
        return _FAMILIAR.search(done[1]) is None
    words = read_changes(stretch.text)
    subject = _SUBJECT.match(stretch.text[: words[0].start]) if words else None
    if subject is None or _FAMILIAR.search(subject[1]):
        return False
    start = stretch.mark.start + subject.start(1)
    end = stretch.mark.start + subject.end(1)
    if stretch.context.mentions(start, end, *_ALL_KINDS):
        return False
    # "Compression" is what an article on compression stockings is about.
    about = stretch.context.topic.intervention
    return about is None or not set(subject[1].lower().split()) & set(about.name.lower().split())


def _is_background(stretch: Stretch, quantities: Iterable[Quantity]) -> bool:
    """Say whether a clause speaks of the world, and not of what was done about it."""
    if any(quantity.role == "prevalence" for quantity in quantities):
        return True
    return _BACKGROUND.search(stretch.text) is not None


def _is_agent(stretch: Stretch, mention: ConceptMention) -> bool:
    """Say whether an intervention did something, and not had something done to it.

    "Needles release painkillers": what stands after the verb is its object,
    unless "by" or "with" leads to it. Who is warned takes something besides.
    """
    if stretch.is_besides(mention):
        return False
    place, end = mention.start - stretch.mark.start, mention.end - stretch.mark.start
    # "Reducing salt": a word of change may be a part of the name.
    words = [w for w in read_changes(stretch.text) if w.end <= place or end <= w.start]
    if not words or place < words[0].start:
        return _SETTING.search(stretch.text[:place]) is None
    return _AGENTS.search(stretch.text[:place]) is not None


def read_comparators(stretch: Stretch, index: ConceptIndex) -> tuple[Concept, ...]:
    """Return what it was compared with; several where a text pools them.

    Without "than" or "versus" only a dummy or nothing at all counts: "41% with
    sham" compares, "talk to us about your medication" does not.
    """
    mark, context = stretch.mark, stretch.context
    if mark.kind in _UNCOMPARED:
        return ()
    found: list[ConceptMention] = []
    for start, end in stretch.compared:
        # "Compared with placebo, …" stands right before its clause.
        if start < mark.end and end >= mark.start - len(", "):
            found.extend(context.mentions(start, end, "comparator", "intervention"))
            found.extend(_phrases(stretch, index, start, min(end, mark.end)))
    for start, end in (*mark.beside, *mark.column_headers):
        # "Sham acupuncture" in a table's column of comparisons.
        found.extend(context.mentions(start, end, "comparator"))
    if not found:
        named = context.mentions(mark.start, mark.end, "comparator")
        told = _phrases(stretch, index, mark.start, mark.end)
        # "Nothing" and "those who did not" compare only after "than" and its like.
        named += [mention for mention in told if mention.concept_id in _DUMMIES]
        found = [
            mention
            for mention in named
            if mention.concept_id in _UNMISTAKABLE
            and not _NONE_OF.search(context.text, mark.start, mention.start)
        ]
    seen: dict[str, ConceptMention] = {}
    for mention in _longest_apart(found):
        seen.setdefault(mention.concept_id, mention)
    return tuple(_as_concept(mention, context) for mention in seen.values())


def _phrases(stretch: Stretch, index: ConceptIndex, start: int, end: int) -> list[ConceptMention]:
    """Read comparators that are told in words of their own: "than people who didn't"."""
    return [
        ConceptMention(found.start(), found.end(), entry.concept_id, entry.name, "comparator")
        for name, pattern in _COMPARED
        for found in pattern.finditer(stretch.context.text, start, end)
        if (entry := index.entry(name)) is not None
    ]


def read_condition(
    stretch: Stretch,
    index: ConceptIndex,
    quantities: Sequence[Quantity],
    intervention: Concept | None,
    outcome: Concept | None,
) -> Concept | None:
    """Return what was treated, or, where people are counted, what they have.

    Args:
        stretch: the clause.
        index: of all concepts.
        quantities: of the clause, with their roles.
        intervention: of the clause; tells with the outcome whether it is on the article's topic.
        outcome: of the clause.
    """
    counted = _counted_among(stretch, quantities)
    if counted is not None:
        return _as_concept(counted[0], stretch.context)
    share = next((q for q in quantities if q.role == "prevalence"), None)
    if share is not None and not _IT.search(stretch.text):
        return _had_by(stretch, share)
    found = _condition_near(stretch)
    if found is None:
        return _carried_condition(stretch, index, intervention, outcome)
    titled = stretch.context.topic.condition
    if titled is None or stretch.mark.cell is None:
        return found
    # "Pain reduction" in a table of an article on neck pain is neck pain's.
    narrower = index.relation(titled.concept_id, found.concept_id) == "narrower"
    return _as_concept(titled, stretch.context) if narrower else found


def _had_by(stretch: Stretch, share: Quantity) -> Concept | None:
    """Return what a share of people has: what is named behind it, else before it.

    What the article is about says nothing of "8% of adults saw a dentist".
    """
    mark, context = stretch.mark, stretch.context
    named = context.mentions(mark.start, mark.end, "condition")
    behind = [mention for mention in named if mention.start >= share.start]
    return _concept(next(iter(behind or named), None), context)


def _condition_near(stretch: Stretch) -> Concept | None:
    """Return what the sentence, its stem or its cell's headers name."""
    mark, context = stretch.mark, stretch.context
    if mark.focus is not None:
        return _as_concept(mark.focus, context)
    near = _near(mark) if mark.cell is None else [(mark.start, mark.end), *mark.headers]
    for start, end in near:
        named = [
            mention
            for mention in context.mentions(start, end, "condition")
            if not _NOT_TREATED.search(context.text, start, mention.start)
        ]
        if mark.kind == "safety":
            # "No risk of bleeding": what may go wrong is not what is treated.
            named = [m for m in named if _IN_WHOM.search(context.text, start, m.start)]
        if named:
            # "Memory loss in Alzheimer's disease": who has it comes after "in".
            borne = [m for m in named if _IN_WHOM.search(context.text, start, m.start)]
            return _concept((borne or named)[0], context)
    return None


def _carried_condition(
    stretch: Stretch, index: ConceptIndex, intervention: Concept | None, outcome: Concept | None
) -> Concept | None:
    """Return the condition of what stands before a sentence that names none.

    A heading gives it to whatever it stands above; the article's topic to what
    is about that topic; what the paragraph spoke of last to a number, where
    nothing above does or where it is what people have. A harm is the treatment's in anybody.
    """
    mark, context = stretch.mark, stretch.context
    if mark.kind in _OF_ITSELF or stretch.is_title():
        return None
    above = context.from_heading(mark.start, "condition")
    if outcome is not None and outcome.concept_id in ANY_HARM:
        return _concept(above, context)
    if above is None and _is_on_topic(stretch, index, intervention, outcome):
        above = context.topic.condition
    if mark.kind == "statistic" and mark.cell is None:
        before = context.last_in_block(mark.sent_start, "condition")
        own = context.mentions(mark.start, mark.end, "intervention")
        leans = above is None and not (own and _is_of_another(stretch, index, intervention))
        if before is not None and (leans or stretch.is_had(before)):
            return _concept(before, context)
    return _concept(above, context)


def _is_on_topic(
    stretch: Stretch, index: ConceptIndex, intervention: Concept | None, outcome: Concept | None
) -> bool:
    """Say whether a clause is about what its article is about.

    Results, promises, citations and advice of bodies are; but what another
    treatment does to something that was measured ("prayer lowers mortality")
    need not be about the same people.
    """
    mark = stretch.mark
    if mark.kind not in _OF_TOPIC and not (
        mark.kind == "regulatory" and _ADVISES.search(stretch.text)
    ):
        return False
    return outcome is None or not _is_of_another(stretch, index, intervention)


def _is_of_another(stretch: Stretch, index: ConceptIndex, intervention: Concept | None) -> bool:
    """Say whether a clause is of another treatment than its article."""
    about = stretch.context.topic.intervention
    if intervention is None or about is None:
        return False
    return index.relation(intervention.concept_id, about.concept_id) == "other"


def _counted_among(
    stretch: Stretch, quantities: Iterable[Quantity]
) -> tuple[ConceptMention, ConceptMention] | None:
    """Of "sleep problems affect half of people with chronic pain" return both, in that order.

    None where nobody is counted, or only one condition is named.
    """
    if not any(quantity.role == "prevalence" for quantity in quantities):
        return None
    mark, context = stretch.mark, stretch.context
    named = context.mentions(mark.start, mark.end, "condition")
    people = [m for m in named if _IN_WHOM.search(context.text, mark.start, m.start)]
    others = [m for m in named if m not in people]
    return (others[0], people[0]) if others and people else None


def read_population(stretch: Stretch, quantities: Iterable[Quantity]) -> Concept | None:
    """Return in whom; None where it is people in general."""
    counted = _counted_among(stretch, quantities)
    if counted is not None:
        return _as_concept(counted[1], stretch.context)
    for start, end in _near(stretch.mark):
        named = stretch.context.mentions(start, end, "population")
        if named:
            return _concept(named[0], stretch.context)
    return None


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
        if not stretch.is_compared(mention)
    ]
    if mark.kind != "safety":
        # "The risk fell by 20%" is not of side effects.
        bare = [m for m in named if context.text[m.start : m.end].lower() == "risk"]
        named = [m for m in named if m not in bare]
        entry = index.entry(INCIDENCE)
        if bare and not named and entry is not None:
            return Concept("risk", entry.concept_id, entry.name)
    else:
        # "Side effects include headache" is about headache.
        which = [mention for mention in named if mention.concept_id not in ANY_HARM]
        named = which or _harms(stretch) or named
    shares = [q for q in quantities if q.role in {"intervention_arm", "comparator_arm"}]
    if any(q.kind == "proportion" for q in shares) and _RESPONDERS.search(stretch.text):
        entry = index.entry(RESPONDERS)
        if entry is not None and not named:
            return Concept(stretch.text, entry.concept_id, entry.name)
    for start, end in mark.headers or ((mark.stem_start, mark.stem_end),):
        named = named or context.mentions(start, end, "outcome")
    in_others = _treated_in_others(stretch)
    if in_others and named:
        # "Prevents vomiting in children with diarrhea" is not whether they get diarrhea.
        named = [m for m in named if m.concept_id not in _WHETHER] or in_others
    return _concept(named[0], context) if named else None


def _treated_in_others(stretch: Stretch) -> list[ConceptMention]:
    """Return what is treated in people who have something else: "vomiting in diarrhoea"."""
    mark, context = stretch.mark, stretch.context
    conditions = context.mentions(mark.start, mark.end, "condition")
    had = [n for n, mention in enumerate(conditions) if stretch.is_had(mention)]
    before = conditions[: had[0]] if had else []
    return [m for m in before if not _NOT_TREATED.search(context.text, mark.start, m.start)]


def _harms(stretch: Stretch) -> list[ConceptMention]:
    """Return the conditions that one gets, and not those that one has."""
    mark, context = stretch.mark, stretch.context
    return [
        mention
        for mention in context.mentions(mark.start, mark.end, "condition")
        if not stretch.is_compared(mention)
        and not _IN_WHOM.search(context.text, mark.start, mention.start)
    ]


def read_form(text: str) -> str | None:
    """Return the form that was taken ("tea", "capsule"); None where unsaid."""
    return _first_name(_FORMS, text)


def read_route(text: str) -> str | None:
    """Return by which way it was given; None where unsaid."""
    return _first_name(_ROUTES, text)


def read_species(text: str) -> Species:
    """Return in what it was seen; people, where nothing else is said."""
    return cast("Species", _first_name(_SPECIES, text) or "human")


def _first_name(family: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    return next((name for name, pattern in family if pattern.search(text)), None)


def _near(mark: ClaimMark) -> list[tuple[int, int]]:
    """The clause, what of the sentence stands before it, the rest, the stem."""
    places = [
        (mark.start, mark.end),
        (mark.sent_start, mark.start),
        (mark.end, mark.sent_end),
        (mark.stem_start, mark.stem_end),
    ]
    return [place for place in places if place[0] < place[1]]


def _longest_apart(mentions: Iterable[ConceptMention]) -> list[ConceptMention]:
    """Of mentions that share words keep the longest: "sham acupuncture" is no acupuncture."""
    kept: list[ConceptMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.kind)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _concept(mention: ConceptMention | None, context: Context) -> Concept | None:
    return None if mention is None else _as_concept(mention, context)


def _as_concept(mention: ConceptMention, context: Context) -> Concept:
    return Concept(context.text[mention.start : mention.end], mention.concept_id, mention.name)
