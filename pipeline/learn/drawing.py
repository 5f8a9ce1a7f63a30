"""Which findings and abstracts are judged: drawn by a seed, never chosen.

Each candidate is put in the order of a hash of the seed and its id. So the
draw does not depend on the order of files, and a finding that the package
gains or loses changes it by that one at most.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import AnnotationLineError, AnnotationsMissingError, SampleSourceError
from pipeline.evidence import EvidenceTable
from pipeline.evidence.extract.abstracts import MAIN_RESULTS, Abstract
from pipeline.records import EvidenceRow

_REVIEW: Final = re.compile(r"[A-Z]{2}\d{6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn, so that it can be committed and drawn again.

    Attributes:
        of: "findings" or "abstracts".
        n: how many were wanted; all were drawn.
        excluded: CD numbers of reviews that development used, sorted.
        ids: of what was drawn, in the order of the draw.
    """

    of: str
    seed: int
    n: int
    excluded: tuple[str, ...]
    ids: tuple[str, ...]

    def to_json(self) -> str:
        """Write it as JSON, an id to a line, so that it diffs well."""
        return json.dumps(asdict(self), indent=1) + "\n"


def read_draw(path: Path) -> Draw:
    """Read what `to_json` wrote.

    Raises:
        AnnotationsMissingError: there is no such file.
        AnnotationLineError: it is no such JSON.
    """
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    try:
        read = json.loads(path.read_bytes())
        return Draw(
            of=str(read["of"]),
            seed=int(read["seed"]),
            n=int(read["n"]),
            excluded=tuple(map(str, read["excluded"])),
            ids=tuple(map(str, read["ids"])),
        )
    except (ValueError, KeyError, TypeError) as error:
        why = f"not what was drawn, as `claims evaluate draw` writes it: {error!r}"
        raise AnnotationLineError(path=path, line=1, why=why) from error


def draw_ids(ids: Iterable[str], *, seed: int, n: int) -> list[str]:
    """Draw `n` ids without replacement, each as likely as any other.

    Raises:
        SampleSourceError: there are fewer.
    """
    distinct = set(ids)
    if len(distinct) < n:
        raise SampleSourceError(
            why=f"{n} are wanted, and there are {len(distinct)} to draw from",
            hint="Ask for fewer, or exclude fewer reviews.",
        )
    return sorted(distinct, key=lambda one: (_hash(seed, one), one))[:n]


def _hash(seed: int, one: str) -> bytes:
    return hashlib.sha256(f"{seed}:{one}".encode()).digest()


def draw_findings(
    table: EvidenceTable, *, seed: int, n: int, excluded: Collection[str] = ()
) -> Draw:
    """Draw from the extracted findings of reviews that are not excluded."""
    ids = draw_ids(candidates(table, excluded), seed=seed, n=n)
    return Draw("findings", seed, n, tuple(sorted(set(excluded))), tuple(ids))


def candidates(table: EvidenceTable, excluded: Collection[str]) -> list[str]:
    """Return the ids of the extracted findings of reviews that are not excluded."""
    left_out = frozenset(excluded)
    return [
        row.row_id
        for row in extracted_rows(table)
        if review_of(row.source.source_id) not in left_out
    ]


def draw_abstracts(
    abstracts: Iterable[Abstract], *, seed: int, n: int, excluded: Collection[str] = ()
) -> Draw:
    """Draw from the abstracts with main results of reviews that are not excluded."""
    left_out = frozenset(excluded)
    ids = [
        abstract.source_id
        for abstract in abstracts
        if abstract.paragraphs(MAIN_RESULTS) and abstract.review_id not in left_out
    ]
    drawn = draw_ids(ids, seed=seed, n=n)
    return Draw("abstracts", seed, n, tuple(sorted(left_out)), tuple(drawn))


def extracted_rows(table: EvidenceTable) -> list[EvidenceRow]:
    """Return the findings that a machine read, in file order."""
    return [row for row in table.rows if row.provenance == "extracted"]


def review_of(source_id: str) -> str:
    """Return the review that a source is a version of; the source itself for others.

    >>> review_of("CD001218.pub3")
    'CD001218'
    """
    found = _REVIEW.match(source_id)
    return found[0].upper() if found else source_id


def read_excluded(paths: Sequence[Path]) -> frozenset[str]:
    """Read CD numbers, one to a line; what follows a space or "#" is a remark.

    Ids of sources and of findings will do: they begin with the number.

    Raises:
        AnnotationsMissingError: a file is not there.
        AnnotationLineError: a line begins with no CD number. Nothing is drawn
            then, since a review that development used might slip in.
    """
    found = set()
    for path in paths:
        if not path.is_file():
            raise AnnotationsMissingError(path=path)
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        for number, line in enumerate(lines, start=1):
            said = line.partition("#")[0].strip()
            if said and not _REVIEW.match(said):
                why = f"{said!r} is no CD number, such as CD001218"
                raise AnnotationLineError(path=path, line=number, why=why)
            if said:
                found.add(review_of(said))
    return frozenset(found)
