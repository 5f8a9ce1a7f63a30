"""Layer 5: codes of a public registry become lines of codes.csv.

    python -m pipeline.evidence.build hcpcs --data-dir DIR

The meanings are the long descriptions of the Medicare agency's own file, which
are in the public domain. The concepts that somebody linked to a code stay.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.errors import EvidenceMissingError, PipelineError
from pipeline.resources import evidence_dir

HEADER: Final = (
    "system",
    "code",
    "status",
    "valid_from",
    "valid_to",
    "meaning",
    "concepts",
    "replaced_by",
)
_HCPCS: Final = "HCPCS"
# Under the data folder; the edition stands in code_systems.csv.
_HCPCS_FILE: Final = Path("registries") / "hcpcs_level2_2019.tsv.gz"


def build_hcpcs(codes: str, registry: str) -> str:
    """Put a registry's codes in the place of those that codes.csv has of HCPCS.

    Args:
        codes: the text of codes.csv; may be empty.
        registry: tab-separated code, short and long description, with a header.

    Returns:
        The new text of codes.csv, by system and code. The same input gives the
        same text, and so does the text it gave.
    """
    lines = list(csv.DictReader(io.StringIO(codes, newline="")))
    linked = {line["code"]: line["concepts"] for line in lines if line["system"] == _HCPCS}
    found = [line for line in lines if line["system"] != _HCPCS]
    for line in csv.DictReader(
        io.StringIO(registry, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        code = line["code"].strip()
        meaning = " ".join((line["long"] or line["short"]).split())
        found.append(
            dict.fromkeys(HEADER, "")
            | {"system": _HCPCS, "code": code, "status": "active", "meaning": meaning}
            | {"concepts": linked.get(code, "")}
        )
    found.sort(key=lambda line: (line["system"], line["code"]))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 2 where the data is not there."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evidence.build")
    parser.add_argument("what", choices=["hcpcs"], help="the registry to read")
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
    try:
        count = _write_hcpcs(Path(options.data_dir), options.out / "codes.csv")
    except PipelineError as error:
        sys.stderr.write(f"error {error}\n")
        return 2
    sys.stderr.write(f"{options.out / 'codes.csv'}: {count} codes\n")
    return 0


def _write_hcpcs(data_dir: Path, path: Path) -> int:
    registry = data_dir / _HCPCS_FILE
    if not registry.is_file():
        raise EvidenceMissingError(path=registry, why="no such file")
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    after = build_hcpcs(before, gzip.decompress(registry.read_bytes()).decode("utf-8"))
    if after != before:
        path.write_text(after, encoding="utf-8", newline="")
    return after.count("\n") - 1


if __name__ == "__main__":
    sys.exit(main())
