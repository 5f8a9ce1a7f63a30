"""Stage 2: which stretches of a text claim something that can be checked.

A sentence falls into clauses, and `kinds` says what each claims. Questions, advice and
boilerplate claim nothing, unless they hold a number, a citation or a code; a heading
does where the detector takes it for a sentence that claims.
The cells of tables are read by `table_claims`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from spacy.tokens import Doc

from pipeline.concepts import ConceptMention
from pipeline.mark.agreeing import agree
from pipeline.mark.claim_scores import scores_of
from pipeline.mark.clauses import cut_clauses, has_verb
from pipeline.mark.kinds import EFFECTS, can_be_looked_up, is_told, kinds_of, measures
from pipeline.mark.marks import (
    MARKS,
    ClaimMark,
    beginning_in,
    citations_of,
    codes_of,
    concepts_of,
    cover,
    quantities_of,
    text_of,
)
from pipeline.mark.places import Place, places_of
from pipeline.mark.table_claims import claims_in_tables
from pipeline.records import BlockKind, CitedSource, ClaimKind
from pipeline.wording import read_changes

# Blocks in which a sentence claims nothing by itself.
_SILENT: Final[frozenset[BlockKind]] = frozenset({"title", "boilerplate", "code", "cell"})
# What may be claimed by naming it, in a heading too.
_NAMED: Final[frozenset[ClaimKind]] = frozenset({"citation", "code"})
# What a list may claim of each of its items.
_OF_LISTS: Final[frozenset[ClaimKind]] = frozenset({"efficacy", "safety"})
# Where a few words may be a label, unless a sentence above makes a claim of them.
_LABELLED: Final[frozenset[BlockKind]] = frozenset({"caption", "list_item"})
# What no label tells: it takes a verb.
_TOLD: Final[frozenset[ClaimKind]] = frozenset({"efficacy", "safety", "mechanism", "statistic"})
_NAMES_ONLY: Final = re.compile(
    # One character at a time: nothing here may be read in two ways, or a long line takes hours.
    r"(?:[_\s,;&/.\d)(-]|\b(?:and|or|of|in|with|the|a|an|for|other|more)\b)+",
    re.IGNORECASE,
)
_MAYBE_VERB: Final = re.compile(r"(?<=[\w)] )[a-z]{2,}(?:(?<![sui])s|ed)\b")
_LIST_ITEM_WORDS: Final = 8
_SYMPTOMS_OF: Final = re.compile(
    r"\b(?:symptoms?|signs?|complaints?|effects?) of\s+\w*\s*$", re.IGNORECASE
)
_ASKS: Final = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?:when|what|why|how|who|where|which|whether)\b", re.IGNORECASE
)
_EXAMPLES: Final = re.compile(r"\b(?:such as|including|like|e\.g\.)", re.IGNORECASE)
_LISTING: Final = re.compile(r"(?=.*(?:,|/|&|\band\b|\bor\b))[^.;:!?]{1,30}", re.IGNORECASE)


class ClaimSpans:
    """Component: fills `doc.spans["claims"]`, labelled by kind; spans may overlap."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the claims of one document."""
        found = dict.fromkeys([*_in_sentences(doc), *claims_in_tables(doc)])
        said = (mark for mark in found if not _is_a_title(mark, citations_of(doc)))
        marks = sorted(said, key=lambda mark: (mark.start, mark.end, mark.kind))
        doc.user_data[MARKS] = marks
        cover(doc, "claims", [(mark.start, mark.end, mark.kind) for mark in marks])
        return doc


def _is_a_title(mark: ClaimMark, citations: Sequence[CitedSource]) -> bool:
    """Say whether a claim stands in a citation before its year: the writer claims no title."""
    # They are disjoint; the bracket before one may be of the mark.
    behind = bisect_left(citations, mark.start + 2, key=attrgetter("start"))
    cited = citations[behind - 1] if behind > 0 else None
    if cited is None or mark.kind in _NAMED or mark.end > cited.end:
        return False
    return str(cited.year) in cited.text[mark.end - cited.start :]


# --- running text -----------------------------------------------------------------------


def _in_sentences(doc: Doc) -> Iterator[ClaimMark]:
    scores = scores_of(doc)
    stem: tuple[Place, list[ClaimKind]] | None = None
    for place in places_of(doc):
        if place.block in _SILENT:
            stem = None if place.block == "title" else stem
            continue
        marks = list(_in_sentence(doc, place))
        if scores is not None:
            marks = agree(doc, (place.start, place.end), marks, scores)
        if place.block == "heading":
            stem = None
            # Whether a heading is a sentence no pattern knows.
            claims = scores is not None and not _names_a_section(place.text)
            label = _is_a_label(doc, place)
            yield from (
                mark
                for mark in marks
                if mark.kind in _NAMED or (claims and not (label and mark.kind in _TOLD))
            )
            continue
        if stem is None and place.block in _LABELLED and _is_a_label(doc, place):
            marks = [mark for mark in marks if mark.kind not in EFFECTS]
        if not marks and stem is not None and place.block == "list_item":
            marks = list(_bare_item(doc, place, *stem))
        announced = place.text.endswith(":")
        # What a sentence announces is claimed by the list that follows it.
        yield from (m for m in marks if not (announced and m.kind == "efficacy"))
        if announced:
            kinds: list[ClaimKind] = [m.kind for m in marks if m.kind in _OF_LISTS]
            stem = (place, kinds) if kinds else None
        elif place.block != "list_item":
            stem = None


