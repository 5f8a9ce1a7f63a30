"""Which rows answer a search, as a librarian would lay them out.

Rows that meet more, and rarer, things of a search are its candidates. An encoder
then says how near their sources' titles and their topics are to what was asked,
since people ask in other words than reviews are written in. Places are spread:
each row of a source that was shown makes its next one count less, so that ten
places hold several sources. Among rows of one score it is what is surer that
comes first: checked before unchecked, current before superseded, overviews before
single studies, what a source set out to measure, many people before few.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders import Encoder, Floats, remembered
from pipeline.evidence.indexes import KINDS
from pipeline.evidence.render import topic_text
from pipeline.evidence.table import EvidenceTable
from pipeline.evidence.things import rows_met
from pipeline.records import EvidenceRow

# What a payer or a regulator decides is no answer to whether something works.
_DECIDED: Final = np.isin(KINDS, ("coverage", "regulatory", "credential"))
# The weights of a row's score: how far it meets the words, of the row that meets them
# best; the cosine of its topic, that of its source's title. Chosen on the half of the
# queries that is for choosing; half as much of any changes little.
_MET: Final = 0.4
_TOPIC: Final = 1.0
_TITLE: Final = 0.6
# A row is as good as itself and the best of its source.
_SOURCE: Final = 1.0
# What is taken off for each row of the same source that stands before, and for each that
# answers the same question, as a share, a ratio and a number to treat, or tells the same
# result by other names.
_SAME_SOURCE: Final = 0.1
_SAME_QUESTION: Final = 0.4
# What a librarian trusts more: a source that sums up others, one that still stands, what
# it set out to measure. Less than any word.
_OVERVIEW: Final = 0.03
_CURRENT: Final = 0.03
_PRIMARY: Final = 0.02
# How large a review is answers little.
_SIZE: Final = 0.1
# How many sources an encoder reads the titles of, by what their best rows meet; and how
# many, by either, it reads the rows of. Each text is read once and remembered.
_TITLES_READ: Final = 400
_SOURCES_READ: Final = 40
_DIGITS: Final = 4


class TableSearch:
    """Finds rows of one table by words.

    Args:
        table: to look into.
        encoder: says how alike texts are; without one words and concepts decide alone.
    """

    def __init__(self, table: EvidenceTable, encoder: Encoder | None = None) -> None:
        self._table = table
        self._encoder = encoder
        self._known = None if encoder is None else remembered(encoder)

    def find(self, words: str, *, limit: int) -> list[EvidenceRow]:
        """Find the rows that speak of the words, best first, at most `limit`.

        A source's identifier ("CD001218", a DOI) finds its rows alone. Rows that meet
        the words alike and stand alike are in file order.
        """
        met = rows_met(self._table, words)
        places = self._laid_out(met)
        if not len(places):
            return []
        asked = None if self._encoder is None else self._encoder.encode([words])[0]
        places, titled = self._likest(asked, places, n_sources=max(limit, _SOURCES_READ))
        rows = [self._table.rows[place] for place in places.tolist()]
        scores = _MET * met[places] / met.max() + _TITLE * titled + self._standing(places)
        scores += _TOPIC * self._likeness(asked, [topic_text(row.statement) for row in rows])
        chosen = self._spread(places, rows, np.round(scores, _DIGITS), limit=limit)
        return [rows[place] for place in chosen]

    def _laid_out(self, met: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the places of the rows that meet anything, in order."""
        rows = self._table.row_index
        places = np.flatnonzero(met > 0)
        order = np.lexsort(
            (
                places,
                -rows.people[places],
                ~rows.primary[places],
                _DECIDED[rows.kind[places]],
                ~rows.overview[places],
                ~rows.current[places],
                rows.about_size[places],
                ~rows.verified[places],
                -np.round(met[places], _DIGITS),
            )
        )
        return places[order]

    def _standing(self, places: NDArray[np.intp]) -> NDArray[np.float64]:
        rows = self._table.row_index
        points = _OVERVIEW * rows.overview[places] + _CURRENT * rows.current[places]
        points += _PRIMARY * rows.primary[places] - _SIZE * rows.about_size[places]
        return np.asarray(points, np.float64)

    def _likest(
        self, asked: Floats | None, places: NDArray[np.intp], *, n_sources: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the rows of the sources that may answer, and the cosines of their titles."""
        of_row = self._table.row_index.source[places]
        found, first = np.unique(of_row, return_index=True)
        sources = found[np.argsort(first)][: max(n_sources, _TITLES_READ)]
        titles = [self._table.source_at(place).title for place in sources.tolist()]
        likeness = self._likeness(asked, titles)
        likest = np.argsort(-np.round(likeness, _DIGITS), kind="stable")[:n_sources]
        read = np.union1d(likest, np.arange(min(n_sources, len(sources))))
        of_source = np.full(int(of_row.max()) + 1, np.nan)
        of_source[sources[read]] = likeness[read]
        titled = of_source[of_row]
        kept = ~np.isnan(titled)
        return places[kept], titled[kept]

    def _likeness(self, asked: Floats | None, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the cosine of each text to what was asked; 0 without an encoder."""
        if asked is None or self._known is None:
            return np.zeros(len(texts))
        # One by one: a product of matrices rounds otherwise with their size.
        return np.array([vector @ asked for vector in self._known.encode(texts)], np.float64)

    def _spread(
        self,
        places: NDArray[np.intp],
        told: Sequence[EvidenceRow],
        scores: NDArray[np.float64],
        *,
        limit: int,
    ) -> list[int]:
        """Choose rows one after the other, each of which makes those like it count less."""
        rows = self._table.row_index
        columns = (rows.source, rows.intervention, rows.condition, rows.outcome, rows.pool)
        questions = np.stack([column[places] for column in columns])
        _, source = np.unique(questions[0], return_inverse=True)
        _, question = np.unique(questions, axis=1, return_inverse=True)
        results: dict[tuple[object, ...], int] = {}
        keys = [_result(row) or (n,) for n, row in enumerate(told)]
        result = np.array([results.setdefault(key, len(results)) for key in keys])
        best = np.full(source.max() + 1, -np.inf)
        np.maximum.at(best, source, scores)
        left = scores + _SOURCE * best[source]
        chosen = []
        for _ in range(min(limit, len(places))):
            place = int(np.argmax(left))
            chosen.append(place)
            left[source == source[place]] -= _SAME_SOURCE
            alike = (question == question[place]) | (result == result[place])
            left[alike] -= _SAME_QUESTION
            left[place] = -np.inf
        return chosen


def _result(row: EvidenceRow) -> tuple[object, ...]:
    """Return what two rows share that tell the same result in other words; nothing without one."""
    effects = row.statement.of_role("effect")
    if not effects:
        return ()
    numbers = [(q.kind, q.value, q.low, q.high) for q in effects]
    return row.source.source_id, *numbers
