"""Is what an abstract says of its review as a whole read rightly?

`annotations/reviews.csv` holds what a reader found in three samples of Cochrane
reviews: trials and participants included, and the last search; an empty cell where
the abstract does not say. The samples were drawn by `draw_samples` from all reviews
with main results.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.evidence.extract import Abstract
from pipeline.evidence.extract.package import source_of
from pipeline.learn.intervals import Proportion, proportion

FILE: Final = "reviews.csv"
FIELDS: Final = ("n_trials", "n_participants", "last_search")
SEED: Final = 20261121
N_SAMPLES: Final = 3
SAMPLE_SIZE: Final = 100
# The name under which all samples are counted together.
ALL: Final = "all"
_COLUMNS: Final = ("sample", "source_id", *FIELDS)
# A sample, a field, a review, what was read and what the reader found.
_Read = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How one field came out.

    Attributes:
        given: of the values that the tool gives, those that are right.
        found: of the values that the reader found, those that the tool gives.
        alike: of all reviews, those read as the reader did, silence included.
    """

    given: Proportion
    found: Proportion
    alike: Proportion


@dataclass(frozen=True, slots=True)
class ReviewScores:
    """How far the reading of whole reviews agrees with a reader's.

    Attributes:
        samples: by sample, then by field; `ALL` last.
        n_gone: reviews of the samples that are not among the abstracts.
        faults: lines that could not be used.
    """

    samples: Mapping[str, Mapping[str, FieldScore]]
    n_gone: int
    faults: tuple[str, ...]


def evaluate_reviews(abstracts: Iterable[Abstract], annotations: Path) -> ReviewScores:
    """Hold what is read of reviews as a whole against what a reader found.

    Raises:
        AnnotationsMissingError: the reader's file is not there.
    """
    faults: list[AnnotationLineError] = []
    truth = _read_truth(annotations / FILE, faults)
    wanted = {line["source_id"] for line in truth}
    sources = {a.source_id: source_of(a) for a in abstracts if a.source_id in wanted}
    read: list[_Read] = []
    for line in truth:
        source = sources.get(line["source_id"])
        for name in FIELDS if source is not None else ():
            value = getattr(source, name)
            told = "" if value is None else str(value)
            read += [
                (sample, name, line["source_id"], told, line[name])
                for sample in (line["sample"], ALL)
            ]
    names = dict.fromkeys(sample for sample, *_ in read if sample != ALL)
    return ReviewScores(
        samples={
            sample: {name: _score(read, sample, name) for name in FIELDS}
            for sample in (*names, *([ALL] if names else []))
        },
        n_gone=len(wanted - set(sources)),
        faults=tuple(fault.message for fault in faults),
    )


def draw_samples(source_ids: Iterable[str]) -> list[list[str]]:
    """Draw the samples that were read, each sorted, from the reviews with main results."""
    drawn = random.Random(SEED).sample(sorted(source_ids), N_SAMPLES * SAMPLE_SIZE)
    starts = range(0, len(drawn), SAMPLE_SIZE)
    return [sorted(drawn[start : start + SAMPLE_SIZE]) for start in starts]


def _score(read: Iterable[_Read], sample: str, name: str) -> FieldScore:
    mine = [(i, told, found) for s, n, i, told, found in read if (s, n) == (sample, name)]
    return FieldScore(
        given=proportion((i, told == found) for i, told, found in mine if told),
        found=proportion((i, told == found) for i, told, found in mine if found),
        alike=proportion((i, told == found) for i, told, found in mine),
    )


def _read_truth(path: Path, faults: list[AnnotationLineError]) -> list[dict[str, str]]:
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    truth = []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        for row in rows:
            line = {name: row.get(name) for name in _COLUMNS}
            if all(isinstance(value, str) for value in line.values()):
                truth.append({name: value or "" for name, value in line.items()})
                continue
            missing = next(name for name, value in line.items() if value is None)
            why = f"it has no {missing}"
            faults.append(AnnotationLineError(path=path, line=rows.line_num, why=why))
    return truth
