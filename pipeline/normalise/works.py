"""Stage 3: the works that an article names, and which of them a clause goes on about.

All words for that stand in `pipeline/data/sourcing.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from pipeline.mark.marks import article_of, citations_of, text_of
from pipeline.records import Block, BlockKind, CitedSource, SourceKind
from pipeline.resources import word_list


def patterns_of(family: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a family of `sourcing.toml`, in its order."""
    entries = word_list("sourcing")[family]
    return tuple(re.compile(entry["pattern"], re.IGNORECASE) for entry in entries)


_REFERS, _IT_DID = patterns_of("refers")
_TOOK_PART, _WROTE = patterns_of("people")
(_CARRIED,) = patterns_of("carried")
# A study that is new to the reader.
(ANOTHER,) = patterns_of("another")
_REVIEWS: Final[frozenset[SourceKind]] = frozenset({"systematic_review", "meta_analysis"})
# Which sorts of documents a noun goes back to; a study that says no more may be any of them.
_SORTS: Final[dict[str, frozenset[SourceKind]]] = {
    "systematic review": _REVIEWS,
    "review": _REVIEWS,
    "meta-analysis": _REVIEWS,
    "analysis": _REVIEWS,
    "trial": frozenset({"trial"}),
    "guideline": frozenset({"guideline", "policy"}),
    "survey": frozenset({"survey", "cohort"}),
}
_ANY_SORT: Final[frozenset[SourceKind]] = frozenset({"study", "unspecified"})
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ONE_STUDY: Final = re.compile(
    r"\b(?:study|trial|review|(?:meta-)?analysis|RCT|survey)\b", re.IGNORECASE
)
_OWNERS: Final = re.compile(r"\b(?:their|his|her|its) $", re.IGNORECASE)
_DEFINITE: Final = re.compile(r"\b(?:the|that|this|same) $", re.IGNORECASE)
_ITS_TOPIC: Final = re.compile(r" (?:of|on|about|into) (?!(?:this|that|these|it|them)\b)")
_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]*\s")
_HEADS: Final[frozenset[BlockKind]] = frozenset({"title", "heading"})