def _names_a_section(heading: str) -> bool:
    """Say whether a heading is no sentence: "Lowers Blood Pressure", in capitals, verb first.

    So does "When tea is not enough": it says what is told below.
    """
    verb_first = heading.istitle() and any(word.start == 0 for word in read_changes(heading))
    return verb_first or _ASKS.match(heading) is not None


def _is_a_label(doc: Doc, place: Place) -> bool:
    """Say whether a few words only name something: "Snoring and sleep apnoea".

    A heading or caption does where it has no verb: "Pain and sleep at a glance". No list holds
    every verb, so any word counts that may be one and is not in a name.
    """
    named = list(beginning_in(concepts_of(doc), place.start, place.end))
    rest = _without(place, named)
    if place.block == "list_item":
        return _NAMES_ONLY.fullmatch(rest) is not None and not has_verb(place.text)
    # "Flushes" is a verb, but not in "hot flushes".
    longer = [m for m in named if " " in text_of(doc)[m.start : m.end]]
    return not has_verb(_without(place, longer)) and _MAYBE_VERB.search(rest) is None


def _without(place: Place, named: Sequence[ConceptMention]) -> str:
    words = list(place.text)
    for mention in named:
        start, end = mention.start - place.start, mention.end - place.start
        words[start:end] = "_" * (end - start)
    return "".join(words)


def _in_sentence(doc: Doc, place: Place) -> Iterator[ClaimMark]:
    def mark(kind: ClaimKind, start: int, end: int, why: str) -> ClaimMark:
        return ClaimMark(kind, start, end, why, place.start, place.end, place.start, place.end)

    for code in beginning_in(codes_of(doc), place.start, place.end):
        yield replace(mark("code", code.start, code.end, f"{code.system} code"), code=code)
    citations = beginning_in(citations_of(doc), place.start, place.end)
    reached = place.start
    for cited in filter(can_be_looked_up, citations):
        # The size of a work, read as one of its own, is a part of it.
        if cited.start >= reached:
            yield mark("citation", cited.start, cited.end, "citation")
        reached = max(reached, cited.end)
    if place.text.rstrip("\"')").endswith("?"):
        return
    quantities = beginning_in(quantities_of(doc), place.start, place.end)
    for start, end in cut_clauses(place.text):
        start_clean, end_clean = place.start + start, place.start + end
        clause = text_of(doc)[start_clean:end_clean]
        told = is_told(clause)
        numbers = [
            q
            for q in beginning_in(quantities, start_clean, end_clean)
            if measures(text_of(doc), q, citations, (place.start, place.end))
        ]
        mentions = beginning_in(concepts_of(doc), start_clean, end_clean)
        kinds = kinds_of(
            clause,
            numbers,
            told=told,
            conditions=[
                (m.start - start_clean, m.end - start_clean)
                for m in mentions
                if m.kind == "condition"
            ],
            named=frozenset(m.kind for m in mentions),
        )
        listed = _listed_conditions(doc, start_clean, end_clean)
        for kind, why, trigger in kinds:
            found = replace(mark(kind, start_clean, end_clean, why), trigger=start_clean + trigger)
            if kind == "efficacy" and listed:
                yield from (replace(found, focus=condition) for condition in listed)
            else:
                yield found


def _named(doc: Doc, start: int, end: int) -> frozenset[str]:
    return frozenset(m.kind for m in beginning_in(concepts_of(doc), start, end))


def _listed_conditions(doc: Doc, start: int, end: int) -> list[ConceptMention]:
    """Return the conditions of a list in a clause; none where it names fewer than two.

    "Chronic pain, such as back pain and headaches" lists two: the name before
    "such as" only says what kind they are of.
    """
    named = [m for m in beginning_in(concepts_of(doc), start, end) if m.kind == "condition"]
    runs: list[list[ConceptMention]] = [[]]
    for mention in named:
        gap = text_of(doc)[runs[-1][-1].end : mention.start] if runs[-1] else ""
        if runs[-1] and _EXAMPLES.search(gap):
            if _SYMPTOMS_OF.search(text_of(doc), start, runs[-1][-1].start):
                # "Symptoms of IBS, such as bloating": the condition is IBS.
                return []
            runs[-1].pop()
        elif runs[-1] and not _LISTING.fullmatch(gap):
            runs.append([])
        runs[-1].append(mention)
    longest = max(runs, key=len)
    apart = {mention.concept_id: mention for mention in reversed(longest)}
    return sorted(apart.values(), key=lambda m: m.start) if len(apart) > 1 else []


def _bare_item(doc: Doc, place: Place, stem: Place, kinds: list[ClaimKind]) -> Iterator[ClaimMark]:
    """A list item of a few words claims what the sentence above the list claims of it."""
    if len(place.text.split()) > _LIST_ITEM_WORDS:
        return
    if not _named(doc, place.start, place.end) & {"condition", "outcome"}:
        return
    end = place.end - (len(place.text) - len(place.text.rstrip(".;,")))
    for kind in kinds:
        yield ClaimMark(
            kind, place.start, end, "list under a claim", place.start, end, stem.start, stem.end
        )
