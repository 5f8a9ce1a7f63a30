"""What the sample articles are found to claim, as a table that a person reads in a diff.

Run as a program it rewrites the pinned table.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.check import Checker, load_checker
from pipeline.resources import samples_dir
from pipeline.settings import Settings

PINNED = Path(__file__).parents[1] / "data" / "samples.golden.json"


def samples(checker: Checker) -> list[dict[str, str]]:
    """Check the sample articles; one entry for each claim, in the order of the text."""
    result = checker.check([str(samples_dir())], stdin=bytes)
    return [
        {
            "path": Path(document.article.path).name,
            "claim": " ".join(judged.claim.text.split()),
            "kind": judged.claim.kind,
            "verdict": judged.decisive.verdict,
            "code": judged.decisive.code,
        }
        for document in result.documents
        for judged in document.claims
    ]


def main() -> None:
    """Pin what is found now."""
    table = samples(load_checker(Settings()))
    PINNED.write_text(
        json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