class Works:
    """The works that an article names, and which of them a clause goes on about."""

    def __init__(self, doc: Doc) -> None:
        article = article_of(doc)
        self._text = text_of(doc)
        self._blocks: Sequence[Block] = article.blocks if article is not None else ()
        self._block_starts = [block.start_clean for block in self._blocks]
        self._works: list[CitedSource] = []
        for cited in citations_of(doc):
            if _is_a_work(cited):
                self._works.append(self._whole(cited))
        self._starts = [work.start for work in self._works]

    def same(self, cited: CitedSource) -> CitedSource:
        """Return a citation with what the text said of its work before.

        "The same Cochrane review" is the one that was named, "their meta-analysis" is of those
        whose names were told.
        """
        at = bisect_left(self._starts, cited.start)
        known = self._works[at] if at < len(self._works) else None
        whole = known if known is not None and known.start == cited.start else cited
        if whole.is_vague:
            refers = _REFERS.search(self._text, max(0, cited.start - 10), cited.end)
            return (self._meant(refers, refers.start()) if refers is not None else None) or whole
        if _says_which(whole) or whole.publisher is None:
            return whole
        before = self._last(
            cited.start,
            lambda work: (
                work.publisher == cited.publisher
                and _says_which(work)
                and (work.kind == cited.kind or work.kind in _ANY_SORT)
            ),
        )
        return before if before is not None and self._goes_back(cited) else whole

    def refers(self, start: int, end: int) -> bool:
        """Say whether a stretch goes back to a document in so many words."""
        return _REFERS.search(self._text, start, end) is not None

    def referred(self, start: int, end: int) -> CitedSource | None:
        """Return the work that a stretch goes back to in so many words.

        "That review" is the last review that the article named, "the 2024 review" the one of
        that year; None where none fits.
        """
        refers = _REFERS.search(self._text, start, end)
        return None if refers is None else self._meant(refers, start)

    def by_short_name(self, name: str, place: int) -> CitedSource | None:
        """Return the work that was told of by this short name before a place, "the REST trial"."""
        return self._last(place, lambda work: name.lower() in self._told(work))

    def of_people(self, start: int, end: int) -> CitedSource | None:
        """Return the last work of the paragraph where a stretch speaks of its people.

        That is of those who took part, or of its authors, who may have been named in the
        paragraph before.
        """
        stretch = self._text[start:end]
        wrote = _WROTE.search(stretch) is not None
        if wrote or any(pattern.search(stretch) for pattern in (_TOOK_PART, _IT_DID)):
            return self.running(start, back=int(wrote))
        return None

    def running(self, place: int, *, back: int = 0) -> CitedSource | None:
        """Return the work that the paragraph told of last before a place.

        None where a study without a name came in between.

        Args:
            place: in the text.
            back: in how many paragraphs before, under the same heading, it may have been told of.
        """
        begin = self._begin_of(place, back)
        before = bisect_left(self._starts, place)
        last = self._works[before - 1] if before else None
        told = last.end if last is not None and last.start >= begin else begin
        for refers in reversed(list(_REFERS.finditer(self._text, told, place))):
            meant = self._meant(refers, refers.start())
            if meant is not None:
                last, told = meant, refers.end()
                break
        else:
            if told == begin and not back and _WROTE.search(self._text, begin, place):
                return self.running(place, back=1)
            if told == begin:
                return None
        # "Lee et al. ran a trial": what the same sentence calls it is no other study.
        over = _SENTENCE_END.search(self._text, told, place)
        another = over is not None and ANOTHER.search(self._text, over.end(), place)
        return None if another else last

    def carried(self, start: int, end: int) -> CitedSource | None:
        """Return the work of the item before, where an item goes on about it."""
        number = bisect_right(self._block_starts, start) - 1
        items = [
            block.kind == "list_item" for block in self._blocks[max(number - 1, 0) : number + 1]
        ]
        if items != [True, True] or not _CARRIED.search(self._text[start:end]):
            return None
        return self.running(start, back=1)

    def _begin_of(self, place: int, back: int) -> int:
        """Where the paragraph of a place begins, or one of those before it."""
        number = bisect_right(self._block_starts, place) - 1
        first = max(number - back, 0)
        while first < number and self._blocks[number - 1].kind in _HEADS:
            first += 1
        return self._block_starts[first] if number >= 0 else 0

    def _whole(self, cited: CitedSource) -> CitedSource:
        """Add to "their meta-analysis" the authors and the year that stand before it."""
        lead = self._text[max(0, cited.start - 7) : cited.start]
        before = self._works[-1] if self._works else None
        if before is None or cited.authors or not _OWNERS.search(lead):
            return cited
        if before.start < self._begin_of(cited.start, 0):
            return cited
        year = before.year if cited.year is None else cited.year
        return replace(cited, authors=before.authors, year=year)

    def _goes_back(self, cited: CitedSource) -> bool:
        """Say whether a document was named before: "the Cochrane review", not "a".

        "The Cochrane review of ginger for nausea" says itself which one it is.
        """
        lead = self._text[max(0, cited.start - 12) : cited.start]
        says_which = _ITS_TOPIC.match(self._text, cited.end) is not None
        return _DEFINITE.search(lead) is not None and not says_which

    def _meant(self, refers: re.Match[str], place: int) -> CitedSource | None:
        sorts = _SORTS.get(refers["noun"].lower())
        told = [
            word for word in refers["words"].split() if _YEAR.fullmatch(word) or word[0].isupper()
        ]

        def fits(work: CitedSource) -> bool:
            # "The Dutch trial" is none of which nothing Dutch was said.
            return all(word.lower() in self._told(work) for word in told)

        exact = self._last(place, lambda work: fits(work) and (not sorts or work.kind in sorts))
        return exact or self._last(place, lambda work: fits(work) and work.kind in _ANY_SORT)

    def _last(self, place: int, fits: Callable[[CitedSource], bool]) -> CitedSource | None:
        before = self._works[: bisect_left(self._starts, place)]
        return next(filter(fits, reversed(before)), None)

    def _told(self, work: CitedSource) -> str:
        names = " ".join(map(str, (work.publisher, work.journal, work.year, *work.authors)))
        lead = _SENTENCE_END.split(self._text[max(0, work.start - 60) : work.start])[-1]
        return f"{lead}{self._text[work.start : work.end]} {names}".lower()


def _is_a_work(cited: CitedSource) -> bool:
    """Say whether a citation names one work, and not only a body or what studies show."""
    if cited.authors or cited.journal or any(system != "ref" for system, _ in cited.identifiers):
        return True
    if cited.kind in {"organisation", "unspecified"}:
        # Cochrane publishes nothing else on treatments, and researchers tell what they found.
        dated = cited.publisher == "Cochrane" and cited.year is not None
        return dated or (cited.publisher is not None and _WROTE.search(cited.text) is not None)
    return bool(cited.year or cited.publisher) or _ONE_STUDY.search(cited.text) is not None


def _says_which(cited: CitedSource) -> bool:
    return bool(cited.year or cited.authors or cited.journal or cited.identifiers)
