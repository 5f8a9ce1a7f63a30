"""Pairs of a claim and its evidence, as public sets hold them.

The sets are read where a folder of them is at hand, and never copied. A set is
named by its folder and file, `scifact/train`, or several files of it,
`healthver/dev+test`; behind a colon stands a list of its clean ids,
`scifact/train:scifact_train_no_dev_docs`, from `splits_clean.json.gz`, which
leaves out what the train part shares with the part that is measured.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.encoders.verdict import LABELS, Entailed
from pipeline.errors import PairsUnreadableError

# Sets whose licence lets weights ship that were trained on them.
SHIPPABLE: Final = frozenset(
    {"scifact", "pubmedqa", "clinifact", "evinf2", "scitab", "fever_symmetric"}
)
_CLEAN: Final = "splits_clean.json.gz"
_BROKEN: Final = (OSError, EOFError, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, what is held against it, and what a reader says of the two.

    Attributes:
        group: of pairs that are right and wrong together: a claim, an article.
    """

    claim: str
    evidence: str
    label: Entailed
    group: str


def read_pairs(name: str, folder: Path) -> list[Pair]:
    """Read a set.

    Args:
        name: `scifact/dev`, `healthver/dev+test`, or with a list of ids,
            `scifact/train:scifact_train_no_dev_docs`.
        folder: that holds the sets.

    Raises:
        PairsUnreadableError: there is no such set, or it is broken.
    """
    plain, _, clean = name.partition(":")
    place, _, files = plain.rpartition("/")
    paths = [folder / place / f"{file}.jsonl.gz" for file in files.split("+")]
    rows = [(path, row) for path in paths for row in lines_of(path)]
    if clean:
        kept = frozenset(_list_of(clean, folder))
        rows = [(path, row) for path, row in rows if row.get("id") in kept]
    pairs = []
    for number, (path, row) in enumerate(rows, start=1):
        said = [row.get(key) for key in ("claim", "evidence", "label")]
        if not all(isinstance(one, str) for one in said) or said[2] not in LABELS:
            why = f"record {number} has no claim, evidence and label"
            raise PairsUnreadableError(path=path, why=why)
        # HealthVer has the same claim under several questions: the claim is what is drawn anew.
        pairs.append(Pair(row["claim"], row["evidence"], row["label"], row["claim"]))
    return pairs


def _list_of(name: str, folder: Path) -> Sequence[str]:
    path = folder / _CLEAN
    try:
        lists = json.loads(gzip.decompress(path.read_bytes()))
    except _BROKEN as error:
        raise PairsUnreadableError(path=path, why=f"it cannot be read ({error})") from error
    if name not in lists:
        known = ", ".join(sorted(lists))
        raise PairsUnreadableError(path=path, why=f"it has no list {name}; it has {known}")
    ids: list[str] = lists[name]
    return ids


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Read the records of a gzipped file of JSON lines.

    Raises:
        PairsUnreadableError: it is not there, or broken.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    except _BROKEN as error:
        raise PairsUnreadableError(path=path, why=f"it cannot be read ({error})") from error
