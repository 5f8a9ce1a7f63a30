"""Stage 3: what was done or taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, get_args

from pipeline.citations import is_diagnosis
from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.normalise.context import Context
from pipeline.normalise.stretches import Stretch, as_concept, compared_regions
from pipeline.records import ClaimKind, Concept, ConceptKind, Quantity
from pipeline.resources import word_list
from pipeline.wording import read_changes

_WORDS: Final = word_list("fields")
_AGENTS: Final = re.compile(_WORDS["agents"], re.IGNORECASE)
_SETTING: Final = re.compile(_WORDS["setting"], re.IGNORECASE)
_GENERIC: Final = re.compile(_WORDS["generic"], re.IGNORECASE)
_SUBJECT: Final = re.compile(_WORDS["bare_subject"])
_RULED_OBJECT: Final = re.compile(_WORDS["ruled_object"])
_DONE: Final = re.compile(_WORDS["done_subject"], re.IGNORECASE)
_FAMILIAR: Final = re.compile(_WORDS["familiar_subject"], re.IGNORECASE)
_BACKGROUND: Final = re.compile(_WORDS["background"], re.IGNORECASE)
_INTRODUCED: Final = re.compile(_WORDS["introduced"], re.IGNORECASE)
_PRONOUN: Final = re.compile(_WORDS["pronoun_subject"], re.IGNORECASE)
_SAME_WORK: Final = re.compile(_WORDS["same_work"], re.IGNORECASE)
_STOPPED: Final = re.compile(_WORDS["stopped"], re.IGNORECASE)
_TOGETHER: Final = re.compile(_WORDS["together"], re.IGNORECASE)
_ALL_KINDS: Final[tuple[ConceptKind, ...]] = get_args(ConceptKind)
# How far into a paragraph its head reaches, in code points; and what follows it.
_HEAD_REACH: Final = 80
_HEAD_ENDS: Final = re.compile(r"\s*(?:\([^()\n]{0,40}\)\s*)?[*_]{0,3}\s*(?:[.:]|[–—]|-\s)")
# Between two of a list; what something is given "with" is no second head.
_LISTED: Final = re.compile(r"(?:\s+\w+){0,2}(?:,|,?\s+(?:and|or|nor))\s+(?:\w+\s+)?")
# What a name may add to that of the plant or stuff.
_FORM: Final = re.compile(r"oil|extract|juice|powder|capsules|lozenges|supplements?|cream|gel")
# So few words may stand before the treatment that a sentence is about.
_FEW_WORDS: Final = 3
# "It's ginger that", "it is proven that ginger": what follows is the subject after all.
_IT_IS: Final = re.compile(
    r"\W*(?:it|this|these)(?:'s|’s| is| are| was)\s+(?:\w+\s+)?|.*\bthat\s+(?:\w+\s+)?",
    re.IGNORECASE,
)
# What may stand before the subject of a sentence that begins with it.
_NOTHING_BUT: Final = re.compile(r"\W*(?:(?:the|a|an)\s+)?", re.IGNORECASE)
# What a body says something of.
_SAID_OF: Final = re.compile(
    r"\b(?:says?|said|warns?|warned|states?|stated|notes?|noted)\s+(?:that\s+)?"
    r"((?!(?:it|this|that|these|they|there|the|its|such)\b)[a-z][\w-]*(?:\s[\w-]+){0,2}?)\s+"
    r"(?:is|are|was|were|has|have|had|do|does|did|can|may|should|must)\b"
)
# What is covered or approved is the object of its clause.
_RULED: Final[frozenset[ClaimKind]] = frozenset({"coverage", "regulatory"})
# What comes of it.
_EFFECTS: Final[frozenset[ClaimKind]] = frozenset({"statistic", "efficacy", "mechanism"})
# Of whatever their sentence names.
_OF_SENTENCE: Final[frozenset[ClaimKind]] = frozenset({"citation", "code"})


def read_intervention(
    stretch: Stretch, quantities: Iterable[Quantity], index: ConceptIndex
) -> Concept | None:
    """Return what was done or taken; None where people are only counted."""
    context = stretch.context
    found = _intervention_near(stretch, quantities, index)
    if found is None or _is_stopped(stretch, found):
        return None
    above = context.from_heading(stretch.mark.start, "intervention")
    for wanted in (above, context.topic.intervention):
        if wanted is not None and _is_short_for(stretch, found, wanted, index):
            return as_concept(wanted, context)
    return as_concept(_with_partner(stretch, found, index), context)


def _is_stopped(stretch: Stretch, found: ConceptMention) -> bool:
    """Say whether something comes of going without a treatment: "stopping sleeping pills".

    What harms when it is stopped is the treatment's, and what a body stops is the treatment.
    """
    start, _ = stretch.context.sentence_at(found.start)
    stopped = _STOPPED.search(stretch.context.text, start, found.start) is not None
    return stopped and stretch.mark.kind in _EFFECTS


def _with_partner(stretch: Stretch, found: ConceptMention, index: ConceptIndex) -> ConceptMention:
    """Return what two treatments are together, where a sentence gives both and the table has it."""
    mark, context = stretch.mark, stretch.context
    for partner in context.mentions(mark.sent_start, mark.end, "intervention"):
        beside = _TOGETHER.search(context.text, mark.sent_start, partner.start)
        if beside is None or stretch.is_compared(partner):
            continue
        both = {found.concept_id, partner.concept_id}
        common = set(index.narrower(found.concept_id)) & set(index.narrower(partner.concept_id))
        for entry in (index.entry(index.ids[number]) for number in sorted(common)):
            if entry is not None and set(entry.parents) == both:
                return replace(found, concept_id=entry.concept_id, name=entry.name)
    return found


def _is_short_for(
    stretch: Stretch, found: ConceptMention, wanted: ConceptMention, index: ConceptIndex
) -> bool:
    """Say whether a text means what it is about by a word for what sort of thing that is.

    "Regular supplements" under "Vitamin C" are those of the heading, and "peppermint" in an article
    on peppermint oil is its oil. But bodies decide of whole sorts: "The FDA approves no
    supplements", and exercise is a treatment itself.
    """
    written = stretch.context.text[found.start : found.end]
    if index.relation(wanted.concept_id, found.concept_id) == "narrower":
        return _GENERIC.fullmatch(written) is not None and stretch.mark.kind not in _RULED
    rest = wanted.name.removeprefix(f"{found.name} ")
    return written.lower() == found.name and _FORM.fullmatch(rest) is not None


def _intervention_near(
    stretch: Stretch, quantities: Iterable[Quantity], index: ConceptIndex
) -> ConceptMention | None:
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
    if stretch.is_of_others():
        return None
    if agents:
        return _of_listed(stretch, agents)
    if _is_background(stretch, quantities):
        return None
    names_what_one_has = mark.code is not None and is_diagnosis(mark.code.system)
    if mark.kind == "credential" or names_what_one_has:
        # Neither is about what the article is about.
        return next(iter(inside), None)
    around = _of_headers(stretch) or _of_sentence(stretch, inside)
    if around is not None:
        return around
    if _names_a_stranger(stretch) or _is_of_another_row(stretch):
        return None
    acted_on = (mention for mention in inside if not stretch.is_besides(mention))
    return _carried_intervention(stretch, index) or next(acted_on, None)


def _of_headers(stretch: Stretch) -> ConceptMention | None:
    """Return the treatment that the headers of a cell name."""
    for start, end in stretch.mark.headers:
        named = stretch.context.mentions(start, end, "intervention")
        if named:
            return named[0]
    return None


def _of_sentence(stretch: Stretch, inside: Sequence[ConceptMention]) -> ConceptMention | None:
    """Return the treatment that stands before a clause in its sentence, or in its stem.

    Args:
        stretch: the clause.
        inside: what it names itself, and does something to.
    """
    mark, context = stretch.mark, stretch.context
    if _PRONOUN.match(stretch.text):
        return None
    for start, end in ((mark.sent_start, mark.start), (mark.stem_start, mark.stem_end)):
        named = [
            mention
            for mention in context.mentions(start, end, "intervention")
            if not stretch.is_compared(mention)
            and mention not in inside
            and not stretch.is_besides(mention)
            and not _is_of_next_clause(stretch, mention)
        ]
        if named:
            # Of what stands before a clause, the nearest is its subject.
            nearest = _last_list(context, named) if end == mark.start else named
            return _of_listed(stretch, nearest)
    return None


def _last_list(context: Context, named: Sequence[ConceptMention]) -> Sequence[ConceptMention]:
    """Return the last of some treatments, with those that are listed before it."""
    first = len(named) - 1
    while first and _LISTED.fullmatch(context.text, named[first - 1].end, named[first].start):
        first -= 1
    return named[first:]


def _is_of_next_clause(stretch: Stretch, mention: ConceptMention) -> bool:
    """Say whether a treatment is named behind a clause, of which it is no subject.

    It is one where a report leads to it: "90 people were followed, and it turned out that senna".
    A work, a code and what a list is announced with are of their whole sentence.
    """
    mark, text = stretch.mark, stretch.context.text
    if mark.kind in _OF_SENTENCE or not mark.end <= mention.start < mark.sent_end:
        return False
    return _INTRODUCED.search(text, mark.end, mention.start) is None


def _of_listed(stretch: Stretch, agents: Sequence[ConceptMention]) -> ConceptMention:
    """Return of treatments that did it together the article's, else the first.

    "Aspirin and ginkgo can add up": of ginkgo, in an article on it.
    """
    context, about = stretch.context, stretch.context.topic.intervention
    for before, mention in pairwise(agents):
        if not _LISTED.fullmatch(context.text, before.end, mention.start):
            break
        if about is not None and mention.concept_id == about.concept_id:
            return mention
    return agents[0]


def _carried_intervention(stretch: Stretch, index: ConceptIndex) -> ConceptMention | None:
    """Return the treatment of what stands before a sentence that does nothing with one."""
    mark, context = stretch.mark, stretch.context
    if stretch.is_title():
        # An entry of a reference list is about what its own title says.
        titled = context.mentions(mark.sent_start, mark.sent_end, "intervention")
        return next(iter(titled), None)
    near = _antecedent(stretch) or _head_of_item(stretch)
    above = context.from_heading(mark.start, "intervention") or context.topic.intervention
    if near is None and above is not None and _has_a_rival(stretch, above, index):
        return None
    return near or above


def _has_a_rival(stretch: Stretch, above: ConceptMention, index: ConceptIndex) -> bool:
    """Say whether the paragraph went over to another treatment: nobody knows which one is meant.

    It did where a sentence is about another, or where "it" follows one that ends with another.
    What is compared with, taken besides or named in passing ("you get enough from eggs") is none.
    """
    mark, context = stretch.mark, stretch.context
    last = context.last_in_block(mark.sent_start, "intervention")
    if last is None:
        return False
    start, end = context.sentence_at(last.start)
    if any(a <= last.start < b for a, b in compared_regions(context.text, start, end)):
        last = _subject(context, start, end)
    if last is None or index.relation(last.concept_id, above.concept_id) != "other":
        return False
    if _GENERIC.fullmatch(context.text[last.start : last.end]):
        return False
    before = context.text[start : last.start]
    if len(before.split()) <= _FEW_WORDS or _INTRODUCED.search(before):
        return True
    leans = _PRONOUN.match(context.text[mark.sent_start : mark.end]) is not None
    return leans and context.sentence_before(mark.sent_start) == (start, end)


def _head_of_item(stretch: Stretch) -> ConceptMention | None:
    """Return the treatment that a paragraph opens with as its head: "Valerian (3/10). It …"."""
    context = stretch.context
    start = context.block_start(stretch.mark.start)
    # A head is short: a paragraph may be a book.
    end = min(stretch.mark.sent_start, start + _HEAD_REACH)
    first = next(iter(context.mentions(start, end, "intervention")), None)
    if first is None or not _NOTHING_BUT.fullmatch(context.text, start, first.start):
        return None
    return first if _HEAD_ENDS.match(context.text, first.end) else None


def _antecedent(stretch: Stretch) -> ConceptMention | None:
    """Return the treatment that "it" is of: the subject of what stands before it.

    "Senna empties the bowel. It can cause cramps." A sentence that begins with "it" too, or names
    no treatment, leads on to the one before, and so does a paragraph that begins with it; one that
    only does something with a treatment leaves it to the heading and the title.
    """
    mark, context = stretch.mark, stretch.context

    def leans(start: int, end: int) -> bool:
        return any(one.match(context.text[start:end]) for one in (_PRONOUN, _SAME_WORK))

    if leans(mark.start, mark.end):
        subject = _subject(context, mark.sent_start, mark.start)
        if subject is not None:
            return subject
    elif not leans(mark.sent_start, mark.end):
        return None
    place, end = mark.sent_start, mark.end
    while (before := context.sentence_before(place, beyond=leans(place, end))) is not None:
        place, end = before
        subject = _subject(context, place, end)
        if subject is not None:
            return subject
        if context.mentions(place, end, "intervention") and not leans(place, end):
            return None
    return None


def _subject(context: Context, start: int, end: int) -> ConceptMention | None:
    """Return the treatment that a sentence is about: it begins with it, or introduces it."""
    first = next(iter(context.mentions(start, end, "intervention")), None)
    if first is None:
        return None
    before = context.text[start : first.start]
    begins = _NOTHING_BUT.fullmatch(before) is not None
    return first if begins or _INTRODUCED.search(before) else None


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
    eaten or done that names no treatment ("Eating cherries lowered the risk"), or of what a body
    says or decides something ("The FDA says lasers are not safe for pets", "covers lamp therapy").
    """
    if stretch.mark.kind in _RULED:
        ruled = _RULED_OBJECT.search(stretch.text)
        said = _SAID_OF.search(stretch.text)
        named = ruled or (said if said is not None and not _FAMILIAR.search(said[1]) else None)
        # "Therapy" is what the text is about, "hormone therapy" is a name.
        if named is not None and not _FAMILIAR.fullmatch(named[1]):
            start, end = (stretch.mark.start + place for place in named.span(1))
            return not stretch.context.mentions(start, end, *_ALL_KINDS)
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
    if _PRONOUN.match(stretch.text) and not _IT_IS.fullmatch(stretch.text[:place]):
        # "It makes the pill fail": it is the subject.
        return _AGENTS.search(stretch.text[:place]) is not None
    # "Reducing salt": a word of change may be a part of the name.
    words = [w for w in read_changes(stretch.text) if w.end <= place or end <= w.start]
    if not words or place < words[0].start:
        return _SETTING.search(stretch.text[:place]) is None
    return _AGENTS.search(stretch.text[:place]) is not None
