"""Stage 3: what an article says around a claim: its topic, its headings, whose data.

A sentence leans on what stands before it: "it" is the therapy of the title,
"a third of participants" are those of the study just named, and the table below
"here is how my patients fared" is private.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from spacy.tokens import Doc

from pipeline.concepts import ConceptMention
from pipeline.mark.marks import article_of, beginning_in, citations_of, concepts_of, text_of
from pipeline.records import Block, BlockKind, ConceptKind
from pipeline.resources import word_list
from pipeline.wording import read_attribution

# A title says what an article is about; a heading what a section is.
_WEIGHT: Final[dict[BlockKind, int]] = {"title": 8, "heading": 2}
_TREATMENTS: Final = frozenset({"intervention", "comparator"})
_HEADS: Final[frozenset[BlockKind]] = frozenset({"title", "heading"})
# A paragraph after own data that speaks of the same people.
_GOES_ON: Final = re.compile(word_list("fields")["own_goes_on"], re.IGNORECASE)
# Own data announced in a paragraph covers this many blocks after it: the list
# or the table that shows it.
_PRACTICE_REACH: Final = 2
_RUN_ON: Final[frozenset[BlockKind]] = frozenset({"cell", "caption", "list_item"})


_START: Final = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article as a whole is about; None where it does not settle."""

    intervention: ConceptMention | None
    condition: ConceptMention | None


class Context:
    """Answers questions about the surroundings of a place in a Doc."""

    def __init__(self, doc: Doc) -> None:
        article = article_of(doc)
        self.text = text_of(doc)
        self._blocks: Sequence[Block] = (
            article.blocks
            if article is not None
            else ((Block("paragraph", 0, len(text_of(doc))),) if text_of(doc) else ())
        )
        self._starts = [block.start_clean for block in self._blocks]
        self._mentions = _outermost(concepts_of(doc))
        self._mention_starts = [mention.start for mention in self._mentions]
        self._by_kind: defaultdict[ConceptKind, list[ConceptMention]] = defaultdict(list)
        for mention in self._mentions:
            self._by_kind[mention.kind].append(mention)
        self._headings = [n for n, block in enumerate(self._blocks) if block.kind == "heading"]
        self._citations = citations_of(doc)
        self._private = self._private_blocks()
        self.topic = self._read_topic()

    def mentions(self, start: int, end: int, *kinds: ConceptKind) -> list[ConceptMention]:
        """Return the concepts of some kinds that begin in a stretch, in order."""
        first = bisect_right(self._mention_starts, start - 1)
        found: list[ConceptMention] = []
        for place in range(first, len(self._mentions)):
            mention = self._mentions[place]
            if mention.start >= end:
                break
            if mention.kind in kinds and mention.end <= end:
                found.append(mention)
        return found

    def block_at(self, place: int) -> int:
        """Return the number of the block that a place stands in, -1 before the first."""
        return bisect_right(self._starts, place) - 1

    def from_heading(self, place: int, kind: ConceptKind) -> ConceptMention | None:
        """Return the concept that the nearest heading above names; None at the title."""
        above = bisect_right(self._headings, self.block_at(place)) - 1
        if above < 0:
            return None
        heading = self._blocks[self._headings[above]]
        named = self.mentions(heading.start_clean, heading.end_clean, kind)
        return named[0] if named else None

    def is_private(self, place: int) -> bool:
        """Say whether the place stands where the writer shows data of their own."""
        return self.block_at(place) in self._private

    def last_in_block(self, place: int, kind: ConceptKind) -> ConceptMention | None:
        """Return the last concept of a kind that the block names before a place."""
        number = self.block_at(place)
        begin = self._blocks[number].start_clean if number >= 0 else 0
        mentions = self._by_kind[kind]
        for at in range(bisect_left(mentions, place, key=_START) - 1, -1, -1):
            if mentions[at].start < begin:
                break
            if mentions[at].end <= place:
                return mentions[at]
        return None

    def _private_blocks(self) -> frozenset[int]:
        private: set[int] = set()
        reach = 0
        for number, block in enumerate(self._blocks):
            text = self.text[block.start_clean : block.end_clean]
            own = read_attribution(text) == "author_practice"
            if block.kind in _HEADS:
                reach = 0
            elif own and block.kind != "boilerplate":
                reach = _PRACTICE_REACH
            elif reach and block.kind in _RUN_ON:
                private.add(number)
            elif reach and _GOES_ON.search(text) and not self._cites(block):
                private.add(number)
                reach -= 1
            elif block.kind != "boilerplate":
                reach = 0
        return frozenset(private)

    def _cites(self, block: Block) -> bool:
        return bool(beginning_in(self._citations, block.start_clean, block.end_clean))

    def _read_topic(self) -> Topic:
        found: dict[ConceptKind, Counter[str]] = {
            "intervention": Counter(),
            "condition": Counter(),
        }
        first: dict[str, ConceptMention] = {}
        titled: set[str] = set()
        for mention in self._mentions:
            counter = found.get(mention.kind)
            number = self.block_at(mention.start)
            kind = self._blocks[number].kind if number >= 0 else "paragraph"
            if counter is None or kind == "boilerplate":
                continue
            counter[mention.concept_id] += _WEIGHT.get(kind, 1)
            first.setdefault(mention.concept_id, mention)
            if kind == "title":
                titled.add(mention.concept_id)
        return Topic(
            intervention=_leading(found["intervention"], first),
            # A condition is everyone's only where the title names it.
            condition=_leading(
                Counter({i: n for i, n in found["condition"].items() if i in titled}), first
            ),
        )


def _outermost(mentions: Sequence[ConceptMention]) -> list[ConceptMention]:
    """Drop treatments that are only a part of a longer name.

    "Medication use" is an outcome, and "sham acupuncture" no acupuncture; but
    "pain relief" measures pain in people who have it, so conditions stay.
    """
    kept: list[ConceptMention] = []
    # Where the furthest of all that began before ends.
    reached = 0
    for _, beginning in groupby(mentions, key=_START):
        together = list(beginning)
        furthest = max(mention.end for mention in together)
        kept += [
            mention
            for mention in together
            if mention.kind not in _TREATMENTS or reached < mention.end == furthest
        ]
        reached = max(reached, furthest)
    return kept


def _leading(counter: Counter[str], first: dict[str, ConceptMention]) -> ConceptMention | None:
    if not counter:
        return None
    return first[min(counter, key=lambda i: (-counter[i], first[i].start))]
