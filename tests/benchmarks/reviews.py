"""What `make evaluate` prints of reviews: are trials, participants and last search read rightly?

Three samples of a hundred Cochrane reviews, drawn by `SEED` from all that have
main results; `annotations/reviews.csv` holds what a reader found in each, an empty
cell where the abstract does not say. `annotations/README.md` says what they are worth.
The abstracts are read from the folder that CLAIMS_DATA_DIR names.
"""

from __future__ import annotations

import csv
import math
import os
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.evidence.extract import Abstract, read_abstracts
from pipeline.evidence.extract.abstracts import MAIN_RESULTS
from pipeline.evidence.extract.package import source_of

ROOT = Path(__file__).parents[2]
TRUTH = ROOT / "annotations" / "reviews.csv"
ABSTRACTS = "cochrane_abstracts.jsonl.gz"
FIELDS = ("n_trials", "n_participants", "last_search")
SEED, SAMPLES, SIZE = 20261121, 3, 100
# For an interval of 95%.
_Z = 1.959964


@dataclass
class Score:
    """How one field of one sample came out.

    Attributes:
        right: read as the reader did, silence included.
        given: values given; right_given: those of them that are right.
        stated: values that the reader found.
    """

    total: int = 0
    right: int = 0
    given: int = 0
    right_given: int = 0
    stated: int = 0

    def count(self, found: str, wanted: str) -> None:
        """Count one review."""
        self.total += 1
        self.right += found == wanted
        self.given += bool(found)
        self.right_given += bool(found) and found == wanted
        self.stated += bool(wanted)


def draw(source_ids: Iterable[str]) -> list[list[str]]:
    """Draw the samples, each sorted."""
    drawn = random.Random(SEED).sample(sorted(source_ids), SAMPLES * SIZE)
    return [sorted(drawn[i * SIZE : (i + 1) * SIZE]) for i in range(SAMPLES)]


def read_truth(path: Path = TRUTH) -> list[dict[str, str]]:
    """Read what the reader found."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_reviews(folder: Path) -> dict[str, Abstract]:
    """Read the abstracts that have main results, by the id of their source."""

    def stop(error: Exception) -> None:
        raise error

    read = read_abstracts([folder / ABSTRACTS], report=stop)
    return {a.source_id: a for a in read if a.paragraphs(MAIN_RESULTS)}


def score(
    truth: Sequence[dict[str, str]], reviews: dict[str, Abstract]
) -> dict[tuple[str, str], Score]:
    """Score every field of every sample, and of all together under sample "all"."""
    scores: dict[tuple[str, str], Score] = {}
    for line in truth:
        source = source_of(reviews[line["source_id"]])
        for name in FIELDS:
            value = getattr(source, name)
            found = "" if value is None else str(value)
            for sample in (line["sample"], "all"):
                scores.setdefault((sample, name), Score()).count(found, line[name])
    return scores


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's interval of a share, 95%; 0 to 1 of nothing."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    spread = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    spread /= 1 + square / whole
    return max(0.0, middle - spread), min(1.0, middle + spread)


def main() -> int:
    """Print the table; nothing of it where the abstracts are not at hand."""
    named = os.environ.get("CLAIMS_DATA_DIR")
    if not named or not (Path(named) / ABSTRACTS).is_file():
        sys.stderr.write(f"reviews: skipped; set CLAIMS_DATA_DIR to a folder with {ABSTRACTS}\n")
        return 0
    scores = score(read_truth(), read_reviews(Path(named)))
    print("reviews: trials, participants and last search, against a reader")
    print(f"{'sample':<8}{'field':<16}{'as read':>9}{'right of given':>16}  95% interval")
    for (sample, name), found in sorted(scores.items(), key=lambda item: item[0]):
        low, high = interval(found.right_given, found.given)
        part = f"{found.right_given}/{found.given}"
        whole = f"{found.right}/{found.total}"
        print(f"{sample:<8}{name:<16}{whole:>9}{part:>16}  {low:.0%} to {high:.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
