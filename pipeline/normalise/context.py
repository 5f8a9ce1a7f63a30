"""Stage 3: what an article says around a claim: its topic, its headings, whose data.

A sentence leans on what stands before it: "it" is the therapy of the title,
"a third of participants" are those of the study just named, and the table below
"here is how my patients fared" is private.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import read_reference
from pipeline.citations.names import find_names
from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.mark.marks import (
    article_of,
    beginning_in,
    citations_of,
    codes_of,
    concepts_of,
    text_of,
)
from pipeline.mark.places import places_of
from pipeline.normalise.occasions import has_occasions, on_occasion, on_settled_occasion
from pipeline.records import Block, BlockKind, CitedSource, ConceptKind
from pipeline.resources import word_list
from pipeline.wording import read_attribution

# A title says what an article is about; a heading what a section is.
_WEIGHT: Final[dict[BlockKind, int]] = {"title": 8, "heading": 2}
_BESIDES: Final = re.compile(word_list("fields")["besides"], re.IGNORECASE)
# Words before a concept that say how it is meant reach no further back, in code points.
_LOOK_BACK: Final = 60
_TREATMENTS: Final = frozenset({"intervention", "comparator"})
_HEADS: Final[frozenset[BlockKind]] = frozenset({"title", "heading"})
# A first line longer than this is no title, in code points.
_TITLE_LENGTH: Final = 120
# What ends a sentence; and what stands between the parts of the way to a page.
_STOP: Final = re.compile(r"[.;](?:\s|$)")
_WAY: Final = re.compile(r"\s[>»›|·]\s")
# A treatment that is named once, beside this many others or more, is nothing that a text is about.
_MANY_OTHERS: Final = 3
# A text goes from one treatment to the next where none of them has so large a part of all mentions:
# of 12 articles on several treatments the first had 0.05 to 0.30, of 15 on one 0.20 to 0.80.
_THEME: Final = 0.23
# A heading of so many words may name something in passing.
_LONG_HEADING: Final = 5
# A paragraph after own data that speaks of the same people.
_GOES_ON: Final = re.compile(word_list("fields")["own_goes_on"], re.IGNORECASE)
# Own data announced in a paragraph covers this many blocks after it: the list
# or the table that shows it.
_PRACTICE_REACH: Final = 2
_RUN_ON: Final[frozenset[BlockKind]] = frozenset({"cell", "caption", "list_item"})


# A condition is what an article is about where this many blocks name it, and it is named more
# than this many times as often as any that is neither a part of it nor a wider one.
_SETTLED_BLOCKS: Final = 3
_SETTLED_TIMES: Final = 2
# A name with more narrower ones than this is a family ("pain", "cancer"): a text that keeps
# saying it is about one of them, and does not say which.
_FAMILY: Final = 20
_START: Final = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article as a whole is about; None where it does not settle."""

    intervention: ConceptMention | None
    condition: ConceptMention | None


