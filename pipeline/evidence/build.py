"""Public registries are written into the evidence package.

    python -m pipeline.evidence.build hcpcs icd10 retractions journals --data-dir DIR

What each registry is, from where and under which terms stands in corpus/README.md.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import EvidenceMissingError, PipelineError
from pipeline.evidence.journals import build_journals
from pipeline.evidence.registries import build_hcpcs, build_icd10, build_notices
from pipeline.resources import evidence_dir


@dataclass(frozen=True, slots=True)
class _Registry:
    """One registry.

    Attributes:
        sources: its files under the data folder, gzipped; their order counts.
        target: the file of the package that it becomes.
        build: makes the new text of the target from its old text and the sources.
    """

    sources: tuple[str, ...]
    target: str
    build: Callable[[str, Sequence[str]], str]


# Editions stand in code_systems.csv and listings.csv.
_REGISTRIES: Final[Mapping[str, _Registry]] = {
    "hcpcs": _Registry(
        ("registries/hcpcs_level2_2019.tsv.gz",),
        "codes.csv",
        lambda before, texts: build_hcpcs(before, texts[0]),
    ),
    "icd10": _Registry(
        (
            "registries/icd10_categories.csv.gz",
            *(f"registries/icd10cm_{year}.csv.gz" for year in (2021, 2025, 2026)),
        ),
        "diagnoses.csv",
        build_icd10,
    ),
    "retractions": _Registry(
        ("registries/retraction_watch_dois.txt.gz",),
        "notices.csv",
        lambda _, texts: build_notices(texts[0]),
    ),
    # What MEDLINE calls a journal comes before what others call it.
    "journals": _Registry(
        tuple(
            f"registries/journals/journal_abbreviations_{name}.csv.gz"
            for name in ("medicus", "entrez", "lifescience", "general")
        ),
        "journals.csv",
        lambda _, texts: build_journals(texts),
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 2 where the data is not there."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evidence.build")
    parser.add_argument("what", nargs="+", choices=list(_REGISTRIES), help="the registries to read")
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=os.environ.get("CLAIMS_DATA_DIR"),
        help="the folder of the registries; else CLAIMS_DATA_DIR names it",
    )
    parser.add_argument("--out", type=Path, default=evidence_dir(), help="the package to write to")
    options = parser.parse_args(arguments)
    if options.data_dir is None:
        parser.error("no data folder: give --data-dir or set CLAIMS_DATA_DIR")
    for name in options.what:
        registry = _REGISTRIES[name]
        try:
            count = _write(registry, Path(options.data_dir), options.out)
        except PipelineError as error:
            sys.stderr.write(f"error {error}\n")
            return 2
        sys.stderr.write(f"{options.out / registry.target}: {count} lines\n")
    return 0


def _write(registry: _Registry, data_dir: Path, out: Path) -> int:
    texts = []
    for name in registry.sources:
        source = data_dir / name
        if not source.is_file():
            raise EvidenceMissingError(path=source, why="no such file")
        texts.append(gzip.decompress(source.read_bytes()).decode("utf-8"))
    target = out / registry.target
    before = target.read_text(encoding="utf-8") if target.is_file() else ""
    after = registry.build(before, texts)
    if after != before:
        target.write_text(after, encoding="utf-8", newline="")
    return after.count("\n") - 1


if __name__ == "__main__":
    sys.exit(main())
