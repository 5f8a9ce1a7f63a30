"""Stage 2: what the trained detector makes of each sentence.

Beside the claims that it finds it leaves its scores, so that what the patterns
find can be held against them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import minibatch

from pipeline.encoders.detector import Thresholds
from pipeline.encoders.tagging import Tagged, Tagger
from pipeline.encoders.vectors import Floats
from pipeline.mark.marks import cover
from pipeline.mark.windows import Window, cut_windows
from pipeline.records import ClaimKind

SCORES: Final = "claims.scores"
_BATCH: Final = 16
# Word pieces below the limit that a claim goes on over, and how many it has at least.
_GAP: Final = 6
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class DetectedSpan:
    """A stretch that the detector takes for a claim of a kind.

    Attributes:
        start, end: code points of `doc.text`, half-open.
        score: of its word pieces, the mean, 0..1.
    """

    kind: ClaimKind
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class ClaimScores:
    """What the detector says of one text.

    Attributes:
        spans: claims that it finds, by place and kind.
        kinds: that it knows.
        thresholds: by kind.
        starts, ends: where each word piece that it read stands; int64, sorted.
        inside: float32 of shape (n_pieces, n_kinds).
    """

    spans: tuple[DetectedSpan, ...]
    kinds: tuple[ClaimKind, ...]
    thresholds: Mapping[ClaimKind, Thresholds]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    inside: Floats

    def of(self, kind: ClaimKind, start: int, end: int) -> float | None:
        """Return the mean score of a stretch for a kind; None where the detector has no say."""
        if kind not in self.kinds:
            return None
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        if first >= last:
            return None
        return float(self.inside[first:last, self.kinds.index(kind)].mean())


class ClaimScorer:
    """Component: fills `doc.spans["detected"]`, and leaves `ClaimScores` in `doc.user_data`.

    Attributes:
        tagger: the detector; None scores nothing.
    """

    def __init__(self, tagger: Tagger | None) -> None:
        self.tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Score one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Score documents, the sentences of some of them together."""
        if self.tagger is None:
            yield from stream
            return
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            windows = [cut_windows(doc) for doc in docs]
            pairs = [(window.context, window.text) for its in windows for window in its]
            tagged = iter(self.tagger.tag(pairs))
            for doc, its in zip(docs, windows, strict=True):
                said = list(itertools.islice(tagged, len(its)))
                scores = doc.user_data[SCORES] = _scores(its, said, self.tagger)
                cover(doc, "detected", [(each.start, each.end, each.kind) for each in scores.spans])
                yield doc


def _scores(windows: list[Window], tagged: list[Tagged], tagger: Tagger) -> ClaimScores:
    kinds = tagger.kinds
    both = list(zip(windows, tagged, strict=True))
    places = [
        (window.start + start, window.start + end)
        for window, its in both
        for start, end in its.places
    ]
    spans = [
        span
        for window, its in both
        for span in find_spans(its, kinds, tagger.thresholds, at=window.start)
    ]
    none = np.zeros((0, len(kinds)), np.float32)
    return ClaimScores(
        spans=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.kind))),
        kinds=kinds,
        thresholds=tagger.thresholds,
        starts=np.array([start for start, _ in places], np.int64),
        ends=np.array([end for _, end in places], np.int64),
        inside=np.concatenate([none, *(its.inside for its in tagged)]),
    )


def find_spans(
    tagged: Tagged,
    kinds: tuple[ClaimKind, ...],
    thresholds: Mapping[ClaimKind, Thresholds],
    *,
    at: int,
) -> Iterator[DetectedSpan]:
    """Yield the runs of word pieces that are claims, kind by kind.

    A run goes on over a few pieces that score too low, and is cut where the
    next claim of its kind begins. One of a piece or two is noise, and so is
    one whose mean is too low.

    Args:
        tagged: one sentence.
        kinds: in the order of its scores.
        thresholds: by kind.
        at: where the sentence begins.
    """
    for number, kind in enumerate(kinds):
        limits, inside = thresholds[kind], tagged.inside[:, number]
        for run in _runs(inside, tagged.begin[:, number], limits):
            score = float(inside[run[0] : run[-1] + 1].mean())
            if len(run) >= _SHORTEST and score >= limits.inside:
                first, last = tagged.places[run[0]], tagged.places[run[-1]]
                yield DetectedSpan(kind, at + first[0], at + last[1], score)


def _runs(inside: Floats, begin: Floats, limits: Thresholds) -> Iterator[list[int]]:
    """Yield the word pieces that score high enough, cut at wide gaps and where the next begins."""
    run: list[int] = []
    for place in np.flatnonzero(inside >= limits.inside).tolist():
        if run:
            is_far = place - run[-1] > _GAP + 1
            is_next = len(run) >= _SHORTEST and begin[run[-1] + 1 : place + 1].max() >= limits.begin
            if is_far or is_next:
                yield run
                run = []
        run.append(place)
    if run:
        yield run


def scores_of(doc: Doc) -> ClaimScores | None:
    """Return what the detector says of a Doc; None where none was asked."""
    return cast("ClaimScores | None", doc.user_data.get(SCORES))