class Context:
    """Answers questions about the surroundings of a place in a Doc."""

    def __init__(self, doc: Doc, index: ConceptIndex) -> None:
        article = article_of(doc)
        self.text = text_of(doc)
        self._source = article.source if article is not None else self.text
        self._blocks: Sequence[Block] = (
            article.blocks
            if article is not None
            else ((Block("paragraph", 0, len(text_of(doc))),) if text_of(doc) else ())
        )
        self._starts = [block.start_clean for block in self._blocks]
        self._sentences = [(place.start, place.end) for place in places_of(doc)]
        self._tables = article.tables if article is not None else ()
        self._citations = citations_of(doc)
        self._index = index
        self._settled: dict[str, str | None] = {}
        self._headings = [n for n, block in enumerate(self._blocks) if block.kind == "heading"]
        self._above = _headings_above([self._blocks[n].level for n in self._headings])
        names = [*_names_in(self._citations), *((code.start, code.end) for code in codes_of(doc))]
        mentions = _outermost(_outside_names(concepts_of(doc), sorted(names)))
        self._mentions = [self.on_its_occasion(mention) for mention in mentions]
        self._mention_starts = [mention.start for mention in self._mentions]
        self._by_kind: defaultdict[ConceptKind, list[ConceptMention]] = defaultdict(list)
        for mention in self._mentions:
            self._by_kind[mention.kind].append(mention)
        self._private = self._private_blocks()
        self.topic = self._read_topic(index)

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

    def block_start(self, place: int) -> int:
        """Return where the block begins that a place stands in; 0 before the first."""
        number = self.block_at(place)
        return self._blocks[number].start_clean if number >= 0 else 0

    def from_heading(self, place: int, kind: ConceptKind) -> ConceptMention | None:
        """Return the concept that the nearest heading above names, or one that this stands under.

        None at the title, and where none of them names one.
        """
        at = self._heading_over(place)
        while at >= 0:
            heading = self._blocks[self._headings[at]]
            named = self.mentions(heading.start_clean, heading.end_clean, kind)
            if named and not self._is_in_passing(at, named[0]):
                return named[0]
            at = self._above[at]
        return None

    def _is_in_passing(self, at: int, named: ConceptMention) -> bool:
        """Say whether a long heading names a treatment that nothing below it is about.

        "The trial with the funny aspirin name" over a section that goes on about the article's own.
        """
        about = self.topic.intervention
        heading = self._blocks[self._headings[at]]
        words = self.text[heading.start_clean : heading.end_clean].split()
        if named.kind != "intervention" or about is None or len(words) < _LONG_HEADING:
            return False
        following = self._headings[at + 1] if at + 1 < len(self._headings) else None
        end = len(self.text) if following is None else self._blocks[following].start_clean
        below = {m.concept_id for m in self.mentions(heading.end_clean, end, "intervention")}
        return about.concept_id in below and named.concept_id not in below

    def _heading_over(self, place: int) -> int:
        """Return the nearest heading above, by its place among them; -1 where none is."""
        number = self.block_at(place)
        at = bisect_right(self._headings, number) - 1
        # A heading stands under the one above it, not under itself.
        return self._above[at] if at >= 0 and self._headings[at] == number else at

    def on_its_occasion(self, mention: ConceptMention) -> ConceptMention:
        """Return a concept as what it is on the occasion that is told of, else as it is.

        The sentence is asked first, then the heading above, then the article as a whole.
        """
        if not has_occasions(mention.concept_id):
            return mention
        start, end = self.sentence_at(mention.start)
        above = self._heading_over(mention.start)
        heading = self._blocks[self._headings[above]] if above >= 0 else None
        head = self.text[heading.start_clean : heading.end_clean] if heading is not None else ""
        its = (
            on_occasion(mention.concept_id, self.text[start:end])
            or on_occasion(mention.concept_id, head)
            or self._on_occasion_of_all(mention.concept_id)
        )
        entry = self._index.entry(its) if its is not None else None
        if entry is None:
            return mention
        return replace(mention, concept_id=entry.concept_id, name=entry.name)

    def _on_occasion_of_all(self, concept_id: str) -> str | None:
        if concept_id not in self._settled:
            texts = [
                self.text[block.start_clean : block.end_clean]
                for block in self._blocks
                if block.kind != "boilerplate"
            ]
            self._settled[concept_id] = on_settled_occasion(
                concept_id, texts, fewest=_SETTLED_BLOCKS
            )
        return self._settled[concept_id]

    def is_reference(self, place: int) -> bool:
        """Say whether the place stands in an entry of a reference list."""
        number = self.block_at(place)
        if number < 0:
            return False
        block = self._blocks[number]
        return read_reference(self.text[block.start_clean : block.end_clean]) is not None

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Return where the sentence stands that a place is in; empty at the place where none is."""
        at = bisect_right(self._sentences, (place, len(self.text))) - 1
        if at < 0 or self._sentences[at][1] <= place:
            return place, place
        return self._sentences[at]

    def sentence_before(self, place: int, *, beyond: bool = False) -> tuple[int, int] | None:
        """Return where the sentence before a place stands; None where none is in its block.

        Args:
            place: in the text.
            beyond: whether the last one of the paragraph before counts too.
        """
        at = bisect_left(self._sentences, (place, 0)) - 1
        if at < 0:
            return None
        before, here = self.block_at(self._sentences[at][0]), self.block_at(place)
        runs_on = before >= 0 and {self._blocks[n].kind for n in (before, here)} == {"paragraph"}
        return self._sentences[at] if before == here or (beyond and runs_on) else None

    def has_rows_of_treatments(self, number: int) -> bool:
        """Say whether two rows of a table, or more, begin with the name of a treatment.

        Args:
            number: of the table, from 1.
        """
        cells = next((table.cells for table in self._tables if table.number == number), ())
        named = [
            cell
            for cell in cells
            if cell.column == 1
            and not cell.header
            and self.mentions(cell.start_clean, cell.end_clean, "intervention", "comparator")
        ]
        return len(named) > 1

    def is_private(self, place: int) -> bool:
        """Say whether the place stands where the writer shows data of their own."""
        return self.block_at(place) in self._private

    def last_in_block(self, place: int, kind: ConceptKind) -> ConceptMention | None:
        """Return the last concept of a kind that the block names before a place."""
        begin = self.block_start(place)
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

    def _read_topic(self, index: ConceptIndex) -> Topic:
        named: dict[ConceptKind, _Named] = {"intervention": _Named(), "condition": _Named()}
        title = self._first_line()
        for mention in self._mentions:
            number = self.block_at(mention.start)
            kind = self._blocks[number].kind if number >= 0 else "paragraph"
            if mention.kind in named and kind != "boilerplate":
                kind = "title" if title[0] <= mention.start < title[1] else kind
                weight = 0 if self._is_setting(mention) else _WEIGHT.get(kind, 1)
                named[mention.kind].add(mention, number, kind, weight)
        return Topic(
            intervention=named["intervention"].leading(index),
            condition=named["condition"].titled(index) or named["condition"].settled(index),
        )

    def _first_line(self) -> tuple[int, int]:
        """Return where a line stands that serves as the title of a text without one.

        It is short and no sentence; of the way to a page ("Forum > Sleep > Magnesium?") it
        is the last part. Empty where there is a title, or no such line.
        """
        if not self._blocks or any(block.kind == "title" for block in self._blocks):
            return 0, 0
        start = self._blocks[0].start_clean
        # Blocks run on where the source breaks a line.
        line = " ".join(self._source.lstrip().partition("\n")[0].split())
        if len(line) > _TITLE_LENGTH or _STOP.search(line) or not self.text.startswith(line, start):
            return 0, 0
        way = [found.end() for found in _WAY.finditer(line)]
        return start + (way[-1] if way else 0), start + len(line)

    def _is_setting(self, mention: ConceptMention) -> bool:
        """Say whether it is what people have besides: "sick after chemotherapy"."""
        begin = max(0, mention.start - _LOOK_BACK)
        before = self.text[begin : mention.start]
        return mention.kind in _TREATMENTS and _BESIDES.search(before) is not None


class _Named:
    """The concepts of one kind that an article names, and how often."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._mentions: Counter[str] = Counter()
        self._first: dict[str, ConceptMention] = {}
        self._blocks: defaultdict[str, set[int]] = defaultdict(set)
        self._titled: set[str] = set()

    def add(self, mention: ConceptMention, number: int, kind: BlockKind, weight: int) -> None:
        """Count a mention in a block of this number and kind."""
        self._counts[mention.concept_id] += weight
        self._mentions[mention.concept_id] += weight > 0
        self._first.setdefault(mention.concept_id, mention)
        self._blocks[mention.concept_id].add(number)
        if kind == "title":
            self._titled.add(mention.concept_id)

    def leading(self, index: ConceptIndex) -> ConceptMention | None:
        """Return what is named most, or a sort of it that is named half as often or more.

        Of equals the first: "herbs" and "echinacea" are both of an article on echinacea. None
        where many are named and none more than once, or where the title names none and the text
        goes from one to the next.
        """
        if not self._counts:
            return None
        most = self._most(self._counts)
        if self._counts[most] <= 1 and len(self._counts) > _MANY_OTHERS:
            return None
        if not self._titled and self._share(most, index) < _THEME:
            return None
        return self._first[self._most(self._sorts_of(most, index) or [most])]

    def _share(self, most: str, index: ConceptIndex) -> float:
        """Return which part of all mentions are of a concept, or of a sort of it: 0..1."""
        own = (
            n for i, n in self._counts.items() if index.relation(i, most) in {"same", "narrower"}
        )
        return sum(own) / max(1, sum(self._counts.values()))

    def titled(self, index: ConceptIndex) -> ConceptMention | None:
        """Return of what the title names the one that is named most, or what it is short for."""
        if not self._titled:
            return None
        return self._first[self._meant_by(self._most(self._titled), index)]

    def _sorts_of(self, most: str, index: ConceptIndex) -> list[str]:
        """Return the sorts of a concept that are named half as often or more."""
        return [
            i
            for i, count in self._mentions.items()
            if 2 * count >= self._mentions[most] and index.relation(i, most) == "narrower"
        ]

    def _meant_by(self, most: str, index: ConceptIndex) -> str:
        """Return the only sort of a concept that it is short for, else the concept.

        "Diabetes" is short for type 2 diabetes where the text speaks of no other sort; dementia is
        not short for Alzheimer's disease, nor for vascular dementia where one block names both.
        """
        sorts = self._sorts_of(most, index)
        if len(sorts) != 1 or self._blocks[most] & self._blocks[sorts[0]]:
            return most
        name, its = self._first[most].name, self._first[sorts[0]].name
        return sorts[0] if index.is_part_of_name(name, its) else most

    def settled(self, index: ConceptIndex) -> ConceptMention | None:
        """Return what the text comes back to, and to nothing else nearly as often."""
        if not self._counts:
            return None
        leading = self._most(self._counts)
        relations = {i: index.relation(i, leading) for i in self._counts}
        # Whoever names a part of it names it.
        weight = sum(n for i, n in self._counts.items() if relations[i] in {"same", "narrower"})
        others = (n for i, n in self._counts.items() if relations[i] == "other")
        meant = self._meant_by(leading, index)
        enough = len(self._blocks[leading]) >= _SETTLED_BLOCKS
        ahead = weight > _SETTLED_TIMES * max(others, default=0)
        is_family = len(index.narrower(meant)) > _FAMILY
        return self._first[meant] if enough and ahead and not is_family else None

    def _most(self, among: Iterable[str]) -> str:
        return min(among, key=lambda i: (-self._counts[i], self._first[i].start))


def _names_in(citations: Iterable[CitedSource]) -> Iterator[tuple[int, int]]:
    """Yield where the names of bodies and journals stand in citations."""
    for cited in citations:
        for name in find_names(cited.text):
            yield cited.start + name.start, cited.start + name.end


def _outside_names(
    mentions: Sequence[ConceptMention], names: Sequence[tuple[int, int]]
) -> list[ConceptMention]:
    """Drop what is only a part of a name or a code: "The Lancet Neurology", "N95.1".

    Args:
        mentions: in order.
        names: where names and codes stand, in order.
    """
    kept: list[ConceptMention] = []
    for mention in mentions:
        # Of the names that begin no later, the last one is the only that may hold it.
        at = bisect_right(names, mention.start, key=itemgetter(0)) - 1
        start, end = names[at] if at >= 0 else (0, 0)
        if mention.end > end or mention.end - mention.start == end - start:
            kept.append(mention)
    return kept


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


def _headings_above(levels: Sequence[int]) -> list[int]:
    """Return for each heading which one it stands under, by its place among them; -1 for none."""
    above: list[int] = []
    for at, level in enumerate(levels):
        over = at - 1
        while over >= 0 and levels[over] >= level:
            over = above[over]
        above.append(over)
    return above
